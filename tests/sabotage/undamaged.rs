//! What is not damaged stays green, however often it is played.

use std::{collections::BTreeSet, fs};

use serde_json::Value as Json;

use super::project::rehearsal;

/// Plays all samples so often, each time with another seed.
fn play(repeat: u32) -> Vec<Json> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    let output = rehearsal()
        .args(["test", "scenarios", "--seed", "77", "--repeat", &repeat.to_string()])
        .arg(format!("--report=json={}", file.display()))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let report: Json = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    report["scenarios"].as_array().unwrap().clone()
}

fn all_hold(scenarios: &[Json], least: usize) {
    let attempts: Vec<_> =
        scenarios.iter().flat_map(|scenario| scenario["attempts"].as_array().unwrap()).collect();
    assert!(attempts.len() >= least, "{}", attempts.len());
    assert!(attempts.iter().all(|attempt| attempt["verdict"] == "passed"));
    let seeds: BTreeSet<_> = attempts.iter().map(|attempt| attempt["seed"].as_u64()).collect();
    assert!(seeds.len() > 1, "{seeds:?}");
}

#[test]
fn a_thousand_undamaged_runs_are_green() {
    all_hold(&play(3), 1_000);
}

#[test]
#[ignore = "takes minutes; see CONTRIBUTING.md"]
fn twenty_thousand_undamaged_runs_are_green() {
    all_hold(&play(50), 20_000);
}
