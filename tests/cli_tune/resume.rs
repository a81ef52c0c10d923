//! A tuning that was stopped or killed goes on where it was.

use std::{
    collections::BTreeSet,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use crate::{
    desk::{Desk, SOME, settled},
    project::{AGENT, json},
};

/// How often a tuning is killed.
const KILLS: u32 = 8;

fn two() -> Vec<&'static str> {
    let variants = ["--prompt", "scenarios/desk/p.md", "--prompt", "worse.md", "--repeat", "2"];
    [&SOME[..], &variants, &["--jobs", "2"]].concat()
}

#[test]
fn a_tuning_killed_at_random_moments_ends_as_if_it_had_not_been() {
    let desk = Desk::new();
    let plain = two();
    let begun = Instant::now();
    let undisturbed = settled(desk.report(0, &plain));
    let whole_run = begun.elapsed();
    let mut random = fastrand::Rng::with_seed(7);
    let mut in_the_middle = 0;
    let resumed = [&plain[..], &["--resume"]].concat();
    for round in 0..KILLS {
        let arguments = if round == 0 { &plain } else { &resumed };
        let mut command = desk.command(arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(whole_run.mul_f64(random.f64() * 0.25));
        in_the_middle += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(in_the_middle >= KILLS / 2, "{in_the_middle} kills met a run");
    assert_eq!(settled(desk.report(0, &resumed)), undisturbed);
    let ended = desk.ended_cells();
    let different: BTreeSet<&String> = ended.iter().collect();
    assert_eq!(ended.len(), different.len(), "no cell was played to its end twice");
}

#[test]
fn a_tuning_that_had_ended_is_not_played_again() {
    let desk = Desk::new();
    let first = desk.report(0, &two());
    let before = desk.journal().len();
    let all = Desk::cells(&first);
    assert_eq!(before, 1 + all, "a line for each cell, and one of what it is");
    let ended = desk.run(&[&two()[..], &["--resume", "--report", "json=again.json"]].concat());
    ended.says(0, &[&format!("{all} of {all} cells stand from the last tuning")]);
    assert_eq!(settled(json(&desk.project.path("again.json"))), settled(first));
    assert_eq!(desk.journal().len(), before);
}

#[test]
fn without_a_last_tuning_everything_is_played() {
    let desk = Desk::new();
    let resume = [&SOME[..], &["--resume"]].concat();
    desk.run(&resume).says(0, &["the last tuning left nothing", "everything is played"]);
    desk.project.write(".rehearsal/last-tuning.jsonl", b"\xff{}\n{\"fingerprint\":1}\nhalf");
    desk.run(&resume).says(0, &["the last tuning left nothing"]);
    let ended = desk.run(&resume).says(0, &["cells stand from the last tuning"]);
    assert!(!ended.err.contains("left nothing"), "{}", ended.err);
}

#[test]
fn another_agent_prompt_seed_or_selection_is_refused_and_loses_nothing() {
    let desk = Desk::new();
    desk.run(&SOME).says(0, &[]);
    let journal = desk.journal();
    let refused = |more: &[&str], why: &str| {
        let all = [&SOME[..], more, &["--resume"]].concat();
        let why = format!("--resume cannot go on with the last tuning: {why}");
        desk.run(&all).says(2, &[&why, "leave out --resume to play anew"]);
        assert_eq!(desk.journal(), journal);
    };
    refused(&["--seed", "9"], "--seed was 1, and is 9 now");
    refused(&["--repeat", "3"], "--repeat was 1, and is 3 now");
    refused(&["--cell", "*/503"], "--cell was */ok */404 */500 */timeout */reset, and is");
    refused(&["--prompt", "worse.md"], "it was of scenarios/desk/p.md with its own model");
    let prompt = desk.project.read("scenarios/desk/p.md");
    desk.project.write("scenarios/desk/p.md", prompt.replace("Be brief.", "Be kind."));
    refused(&[], "scenarios/desk/p.md has changed since");
    desk.project.write("scenarios/desk/p.md", prompt);
    desk.agent(|agent| agent.replace("Order desk", "Other desk"));
    refused(&[], "it is of the agent \"Order desk\", and this is \"Other desk\"");
    desk.agent(|_| AGENT.to_owned());
    let all = journal.len() - 1;
    let told = format!("{all} of {all} cells stand");
    desk.run(&[&SOME[..], &["--resume"]].concat()).says(0, &[&told]);
}

#[test]
fn the_journal_of_another_version_is_refused() {
    let desk = Desk::new();
    desk.run(&SOME).says(0, &[]);
    let file = ".rehearsal/last-tuning.jsonl";
    let own = format!("\"version\":\"{}\"", env!("CARGO_PKG_VERSION"));
    let text = desk.project.read(file);
    assert!(text.contains(&own));
    desk.project.write(file, text.replace(&own, "\"version\":\"0.0.1\""));
    let resume = [&SOME[..], &["--resume"]].concat();
    desk.run(&resume).says(2, &["it was made by rehearsal 0.0.1, and this is"]);
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_partial_reports_that_say_so_and_it_goes_on_from_there() {
    let desk = Desk::new();
    let plain = [&two()[..], &["--report", "json=r.json", "--report", "html=r.html"]].concat();
    let plain = [&plain[..], &["--report", "junit=j.xml", "--report", "markdown=r.md"]].concat();
    let undisturbed = settled(desk.report(0, &two()));
    std::fs::remove_dir_all(desk.project.path(".rehearsal")).unwrap();
    let mut command = desk.command(&plain);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while desk.journal().len() < 4 {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing ends");
        thread::sleep(Duration::from_millis(10));
    }
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(130), "{out}");
    assert!(out.contains("stopped before its end") && out.contains("--resume goes on"), "{out}");
    let report = json(&desk.project.path("r.json"));
    assert_eq!(report["facts"]["interrupted"], true);
    assert!(desk.project.read("r.md").contains("Stopped before its end"));
    assert!(desk.project.read("j.xml").contains("</testsuites>"));
    assert!(desk.project.read("r.html").contains("</html>"));
    let resumed = [&two()[..], &["--resume"]].concat();
    assert_eq!(settled(desk.report(0, &resumed)), undisturbed);
}
