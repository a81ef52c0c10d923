//! Which files are found.

use crate::project::{HOLDS, Project};

fn project() -> Project {
    let project = Project::with(&[("a", HOLDS), ("deep/b", HOLDS), ("deep/c", HOLDS)]);
    project.write("scenarios/desk/notes.yaml", "no scenario");
    project
}

const ALL: [&str; 3] = ["desk/a", "desk/deep/b", "desk/deep/c"];

#[test]
fn without_a_path_the_folder_scenarios_is_played() {
    assert_eq!(project().played(&[]), ALL);
}

#[test]
fn a_file_a_folder_and_a_pattern_are_paths() {
    let project = project();
    assert_eq!(project.played(&["scenarios/desk/a.scenario.yaml"]), ["desk/a"]);
    assert_eq!(project.played(&["scenarios/desk/deep"]), ALL[1..]);
    assert_eq!(project.played(&["scenarios/**/b*.yaml"]), ["desk/deep/b"]);
    assert_eq!(
        project.played(&["scenarios/desk/{a,deep/c}.scenario.yaml"]),
        ["desk/a", "desk/deep/c"]
    );
}

#[test]
fn what_is_named_twice_is_played_once() {
    let project = project();
    let file = "scenarios/desk/a.scenario.yaml";
    assert_eq!(project.played(&[file, "scenarios", "./scenarios/desk/../desk", file]), ALL);
}

#[test]
fn standard_input_is_a_scenario_of_the_folder_one_stands_in() {
    let project = project();
    let ended = project.run_piped(&["-"], HOLDS);
    ended.says(2, &["standard-input.scenario.yaml", "the scenario has no agent"]);
    let piped = format!("agent: scenarios/desk\n{HOLDS}");
    project.run_piped(&["-", "--verbose"], &piped).says(0, &["1 passed", "desk/standard-input"]);
    let broken = piped.replace("contains: shipped", "contains: lost");
    project.run_piped(&["-"], &broken).says(1, &["standard-input.scenario.yaml:5"]);
    project.run_piped(&["-"], "turns: [").says(2, &["standard-input.scenario.yaml"]);
    project.run_piped(&["-"], &"#".repeat(5 << 20)).says(2, &["standard input is larger than"]);
}

#[test]
fn what_is_ignored_is_left_out_unless_it_is_named_itself() {
    let project = project();
    project.write(".gitignore", "**/deep/b*\n");
    assert_eq!(project.played(&[]), ["desk/a", "desk/deep/c"]);
    project.write("scenarios/.rehearsalignore", "a.*\n");
    assert_eq!(project.played(&[]), ["desk/deep/c"]);
    assert_eq!(project.played(&["scenarios/desk/a.scenario.yaml"]), ["desk/a"]);
}

#[test]
fn it_works_from_any_folder_with_paths_as_one_stands_to_them() {
    let project = project();
    project.scenario("bad", &HOLDS.replace("shipped", "lost"));
    for (folder, path, shown) in [
        ("scenarios/desk/deep", "..", "../bad.scenario.yaml:4"),
        ("scenarios/desk", ".", " bad.scenario.yaml:4"),
        ("scenarios", "desk/bad.scenario.yaml", "desk/bad.scenario.yaml:4"),
        (".git", "../scenarios", "../scenarios/desk/bad.scenario.yaml:4"),
    ] {
        let ended = project.run_from(folder, &[path]).says(1, &[shown, "desk/bad"]);
        let again = ended.out.lines().find(|line| line.contains("again")).unwrap().to_owned();
        let file = again.split_whitespace().nth(3).unwrap();
        assert!(project.path(folder).join(file).is_file(), "{again}");
    }
    let whole = project.path("scenarios/desk/a.scenario.yaml");
    project.run_from(".git", &[whole.to_str().unwrap()]).says(0, &["1 passed"]);
}

#[test]
fn what_leads_to_nothing_is_told() {
    let project = project();
    project.run(&["nowhere"]).says(2, &["nowhere does not exist"]);
    project.run(&["scenarios/**/x*.yaml"]).says(2, &["no scenario matches"]);
    project.run(&["scenarios/["]).says(2, &["is no pattern"]);
    project.run(&["scenarios/desk/notes.yaml"]).says(2, &["is no scenario"]);
    project.write("empty/x", "");
    project.run(&["empty"]).says(2, &["no scenario was found in empty"]);
}

#[test]
fn files_of_the_same_name_are_told_apart_by_their_folders() {
    let project = project();
    let agent = project.read("scenarios/desk/agent.yaml");
    for (path, text) in [
        ("agent.yaml", agent.as_str()),
        ("p.md", "Use 'Lookup Order Status'.\n"),
        ("a.scenario.yaml", HOLDS),
    ] {
        project.write(&format!("other/desk/{path}"), text);
    }
    project.write("other/desk/api.yaml", project.read("scenarios/desk/api.yaml"));
    let played = project.played(&["scenarios", "other"]);
    assert_eq!(played, ["desk/deep/b", "desk/deep/c", "other/desk/a", "scenarios/desk/a"]);
}
