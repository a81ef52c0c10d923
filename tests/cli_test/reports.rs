//! Reports of real runs.

use std::fs;

use crate::project::{FAILS, HOLDS, Project, json};

#[test]
fn several_reports_are_made_at_once() {
    let project = Project::with(&[("a", HOLDS), ("b", FAILS)]);
    let ended = project.run(&[
        "--report",
        "junit=out/j.xml",
        "--report",
        "json=out/r.json",
        "--report",
        "html=out/r.html",
        "--report",
        "tap=-",
        "--report",
        "markdown=out/m.md",
    ]);
    let ended = ended.says(1, &["1 failed"]);
    assert!(ended.out.starts_with("TAP version 14\n1..2\nok 1 - desk/a\nnot ok 2 - desk/b\n"));
    assert!(ended.err.contains("reports: out/j.xml, out/r.json, out/r.html, out/m.md"));
    let junit = project.read("out/j.xml");
    let junit = roxmltree::Document::parse(&junit).unwrap();
    assert_eq!(junit.descendants().filter(|node| node.has_tag_name("testcase")).count(), 2);
    let html = project.read("out/r.html");
    assert!(html.contains("Where is my order ORD-12345?") && html.contains("</html>"));
    let report = json(&project.path("out/r.json"));
    for scenario in report["scenarios"].as_array().unwrap() {
        assert_eq!(scenario["attempts"][0]["turns"].as_array().unwrap().len(), 2, "{scenario}");
    }
    assert!(project.read("out/m.md").contains("1 failed"));
}

#[test]
fn a_report_has_the_talks_also_where_the_run_cannot_be_kept_on_disk() {
    let project = Project::with(&[("a", HOLDS)]);
    project.write(".rehearsal", "a file in the place of the folder");
    let report = project.report(0, &[]);
    assert_eq!(report["scenarios"][0]["attempts"][0]["turns"].as_array().unwrap().len(), 2);
    let note = report["run"]["notes"][0].as_str().unwrap();
    assert!(note.contains("the run is not kept on disk"), "{note}");
}

#[test]
fn a_report_that_cannot_be_written_is_never_a_success() {
    let project = Project::with(&[("a", HOLDS)]);
    project.write("file", "x");
    for format in ["junit", "json", "html", "tap", "markdown"] {
        let report = format!("{format}=file/below");
        let ended = project.run(&["--report", &report]).says(3, &["1 passed", "cannot be written"]);
        assert!(ended.err.contains(&format!("the {format} report")), "{}", ended.err);
    }
    // The others are made all the same.
    project.run(&["--report", "json=file/below", "--report", "tap=t.tap"]).says(3, &[]);
    assert!(project.read("t.tap").contains("ok 1"));
    // And a failure does not hide it, nor it a failure.
    project.scenario("b", FAILS);
    project.run(&["--report", "json=file/below"]).says(3, &["1 failed"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_never_a_success() {
    let project = Project::with(&[("a", HOLDS)]);
    let lost = project.run(&["--report", "json=/dev/full"]).says(3, &["No space left on device"]);
    assert!(!lost.out.contains("report: /dev/full"), "{}", lost.out);
    project.run(&["--report", "html=/dev/full"]).says(3, &["No space left on device"]);
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = project.command(&["--report", "json=r.json"]);
    let output = command.stdout(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("the output cannot be written"), "{err}");
    assert!(project.path("r.json").is_file(), "reports do not depend on the console");
}

#[cfg(target_os = "linux")]
#[test]
fn a_progress_that_cannot_be_told_ends_the_run() {
    let project = Project::with(&[("a", HOLDS), ("b", HOLDS), ("c", FAILS)]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut child = project.command(&["--verbose"]).stderr(full).spawn().unwrap();
    let began = std::time::Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(began.elapsed().as_secs() < 60, "it hangs");
        std::thread::sleep(std::time::Duration::from_millis(20));
    };
    assert_ne!(status.code(), Some(0));
}

#[test]
fn a_report_of_before_stays_when_the_new_one_cannot_be_made() {
    let project = Project::with(&[("a", HOLDS)]);
    project.write("out/r.json", "before");
    let mut permissions = fs::metadata(project.path("out/r.json")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(project.path("out/r.json"), permissions).unwrap();
    project.run(&["--report", "json=out/r.json"]).says(3, &["cannot be written"]);
    assert_eq!(project.read("out/r.json"), "before");
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_error_and_changes_no_verdict() {
    let project = Project::with(&[("a", HOLDS)]);
    let closed = |status: i32, arguments: &str| {
        let script =
            format!("\"$0\" test {arguments} | head -c 1 >/dev/null; exit ${{PIPESTATUS[0]}}");
        let mut command = std::process::Command::new("bash");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_rehearsal")]).env_clear();
        command.env("PATH", "/usr/bin:/bin");
        let output = command.current_dir(project.path(".")).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "{arguments}: {err}");
        assert!(!err.contains("panicked") && !err.contains("Broken pipe"), "{err}");
    };
    closed(0, "");
    closed(0, "--list");
    closed(0, "--verbose 2>&1");
    for name in 0..100 {
        project.scenario(&format!("b{name}"), FAILS);
    }
    closed(1, "--report json=r.json");
    closed(1, "--report json=-");
    closed(1, "2>&1");
    assert_eq!(json(&project.path("r.json"))["scenarios"].as_array().unwrap().len(), 101);
}
