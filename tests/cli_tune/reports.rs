//! The reports of a tuning, with hostile text wherever text may stand.

use std::collections::BTreeSet;

use rehearsal::tuning::{
    TuneResult,
    report::{read, write_html, write_json, write_junit, write_markdown},
};
use roxmltree::Document;
use serde_json::Value as Json;

use crate::{desk::Desk, xsd::complaints};

/// The schema of Jenkins' xUnit plugin, which also reads what Surefire writes.
const SCHEMA: &str = include_str!("../report/vendor/junit-10.xsd");

/// Breaks out of HTML, XML, Markdown, scripts and terminals, where it is let.
pub const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror=alert(2)> | ]]> & \
    \"q\" `b` **c** [d](javascript:alert(3)) ![e](https://evil.example/p) @team #1 www.evil.example \
    \u{1b}[31m\u{202e}\u{0}\r\n# heading\n\n| x | y |\n- item\n<details>\n```\n";

/// Keys that are data.
const MAPS: [&str; 5] = ["talks", "prompt_lines", "by_outcome", "lapses", "lines"];

/// A tuning of two prompts, few cells each.
pub fn sample() -> Json {
    let desk = Desk::new();
    let cells = ["--cell", "*/404/first/one_by_one", "--cell", "*/reset/first/one_by_one"];
    let prompts = ["--prompt", "scenarios/desk/p.md", "--prompt", "worse.md"];
    desk.report(0, &[&cells[..], &prompts, &["--repeat", "6"]].concat())
}

pub fn tuned(report: Json) -> TuneResult {
    serde_json::from_value(report).unwrap()
}

/// Where texts stand in a report; places of a list and keys that are data are all one.
fn places(value: &Json, at: &str, is_map: bool, found: &mut BTreeSet<String>) {
    match value {
        Json::String(_) => {
            found.insert(at.to_owned());
        }
        Json::Array(items) => {
            items.iter().for_each(|item| places(item, &format!("{at}/*"), false, found));
        }
        Json::Object(map) => {
            for (key, value) in map {
                let shown = if is_map { "*" } else { key };
                places(value, &format!("{at}/{shown}"), MAPS.contains(&key.as_str()), found);
            }
        }
        _ => {}
    }
}

/// Puts a text in place of all that stand at a place.
fn put(value: &mut Json, place: &[&str], text: &str) {
    match (place.split_first(), value) {
        (None, value) if value.is_string() => *value = text.into(),
        (Some((&"*", rest)), Json::Array(items)) => {
            items.iter_mut().for_each(|item| put(item, rest, text));
        }
        (Some((&"*", rest)), Json::Object(map)) => {
            map.values_mut().for_each(|value| put(value, rest, text));
        }
        (Some((key, rest)), Json::Object(map)) => {
            if let Some(value) = map.get_mut(*key) {
                put(value, rest, text);
            }
        }
        _ => {}
    }
}

/// The keys that are data hold the text as well.
fn rename(value: &mut Json, is_map: bool) {
    match value {
        Json::Array(items) => items.iter_mut().for_each(|item| rename(item, false)),
        Json::Object(map) => {
            for (key, mut value) in std::mem::take(map) {
                rename(&mut value, MAPS.contains(&key.as_str()));
                let own = key.replace("Lookup Order Status", HOSTILE);
                let is_sentence = is_map && key.contains(' ') && own == key;
                map.insert(if is_sentence { HOSTILE.to_owned() } else { own }, value);
            }
        }
        _ => {}
    }
}

/// The sample with the hostile text in every field that takes any text; which those are comes back too.
pub fn hostile() -> (TuneResult, Vec<String>) {
    let mut report = sample();
    rename(&mut report, false);
    let mut all = BTreeSet::new();
    places(&report, "", false, &mut all);
    let mut taken = Vec::new();
    for place in all {
        let mut tried = report.clone();
        let path: Vec<&str> = place.split('/').skip(1).collect();
        put(&mut tried, &path, HOSTILE);
        // A word of a closed list is no text.
        if serde_json::from_value::<TuneResult>(tried.clone()).is_ok() {
            report = tried;
            taken.push(place);
        }
    }
    (tuned(report), taken)
}

type Writer = fn(&TuneResult, &mut dyn std::io::Write) -> std::io::Result<()>;

