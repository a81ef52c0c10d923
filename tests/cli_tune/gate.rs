//! `--gate`: exit 1 only on a loss that the test shows.

use serde_json::Value as Json;

use crate::{
    desk::{Desk, SOME},
    model::{Model, Mood},
};

/// A desk with a baseline of its own prompt.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.run(&[&SOME[..], &["--report", "json=baseline.json", "--repeat", "2"]].concat())
        .says(0, &[]);
    desk
}

fn gated<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&SOME[..], &["--gate", "baseline.json", "--repeat", "2"], more].concat()
}

/// The baseline with something changed.
fn change(desk: &Desk, change: impl Fn(&mut Json)) {
    let mut report: Json = serde_json::from_str(&desk.project.read("baseline.json")).unwrap();
    change(&mut report);
    desk.project.write("baseline.json", report.to_string());
}

#[test]
fn a_loss_that_is_shown_fails_and_no_other() {
    let desk = desk();
    desk.run(&gated(&[])).says(0, &["No difference shown for this prompt"]);
    let ended = desk.run(&gated(&["--prompt", "worse.md"]));
    ended.says(1, &["this prompt is worse"]);
    // One cell that is lost may be chance.
    let one = ["--caller", "one_by_one", "--cell", "*/reset/first", "--gate", "baseline.json"];
    desk.run(&[&one[..], &["--prompt", "worse.md"]].concat()).says(0, &["No difference shown"]);
    // A gain is no loss.
    desk.run(&[&SOME[..], &["--prompt", "worse.md", "--report", "json=baseline.json"]].concat());
    desk.run(&[&SOME[..], &["--gate", "baseline.json"]].concat()).says(0, &["won, 0 lost"]);
}

#[test]
fn a_model_that_is_down_is_no_loss_and_no_pass() {
    let desk = desk();
    let model = Model::start(Mood::Overloaded);
    let down = [&model.arguments()[..], &["--max-calls", "2"]].concat();
    let ended = desk.run(&gated(&down)).says(3, &["Nothing can be said of this prompt"]);
    assert!(ended.out.contains("inconclusive"), "{}", ended.out);
}

#[test]
fn cells_of_the_baseline_that_are_not_played_now_are_told_and_not_compared() {
    let desk = desk();
    change(&desk, |report| {
        let scored = report["variants"][0]["scored"].as_array_mut().unwrap();
        let mut gone = scored[0].clone();
        gone["cell"]["action"] = "Old Action".into();
        scored.push(gone);
    });
    desk.run(&gated(&[])).says(0, &["1 of the ", "were not played now, and are not compared"]);
    change(&desk, |report| {
        for scored in report["variants"][0]["scored"].as_array_mut().unwrap() {
            scored["cell"]["action"] = "Old Action".into();
        }
    });
    desk.run(&gated(&[]))
        .says(3, &["Nothing can be said of this prompt: no cell says something in both"]);
}

#[test]
fn a_baseline_of_something_else_is_refused_before_anything_is_played() {
    let desk = desk();
    let whole = desk.project.read("baseline.json");
    let journal = desk.journal();
    let refused = |text: &str, told: &[&str]| {
        desk.project.write("baseline.json", text);
        let ended = desk.run(&gated(&["--report", "markdown=r.md"]));
        let ended = ended.says(2, &[&["baseline.json"], told].concat());
        assert!(ended.out.is_empty() && !desk.project.path("r.md").exists(), "{}", ended.out);
        assert_eq!(desk.journal(), journal);
    };
    refused(
        &whole.replacen("\"agent\":\"Order desk\"", "\"agent\":\"Other desk\"", 1),
        &["it is of the agent \"Other desk\", and this is \"Order desk\""],
    );
    refused(
        &whole.replacen("\"schema_version\":1", "\"schema_version\":9", 1),
        &["it has schema_version 9 and this program reads 1"],
    );
    refused(&whole[..whole.len() / 2], &["it is not JSON, or not all of it is there"]);
    refused("", &["it is not JSON"]);
    refused("{\"schema_version\":1,\"run\":{}}", &["it is not a JSON report of `rehearsal tune`"]);
    refused(
        &whole.replacen("\"seed\":1", "\"seed\":5", 1),
        &["was played with --seed 5, and this is --seed 1"],
    );
    std::fs::remove_file(desk.project.path("baseline.json")).unwrap();
    desk.run(&gated(&[])).says(2, &["baseline.json cannot be read"]);
}
