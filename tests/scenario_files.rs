//! Scenario files on disk: their agent, and what they include.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{fs, path::PathBuf, sync::Arc};

use rehearsal::{
    diagnostic::Diagnostic,
    rehearse::{AgentShelf, LoadedScenarios, load_scenario_file},
};

const AGENT: &str = "name: Desk\nprompt: ../../prompt.md\nactions:\n  - name: Find\n    \
description: Find an order by its number\n    method: GET\n    url: https://a.example.com\n    \
query: { id: \"{{id}}\" }\n    \
variables: [{ name: id, type: string, description: Number, example: A-1, required: true }]\n";
const TURNS: &str = "turns: [{ user: Find it, expect: { asks_for: id } }]\n";

/// A project with an agent `desk` and these files.
struct Disk(tempfile::TempDir);

impl Disk {
    fn with(files: &[(&str, &str)]) -> Self {
        let disk = Self(tempfile::tempdir().unwrap());
        disk.write("project/.rehearsal/config", "");
        disk.write("project/prompt.md", "Use the 'Find' tool.\n");
        disk.write("project/scenarios/desk/agent.yaml", AGENT);
        for (path, text) in files {
            disk.write(&format!("project/scenarios/{path}"), text);
        }
        disk
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join("project/scenarios").join(path)
    }

    fn load(&self, path: &str) -> LoadedScenarios {
        load_scenario_file(&self.path(path), &AgentShelf::default()).unwrap()
    }

    fn codes(&self, path: &str) -> Vec<&'static str> {
        codes(&self.load(path).diagnostics)
    }
}

fn codes(found: &[Diagnostic]) -> Vec<&'static str> {
    found.iter().map(|found| found.code).collect()
}

#[test]
fn the_nearest_agent_upward_is_talked_to_and_read_once() {
    let disk = Disk::with(&[("desk/a/b/x.scenario.yaml", TURNS), ("desk/y.scenario.yaml", TURNS)]);
    let shelf = AgentShelf::default();
    let deep = load_scenario_file(&disk.path("desk/a/b/x.scenario.yaml"), &shelf).unwrap();
    let beside = load_scenario_file(&disk.path("desk/y.scenario.yaml"), &shelf).unwrap();
    assert_eq!(deep.diagnostics, []);
    assert_eq!(deep.scenarios[0].name, "x");
    let (one, other) = (deep.agent.unwrap(), beside.agent.unwrap());
    assert!(Arc::ptr_eq(&one, &other));
    assert_eq!(one.agent_path, disk.path("desk/agent.yaml"));
}

#[test]
fn an_agent_can_be_named_by_its_file_or_its_folder() {
    let by = |agent: &str| format!("agent: {agent}\n{TURNS}");
    let disk = Disk::with(&[
        ("other/file.scenario.yaml", &by("../desk/agent.yaml")),
        ("other/folder.scenario.yaml", &by("../desk")),
        ("other/none.scenario.yaml", &by("../dusk")),
        ("other/outside.scenario.yaml", &by("../../../agent.yaml")),
        ("other/nearest.scenario.yaml", TURNS),
    ]);
    assert_eq!(disk.load("other/file.scenario.yaml").scenarios.len(), 1);
    assert_eq!(disk.load("other/folder.scenario.yaml").scenarios.len(), 1);
    assert_eq!(disk.codes("other/none.scenario.yaml"), ["no-agent"]);
    assert_eq!(disk.codes("other/outside.scenario.yaml"), ["path-outside-project"]);
    assert_eq!(disk.codes("other/nearest.scenario.yaml"), ["no-agent"]);
}

#[test]
fn an_agent_above_the_project_is_not_looked_at() {
    let disk = Disk::with(&[("x.scenario.yaml", TURNS)]);
    disk.write("agent.yaml", AGENT);
    assert_eq!(disk.codes("x.scenario.yaml"), ["no-agent"]);
}

