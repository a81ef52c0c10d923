use rehearsal::report::{
    RunResult, Shard, Verdict,
    merge::{MergeError, Part, merge},
};

use crate::sample::{passed, run, scenario};

fn shard(index: u32, of: u32, ids: &[&str]) -> Part {
    let mut run = run(ids.iter().map(|id| passed(id)).collect());
    run.run.shard = Some(Shard { index, of });
    Part { name: format!("shard-{index}.json"), run }
}

fn refused(parts: Vec<Part>) -> String {
    merge(parts).unwrap_err().to_string()
}

#[test]
fn shards_become_one_run_in_order() {
    let mut late = shard(2, 2, &["a/1", "a/4"]);
    late.run.run.ms = 900;
    late.run.run.interrupted = true;
    let joined: RunResult = merge(vec![late, shard(1, 2, &["a/3", "a/2"])]).unwrap();
    let ids: Vec<&str> = joined.scenarios.iter().map(|found| found.id.as_str()).collect();
    assert_eq!(ids, ["a/1", "a/2", "a/3", "a/4"]);
    assert_eq!((joined.run.ms, joined.run.shard, joined.run.interrupted), (900, None, true));
}

#[test]
fn a_lost_shard_is_an_error() {
    assert_eq!(
        refused(vec![shard(1, 4, &["a/1"]), shard(3, 4, &["a/3"])]),
        "shard 2, 4 of 4 is missing: its results would be lost"
    );
}

#[test]
fn a_shard_that_is_there_twice_is_an_error() {
    let mut other = shard(1, 2, &["a/2"]);
    other.name = "copy.json".into();
    assert_eq!(
        refused(vec![shard(1, 2, &["a/1"]), other]),
        "shard-1.json and copy.json are both shard 1"
    );
}

#[test]
fn shards_of_different_cuts_do_not_mix() {
    assert!(refused(vec![shard(1, 2, &["a/1"]), shard(2, 3, &["a/2"])]).contains("one of 3"));
    let whole = Part { name: "whole.json".into(), run: run(vec![passed("a/2")]) };
    assert!(refused(vec![shard(1, 2, &["a/1"]), whole]).starts_with("whole.json is no shard"));
}

#[test]
fn a_scenario_in_two_reports_is_an_error() {
    let error = merge(vec![shard(1, 2, &["a/1"]), shard(2, 2, &["a/1"])]).unwrap_err();
    let (first, second) = ("shard-1.json".to_owned(), "shard-2.json".to_owned());
    assert_eq!(error, MergeError::SameScenario { id: "a/1".into(), first, second });
}

#[test]
fn versions_do_not_mix() {
    let mut newer = shard(2, 2, &["a/2"]);
    newer.run.schema_version = 2;
    assert!(refused(vec![shard(1, 2, &["a/1"]), newer]).contains("schema_version 1 and"));
}

#[test]
fn parts_that_differ_in_their_seed_say_so() {
    let (first, mut second) = (shard(1, 2, &["a/1"]), shard(2, 2, &["a/2"]));
    second.run.run.seed = 8;
    second.run.scenarios.push(scenario("a/3", Verdict::Failed));
    let joined = merge(vec![first, second]).unwrap();
    assert_eq!(joined.run.notes, ["the parts differ in seed: 7, 8"]);
}
