//! Which of what is found is played.

use crate::project::{FAILS, HOLDS, Project, ids};

fn tagged(tag: &str) -> String {
    HOLDS.replace("turns:", &format!("tags: [{tag}]\nturns:"))
}

fn project() -> Project {
    let project = Project::with(&[("a", &tagged("slow")), ("b", &tagged("quick")), ("c", HOLDS)]);
    let rows = "cases: [{ name: one, n: ORD-11111 }, { name: two, n: ORD-22222 }]
turns:
  - user: Where is my order <n>?
    expect: { reply: { contains: shipped } }
";
    project.scenario("rows", rows);
    project
}

#[test]
fn a_filter_a_tag_and_both() {
    let project = project();
    let listed = |arguments: &[&str]| project.listed(arguments);
    assert_eq!(listed(&["--filter", "tag:slow or name:c"]), ["desk/a", "desk/c"]);
    assert_eq!(listed(&["--filter", "not tag:* and not rows"]), ["desk/c"]);
    assert_eq!(listed(&["--tag", "slow", "--tag", "quick"]), ["desk/a", "desk/b"]);
    assert_eq!(listed(&["--tag", "slow", "--filter", "name:a"]), ["desk/a"]);
    assert_eq!(listed(&["--filter", "name:\"rows[two]\""]), ["desk/rows[two]"]);
    assert_eq!(listed(&["--filter", "agent:\"Order desk\""]).len(), 5);
    assert_eq!(listed(&["--filter", "path:b.scenario"]), ["desk/b"]);
    let all = ["desk/a", "desk/b", "desk/c", "desk/rows[one]", "desk/rows[two]"];
    assert_eq!(listed(&[]), all);
    assert_eq!(project.played(&[]), all);
}

#[test]
fn a_row_is_listed_with_the_line_it_begins_at() {
    let project = Project::new();
    let rows: String = (0..30).map(|row| format!("  - {{ name: r{row} }}\n")).collect();
    project.scenario("rows", &format!("cases:\n{rows}turns: [{{ user: bye }}]\n"));
    let listed = project.run(&["--list"]).says(0, &[]).out;
    assert!(listed.contains("desk/rows[r0]  scenarios/desk/rows.scenario.yaml:2\n"), "{listed}");
    assert!(listed.contains("desk/rows[r29]  scenarios/desk/rows.scenario.yaml:31\n"), "{listed}");
}

#[test]
fn a_filter_that_is_wrong_is_shown_and_one_that_fits_nothing_is_no_success() {
    let project = project();
    let ended = project.run(&["--filter", "tag:slow and (x"]).says(2, &["--filter: "]);
    let lines: Vec<&str> = ended.err.lines().collect();
    let [_, expression, mark] = lines[..] else { panic!("{lines:?}") };
    assert_eq!(expression.find("(x").map(|at| at + 2), mark.find('^'), "{lines:?}");
    project.run(&["--filter", "nothing-of-it"]).says(2, &["none of the 5 scenarios found"]);
}

#[test]
fn what_failed_in_a_report_is_played_again_alone() {
    let project = project();
    project.scenario("bad", FAILS);
    project.scenario("worse", FAILS);
    project.run(&["--report", "json=r.json"]).says(1, &["5 passed", "2 failed"]);
    project.scenario("bad", HOLDS);
    std::fs::remove_file(project.path("scenarios/desk/worse.scenario.yaml")).unwrap();
    let note = "1 of 7 scenarios of the report did not pass and are played; 1 of those that did not \
                pass are not here any more";
    let report = project.report(0, &["--failed-from", "r.json"]);
    assert_eq!(ids(&report), ["desk/bad"]);
    assert_eq!(report["run"]["notes"][0], note);
    project.run(&["--report", "json=r.json", "--filter", "bad"]).says(0, &[]);
    project.run(&["--failed-from", "r.json"]).says(2, &["everything passed in r.json"]);
    project.run(&["--failed-from", "none.json"]).says(2, &["none.json cannot be read"]);
    project.write("half.json", "{\"schema_version\":1,");
    project.run(&["--failed-from", "half.json"]).says(2, &["half.json: it is not JSON"]);
}

#[test]
fn all_shards_together_play_everything_once() {
    let project = project();
    for name in 0..20 {
        project.scenario(&format!("n{name}"), HOLDS);
    }
    let all = project.played(&["--report", "json=durations.json"]);
    assert_eq!(all.len(), 25);
    for more in [&[][..], &["--durations", "durations.json"]] {
        let mut played = Vec::new();
        for shard in ["1/3", "2/3", "3/3"] {
            let arguments: Vec<&str> = [&["--shard", shard], more].concat();
            let part = project.played(&arguments);
            assert!(part.len() >= 3, "{part:?}");
            assert_eq!(part, project.listed(&arguments), "the same every time");
            played.extend(part);
        }
        played.sort();
        assert_eq!(played, all);
    }
}

#[test]
fn a_shard_is_read_from_the_variables_of_the_ci() {
    let project = project();
    let auto = |pairs: &[(&str, &str)]| project.run_with(&["--list", "--shard", "auto"], pairs);
    let third = project.run(&["--list", "--shard", "3/3"]).out;
    assert!(!third.is_empty());
    for (index, at, count) in [
        ("CI_NODE_INDEX", "3", "CI_NODE_TOTAL"),
        ("CIRCLE_NODE_INDEX", "2", "CIRCLE_NODE_TOTAL"),
        ("BUILDKITE_PARALLEL_JOB", "2", "BUILDKITE_PARALLEL_JOB_COUNT"),
        ("JOB_COMPLETION_INDEX", "2", "REHEARSAL_SHARD_COUNT"),
        ("REHEARSAL_SHARD_INDEX", "3", "REHEARSAL_SHARD_COUNT"),
    ] {
        assert_eq!(auto(&[(index, at), (count, "3")]).says(0, &[]).out, third, "{index}");
    }
    auto(&[]).says(2, &["no variable names the shard"]);
    auto(&[("CI_NODE_INDEX", "9"), ("CI_NODE_TOTAL", "3")]).says(2, &["no part of a whole"]);
}

#[test]
fn a_shard_without_anything_to_play_is_no_error() {
    let project = Project::with(&[("a", HOLDS)]);
    project.run(&["--shard", "2/2"]).says(0, &["shard 2 of 2", "nothing was to be played here"]);
    let played = project.run(&["--shard", "1/2"]).says(0, &["plays 1 of 1"]);
    assert!(!played.out.contains("nothing was to be played"), "{}", played.out);
    let report = project.report(0, &["--shard", "2/2"]);
    assert_eq!(report["run"]["shard"], serde_json::json!({ "index": 2, "of": 2 }));
    assert!(report["run"]["notes"].to_string().contains("nothing was to be played here"));
    project.run(&["--shard", "3/2"]).says(2, &["write it as I/N"]);
}

#[test]
fn nothing_is_played_no_times() {
    let project = Project::with(&[("a", HOLDS)]);
    project.run(&["--repeat", "0"]).says(2, &["--repeat"]);
}

#[test]
fn the_first_failure_ends_the_run_when_that_is_wanted() {
    let project = Project::with(&[("a", FAILS)]);
    for name in 0..30 {
        project.scenario(&format!("b{name}"), HOLDS);
    }
    let report = project.report(1, &["--fail-fast", "--jobs", "1"]);
    let count = |verdict: &str| {
        let scenarios = report["scenarios"].as_array().unwrap();
        scenarios.iter().filter(|scenario| scenario["verdict"] == verdict).count()
    };
    assert_eq!((count("failed"), count("not_run")), (1, 30));
}
