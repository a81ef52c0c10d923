//! What a run says, and how it ends.

use crate::project::{FAILS, HOLDS, Project};

#[test]
fn the_exit_status_is_that_of_the_worst_cause() {
    let project = Project::with(&[("a", HOLDS)]);
    project.run(&[]).says(0, &["1 scenario · 1 passed"]);
    project.scenario("b", FAILS);
    project.run(&[]).says(1, &["FAILED  desk/b", "1 passed", "1 failed"]);
    let asks = "turns: [{ user: bye, expect: { reply: { judge: polite } } }]\n";
    project.scenario("c", asks);
    project.run(&[]).says(3, &["1 passed", "1 failed", "1 inconclusive"]);
    project.run(&["--filter", "c"]).says(3, &["INCONCLUSIVE", "needs a model"]);
    project.scenario("d", "turns: 7\n");
    project.run(&[]).says(2, &["d.scenario.yaml:1"]);
}

#[test]
fn a_model_that_cannot_be_reached_is_neither_a_success_nor_a_failure() {
    let project = Project::with(&[("a", HOLDS)]);
    let model = "model: { name: x, base_url: 'http://127.0.0.1:9/v1' }\nturns: [{ user: hello }]\n";
    project.scenario("c", model);
    let ended = project.run(&[]).says(3, &["1 passed", "1 inconclusive", "cannot be reached"]);
    assert!(!ended.out.contains("failed"), "{}", ended.out);
}

#[test]
fn a_wrong_argument_is_misuse() {
    let project = Project::with(&[("a", HOLDS)]);
    project.run(&["--jbos", "3"]).says(2, &["--jobs"]);
    project.run(&["--report", "juint=x"]).says(2, &["did you mean `junit`?"]);
    project.run(&["--report", "junit=x", "--report", "tap=x"]).says(2, &["two reports are to go"]);
    project.run(&["--coverage-min", "a lot"]).says(2, &["coverage-min"]);
    project.run(&["--watch", "--list"]).says(2, &["cannot be used with"]);
}

#[test]
fn a_scenario_that_fails_is_told_as_it_ends_and_in_full_at_the_end() {
    let project = Project::with(&[("a", FAILS), ("b", HOLDS)]);
    let ended = project.run(&[]).says(1, &[]);
    assert!(ended.err.starts_with("FAILED  desk/a  "), "{}", ended.err);
    assert!(!ended.err.contains("desk/b"));
    for part in ["expected", "lost", "again", "a.scenario.yaml:4"] {
        assert!(ended.out.contains(part), "{part}: {}", ended.out);
    }
    assert!(ended.out.trim_end().lines().last().unwrap().starts_with("2 scenarios · 1 passed"));
}

#[test]
fn verbose_tells_each_that_passed_and_which_were_slow() {
    let project = Project::with(&[("a", HOLDS), ("b", HOLDS)]);
    let ended = project.run(&["--verbose"]).says(0, &["slowest:"]);
    for name in ["passed  desk/a", "passed  desk/b"] {
        assert!(ended.err.contains(name), "{}", ended.err);
    }
    assert!(!project.run(&[]).out.contains("slowest"));
}

#[test]
fn what_stands_in_for_secrets_is_told_once_for_all_agents() {
    let project = Project::with(&[("a", HOLDS)]);
    for (name, secret) in [("one", "ONE_TOKEN"), ("two", "TWO_TOKEN")] {
        let agent = project.read("scenarios/desk/agent.yaml").replace("ORDERS_TOKEN", secret);
        project.write(&format!("scenarios/{name}/agent.yaml"), agent);
        project.write(&format!("scenarios/{name}/p.md"), "Use 'Lookup Order Status'.\n");
        project
            .write(&format!("scenarios/{name}/api.yaml"), project.read("scenarios/desk/api.yaml"));
        project.write(&format!("scenarios/{name}/x.scenario.yaml"), HOLDS);
    }
    let ended = project.run(&[]).says(0, &["3 passed", "ONE_TOKEN, ORDERS_TOKEN, TWO_TOKEN"]);
    assert_eq!(ended.out.matches("made-up").count(), 1, "{}", ended.out);
    let set = [("ONE_TOKEN", "1"), ("TWO_TOKEN", "2"), ("ORDERS_TOKEN", "3")];
    assert!(!project.run_with(&[], &set).says(0, &[]).out.contains("made-up"));
}

