//! The sample scenarios hold, and are what they are praised for: complete, told apart, and green.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use rehearsal::api::Fault;
use serde_json::Value as Json;

/// Files of scenarios that there are at least.
const FILES: usize = 60;
/// The share of each agent that its scenarios exercise, in percent.
const EXERCISED: f64 = 80.0;

/// All scenario files below the samples, and the pieces that they include.
fn files() -> Vec<(PathBuf, String)> {
    fn gather(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, found);
            } else if !["agent.yaml", "api.yaml"]
                .contains(&path.file_name().unwrap().to_str().unwrap())
            {
                found.push((path.clone(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    gather(Path::new("scenarios"), &mut found);
    found.sort();
    found
}

fn is_scenario(path: &Path) -> bool {
    path.to_string_lossy().ends_with(".scenario.yaml")
}

/// Plays the samples as a stranger would who has no secrets, and no network.
fn played(more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    command.env_clear().args(["test", "scenarios", "--coverage", "--coverage-min", "80"]);
    command.args(more).output().unwrap()
}

fn report() -> Json {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    let output = played(&["--report", &format!("json={}", file.display())]);
    let shown = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{shown}");
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// The share of an agent's items that were exercised, in percent.
fn exercised(agent: &Json) -> f64 {
    let items = agent["items"].as_array().unwrap();
    let hit = items.iter().filter(|item| item["count"].as_u64() > Some(0)).count();
    100.0 * hit as f64 / items.len() as f64
}

#[test]
fn the_samples_hold_are_told_apart_and_exercise_every_agent() {
    let report = report();
    let scenarios = report["scenarios"].as_array().unwrap();
    let files = files();
    let files = files.iter().filter(|(path, _)| is_scenario(path)).count();
    assert!(files >= FILES, "{files} files");
    assert!(scenarios.len() >= files, "{} of {files}", scenarios.len());
    let mut told: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for scenario in scenarios {
        let id = scenario["id"].as_str().unwrap();
        assert_eq!(scenario["verdict"], "passed", "{id}");
        let description = scenario["description"].as_str();
        told.entry(description.unwrap_or_else(|| panic!("{id} describes nothing")))
            .or_default()
            .push(id);
        assert_ne!(scenario["tags"].as_array().unwrap().len(), 0, "{id} has no tags");
    }
    told.retain(|_, ids| ids.len() > 1);
    assert!(told.is_empty(), "the same description: {told:#?}");
    let agents = report["coverage"]["agents"].as_array().unwrap();
    assert_eq!(agents.len(), 5);
    for agent in agents {
        let share = exercised(agent);
        assert!(share >= EXERCISED, "{}: {share:.1} %", agent["agent"]);
    }
}

#[test]
fn every_file_names_its_schema_on_the_first_line() {
    for (path, text) in files() {
        let first = text.lines().next().unwrap();
        let named = first.strip_prefix("# yaml-language-server: $schema=").unwrap_or_default();
        let schema = path.parent().unwrap().join(named);
        let parts: Vec<_> = schema.components().collect();
        let up = parts.iter().filter(|part| part.as_os_str() == "..").count();
        assert_eq!(up, parts.len() - up - 2, "{}: {named}", path.display());
        assert!(named.ends_with("schema/scenario.schema.json"), "{}: {named}", path.display());
    }
}

#[test]
fn every_fault_status_and_kind_of_credentials_has_its_scenario() {
    let all: String = files().into_iter().map(|(_, text)| text).collect();
    let words: BTreeSet<&str> =
        all.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let missing = |names: &[&'static str]| -> Vec<&str> {
        names.iter().copied().filter(|name| !words.contains(name)).collect()
    };
    assert_eq!(missing(&Fault::ALL.map(|(name, _)| name)), Vec::<&str>::new());
    let statuses =
        ["400", "401", "403", "404", "409", "410", "422", "429", "500", "502", "503", "504"];
    assert_eq!(missing(&statuses), Vec::<&str>::new());
    for agent in ["bookings", "crm", "inventory", "order-desk", "support-tickets"] {
        let mut of_agent = files()
            .into_iter()
            .filter(|(path, _)| path.starts_with(Path::new("scenarios").join(agent)));
        assert!(of_agent.any(|(_, text)| text.contains("auth: check")), "{agent}");
    }
}

/// A scenario of the order desk that does not hold, as the console tells it.
fn told(scenarios: &[&str]) -> String {
    let project = tempfile::tempdir().unwrap();
    let desk = project.path().join("scenarios/order-desk");
    fs::create_dir_all(&desk).unwrap();
    fs::create_dir(project.path().join("prompts")).unwrap();
    fs::copy("prompts/order-desk.md", project.path().join("prompts/order-desk.md")).unwrap();
    for name in ["agent.yaml", "api.yaml"] {
        fs::copy(Path::new("scenarios/order-desk").join(name), desk.join(name)).unwrap();
    }
    for (at, scenario) in scenarios.iter().enumerate() {
        fs::write(desk.join(format!("s{at}.scenario.yaml")), scenario).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    let output = command.env_clear().arg("test").current_dir(project.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_sensitive_value_that_was_sent_and_forgotten_in_one_turn_is_masked_in_a_failure() {
    let shown = told(&["description: locked
api: { Verify Customer: { status: 401 } }
turns:
  - user: Where is my order ORD-12345? Customer 48213, PIN 4821
    expect: { no_calls: true }
"]);
    assert!(shown.contains("customer_number 48213, pin ••••"), "{shown}");
    assert!(!shown.contains("4821)") && !shown.contains("PIN 4821"), "{shown}");
}

#[test]
fn a_rule_and_a_fault_that_went_unused_say_why() {
    let shown = told(&["description: idle
start: { succeeded: [Verify Customer] }
api:
  Lookup Order Status: { when: { query: { order: ORD-12345 } }, json: { status: lost } }
faults: [{ action: Lookup Order Status, fault: timeout, nth: 3 }]
turns:
  - user: Where is my order ORD-12345?
    expect: { outcomes: { Lookup Order Status: success } }
"]);
    assert!(shown.contains("in turn 1 differs: query.order"), "{shown}");
    assert!(shown.contains("it waits for call 3, and there was one only"), "{shown}");
}

#[test]
fn the_reason_that_decided_is_told_however_long_the_chain_is() {
    let shown = told(&["description: long
api: { Verify Customer: { status: 401 } }
turns:
  - user: Good morning, I am calling about my order ORD-12345 which has not come yet, where is it now? My customer number is 48213 and my PIN is 4821
    expect: { reply: { contains: shipped } }
"]);
    assert!(shown.contains("tells that Verify Customer came to unauthorized"), "{shown}");
}

#[test]
fn replies_that_miss_different_words_are_told_one_by_one() {
    let one = "description: one
turns: [{ user: bye, expect: { reply: { contains: apples } } }]
";
    let shown = told(&[one, &one.replace("apples", "pears"), one]);
    assert!(shown.contains("also in order-desk/s2"), "{shown}");
    assert!(shown.contains("expected  reply  apples") && shown.contains("expected  reply  pears"));
}

#[test]
fn a_failure_says_how_to_mend_it_where_that_is_mechanical() {
    let shown = told(&["description: mend
start: { succeeded: [Verify Customer] }
api: { Lookup Order Status: { status: 503 } }
turns:
  - user: Where is my order ORD-12345?
    expect: { requests: [{ action: Lookup Order Status }], phase: idle }
"]);
    assert!(shown.contains("write offering_callback there, or let --accept=write"), "{shown}");
    assert!(shown.contains("a retry is a request of its own"), "{shown}");
}
