use rehearsal::report::{RunResult, Verdict, junit};
use roxmltree::{Document, Node};

use crate::{
    json::everything,
    sample::{HOSTILE, failed, failure, hostile, passed, run, without_verdict},
    xsd::complaints,
};

/// The schema of Jenkins' xUnit plugin, which also reads what Surefire writes.
const SCHEMA: &str = include_str!("vendor/junit-10.xsd");

fn written(run: &RunResult) -> String {
    let mut out = Vec::new();
    junit::write(run, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn all<'a>(document: &'a Document<'a>, name: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.tag_name().name() == name).collect()
}

#[test]
fn a_report_keeps_the_schema_of_jenkins() {
    assert_eq!(complaints(SCHEMA, &written(&everything())), [""; 0]);
    assert_eq!(complaints(SCHEMA, &written(&run(Vec::new()))), [""; 0]);
}

#[test]
fn the_schema_is_really_looked_at() {
    let text = written(&run(vec![failed("a/1", failure())]));
    let broken = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        complaints(SCHEMA, &text.replace(from, to)).join("; ")
    };
    assert_eq!(
        broken("<testcase classname", "<testcase class"),
        "<testcase> has no attribute class"
    );
    assert_eq!(broken("time=\"0.214\"", "time=\"soon\""), "time=\"soon\" of <testsuites>");
    assert_eq!(broken("failure type", "failure kind"), "<failure> has no attribute kind");
    assert!(broken("testcase", "case").starts_with("<testsuite> holds <case>"));
    assert!(broken(" tests=", " count=").contains("<testsuite> needs tests"));
}

#[test]
fn each_agent_is_a_suite_and_each_scenario_a_case() {
    let mut scenarios = vec![
        passed("order-desk/a"),
        failed("order-desk/b[row 1/2]", failure()),
        without_verdict("order-desk/c", Verdict::Inconclusive, "model unreachable"),
        without_verdict("crm/d", Verdict::NotRun, "stopped before"),
    ];
    scenarios[3].agent = "CRM".into();
    let text = written(&run(scenarios));
    let document = Document::parse(&text).unwrap();
    let suites = all(&document, "testsuite");
    let attributes = |node: Node<'_, '_>, names: &[&str]| {
        names.iter().map(|name| node.attribute(*name).unwrap().to_owned()).collect::<Vec<_>>()
    };
    let counted = ["name", "package", "tests", "failures", "errors", "skipped"];
    assert_eq!(attributes(suites[0], &counted), ["Order desk", "order-desk", "3", "1", "1", "0"]);
    assert_eq!(attributes(suites[1], &counted), ["CRM", "crm", "1", "0", "0", "1"]);
    let cases = all(&document, "testcase");
    assert_eq!(attributes(cases[1], &["classname", "name"]), ["order-desk", "b[row 1/2]"]);
    let failure = all(&document, "failure")[0];
    assert_eq!(failure.attribute("type"), Some("E-CALL-ARG"));
    assert!(failure.text().unwrap().contains("expected  order_number  ORD-12345"));
    assert_eq!(all(&document, "error")[0].attribute("message"), Some("model unreachable"));
    assert_eq!(all(&document, "skipped")[0].attribute("message"), Some("stopped before"));
    assert!(all(&document, "system-out")[0].text().unwrap().contains("you    Where is my order?"));
}

#[test]
fn hostile_text_stays_text() {
    let text = written(&run(vec![hostile()]));
    let document = Document::parse(&text).unwrap();
    assert_eq!(all(&document, "testcase").len(), 1);
    assert!(all(&document, "script").is_empty());
    let message = all(&document, "failure")[0].attribute("message").unwrap();
    let kept = HOSTILE.replace('\u{1b}', "␛").replace('\u{0}', "␀").replace('\u{ffff}', "\u{fffd}");
    assert_eq!(message, kept);
}
