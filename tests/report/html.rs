use std::{fs, path::PathBuf, time::Instant};

use rehearsal::{
    report::{RunResult, Verdict, html},
    scenario::{
        Coverage,
        coverage::{AgentCoverage, CoverageItem, CoverageKind},
    },
};
use serde_json::{Value as Json, json};

use crate::{
    browser::Browser,
    sample::{HOSTILE, failed, failure, hostile, passed, repeated, run, without_verdict},
};

/// The rules of accessibility by axe-core, see `vendor/axe/LICENSE`.
const AXE: &str = include_str!("vendor/axe/axe.min.js");

/// A page on disk.
struct Page {
    folder: tempfile::TempDir,
}

impl Page {
    fn of(run: &RunResult) -> Self {
        let page = Self { folder: tempfile::tempdir().unwrap() };
        let mut file = std::io::BufWriter::new(fs::File::create(page.path()).unwrap());
        html::write(run, &mut file).unwrap();
        page
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("report.html")
    }
}

fn text(run: &RunResult) -> String {
    let mut out = Vec::new();
    html::write(run, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn several() -> RunResult {
    let mut all = run(vec![
        failed("order-desk/corrects", failure()),
        passed("order-desk/happy"),
        without_verdict("order-desk/lost", Verdict::Inconclusive, "model unreachable"),
        repeated("order-desk/shaky", "+-+++", Verdict::Passed),
        without_verdict("order-desk/stopped", Verdict::NotRun, "stopped before"),
    ]);
    all.scenarios[1].tags = vec!["slow".into()];
    let item =
        |name: &str, count| CoverageItem { kind: CoverageKind::Action, name: name.into(), count };
    let items = vec![item("Lookup Order Status", 2), item("Verify Customer", 0)];
    all.coverage =
        Some(Coverage { agents: vec![AgentCoverage { agent: "Order desk".into(), items }] });
    all
}

fn rows(browser: &mut Browser) -> Vec<String> {
    let script = "[...document.querySelectorAll('#list .name')].map((name) => name.textContent)";
    serde_json::from_value(browser.run(script)).unwrap()
}

#[test]
fn no_text_ends_the_element_it_stands_in() {
    let text = text(&run(vec![hostile()]));
    let data = text.split("<script type=\"application/json\"").skip(1);
    for element in data {
        let (inside, _) = element.split_once("</script>").unwrap();
        assert!(!inside[1..].contains('<'), "{inside}");
        let json = inside.split_once('>').unwrap().1;
        serde_json::from_str::<Json>(json).unwrap();
    }
    assert_eq!(text.matches("</script>").count(), 3);
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{0}']));
}

#[test]
fn the_policy_allows_the_pages_own_script_and_style_only() {
    let text = text(&several());
    let policy = text.split("Content-Security-Policy\" content=\"").nth(1).unwrap();
    let policy = policy.split('"').next().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    assert!(!text.contains(" onclick=") && !text.contains(" style="));
}

#[test]
fn a_page_opens_from_disk_without_a_request_or_a_complaint() {
    let Some(mut browser) = Browser::start(1440, 900) else { return };
    let page = Page::of(&several());
    browser.open(&page.path(), "#/order-desk/corrects/2");
    browser.settle();
    let requests: Vec<String> = browser
        .heard("Network.requestWillBeSent")
        .iter()
        .map(|event| event["params"]["request"]["url"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(requests.len(), 1, "{requests:?}");
    assert_eq!(browser.heard("Log.entryAdded"), Vec::<&Json>::new());
    assert_eq!(browser.heard("Runtime.exceptionThrown"), Vec::<&Json>::new());
    assert!(browser.run("performance.getEntriesByType('resource').length == 0").as_bool().unwrap());
}

#[test]
fn a_failed_expectation_stands_opened_in_its_turn() {
    let Some(mut browser) = Browser::start(1440, 900) else { return };
    let page = Page::of(&several());
    browser.open(&page.path(), "#/order-desk/corrects");
    let turn = browser.text("#turn-2");
    assert!(turn.contains("Lookup Order Status was called with another order_number."), "{turn}");
    assert!(turn.contains("turns[1].expect.calls[0]"), "{turn}");
    assert_eq!(browser.text("#turn-2 mark.missing"), "123");
    assert!(turn.contains("rehearsal test scenarios/order-desk/corrects.scenario.yaml --seed 7"));
    assert!(browser.text("#inspector").starts_with("Turn 2"));
    assert!(
        browser.text("#inspector").contains("GET https://api.company.com/orders?order_id=ORD-45")
    );
    assert!(browser.text("#inspector .slots").contains("ORD-12399"));
}

#[test]
fn a_breach_stands_in_its_turn() {
    let Some(mut browser) = Browser::start(1440, 900) else { return };
    let mut all = several();
    let breach = json!({ "kind": "invented_value", "message": "nobody said 48213" });
    all.scenarios[1].attempts[0].turns[1].breaches = vec![serde_json::from_value(breach).unwrap()];
    browser.open(&Page::of(&all).path(), "#/order-desk/happy/1");
    assert!(browser.text("#turn-1 .state-line").contains("1 breach"));
    assert!(browser.text("#inspector").contains("invented value nobody said 48213"));
}

/// The requests of two turns of the happy talk; the second goes on from the first.
fn with_requests(text: &str) -> RunResult {
    let mut all = several();
    let attempt = &mut all.scenarios[1].attempts[0];
    let message = |role: &str, content: &str| json!({ "role": role, "content": content });
    let asked = |number: u32, more: Json| {
        let mut asked = json!({
            "number": number, "purpose": "understanding", "model": text, "tools": [text],
            "tokens": { "prompt": 812, "answer": 9 }, "answer": format!("call {number} {text}"),
        });
        asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        vec![serde_json::from_value(asked).unwrap()]
    };
    let rules = format!("Be kind.\n{text}\nNothing is open.");
    let begins =
        json!({ "request": 1, "messages": 2, "first": { "lines": 2, "rest": ["All done."] } });
    let first = json!({ "messages": [message("system", &rules), message("user", "hello there")] });
    let second = json!({ "begins_like": begins, "messages": [message("user", "and now")] });
    attempt.turns[1].model_requests = asked(1, first.clone());
    attempt.turns[2].model_requests = asked(2, second);
    attempt.judging = asked(1, first);
    all
}

const OPEN: &str =
    "document.querySelectorAll('.asked, .asked details').forEach((one) => one.open = true)";

#[test]
fn what_the_model_saw_is_closed_until_it_is_opened_and_then_whole() {
    let Some(mut browser) = Browser::start(1440, 900) else { return };
    browser.open(&Page::of(&with_requests("m")).path(), "#/order-desk/happy/2");
    let closed = browser.text("#inspector");
    assert!(closed.contains("What the model saw"), "{closed}");
    assert!(
        closed.contains("understanding request 2 to m · 812 tokens sent, 9 answered"),
        "{closed}"
    );
    assert!(!closed.contains("and now") && !closed.contains("call 2"), "{closed}");
    browser.run(OPEN);
    let open = browser.text("#inspector .asked");
    for told in [
        "2 messages as in request 1",
        "Be kind.\nm\nAll done.",
        "hello there",
        "and now",
        "call 2 m",
    ] {
        assert!(open.contains(told), "no {told} in {open}");
    }
    assert!(!open.contains("Nothing is open."), "{open}");
    let judging = browser.text("#talk .asked");
    assert!(judging.contains("Nothing is open."), "{judging}");
    browser.open(&Page::of(&several()).path(), "#/order-desk/happy/2");
    assert!(!browser.text("#inspector").contains("What the model saw"));
}

#[test]
fn hostile_text_of_a_model_runs_nothing_and_becomes_no_element() {
    let Some(mut browser) = Browser::start(1440, 900) else { return };
    browser.open(&Page::of(&with_requests(HOSTILE)).path(), "#/order-desk/happy/2");
    browser.run(OPEN);
    assert!(browser.text("#inspector .asked").contains("<script>alert(1)</script>"));
    let made = "document.querySelectorAll('img, script:not([type]) ~ script:not([type]), [onerror]').length";
    assert_eq!(browser.run(made), 0);
    assert!(browser.heard("Page.javascriptDialogOpening").is_empty());
    assert!(browser.heard("Runtime.exceptionThrown").is_empty());
}

#[test]
fn every_scenario_and_turn_has_an_address() {
    let Some(mut browser) = Browser::start(1440, 900) else { return };
    let mut all = several();
    all.scenarios.push(passed("order-desk/rows[a/b ?&# 1/2]"));
    let page = Page::of(&all);
    browser.open(&page.path(), "#/order-desk/corrects/1");
    assert!(browser.text("#inspector").starts_with("Turn 1"));
    browser.run("document.querySelectorAll('.state-line')[0].click()");
    browser.settle();
    assert_eq!(browser.run("location.hash"), "#/order-desk/corrects/0");
    assert!(browser.text("#inspector").starts_with("Greeting"));
    browser.run("history.back()");
    browser.settle();
    assert!(browser.text("#inspector").starts_with("Turn 1"));
    browser.run("[...document.querySelectorAll('#list a')].find((a) => a.innerText.includes('rows[')).click()");
    browser.settle();
    assert!(browser.text("#title").ends_with("order-desk/rows[a/b ?&# 1/2]"));
    let hash = browser.run("location.hash");
    browser.open(&page.path(), &format!("{}/2", hash.as_str().unwrap()));
    assert!(browser.text("#title").ends_with("order-desk/rows[a/b ?&# 1/2]"), "{hash}");
    browser.open(&page.path(), "#/order-desk/nowhere");
    assert!(browser.text("main").contains("There is no scenario order-desk/nowhere"));
}

#[test]
fn filters_stand_in_the_address() {
    let Some(mut browser) = Browser::start(1440, 900) else { return };
    let page = Page::of(&several());
    browser.open(&page.path(), "");
    assert_eq!(
        rows(&mut browser),
        ["corrects", "lost", "stopped", "happy", "shaky"].map(|name| format!("order-desk/{name}"))
    );
    browser.run("document.querySelector('[data-state=failed]').click()");
    browser.settle();
    assert_eq!(rows(&mut browser), ["order-desk/corrects"]);
    assert_eq!(browser.run("location.hash"), "#/?state=failed");
    browser.open(&page.path(), "#/?state=passed&tag=slow&text=happy");
    assert_eq!(rows(&mut browser), ["order-desk/happy"]);
    assert_eq!(browser.run("document.querySelector('#text').value"), "happy");
    assert_eq!(browser.run("document.querySelector('#tag').value"), "slow");
    browser.open(&page.path(), "#/?text=ORD-12399");
    assert_eq!(rows(&mut browser).len(), 3, "what was said is searched");
    browser.open(&page.path(), "#/?text=nothing+like+it");
    assert_eq!(browser.text("#empty"), "No scenario fits these filters.");
}

#[test]
fn the_keyboard_is_enough() {
    let Some(mut browser) = Browser::start(1440, 900) else { return };
    let page = Page::of(&several());
    browser.open(&page.path(), "");
    browser.press("j");
    assert_eq!(browser.run("location.hash"), "#/order-desk/corrects");
    browser.press("p");
    assert_eq!(browser.run("location.hash"), "#/order-desk/corrects/1");
    browser.run("document.querySelector('#list a').focus()");
    browser.press("ArrowDown");
    assert_eq!(browser.run("location.hash"), "#/order-desk/lost");
    assert!(browser.run("document.activeElement.closest('#list') !== null").as_bool().unwrap());
    browser.press("/");
    browser.press("j");
    assert_eq!(browser.run("document.activeElement.value"), "j");
    browser.press("Escape");
    browser.press("?");
    assert!(browser.run("document.querySelector('#help').open").as_bool().unwrap());
}

#[test]
fn attempts_are_chosen_one_by_one() {
    let Some(mut browser) = Browser::start(1440, 900) else { return };
    let page = Page::of(&several());
    browser.open(&page.path(), "#/order-desk/shaky");
    assert!(browser.text(".attempts").starts_with("4 of 5 passed, 1 needed"));
    assert_eq!(browser.run("document.querySelectorAll('.failure').length"), 0);
    browser.run("document.querySelectorAll('.attempts a')[1].click()");
    browser.settle();
    assert_eq!(browser.run("location.hash"), "#/order-desk/shaky?attempt=2");
    assert_eq!(browser.run("document.querySelectorAll('.failure').length"), 1);
}

#[test]
fn hostile_text_runs_nothing_and_becomes_no_element() {
    let Some(mut browser) = Browser::start(1440, 900) else { return };
    let mut all = run(vec![hostile()]);
    all.run.notes = vec![HOSTILE.into()];
    all.run.version = HOSTILE.into();
    all.run.model = Some(HOSTILE.into());
    all.run.started = HOSTILE.into();
    let item = CoverageItem { kind: CoverageKind::Action, name: HOSTILE.into(), count: 0 };
    let agent = AgentCoverage { agent: HOSTILE.into(), items: vec![item] };
    all.coverage = Some(Coverage { agents: vec![agent] });
    let page = Page::of(&all);
    browser.open(&page.path(), "");
    let clean = "document.querySelectorAll('img, script:not([type]) ~ script:not([type]), [onerror]').length";
    assert_eq!(browser.run(clean), 0);
    assert!(browser.text(".overview").contains("<script>alert(1)</script>"));
    browser.run("document.querySelector('#list a').click()");
    browser.settle();
    assert_eq!(browser.run(clean), 0);
    assert!(browser.text("#talk").contains("<script>alert(1)</script>"));
    browser.run("document.querySelectorAll('.state-line')[1].click()");
    browser.settle();
    assert!(browser.text("#inspector").contains("<img src=x"));
    assert!(browser.heard("Page.javascriptDialogOpening").is_empty());
    assert!(browser.heard("Runtime.exceptionThrown").is_empty());
    let links =
        "[...document.querySelectorAll('a')].every((a) => a.getAttribute('href').startsWith('#'))";
    assert!(browser.run(links).as_bool().unwrap());
    let shown = browser.run("document.body.innerText");
    assert!(!shown.as_str().unwrap().contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn axe_finds_no_violation() {
    for (width, height) in [(1440, 900), (1000, 800), (390, 844)] {
        let Some(mut browser) = Browser::start(width, height) else { return };
        let page = Page::of(&with_requests("m"));
        for scheme in ["light", "dark"] {
            browser.prefer(scheme);
            for hash in [
                "",
                "#/order-desk/corrects/2",
                "#/order-desk/lost",
                "#/order-desk/shaky",
                "#/order-desk/happy/2",
            ] {
                browser.open(&page.path(), hash);
                browser.run(OPEN);
                browser.run(AXE);
                let found = browser.run(
                    "axe.run().then((found) => found.violations.map((one) => \
                     `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`))",
                );
                assert_eq!(found, json!([]), "{width} {scheme} {hash}");
                let is_wide = "document.documentElement.scrollWidth > innerWidth";
                assert_eq!(browser.run(is_wide), false, "{width} {hash} scrolls sideways");
            }
        }
    }
}

#[test]
fn ten_thousand_scenarios_are_painted_in_two_seconds() {
    let Some(mut browser) = Browser::start(1440, 900) else { return };
    let scenario = |at: u32| match at % 50 {
        7 => failed(&format!("order-desk/{at:05}"), failure()),
        _ => passed(&format!("order-desk/{at:05}")),
    };
    let page = Page::of(&run((0..10_000).map(scenario).collect()));
    let begun = Instant::now();
    browser.open(&page.path(), "");
    let loaded = begun.elapsed();
    let painted = browser.run("performance.getEntriesByName('painted')[0].startTime");
    let painted = painted.as_f64().unwrap();
    println!("painted after {painted:.0} ms, read as a whole after {} ms", loaded.as_millis());
    assert!(painted < 2_000.0, "{painted} ms");
    assert_eq!(rows(&mut browser)[0], "order-desk/00007");
    assert!(browser.run("document.querySelectorAll('#list li').length < 60").as_bool().unwrap());
    browser.run("document.querySelector('#frame').scrollTop = 1e9");
    browser.settle();
    assert_eq!(rows(&mut browser).last().unwrap(), "order-desk/09999");
    browser.run("location.hash = '#/order-desk/09999'");
    browser.settle();
    assert!(browser.text("#title").ends_with("order-desk/09999"));
}
