//! Recorded answers cost nothing: found and missing ones are told, repeats are apart, and an edit of the
//! prompt asks anew only what it can change.

use serde_json::Value as Json;

use crate::{
    desk::{Desk, PROMPT, SOME, settled},
    model::{Model, Mood},
};

fn with<'a>(model: &'a Model, more: &[&'a str]) -> Vec<&'a str> {
    [&SOME[..], &model.arguments(), more].concat()
}

fn calls(report: &Json) -> (u64, u64) {
    let calls = &report["facts"]["model_calls"];
    (calls["asked"].as_u64().unwrap(), calls["recorded"].as_u64().unwrap())
}

fn without_calls(mut report: Json) -> String {
    report["facts"].as_object_mut().unwrap().remove("model_calls");
    settled(report)
}

#[test]
fn a_replay_asks_nobody_costs_nothing_and_comes_out_the_same() {
    let desk = Desk::new();
    let model = Model::start(Mood::Well);
    let recorded = desk.report(0, &with(&model, &["--record"]));
    let asked = model.requests().len() as u64;
    assert_eq!(calls(&recorded), (asked, 0));
    let replay = ["--replay", "--max-calls", "0"];
    let ended = desk.run(&with(&model, &replay));
    let ended = ended.says(0, &[&format!("{asked} answers of a model came from recordings")]);
    assert!(ended.err.contains("0 were not recorded"), "{}", ended.err);
    assert!(!ended.err.contains("go to a model"), "{}", ended.err);
    let replayed = desk.report(0, &with(&model, &replay));
    assert_eq!(model.requests().len(), 0);
    assert_eq!(calls(&replayed), (asked, asked));
    assert_eq!(without_calls(replayed), without_calls(recorded));
    assert!(!desk.project.path("cassettes/http").exists(), "the stub API needs no recording");
}

#[test]
fn repeats_are_recorded_apart() {
    let desk = Desk::new();
    let model = Model::start(Mood::Well);
    let run = |more: &[&str], status| {
        let cell = ["--caller", "one_by_one", "--cell", "*/404/first"];
        let report = desk.report(status, &[&cell, &model.arguments()[..], more].concat());
        (report, model.requests().len() as u64)
    };
    let (_, three) = run(&["--repeat", "3"], 0);
    let (_, two) = run(&["--repeat", "2", "--record"], 0);
    let (report, none) = run(&["--repeat", "3", "--replay"], 3);
    assert_eq!(none, 0);
    let tally = &report["variants"][0]["matrix"]["rows"][0]["columns"][0]["tally"];
    assert_eq!((&tally["inconclusive"], &tally["held"]), (&1.into(), &2.into()), "{tally}");
    let (report, third) = run(&["--repeat", "3", "--record=missing"], 0);
    assert_eq!(calls(&report), (three, two));
    assert_eq!(third, three - two, "only the third is asked for");
}

#[test]
fn an_edit_of_a_line_asks_anew_only_what_the_line_is_for() {
    let desk = Desk::new();
    let model = Model::start(Mood::Well);
    desk.report(0, &with(&model, &["--record"]));
    let all = model.requests().len() as u64;
    let line = "I can't find that order. Could you read me the number again?";
    let edited =
        PROMPT.replace("I don't see an order with that number. Could you double-check?", line);
    assert_ne!(edited, PROMPT);
    desk.project.write("scenarios/desk/p.md", edited);
    let report = desk.report(0, &with(&model, &["--record=missing"]));
    let asked = model.requests();
    assert!(!asked.is_empty());
    let (total, recorded) = calls(&report);
    assert_eq!(total - recorded, asked.len() as u64);
    assert!(recorded >= all * 3 / 4, "{recorded} of {all} came from recordings");
    for request in &asked {
        let text = request.to_string();
        assert!(text.contains(line), "the edited line is not at work in {text}");
    }
    desk.report(0, &with(&model, &["--replay"]));
    assert_eq!(model.requests().len(), 0, "what was missing is recorded now");
}

#[test]
fn in_ci_nothing_is_recorded_by_accident_and_the_stub_api_never() {
    let desk = Desk::new();
    let model = Model::start(Mood::Well);
    let mut command = desk.command(&with(&model, &["--record"]));
    command.env("CI", "true");
    crate::project::ended(command, b"").says(2, &["nothing is recorded in CI"]);
    assert_eq!(model.requests().len(), 0);
    desk.run(&with(&model, &["--replay"])).says(2, &["holds no recording to replay"]);
}
