//! Every point of a talk where a call can be made is really played, by every caller that goes with it.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{collections::BTreeSet, process::Command};

use rehearsal::{
    agent::Agent,
    rehearse::load,
    scenario::user::Style,
    tuning::{CellOutcome, CellScore, Point, TuneResult, Wish, plan},
};

const SAMPLES: [&str; 5] = ["order-desk", "bookings", "crm", "inventory", "support-tickets"];

fn tuned(sample: &str, cells: &[&str]) -> TuneResult {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    command.env_clear().current_dir(env!("CARGO_MANIFEST_DIR"));
    command.args(["tune", &format!("scenarios/{sample}"), "--report", "json=-"]);
    command.args(cells.iter().flat_map(|cell| ["--cell", cell]));
    serde_json::from_slice(&command.output().unwrap().stdout).unwrap()
}

fn agent(sample: &str) -> Agent {
    load(format!("scenarios/{sample}").as_ref()).unwrap().agent.unwrap()
}

#[test]
fn each_point_that_can_happen_is_reached_by_each_caller() {
    let (mut points, mut callers) = (BTreeSet::new(), BTreeSet::new());
    for sample in SAMPLES {
        let result = tuned(sample, &["*/404"]);
        for scored in &result.variants[0].scored {
            let is_played = matches!(scored.score, CellScore::Held | CellScore::Lapsed(_));
            assert!(is_played, "{sample}: {} {:?}", scored.cell, scored.score);
            points.insert(scored.cell.point);
            callers.insert(scored.cell.caller);
        }
    }
    assert_eq!(points, Point::ALL.into_iter().collect());
    assert_eq!(callers, Style::ALL.into_iter().collect());
}

#[test]
fn what_cannot_happen_is_named_for_each_action() {
    for sample in SAMPLES {
        let agent = agent(sample);
        let plan = plan(&agent, &[&agent.prompt], &Wish::default());
        for action in &agent.actions {
            for point in Point::ALL.into_iter().filter(|point| *point != Point::BeforeGreeting) {
                let is_played =
                    plan.cells.iter().any(|cell| cell.action == action.name && cell.point == point);
                let is_told =
                    plan.unplayed.iter().any(|one| one.action == action.name && one.point == point);
                assert!(is_played != is_told, "{sample}: {} {}", action.name, point.name());
            }
        }
    }
}

#[test]
fn each_fault_of_a_call_comes_to_the_call_that_is_watched() {
    let result = tuned("order-desk", &["Lookup Order Status/*/after_retry/one_by_one"]);
    let scored = &result.variants[0].scored;
    assert_eq!(scored.len(), CellOutcome::all().count());
    for one in scored {
        assert_eq!(one.score, CellScore::Held, "{}", one.cell);
    }
    let context = tuned("support-tickets", &["dynamic_context"]);
    let scored = &context.variants[0].scored;
    assert_eq!(scored.len(), CellOutcome::all().count());
    assert!(scored.iter().all(|one| one.score == CellScore::Held), "{scored:#?}");
    let talk = &context.variants[0].talks["dynamic_context/503/before_greeting/one_by_one"];
    let note = &talk.attempts[0].notes[0];
    assert!(note.contains("could not be fetched") && note.contains("goes on"), "{note}");
}

#[test]
fn a_status_that_the_prompt_names_has_a_column() {
    let agent = agent("bookings");
    let outcomes = |prompts: &[_]| -> BTreeSet<String> {
        let plan = plan(&agent, prompts, &Wish::default());
        plan.cells.iter().map(|cell| cell.outcome.to_string()).collect()
    };
    let (without, with) = (outcomes(&[]), outcomes(&[&agent.prompt]));
    let more: Vec<&String> = with.difference(&without).collect();
    assert_eq!(more, ["400"]);
}

#[test]
fn every_failure_of_the_stub_api_is_an_outcome() {
    let outcomes: BTreeSet<String> =
        CellOutcome::all().map(|outcome| outcome.to_string()).collect();
    let statuses = [401, 403, 404, 409, 422, 429, 500, 502, 503, 504].map(|one| one.to_string());
    let faults = rehearsal::api::Fault::ALL.map(|(name, _)| name.to_owned());
    let expected = statuses.into_iter().chain(faults).chain(["ok".to_owned()]).collect();
    assert_eq!(outcomes, expected);
}
