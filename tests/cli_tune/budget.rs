//! What a tuning may cost: told before the first call, counted with every retry, and a clean stop.

use serde_json::Value as Json;

use crate::{
    desk::{Desk, SOME, settled},
    model::{Model, Mood},
};

/// A report without what it cost.
fn played(mut report: Json) -> String {
    report["facts"].as_object_mut().unwrap().remove("model_calls");
    settled(report)
}

fn with<'a>(model: &'a Model, more: &[&'a str]) -> Vec<&'a str> {
    [&SOME[..], &model.arguments(), &["--jobs", "1"], more].concat()
}

/// Only these cells, in place of some.
fn only<'a>(model: &'a Model, more: &[&'a str]) -> Vec<&'a str> {
    [&["--caller", "one_by_one", "--jobs", "1"], &model.arguments()[..], more].concat()
}

#[test]
fn a_limit_stops_cleanly_says_so_and_is_gone_on_from() {
    let desk = Desk::new();
    let model = Model::start(Mood::Well);
    let undisturbed = desk.report(0, &with(&model, &[]));
    let all = model.requests().len();
    assert_eq!(undisturbed["facts"]["model_calls"]["asked"], all);
    assert!(all > 20, "{all} requests");

    let report = desk.report(3, &with(&model, &["--max-calls", "15"]));
    assert_eq!(model.requests().len(), 15);
    assert_eq!(report["facts"]["interrupted"], true);
    assert_eq!(report["facts"]["model_calls"]["asked"], 15);
    let note = report["facts"]["notes"][0].as_str().unwrap();
    assert!(
        note.contains("limit of 15 model calls") && note.contains("--resume goes on"),
        "{note}"
    );
    let stood = desk.ended_cells().len();
    assert!(stood > 2, "{stood} cells stand");

    let resumed = desk.report(0, &with(&model, &["--resume"]));
    assert_eq!(played(resumed), played(undisturbed));
    let rest = model.requests().len();
    // Only the talk in which the limit was reached is played anew.
    assert!(rest < all && rest + 15 < all + 5, "{rest} of {all} were asked again");
}

#[test]
fn the_playings_of_a_cell_that_have_a_verdict_are_not_played_again() {
    let desk = Desk::new();
    let model = Model::start(Mood::Well);
    let cell = ["--cell", "*/404/first", "--repeat", "8"];
    let undisturbed = desk.report(0, &only(&model, &cell));
    let all = model.requests().len();
    let half = (all / 2).to_string();
    desk.report(3, &only(&model, &[&cell[..], &["--max-calls", &half]].concat()));
    model.requests();
    assert_eq!(desk.ended_cells().len(), 0, "the only cell has repeats left");
    let resumed = desk.report(0, &only(&model, &[&cell[..], &["--resume"]].concat()));
    assert_eq!(played(resumed), played(undisturbed));
    let rest = model.requests().len();
    assert!(rest <= all / 2 + 3, "{rest} of {all} were asked again");
}

#[test]
fn every_retry_counts() {
    let desk = Desk::new();
    let model = Model::start(Mood::Overloaded);
    let report = desk.report(3, &only(&model, &["--cell", "*/503/first", "--max-calls", "3"]));
    assert_eq!(model.requests().len(), 3);
    assert_eq!(report["facts"]["model_calls"]["asked"], 3);
    let total = &report["variants"][0]["matrix"]["rows"][0]["columns"][0]["tally"];
    assert_eq!((total["held"].as_u64(), total["lapsed"].as_u64()), (Some(0), Some(0)));
    assert_eq!(total["inconclusive"], 1, "a model that is down is no fault of the prompt");
}

#[test]
fn all_variants_spend_from_one_budget() {
    let desk = Desk::new();
    let model = Model::start(Mood::Well);
    let two = ["--prompt", "scenarios/desk/p.md", "--prompt", "worse.md", "--cell", "*/404"];
    desk.report(0, &only(&model, &two));
    let all = model.requests().len();
    assert!(all >= 4, "{all}");
    let most = (all - 1).to_string();
    let report = desk.report(3, &only(&model, &[&two[..], &["--max-calls", &most]].concat()));
    assert_eq!(model.requests().len(), all - 1);
    assert_eq!(report["facts"]["interrupted"], true);
}

#[test]
fn tokens_and_money_are_limits_too() {
    let desk = Desk::new();
    let model = Model::start(Mood::Well);
    let ended = desk.run(&with(&model, &["--max-tokens", "500"]));
    ended.says(3, &["limit of 500 tokens", "--max-tokens"]);
    assert_eq!(model.requests().len(), 5, "110 tokens each");
    desk.agent(|agent| {
        format!("model: {{ name: test-model, price_prompt: 1000, price_answer: 1000 }}\n{agent}")
    });
    let ended = desk.run(&with(&model, &["--max-cost", "0.3"]));
    ended.says(3, &["limit of 0.3 in cost", "--max-cost"]);
    assert_eq!(model.requests().len(), 3, "0.11 each");
}

#[test]
fn how_many_calls_are_to_be_expected_is_told_before_the_first() {
    let desk = Desk::new();
    let model = Model::start(Mood::Well);
    let ended = desk.run(&with(&model, &["--max-calls", "0"]));
    ended.says(3, &[" talks go to a model: about "]);
    assert_eq!(model.requests().len(), 0);
    let mut command = desk.command(&SOME);
    command.envs([("OPENAI_MODEL", "test-model"), ("OPENAI_BASE_URL", &model.url)]);
    let ended = crate::project::ended(command, b"");
    ended.says(0, &[" talks go to a model: about "]);
    assert!(!model.requests().is_empty());
    let ended = desk.run(&SOME).says(0, &[]);
    assert!(!ended.err.contains("go to a model"), "the offline model costs nothing");
}
