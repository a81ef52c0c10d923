//! The command.

use std::process::{Command, Output};

use serde_json::Value as Json;

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    command.env_clear().arg("explore").args(arguments).output().unwrap()
}

fn json(arguments: &[&str]) -> Json {
    let mut printed: Json = serde_json::from_slice(&run(arguments).stdout).unwrap();
    // The machine's, not the run's.
    printed["turns_per_second"] = Json::from(1);
    printed
}

#[test]
fn nothing_found_is_exit_status_0_and_the_lines_say_what_was_played() {
    let output = run(&["scenarios/crm", "--depth", "2", "--talks", "50"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    for part in ["depth 2  93 states", "50 talks", "seed 1", "nothing found", "a second"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn the_same_arguments_print_the_same_and_keep_the_schema() {
    let arguments = ["scenarios/crm", "--depth", "2", "--talks", "60", "--json"];
    let printed = json(&arguments);
    assert_eq!(printed, json(&arguments));
    let schema: Json =
        serde_json::from_str(&std::fs::read_to_string("schema/explore.schema.json").unwrap())
            .unwrap();
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", schema.clone()).unwrap();
    let index = compiler.compile("schema.json", &mut schemas).unwrap();
    assert!(schemas.validate(&printed, index).is_ok(), "{printed:#}");
    let documented = schema["properties"].as_object().unwrap();
    assert!(printed.as_object().unwrap().keys().all(|key| documented.contains_key(key)));
}

#[test]
fn misuse_is_told() {
    for (arguments, part) in [
        (&["scenarios/nowhere"][..], "does not exist"),
        (&["scenarios/crm", "--now", "soon"], "is no time"),
        (&["scenarios/crm", "--time", "soon"], "is no time"),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn no_time_is_told_and_no_failure() {
    let output = run(&["scenarios/crm", "--time", "0s"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("the time was over"), "{text}");
}

#[test]
fn every_law_is_documented_with_what_it_demands() {
    let document = std::fs::read_to_string("docs/exploring.md").unwrap();
    for law in rehearsal::exploring::Law::all() {
        let row = format!("| `{}` | {} |", law.name(), law.demands());
        assert!(document.contains(&row), "{row}");
    }
}