fn written(write: Writer, result: &TuneResult) -> String {
    let mut out = Vec::new();
    write(result, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn steers(text: &str) -> bool {
    text.contains(['\u{1b}', '\u{202e}', '\u{0}', '\r'])
}

#[test]
fn hostile_text_stands_in_every_field_that_takes_text() {
    let (_, taken) = hostile();
    for place in [
        "/facts/agent",
        "/facts/version",
        "/facts/started",
        "/variants/*/name",
        "/variants/*/prompt",
        "/variants/*/policy",
        "/variants/*/prompt_lines/*",
        "/variants/*/scored/*/cell/action",
        "/variants/*/matrix/rows/*/action",
        "/variants/*/advice/*/message",
        "/variants/*/advice/*/mend",
        "/variants/*/talks/*/attempts/*/turns/*/reply",
        "/comparisons/*/variant",
        "/comparisons/*/conclusion",
        "/comparisons/*/flips/*/cell/action",
        "/unplayed/*/why",
    ] {
        assert!(taken.iter().any(|known| known == place), "{place} is not among {taken:#?}");
    }
}

#[test]
fn json_comes_back_and_steers_nothing() {
    let (result, _) = hostile();
    let text = written(write_json, &result);
    assert!(!steers(&text), "it steers a terminal");
    assert_eq!(read(text.as_bytes(), HOSTILE).unwrap(), result);
}

#[test]
fn junit_keeps_the_schema_of_jenkins() {
    let (hostile, _) = hostile();
    for result in [tuned(sample()), hostile] {
        let text = written(write_junit, &result);
        assert_eq!(complaints(SCHEMA, &text), [""; 0], "{text}");
        let document = Document::parse(&text).unwrap();
        let all =
            |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count();
        assert_eq!((all("testsuite"), all("script"), all("img")), (2, 0, 0));
        assert!(all("failure") > 0 && all("system-out") > 0);
        assert!(!text.contains(['\u{1b}', '\u{0}']), "it is no XML");
        let cases = document.descendants().filter(|node| node.has_tag_name("testcase"));
        let counted: usize = document
            .descendants()
            .filter(|node| node.has_tag_name("testsuite"))
            .map(|suite| suite.attribute("tests").unwrap().parse::<usize>().unwrap())
            .sum();
        assert_eq!(cases.count(), counted);
    }
}

#[test]
fn markdown_stays_text_in_its_table() {
    let (result, _) = hostile();
    let text = written(write_markdown, &result);
    assert!(!steers(&text), "it steers a terminal");
    for broken in
        ["<script", "<img", "https://", "](java", "\n# heading", "\n```", "@team", "#1", "\n| x |"]
    {
        assert!(!text.contains(broken), "{broken:?} in\n{text}");
    }
    assert!(!text.contains("www."), "an address becomes a link");
    let own = ["<details>", "</details>", "<summary>", "</summary>", "<sub>", "</sub>"];
    let mut rest = text.clone();
    own.iter().for_each(|element| rest = rest.replace(element, ""));
    assert!(!rest.contains('<'), "an element in\n{rest}");
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    let mut width = None;
    for line in text.lines() {
        let cells = line.replace("\\|", "").matches('|').count();
        match line.starts_with('|') {
            true => assert_eq!(*width.get_or_insert(cells), cells, "{line}"),
            false => width = None,
        }
    }
}

#[test]
fn every_rate_in_markdown_has_its_number_and_interval() {
    let text = written(write_markdown, &tuned(sample()));
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| `")).collect();
    assert!(!rows.is_empty(), "{text}");
    for row in rows {
        for cell in row.trim_matches('|').split('|').skip(1) {
            let (rate, rest) = cell.trim().split_once(" % (").unwrap_or_else(|| panic!("{row}"));
            let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let (interval, number) = rest.split_once("; ").unwrap();
            let (low, high) = interval.split_once('–').unwrap();
            assert!(is_number(rate) && is_number(low) && is_number(high), "{cell}");
            assert!(number.starts_with("6)"), "{cell}");
        }
    }
    assert!(text.contains("100 % throughout, of at least 6 each"), "{text}");
}

#[test]
fn no_text_ends_the_element_of_the_page_it_stands_in() {
    let (result, _) = hostile();
    let text = written(write_html, &result);
    let data: Vec<&str> = text.split("<script type=\"application/json\"").skip(1).collect();
    assert!(data.len() > 2);
    for element in &data {
        let (inside, _) = element.split_once("</script>").unwrap();
        assert!(!inside[1..].contains('<'), "{inside}");
        serde_json::from_str::<Json>(inside.split_once('>').unwrap().1).unwrap();
    }
    assert_eq!(text.matches("</script>").count(), data.len() + 1, "one script of its own");
    assert!(!steers(&text), "it steers a terminal");
    let policy = text.split("Content-Security-Policy\" content=\"").nth(1).unwrap();
    let policy = policy.split('"').next().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    assert!(!text.contains(" onclick=") && !text.contains(" style="));
}
