//! `check`, `explain` and `schema` as the command line calls them.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{fs, path::Path};

use clap::Parser;
use rehearsal::cli::{
    Exit,
    check::{self, CheckArgs},
    explain::{self, ExplainArgs},
    finding::Look,
};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: CheckArgs,
}

fn check(arguments: &[&str]) -> (Exit, String) {
    let line = Line::parse_from(["check"].iter().chain(arguments));
    let mut out = Vec::new();
    let exit = check::run(&line.arguments, Look::Plain, &mut out).unwrap();
    (exit, String::from_utf8(out).unwrap())
}

fn explain(code: Option<&str>) -> (Exit, String) {
    let mut out = Vec::new();
    let arguments = ExplainArgs { code: code.map(str::to_owned) };
    let exit = explain::run(&arguments, &mut out).unwrap();
    (exit, String::from_utf8(out).unwrap())
}

fn project(agent: &str) -> tempfile::TempDir {
    let disk = tempfile::tempdir().unwrap();
    fs::create_dir_all(disk.path().join("scenarios/desk")).unwrap();
    fs::create_dir(disk.path().join(".rehearsal")).unwrap();
    fs::write(disk.path().join("scenarios/desk/agent.yaml"), agent).unwrap();
    fs::write(disk.path().join("prompt.md"), "Use the 'Find' tool.\n").unwrap();
    disk
}

const WARNED: &str = "name: Desk\nprompt: ../../prompt.md\nactions:\n  - name: Find\n    description: Find an order\n    \
    method: GET\n    url: https://a.example.com\n    query: { id: \"{{id}}\" }\n    \
    variables: [{ name: id, type: string, description: Number }]\n";

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_samples_pass_and_each_has_its_line() {
    let (exit, out) = check(&["scenarios"]);
    assert_eq!(exit, Exit::Passed, "{out}");
    assert_eq!(out.lines().count(), 6);
    assert!(out.lines().last().unwrap().contains("scenario files: no errors, no warnings, "));
    assert!(out.contains("scenarios/order-desk: no errors, no warnings, 2 actions\n"), "{out}");
}

#[test]
fn verbose_shows_how_the_prompt_was_read() {
    let (_, out) = check(&["--verbose", "scenarios/order-desk"]);
    let line = "  prompts/order-desk.md:24 Lookup Order Status · 404 · says \"I don't see an order with that number. Could you double-check?\"";
    assert!(out.contains(line), "{out}");
    assert!(out.contains(
        "any error · follows: offer to have someone call them back. · offers a callback"
    ));
}

#[test]
fn warnings_pass_unless_they_are_denied() {
    let disk = project(WARNED);
    let (exit, out) = check(&[shown(disk.path())]);
    assert_eq!(exit, Exit::Passed);
    assert!(out.ends_with("scenarios/desk: 1 warning. rehearsal explain no-example\n"), "{out}");
    assert_eq!(check(&["--deny-warnings", shown(disk.path())]).0, Exit::Misuse);
}

#[test]
fn an_error_is_misuse_and_the_summary_names_it_before_warnings() {
    let disk = project(&WARNED.replace("method: GET", "method: get"));
    let (exit, out) = check(&[shown(disk.path())]);
    assert_eq!(exit, Exit::Misuse);
    assert!(out.ends_with(": 1 error, 1 warning. rehearsal explain unknown-method\n"), "{out}");
}

#[test]
fn nothing_to_check_is_never_green() {
    let empty = tempfile::tempdir().unwrap();
    let (exit, out) = check(&[shown(empty.path())]);
    assert_eq!(exit, Exit::Misuse);
    assert!(out.contains("holds no agent.yaml"), "{out}");
    let (exit, out) = check(&["no/such/place", "scenarios/crm"]);
    assert_eq!(exit, Exit::Misuse);
    assert!(out.contains("error: no/such/place does not exist"), "{out}");
    assert!(out.contains("scenarios/crm: no errors"), "{out}");
}

#[test]
fn files_that_are_no_text_are_named() {
    let disk = project("");
    fs::write(disk.path().join("scenarios/desk/agent.yaml"), b"name: \xff\n").unwrap();
    let (exit, out) = check(&[shown(disk.path())]);
    assert_eq!(exit, Exit::Misuse);
    assert!(out.contains("is not UTF-8 text: byte 6 is wrong"), "{out}");
}

const ASKED: &str = "# quiet\nFind: [{ status: 99 }, { fault: hangup }]\n";

#[test]
fn the_stub_apis_rules_are_checked_in_every_format() {
    let disk = project(&WARNED.replace("description: Number", "description: Number, example: A-1"));
    fs::write(disk.path().join("scenarios/desk/api.yaml"), ASKED).unwrap();
    let (exit, out) = check(&[shown(disk.path())]);
    assert_eq!(exit, Exit::Misuse);
    assert!(out.contains("error[bad-status]: this is no HTTP status"), "{out}");
    assert!(out.contains("scenarios/desk/api.yaml:2:"), "{out}");
    assert!(out.ends_with(": 2 errors, 1 warning. rehearsal explain bad-status\n"), "{out}");
    let (_, out) = check(&["--format", "json", shown(disk.path())]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&report["agents"][0]["errors"], &report["findings"][0]["line"]),
        (&2.into(), &2.into())
    );
    let (_, out) = check(&["--format", "github", shown(disk.path())]);
    assert!(out.contains("api.yaml,line=2,col=18,title=bad-status::"), "{out}");
    fs::write(disk.path().join("scenarios/desk/api.yaml"), b"\xff").unwrap();
    let (exit, out) = check(&[shown(disk.path())]);
    assert_eq!(exit, Exit::Misuse);
    assert!(out.contains("api.yaml is not UTF-8 text"), "{out}");
}

