use rehearsal::report::{RunResult, Verdict, tap};
use serde_json::Value as Json;

use crate::sample::{self, failed, failure, passed, run, without_verdict};

fn written(run: &RunResult) -> String {
    let mut out = Vec::new();
    tap::write(run, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn each_scenario_is_a_point_and_nothing_is_ok_by_accident() {
    let text = written(&run(vec![
        passed("a/1"),
        failed("a/2", failure()),
        without_verdict("a/3", Verdict::Inconclusive, "model unreachable"),
        without_verdict("a/4", Verdict::NotRun, "stopped before"),
    ]));
    let points: Vec<&str> = text.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(
        points,
        [
            "TAP version 14",
            "1..4",
            "ok 1 - a/1",
            "not ok 2 - a/2",
            "not ok 3 - a/3",
            "ok 4 - a/4 # SKIP stopped before"
        ]
    );
}

#[test]
fn the_diagnostics_are_yaml() {
    let text = written(&run(vec![failed("a/2", failure())]));
    let block = text.split("  ---\n").nth(1).unwrap().split("  ...\n").next().unwrap();
    let yaml: Json = serde_saphyr::from_str(block).unwrap();
    assert_eq!(yaml["verdict"], "failed");
    assert_eq!(yaml["failures"][0]["at"], "scenarios/order-desk/corrects.scenario.yaml:19:46");
    assert_eq!(yaml["failures"][0]["got"][0]["value"], "ORD-45");
    assert!(yaml["again"].as_str().unwrap().ends_with("--seed 7"));
}

#[test]
fn a_run_that_was_stopped_bails_out() {
    let mut stopped = run(vec![passed("a/1")]);
    stopped.run.interrupted = true;
    assert!(written(&stopped).ends_with("Bail out! The run was stopped before its end\n"));
}

#[test]
fn hostile_text_forms_no_line_of_its_own() {
    let text = written(&run(vec![sample::hostile()]));
    let is_ours = |line: &str| {
        ["TAP version", "1..", "not ok 1 - ", "  "].iter().any(|start| line.starts_with(start))
    };
    assert!(text.lines().all(is_ours), "{text}");
    assert!(!text.lines().nth(2).unwrap().contains(" # TODO"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
}
