//! A run that was killed goes on where it was.

use std::{
    fs,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use serde_json::Value as Json;

use crate::project::{FAILS, HOLDS, Project, ids};

/// How often a run is killed.
const KILLS: u32 = 50;

/// Each takes about a tenth of a second, so that a kill meets some done, some begun and some open.
fn slow() -> Project {
    let project = Project::new();
    for name in 0..12 {
        let text = if name == 5 { FAILS } else { HOLDS };
        let delayed = "api: { Lookup Order Status: { delay: 60ms, status: 200, json: { status: \
                       shipped } } }\n";
        project.scenario(&format!("s{name:02}"), &format!("{delayed}{text}"));
    }
    project
}

/// A report without what differs from run to run.
fn settled(mut report: Json) -> Json {
    fn without_times(value: &mut Json) {
        match value {
            Json::Object(map) => {
                map.retain(|key, _| !matches!(key.as_str(), "ms" | "timings" | "run"));
                map.values_mut().for_each(without_times);
            }
            Json::Array(items) => items.iter_mut().for_each(without_times),
            _ => {}
        }
    }
    without_times(&mut report);
    report
}

/// The ids in the journal whose lines are whole.
fn kept(project: &Project) -> Vec<String> {
    let text = fs::read_to_string(project.path(".rehearsal/last-run.jsonl")).unwrap_or_default();
    let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    let id = |line: &str| {
        let entry: Json = serde_json::from_str(line).unwrap();
        entry["result"]["id"].as_str().unwrap().to_owned()
    };
    whole.map(id).collect()
}

/// Kills a run after so long; whether it was still running.
fn killed(project: &Project, arguments: &[&str], after: Duration) -> bool {
    let mut command = project.command(arguments);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(after);
    let is_running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    is_running
}

#[test]
fn a_run_killed_at_fifty_random_moments_ends_as_if_it_had_not_been() {
    let project = slow();
    let plain = ["--real-time", "--jobs", "2"];
    let begun = Instant::now();
    let undisturbed = settled(project.report(1, &plain));
    let whole_run = begun.elapsed();
    let (mut in_the_middle, mut kept_some) = (0, 0);
    let mut random = fastrand::Rng::with_seed(7);
    let mut done: Vec<String> = Vec::new();
    for round in 0..KILLS {
        // Every few rounds it begins anew, so that the kills meet every part of a run.
        let arguments =
            if done.is_empty() { &plain[..] } else { &["--real-time", "--jobs", "2", "--resume"] };
        let after = whole_run.mul_f64(random.f64() * 0.5);
        in_the_middle += u32::from(killed(&project, arguments, after));
        let now = kept(&project);
        assert!(done.iter().all(|id| now.contains(id)), "round {round}: {done:?} {now:?}");
        kept_some += u32::from(now.len() > done.len());
        done = now;
        if done.len() == 12 || round + 1 == KILLS {
            let resumed = project.report(1, &[&plain[..], &["--resume"]].concat());
            assert_eq!(settled(resumed), undisturbed, "round {round}");
            done.clear();
            fs::remove_dir_all(project.path(".rehearsal")).unwrap();
        }
    }
    assert!(in_the_middle >= KILLS * 3 / 4, "{in_the_middle} kills met a run");
    assert!(kept_some >= KILLS / 10, "{kept_some} kills came after something had ended");
}

#[test]
fn only_what_is_open_or_changed_is_played_again() {
    let project = Project::with(&[("a", HOLDS), ("b", HOLDS), ("c", FAILS)]);
    project.run(&[]).says(1, &["2 passed"]);
    let ended = project
        .run(&["--resume", "--verbose"])
        .says(1, &["3 scenarios had ended", "nothing was played"]);
    assert!(!ended.err.contains("passed  desk"), "{}", ended.err);
    project.scenario("b", &HOLDS.replace("holds", "holds now"));
    let ended = project.run(&["--resume", "--verbose"]);
    let ended = ended.says(1, &["2 scenarios stand from the last run; 1 scenario was played now"]);
    assert!(ended.err.contains("passed  desk/b") && !ended.err.contains("passed  desk/a"));
    // Another seed is another run, and so is another prompt.
    project.run(&["--resume", "--seed", "9"]).says(1, &["everything was played"]);
    project.write("scenarios/desk/p.md", "Always use the 'Lookup Order Status' tool.\n");
    project.run(&["--resume", "--seed", "9"]).says(1, &["everything was played"]);
    let report = project.report(1, &["--resume", "--seed", "9"]);
    assert_eq!(ids(&report), ["desk/a", "desk/b", "desk/c"]);
    assert_eq!(report["scenarios"][0]["attempts"][0]["turns"].as_array().unwrap().len(), 2);
}

#[test]
fn without_a_last_run_everything_is_played() {
    let project = Project::with(&[("a", HOLDS)]);
    project.run(&["--resume"]).says(0, &["1 passed"]);
}

#[test]
fn a_journal_of_nonsense_is_passed_over() {
    let project = Project::with(&[("a", HOLDS)]);
    project.write(".rehearsal/last-run.jsonl", b"\xff{}\n{\"fingerprint\":1,\"result\":{}}\nhalf");
    project.run(&["--resume"]).says(0, &["1 passed", "everything was played"]);
    project.run(&["--resume"]).says(0, &["1 passed", "nothing was played"]);
}
