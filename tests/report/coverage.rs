use std::path::Path;

use rehearsal::{
    agent::Agent,
    dialogue::Change,
    rehearse::load,
    report::{Shard, console, json, merge},
    scenario::{
        Coverage,
        coverage::{AgentCoverage, CoverageKind},
    },
    shown::Line,
};
use serde_json::json;

use crate::sample::{passed, run, turns};

fn agent() -> Agent {
    load(Path::new("scenarios/order-desk")).unwrap().agent.unwrap()
}

/// What the sample's talk exercises of the order desk.
fn covered() -> AgentCoverage {
    let agent = agent();
    let mut coverage = AgentCoverage::new(&agent);
    let mut turns = turns();
    let filled: Change = serde_json::from_value(json!({ "filled": {
        "action": "Lookup Order Status", "variable": "order_number",
        "value": { "value": { "string": "ORD-45" }, "raw": "45",
                   "provenance": { "user": { "turn": 2, "span": { "start": 18, "end": 20 } } } }
    } }))
    .unwrap();
    turns[2].changes.push(filled);
    coverage.watch(&agent, &turns);
    coverage
}

fn exercised(coverage: &AgentCoverage, kind: CoverageKind) -> Vec<(String, u32)> {
    let found = coverage.of_kind(kind).filter(|item| item.count > 0);
    found.map(|item| (item.name.clone(), item.count)).collect()
}

#[test]
fn nothing_is_exercised_at_first() {
    let coverage = AgentCoverage::new(&agent());
    assert_eq!(coverage.share().exercised, 0);
    let names = |kind| coverage.of_kind(kind).map(|item| item.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names(CoverageKind::Action), ["Verify Customer", "Lookup Order Status"]);
    // Any text is an order number; a PIN has a pattern.
    assert_eq!(
        names(CoverageKind::Validation),
        ["Verify Customer · customer_number", "Verify Customer · pin"]
    );
    assert_eq!(names(CoverageKind::Failure).len(), 20);
    assert!(!names(CoverageKind::SystemAct).contains(&"confirm"));
    assert!(names(CoverageKind::SystemAct).contains(&"gate"));
}

#[test]
fn a_talk_exercises_what_happens_in_it() {
    let coverage = covered();
    let pair = |name: &str, count| (name.to_owned(), count);
    assert_eq!(exercised(&coverage, CoverageKind::Action), [pair("Lookup Order Status", 2)]);
    assert_eq!(
        exercised(&coverage, CoverageKind::Variable),
        [pair("Lookup Order Status · order_number", 1)]
    );
    assert_eq!(
        exercised(&coverage, CoverageKind::Failure),
        [pair("Lookup Order Status · not_found", 1)]
    );
    assert_eq!(
        exercised(&coverage, CoverageKind::Transition),
        [pair("idle → eliciting", 1), pair("eliciting → idle", 1)]
    );
    assert_eq!(
        exercised(&coverage, CoverageKind::UserAct),
        [pair("request", 1), pair("inform", 2)]
    );
    assert_eq!(exercised(&coverage, CoverageKind::Validation), []);
}

#[test]
fn the_prompt_line_a_failure_is_told_with_is_exercised() {
    let lines = exercised(&covered(), CoverageKind::ErrorLine);
    assert!(lines.iter().any(|(name, _)| name.ends_with("Lookup Order Status · 404")), "{lines:?}");
    assert!(lines.iter().all(|(name, _)| !name.contains("timeout")), "{lines:?}");
}

#[test]
fn shards_add_up() {
    let part = |index, agents| {
        let mut run = run(vec![passed(&format!("a/{index}"))]);
        run.run.shard = Some(Shard { index, of: 2 });
        run.coverage = Some(Coverage { agents });
        merge::Part { name: index.to_string(), run }
    };
    let joined = merge::merge(vec![part(1, vec![covered()]), part(2, vec![covered()])]).unwrap();
    let coverage = joined.coverage.clone().unwrap();
    assert_eq!(coverage.agents.len(), 1);
    assert_eq!(
        exercised(&coverage.agents[0], CoverageKind::Action),
        [("Lookup Order Status".to_owned(), 4)]
    );
    assert_eq!(coverage.share(), covered().share());
    let mut out = Vec::new();
    json::write(&joined, &mut out).unwrap();
    assert_eq!(json::read(&out).unwrap(), joined);
}

#[test]
fn what_is_missing_is_named() {
    let lines = console::coverage(&Coverage { agents: vec![covered()] });
    let text: Vec<String> = lines.iter().map(Line::text).collect();
    assert!(text[0].starts_with("coverage  "), "{text:?}");
    let variables = text.iter().find(|line| line.contains(" variables ")).unwrap();
    assert!(
        variables.ends_with(
            "33 %  1 of 3  not: Verify Customer · customer_number, Verify Customer · pin"
        ),
        "{variables}"
    );
}