#[test]
fn a_scenario_of_a_broken_agent_is_not_sound() {
    let disk = Disk::with(&[("broken/agent.yaml", "name: B\n"), ("broken/x.scenario.yaml", TURNS)]);
    let loaded = disk.load("broken/x.scenario.yaml");
    assert_eq!(codes(&loaded.diagnostics), ["agent-has-errors"]);
    assert_eq!(loaded.scenarios, []);
}

#[test]
fn included_files_are_found_from_the_folder_of_the_file_that_names_them() {
    let disk = Disk::with(&[
        ("desk/x.scenario.yaml", "include: shared/a.yaml\n"),
        ("desk/shared/a.yaml", "turns: [{ include: more/b.yaml }, I am in a]\n"),
        ("desk/shared/more/b.yaml", "include: ../../../all.yaml\nturns: [I am in b]\n"),
        ("all.yaml", TURNS),
    ]);
    let loaded = disk.load("desk/x.scenario.yaml");
    assert_eq!(loaded.diagnostics, []);
    let rehearsal::scenario::Script::Turns(turns) = &loaded.scenarios[0].script else {
        panic!("no turns")
    };
    let files: Vec<&str> =
        turns.iter().map(|turn| turn.place.path.rsplit('/').next().unwrap()).collect();
    assert_eq!(files, ["all.yaml", "b.yaml", "a.yaml"]);
    for turn in turns {
        assert!(loaded.sources.iter().any(|source| source.path == turn.place.path));
    }
}

#[test]
fn files_that_cannot_be_included_are_told_with_their_place() {
    let disk = Disk::with(&[
        ("desk/missing.scenario.yaml", &format!("include: [nowhere.yaml]\n{TURNS}")),
        ("desk/outside.scenario.yaml", &format!("include: [../../../secret.yaml]\n{TURNS}")),
        ("desk/absolute.scenario.yaml", &format!("include: [/etc/passwd]\n{TURNS}")),
        ("desk/large.scenario.yaml", &format!("include: [large.yaml]\n{TURNS}")),
        ("desk/large.yaml", &format!("description: {}\n", "a".repeat(300_000))),
        ("desk/cyclic.scenario.yaml", &format!("include: [one.yaml]\n{TURNS}")),
        ("desk/one.yaml", "include: two.yaml\n"),
        ("desk/two.yaml", "turns: [{ include: one.yaml }]\n"),
        ("desk/folder.scenario.yaml", &format!("include: [../desk]\n{TURNS}")),
    ]);
    disk.write("secret.yaml", TURNS);
    let of = |name: &str| disk.codes(&format!("desk/{name}.scenario.yaml"));
    assert_eq!(of("missing"), ["include-missing"]);
    assert_eq!(of("outside"), ["path-outside-project"]);
    assert_eq!(of("absolute"), ["path-outside-project"]);
    assert_eq!(of("large"), ["include-too-large"]);
    assert_eq!(of("cyclic"), ["include-cycle"]);
    assert_eq!(of("folder"), ["include-missing"]);
    let loaded = disk.load("desk/cyclic.scenario.yaml");
    assert!(loaded.diagnostics[0].place.path.ends_with("two.yaml"));
    assert_eq!(loaded.scenarios, []);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_not_followed() {
    let disk = Disk::with(&[("desk/x.scenario.yaml", &format!("include: [link.yaml]\n{TURNS}"))]);
    disk.write("secret.yaml", TURNS);
    let link = disk.path("desk/link.yaml");
    std::os::unix::fs::symlink(disk.0.path().join("secret.yaml"), link).unwrap();
    assert_eq!(disk.codes("desk/x.scenario.yaml"), ["path-outside-project"]);
}

#[test]
fn two_thousand_scenarios_of_one_agent_are_loaded_quickly() {
    let disk = Disk::with(&[
        ("desk/x.scenario.yaml", &format!("include: [shared.yaml]\n{TURNS}")),
        ("desk/shared.yaml", TURNS),
    ]);
    let shelf = AgentShelf::default();
    let start = std::time::Instant::now();
    for _ in 0..2_000 {
        let loaded = load_scenario_file(&disk.path("desk/x.scenario.yaml"), &shelf).unwrap();
        assert_eq!(loaded.scenarios.len(), 1);
    }
    assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
}