#[test]
fn repeats_are_counted_and_what_varies_is_named() {
    let project = Project::with(&[("a", HOLDS)]);
    let report = project.report(0, &["--repeat", "5", "--seed", "40"]);
    let attempts = report["scenarios"][0]["attempts"].as_array().unwrap();
    let seeds: Vec<_> = attempts.iter().map(|attempt| attempt["seed"].as_u64().unwrap()).collect();
    assert_eq!(seeds, [40, 41, 42, 43, 44]);
    let flaky = format!(
        "repeat: 40
pass_at_least: 1/40
faults: [{{ action: Lookup Order Status, fault: '503', chance: 0.5 }}]\n{HOLDS}"
    );
    project.scenario("flaky", &flaky);
    let ended = project.run(&["--filter", "flaky"]);
    assert!(ended.out.contains("of 40"), "{}\n{}", ended.out, ended.err);
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let project = Project::with(&[("a", HOLDS), ("b", FAILS)]);
    let talks = |seed: &str| {
        let mut report = project.report(1, &["--seed", seed]);
        let scenarios = report["scenarios"].as_array_mut().unwrap();
        for scenario in scenarios.iter_mut() {
            scenario["ms"] = 0.into();
            scenario["attempts"][0]["ms"] = 0.into();
            for turn in scenario["attempts"][0]["turns"].as_array_mut().unwrap() {
                turn["timings"] = 0.into();
            }
        }
        scenarios.clone()
    };
    assert_eq!(talks("7"), talks("7"));
    assert_ne!(talks("7")[0]["attempts"][0]["seed"], talks("8")[0]["attempts"][0]["seed"]);
}

#[test]
fn coverage_is_told_and_too_little_of_it_fails() {
    let project = Project::with(&[("a", HOLDS)]);
    project.run(&["--coverage"]).says(0, &["coverage", "Order desk", "not: "]);
    project.run(&["--coverage-min", "1"]).says(0, &[]);
    project.run(&["--coverage-min", "99.5"]).says(1, &["--coverage-min asks for 99.5 %"]);
    let report = project.report(0, &["--coverage"]);
    assert_eq!(report["coverage"]["agents"][0]["agent"], "Order desk");
    // What was taken from the last run counts.
    let percent = |ended: crate::project::Ended| {
        ended.out.lines().find(|line| line.starts_with("coverage")).map(str::to_owned)
    };
    let whole = percent(project.run(&["--coverage"]));
    assert_eq!(percent(project.run(&["--coverage", "--resume"])), whole);
}

#[test]
fn edits_are_shown_written_on_request_and_never_in_ci() {
    let project = Project::with(&[("a", FAILS), ("b", FAILS)]);
    project.scenario("b", &FAILS.replace("reply: { contains: lost }", "asks_for: order_number"));
    project.scenario(
        "a",
        &FAILS.replace(
            "reply: { contains: lost }",
            "calls: [{ Lookup Order Status: { order_number: ORD-99999 } }]",
        ),
    );
    let before = project.read("scenarios/desk/a.scenario.yaml");
    let shown = project.run(&["--accept"]).says(1, &["--accept=write writes"]);
    assert!(shown.out.contains("\n- ") && shown.out.contains("\n+ "), "{}", shown.out);
    assert_eq!(project.read("scenarios/desk/a.scenario.yaml"), before, "showing writes nothing");
    let refused = project.run_with(&["--accept=write"], &[("CI", "true")]);
    refused.says(2, &["--accept=write is refused where CI is set"]);
    assert_eq!(project.read("scenarios/desk/a.scenario.yaml"), before);
    project.run(&["--accept=write"]).says(1, &["is written; play it again"]);
    project.run(&[]).says(0, &["2 passed"]);
}
