//! What cannot be played: a clear message, the right exit status, and nothing lost.

use std::time::{Duration, Instant};

use crate::project::{HOLDS, Project};

#[test]
fn half_written_files_are_shown_all_at_once_with_their_places() {
    let project = Project::with(&[("good", HOLDS)]);
    project.scenario("half", "turns:\n  - user: \"Where is my\n");
    project.scenario("bare", "");
    project.scenario("odd", "turns:\n  - user: bye\n    expct: { phase: idle }\n");
    let ended = project.run(&[]).says(2, &["half.scenario.yaml", "bare.scenario.yaml"]);
    assert!(ended.err.contains("odd.scenario.yaml:3:5"), "{}", ended.err);
    assert!(ended.err.contains("expect"), "{}", ended.err);
    assert!(!ended.out.contains("passed"), "nothing is played: {}", ended.out);
}

#[test]
fn a_huge_file_is_refused_and_not_read() {
    let project = Project::new();
    project.scenario("huge", &format!("# {}\n{HOLDS}", "x".repeat(5 << 20)));
    project.run(&[]).says(2, &["huge.scenario.yaml is larger than 4194304 bytes"]);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let project = Project::new();
    project.write("scenarios/desk/x.scenario.yaml", b"turns: \xff\n");
    project.run(&[]).says(2, &["x.scenario.yaml is not UTF-8 text: byte 7 is wrong"]);
}

#[test]
fn includes_that_go_in_a_circle_are_named() {
    let project = Project::new();
    project.scenario("a", "include: [one.yaml]\nturns: [{ user: bye }]\n");
    project.write("scenarios/desk/one.yaml", "include: [two.yaml]\n");
    project.write("scenarios/desk/two.yaml", "include: [one.yaml]\n");
    project.run(&[]).says(2, &["the file includes itself", "scenarios/desk/two.yaml:1:11"]);
    project.scenario("a", "include: [none.yaml]\nturns: [{ user: bye }]\n");
    project.run(&[]).says(2, &["a.scenario.yaml:1", "cannot be included"]);
}

#[test]
fn rows_of_the_same_name_are_refused() {
    let project = Project::new();
    project.scenario("a", "cases: [{ name: x }, { name: x }]\nturns: [{ user: bye }]\n");
    project.run(&[]).says(2, &["a.scenario.yaml:1"]);
}

#[test]
fn a_scenario_that_would_go_on_for_ever_is_ended_by_its_turns() {
    let project = Project::new();
    let turns = "  - user: good morning\n".repeat(9);
    project.scenario("long", &format!("max_turns: 5\nturns:\n{turns}"));
    let ended = project.run(&[]);
    assert!(matches!(ended.status, Some(1 | 2)), "{ended:?}");
    let told = ended.out + &ended.err;
    assert!(told.contains("more than 5 turns") || told.contains("max_turns"), "{told}");
}

#[test]
fn a_scenario_that_would_wait_for_ever_is_ended_by_its_time() {
    let project = Project::new();
    project.scenario(
        "slow",
        &format!(
            "time_limit: 300ms\napi:\n  Lookup Order Status: {{ delay: 50s, status: 200, json: {{ \
             status: shipped }} }}\n{HOLDS}"
        ),
    );
    let begun = Instant::now();
    let ended = project.run(&["--real-time"]).says(1, &["did not end within 0.3 s", "E-TIME"]);
    assert!(begun.elapsed() < Duration::from_secs(20), "{ended:?}");
}

#[test]
fn a_rule_that_matches_nothing_fails_the_scenario() {
    let project = Project::new();
    let rule = "api:
  Lookup Order Status:
    - { when: { query: { order: ORD-99999 } }, status: 404 }
";
    project.scenario("idle", &format!("{rule}{HOLDS}"));
    let ended = project.run(&[]).says(1, &["unused-rule", "idle.scenario.yaml:3"]);
    assert!(ended.out.contains("ORD-99999"), "{}", ended.out);
    project.scenario("idle", HOLDS);
    project.write("scenarios/desk/api.yaml", "");
    project.run(&[]).says(1, &["no rule"]);
}

#[test]
fn an_agent_that_is_broken_or_missing_is_told_where_the_scenario_stands() {
    let project = Project::with(&[("a", HOLDS)]);
    project.write("scenarios/desk/agent.yaml", "name: [");
    project.run(&[]).says(2, &["agent"]);
    std::fs::remove_file(project.path("scenarios/desk/agent.yaml")).unwrap();
    project.run(&[]).says(2, &["the scenario has no agent", "a.scenario.yaml"]);
    project.scenario("a", &format!("agent: ../../../elsewhere\n{HOLDS}"));
    project.run(&[]).says(2, &["a.scenario.yaml:1"]);
}

#[test]
fn thousands_of_rows_and_identical_failures_stay_quick() {
    let project = Project::new();
    let rows: String = (0..1500).map(|row| format!("  - {{ name: r{row} }}\n")).collect();
    let turns = "turns: [{ user: bye, expect: { reply: { contains: nothing of it } } }]\n";
    project.scenario("rows", &format!("cases:\n{rows}{turns}"));
    let begun = Instant::now();
    let ended = project.run(&["--report", "junit=j.xml"]).says(1, &["1500 failed"]);
    assert!(ended.out.contains("1499 more alike"), "{}", &ended.out[..2000]);
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}
