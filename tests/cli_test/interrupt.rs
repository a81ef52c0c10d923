//! Ctrl-C in the middle, and files that change under way.
#![cfg(unix)]

use std::{
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::project::{HOLDS, Project, json};

fn slow(count: usize) -> Project {
    let project = Project::new();
    for name in 0..count {
        let delayed = "api: { Lookup Order Status: { delay: 1s, status: 200, json: { status: \
                       shipped } } }\n";
        project.scenario(&format!("s{name:02}"), &format!("{delayed}{HOLDS}"));
    }
    project
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Waits until the journal has this many lines.
fn wait_for_ended(project: &Project, count: usize) {
    let begun = Instant::now();
    let journal = project.path(".rehearsal/last-run.jsonl");
    while std::fs::read_to_string(&journal).unwrap_or_default().lines().count() < count {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing ends");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn ctrl_c_leaves_partial_reports_that_say_so() {
    let project = slow(10);
    let mut command = project.command(&[
        "--real-time",
        "--jobs",
        "1",
        "--report",
        "json=r.json",
        "--report",
        "junit=j.xml",
        "--report",
        "html=r.html",
        "--report",
        "tap=t.tap",
    ]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    wait_for_ended(&project, 2);
    interrupt(&child);
    let begun = Instant::now();
    let output = child.wait_with_output().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5), "it ends within the turn");
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(130), "{out}");
    assert!(out.contains("stopped before its end") && out.contains("not run"), "{out}");
    let report = json(&project.path("r.json"));
    assert_eq!(report["run"]["interrupted"], true);
    let scenarios = report["scenarios"].as_array().unwrap();
    assert_eq!(scenarios.len(), 10);
    let count = |verdict: &str| scenarios.iter().filter(|one| one["verdict"] == verdict).count();
    assert!(count("passed") >= 2 && count("not_run") >= 5, "{out}");
    assert_eq!(count("passed") + count("not_run"), 10);
    assert!(project.read("t.tap").contains("Bail out!"));
    assert!(project.read("j.xml").contains("</testsuites>"));
    assert!(project.read("r.html").contains("</html>"));
    // And it goes on from there.
    let passed = count("passed");
    let stand = format!("{passed} scenarios stand from the last run");
    project.run(&["--resume"]).says(0, &["10 passed", &stand]);
}

#[test]
fn a_second_ctrl_c_ends_at_once() {
    let project = slow(4);
    let mut command = project.command(&["--real-time", "--jobs", "1"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for_ended(&project, 1);
    interrupt(&child);
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn a_file_that_is_changed_under_way_is_not_judged() {
    let project = slow(3);
    // More text than is kept in memory, so that the last file is read again when its turn comes.
    let filler = format!("# {}\n{HOLDS}", "x".repeat(200_000));
    for name in ["x1", "x2", "x3", "x4"] {
        project.scenario(name, &filler);
    }
    let mut command = project.command(&["--real-time", "--jobs", "1"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    wait_for_ended(&project, 1);
    project.scenario("x1", HOLDS);
    let output = child.wait_with_output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(3), "{out}");
    assert!(out.contains("x1.scenario.yaml was changed while the run was under way"), "{out}");
}