#[test]
fn json_has_every_finding_with_its_place() {
    let disk = project(WARNED);
    let (_, out) = check(&["--format", "json", shown(disk.path())]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["schema_version"], 1);
    assert_eq!(report["agents"][0]["warnings"], 1);
    let finding = &report["findings"][0];
    assert_eq!((&finding["code"], &finding["severity"]), (&"no-example".into(), &"warning".into()));
    assert_eq!((&finding["line"], &finding["column"]), (&9.into(), &25.into()));
}

#[test]
fn github_gets_one_annotation_a_finding() {
    let disk = project(WARNED);
    let (_, out) = check(&["--format", "github", shown(disk.path())]);
    assert_eq!(out.lines().count(), 1);
    assert!(out.starts_with("::warning file="), "{out}");
    assert!(out.contains("line=9,col=25,title=no-example::`id` has no example%0A"), "{out}");
}

/// A sound agent with scenarios beside it.
fn with_scenarios(files: &[(&str, &str)]) -> tempfile::TempDir {
    let disk = project(&WARNED.replace("description: Number", "description: Number, example: A-1"));
    for (name, text) in files {
        let path = disk.path().join("scenarios/desk").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    disk
}

const SOUND: &str = "turns: [{ user: Find it, expect: { asks_for: id } }]\n";
const BROKEN: &str = "include: shared.yaml\nturns: [{ user: Find it, expect: { ask_for: id } }]\n";

#[test]
fn scenarios_are_checked_with_their_agent_in_every_format() {
    let shared = ("shared.yaml", "tag: slow\n");
    let files = [("a.scenario.yaml", SOUND), ("b.scenario.yaml", BROKEN), shared];
    let disk = with_scenarios(&[&files[..], &[("deep/c.scenario.yaml", BROKEN)]].concat());
    let (exit, out) = check(&[shown(disk.path())]);
    assert_eq!(exit, Exit::Misuse);
    assert!(out.contains("scenarios/desk: no errors, no warnings, 1 action\n"), "{out}");
    assert!(out.contains("error[unknown-key]: an expectation has no key `ask_for`"), "{out}");
    // A finding in a file that two scenarios include is told once; `deep` has no such file.
    assert_eq!(out.matches("an included file has no key `tag`").count(), 1, "{out}");
    assert!(out.contains("error[include-missing]"), "{out}");
    assert!(out.contains("b.scenario.yaml: 2 errors. rehearsal explain unknown-key\n"), "{out}");
    assert!(out.ends_with("a.scenario.yaml: no errors, no warnings, 1 scenario\n"), "{out}");
    let (_, out) = check(&["--format", "json", shown(disk.path())]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let lines = report["scenarios"].as_array().unwrap();
    let counts: Vec<_> = lines.iter().map(|one| (&one["scenarios"], &one["errors"])).collect();
    assert_eq!(counts, [(&1.into(), &0.into()), (&0.into(), &2.into()), (&0.into(), &2.into())]);
    assert_eq!(report["findings"].as_array().unwrap().len(), 4);
    let (_, out) = check(&["--format", "github", shown(disk.path())]);
    assert!(out.contains("b.scenario.yaml,line=2,col=36,title=unknown-key::"), "{out}");
}

#[test]
fn a_scenario_can_be_checked_alone_and_a_folder_of_them_needs_no_agent_within() {
    let disk = with_scenarios(&[("deep/a.scenario.yaml", SOUND)]);
    let folder = disk.path().join("scenarios/desk/deep");
    for path in [&folder, &folder.join("a.scenario.yaml"), &folder.join("*.scenario.yaml")] {
        let (exit, out) = check(&[shown(path)]);
        assert_eq!(exit, Exit::Passed, "{out}");
        assert!(out.ends_with("a.scenario.yaml: no errors, no warnings, 1 scenario\n"), "{out}");
    }
    let (exit, out) = check(&[shown(&folder.join("b.scenario.yaml"))]);
    assert_eq!(exit, Exit::Misuse);
    assert!(out.contains("b.scenario.yaml does not exist"), "{out}");
}

#[test]
fn warnings_in_scenarios_count_where_they_are_denied() {
    let disk = with_scenarios(&[("a.scenario.yaml", "turns: [Find it]\n")]);
    assert_eq!(check(&[shown(disk.path())]).0, Exit::Passed);
    assert_eq!(check(&["--deny-warnings", shown(disk.path())]).0, Exit::Misuse);
}

#[test]
fn explain_prints_lists_and_suggests() {
    let (exit, out) = explain(Some("url-placeholder"));
    assert_eq!(exit, Exit::Passed);
    assert!(out.starts_with("url-placeholder\n\nThe URL of an action is fixed"), "{out}");
    assert_eq!(explain(Some("error[url-placeholder]")).1, out);
    let (exit, out) = explain(Some("url-placeholdr"));
    assert_eq!(exit, Exit::Misuse);
    assert!(out.contains("did you mean `url-placeholder`?"), "{out}");
    let (exit, out) = explain(None);
    assert_eq!(exit, Exit::Passed);
    assert!(out.lines().count() > 70);
}
