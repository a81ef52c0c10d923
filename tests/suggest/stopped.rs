//! Without a model, without budget, and stopped in the middle.

use std::{
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rehearsal::tuning::suggest::Entry;

use crate::desk::{Desk, GOOD, PROMPT, Proposer, add, completion};

fn proposals(desk: &Desk) -> usize {
    desk.kept().iter().filter(|entry| matches!(entry, Entry::Proposed { .. })).count()
}

#[test]
fn without_a_model_it_says_how_to_name_one() {
    let desk = Desk::new();
    desk.run(None, &[])
        .says(2, &["needs a model that proposes", "--proposer NAME", "OPENAI_MODEL"]);
    desk.run(None, &["--policy", "guarded", "--policy", "free"]).says(2, &["one policy"]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    let output = command.args(["tune", "x", "--write"]).env_clear().output().unwrap();
    assert_eq!(output.status.code(), Some(2), "--write means nothing without --suggest");
}

#[test]
fn a_budget_stops_it_cleanly_and_a_larger_one_goes_on() {
    let answers = [add("- 500: \"That is down.\""), add(GOOD)];
    let (desk, model) = (Desk::new(), Proposer::proposing(&answers));
    let more = ["--proposals", "2", "--max-calls", "1"];
    let ended = desk.run(Some(&model), &more).says(3, &["--max-calls", "the same command goes on"]);
    assert!(!ended.out.contains("offered"), "part of the proposals decides nothing: {}", ended.out);
    assert_eq!((model.asked().len(), proposals(&desk)), (1, 1));
    let tokens = ["--proposals", "2", "--max-tokens", "1"];
    desk.run(Some(&model), &tokens).says(0, &["1 is kept from before", "Offered is proposal 2"]);
    assert_eq!((model.asked().len(), proposals(&desk)), (2, 2));
    assert_eq!(desk.prompt(), PROMPT);
}

#[test]
fn a_failing_server_loses_nothing() {
    let model = Proposer::proposing(&[add("- 500: \"That is down.\"")]);
    let desk = Desk::new();
    desk.run(Some(&model), &["--proposals", "2"]).says(3, &["501", "the same command goes on"]);
    let before = desk.cells().0.len();
    desk.run(Some(&model), &["--proposals", "1"]).says(0, &["Proposal 1  "]);
    assert_eq!(desk.cells().0.len(), before, "no cell is played twice");
    assert_eq!(proposals(&desk), 1);
}

#[test]
#[cfg(unix)]
fn interrupted_while_the_model_thinks_it_goes_on_from_there() {
    let slow = completion("{}").set_delay(Duration::from_secs(600));
    let answers = [completion(&serde_json::json!({ "changes": add(GOOD) }).to_string()), slow];
    let (desk, model) = (Desk::new(), Proposer::answering(answers.into()));
    let mut command = desk.command(Some(&model), &["--proposals", "2"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while model.asked().len() < 2 {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing is asked");
        thread::sleep(Duration::from_millis(10));
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{err}");
    assert!(err.contains("interrupted; what was found so far is kept in"), "{err}");
    let (all, held_out) = desk.cells();
    desk.run(Some(&model), &["--proposals", "1"]).says(0, &["Offered is proposal 1"]);
    assert_eq!((all.len(), held_out.len()), (44, 22));
    assert_eq!(desk.cells().1.len(), 22, "what was played is not played again");
    assert_eq!(model.asked().len(), 2);
}
