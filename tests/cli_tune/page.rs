//! The page of a tuning in a real browser.

use std::{fs, io::BufWriter, path::PathBuf};

use rehearsal::tuning::{TuneResult, report::write_html};
use serde_json::{Value as Json, json};

use crate::{
    browser::Browser,
    reports::{hostile, sample, tuned},
};

/// The rules of accessibility by axe-core, see `../report/vendor/axe/LICENSE`.
const AXE: &str = include_str!("../report/vendor/axe/axe.min.js");

/// A page on disk.
struct Page {
    folder: tempfile::TempDir,
}

impl Page {
    fn of(result: &TuneResult) -> Self {
        let page = Self { folder: tempfile::tempdir().unwrap() };
        let mut file = BufWriter::new(fs::File::create(page.path()).unwrap());
        write_html(result, &mut file).unwrap();
        page
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("tune.html")
    }
}

/// Of the second prompt, which has no line for this.
const CELL: &str = "#/worse.md/Lookup%20Order%20Status/reset";

/// What the page asked for, besides itself, and what it complained of.
fn troubles(browser: &Browser) -> Vec<String> {
    let requests = browser.heard("Network.requestWillBeSent").into_iter().skip(1);
    let words = ["Log.entryAdded", "Runtime.exceptionThrown", "Page.javascriptDialogOpening"];
    let words = words.into_iter().flat_map(|word| browser.heard(word));
    requests.chain(words).map(Json::to_string).collect()
}

#[test]
fn a_cell_shows_its_talk_the_prompts_line_and_the_exchange() {
    let Some(mut browser) = Browser::start(1440, 900) else { return };
    let page = Page::of(&tuned(sample()));
    browser.open(&page.path(), "");
    browser.settle();
    let matrix = browser.text("#matrix");
    assert!(matrix.contains("Lookup Order Status") && matrix.contains("worse.md"), "{matrix}");
    assert!(matrix.contains("6 of 12 held, 50 % (95 % interval 25 to 75)"), "{matrix}");
    browser.run("document.querySelector('.heat.h0').click()");
    browser.settle();
    assert_eq!(browser.run("location.hash").as_str().unwrap(), CELL);
    let talk = browser.text("#talk");
    assert!(talk.contains("0 of 6 held, 0 % (95 % interval 0 to 40)"), "{talk}");
    assert!(talk.contains("the prompt has no line for it") && talk.contains("ORD-12345"), "{talk}");
    assert!(talk.contains("No line of worse.md"), "{talk}");
    let inspector = browser.text("#inspector");
    assert!(
        inspector.contains("GET https://api.example.com/orders?order=ORD-12345"),
        "{inspector}"
    );
    browser.press("Escape");
    assert_eq!(browser.run("location.hash"), "#/");
    assert_eq!(troubles(&browser), [""; 0]);
}

#[test]
fn hostile_text_runs_nothing_and_asks_for_nothing() {
    let Some(mut browser) = Browser::start(1440, 900) else { return };
    let (result, _) = hostile();
    let page = Page::of(&result);
    browser.open(&page.path(), "");
    browser.settle();
    let clean = "document.querySelectorAll('img, iframe, object, [onerror]').length";
    let links =
        "[...document.querySelectorAll('a')].every((a) => a.getAttribute('href').startsWith('#'))";
    let cells = browser.run("document.querySelectorAll('.heat').length").as_u64().unwrap();
    assert!(cells >= 4, "{cells}");
    for at in 0..cells {
        browser.run(&format!("document.querySelectorAll('.heat')[{at}].click()"));
        browser.settle();
        assert_eq!(browser.run(clean), 0);
        assert_eq!(browser.run(links), true);
        assert!(browser.text("#talk").contains("<script>alert(1)</script>"));
        let shown = browser.run("document.body.innerText + document.title");
        assert!(!shown.as_str().unwrap().contains(['\u{1b}', '\u{202e}']));
    }
    assert_eq!(troubles(&browser), [""; 0]);
}

#[test]
fn axe_finds_no_violation_and_the_page_has_one_scrollbar() {
    let page = Page::of(&tuned(sample()));
    for (width, height) in [(1440, 900), (1000, 600), (390, 844)] {
        let Some(mut browser) = Browser::start(width, height) else { return };
        for scheme in ["light", "dark"] {
            browser.prefer(scheme);
            for hash in ["", CELL, "#/worse.md/Nothing/404"] {
                browser.open(&page.path(), hash);
                browser.settle();
                browser.run(AXE);
                let found = browser.run(
                    "axe.run().then((found) => found.violations.map((one) => \
                     `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`))",
                );
                assert_eq!(found, json!([]), "{width} {scheme} {hash}");
                let overflow = "[document.documentElement.scrollWidth - innerWidth, \
                                document.documentElement.scrollHeight - innerHeight]";
                assert_eq!(
                    browser.run(overflow),
                    json!([0, 0]),
                    "{width} {hash} scrolls as a whole"
                );
            }
        }
    }
}
