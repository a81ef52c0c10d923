use std::{fs, path::Path, process::Command};

use rehearsal::report::{RunResult, Shard, Verdict, json};

use crate::sample::{failed, failure, passed, run, without_verdict};

struct Ended {
    code: i32,
    out: String,
    err: String,
}

fn rehearsal(folder: &Path, arguments: &[&str]) -> Ended {
    let ended = Command::new(env!("CARGO_BIN_EXE_rehearsal"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("GITHUB_STEP_SUMMARY", folder.join("summary.md"))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ended { code: ended.status.code().unwrap(), out: text(ended.stdout), err: text(ended.stderr) }
}

fn save(folder: &Path, name: &str, run: &RunResult) {
    let mut out = Vec::new();
    json::write(run, &mut out).unwrap();
    fs::write(folder.join(name), out).unwrap();
}

fn shard(index: u32, run: RunResult) -> RunResult {
    let mut run = run;
    run.run.shard = Some(Shard { index, of: 2 });
    run
}

#[test]
fn shards_are_joined_into_every_report_at_once() {
    let folder = tempfile::tempdir().unwrap();
    save(folder.path(), "1.json", &shard(1, run(vec![passed("a/1")])));
    save(folder.path(), "2.json", &shard(2, run(vec![failed("a/2", failure())])));
    let arguments = [
        "report",
        "merge",
        "1.json",
        "2.json",
        "--report",
        "json=out/all.json",
        "--report",
        "junit=out/all.xml",
        "--report",
        "markdown=out/all.md",
        "--report",
        "tap=-",
        "--report",
        "github=out/notes.txt",
    ];
    let ended = rehearsal(folder.path(), &arguments);
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.out.starts_with("TAP version 14\n1..2\nok 1 - a/1\n"), "{}", ended.out);
    assert!(ended.err.contains("2 scenarios · 1 passed · 1 failed"), "{}", ended.err);
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert_eq!(json::read(&read("out/all.json")).unwrap().scenarios.len(), 2);
    assert!(read("out/all.xml").starts_with(b"<?xml"));
    assert!(read("out/all.md").starts_with(b"## Rehearsal: 1 failed"));
    assert!(read("out/notes.txt").starts_with(b"::error file="));
    assert_eq!(read("summary.md"), read("out/all.md"));
}

#[test]
fn a_lost_shard_is_misuse() {
    let folder = tempfile::tempdir().unwrap();
    save(folder.path(), "1.json", &shard(1, run(vec![passed("a/1")])));
    let ended = rehearsal(folder.path(), &["report", "merge", "1.json"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("shard 2 of 2 is missing"), "{}", ended.err);
}

#[test]
fn the_verdicts_decide_the_exit_status() {
    let folder = tempfile::tempdir().unwrap();
    let show = |scenarios| {
        save(folder.path(), "run.json", &run(scenarios));
        rehearsal(folder.path(), &["report", "show", "run.json"]).code
    };
    let unsettled = |verdict| without_verdict("a/2", verdict, "model unreachable");
    assert_eq!(show(vec![passed("a/1")]), 0);
    assert_eq!(show(vec![failed("a/1", failure())]), 1);
    assert_eq!(show(vec![passed("a/1"), unsettled(Verdict::Inconclusive)]), 3);
    assert_eq!(show(vec![passed("a/1"), unsettled(Verdict::NotRun)]), 3);
    assert_eq!(show(vec![failed("a/1", failure()), unsettled(Verdict::Inconclusive)]), 3);
    assert_eq!(show(Vec::new()), 2);
}

#[test]
fn a_report_that_cannot_be_written_is_never_green() {
    let folder = tempfile::tempdir().unwrap();
    save(folder.path(), "run.json", &run(vec![passed("a/1")]));
    fs::write(folder.path().join("file"), "").unwrap();
    let show = |report: &str| {
        rehearsal(folder.path(), &["report", "show", "run.json", "--report", report])
    };
    let ended = show("junit=file/report.xml");
    assert_eq!(ended.code, 3);
    assert!(
        ended.err.contains("the junit report cannot be written to file/report.xml"),
        "{}",
        ended.err
    );
    if cfg!(target_os = "linux") {
        assert_eq!(show("json=/dev/full").code, 3);
    }
    assert_eq!(show("junit=").code, 2);
    assert_eq!(show("juint=a").code, 2);
}

#[test]
fn two_reports_do_not_share_a_place() {
    let folder = tempfile::tempdir().unwrap();
    save(folder.path(), "run.json", &run(vec![passed("a/1")]));
    let arguments = ["report", "show", "run.json", "--report", "tap=-", "--report", "json=-"];
    let ended = rehearsal(folder.path(), &arguments);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("two reports are to go to standard output"), "{}", ended.err);
}

#[test]
fn a_comparison_fails_when_something_broke() {
    let folder = tempfile::tempdir().unwrap();
    save(folder.path(), "good.json", &run(vec![passed("a/1")]));
    save(folder.path(), "bad.json", &run(vec![failed("a/1", failure())]));
    let broke = rehearsal(folder.path(), &["report", "compare", "good.json", "bad.json"]);
    assert_eq!(broke.code, 1);
    assert!(broke.out.contains("passed       → failed        a/1"), "{}", broke.out);
    let mended = rehearsal(folder.path(), &["report", "compare", "bad.json", "good.json"]);
    assert_eq!(mended.code, 0, "{}", mended.err);
    assert!(mended.out.contains("No difference shown"), "{}", mended.out);
}

#[test]
fn what_is_no_report_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.json"), "nonsense").unwrap();
    let ended = rehearsal(folder.path(), &["report", "show", "x.json"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.starts_with("error: x.json: it is not JSON"), "{}", ended.err);
    assert_eq!(rehearsal(folder.path(), &["report", "show", "none.json"]).code, 2);
}
