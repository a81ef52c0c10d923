//! The JSON report: it keeps the published schema, has its version, and comes back as it was.

use rehearsal::{
    cli::schema::{REPORT, TUNE},
    tuning::report::{read, write_json},
};
use serde_json::Value as Json;

use crate::desk::{Desk, SOME};

fn complaint(schema: Json, instance: &Json) -> Option<String> {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("tune.json", schema).unwrap();
    let index = compiler.compile("tune.json", &mut schemas).unwrap();
    schemas.validate(instance, index).err().map(|error| format!("{error:#}"))
}

fn published() -> Json {
    serde_json::from_str(TUNE).unwrap()
}

/// The schema with no room for a key that it does not name.
fn closed(mut schema: Json) -> Json {
    fn close(schema: &mut Json) {
        match schema {
            Json::Object(map) => {
                if map.contains_key("properties") && !map.contains_key("additionalProperties") {
                    map.insert("additionalProperties".to_owned(), false.into());
                }
                map.values_mut().for_each(close);
            }
            Json::Array(items) => items.iter_mut().for_each(close),
            _ => {}
        }
    }
    let defs = schema["$defs"].as_object_mut().unwrap();
    let shared: Json = serde_json::from_str(REPORT).unwrap();
    // What it has in common with the report of `test` is held there.
    let own = defs.iter_mut().filter(|(name, _)| shared["$defs"].get(name).is_none());
    own.for_each(|(_, def)| close(def));
    schema
}

fn report() -> (Desk, Json) {
    let desk = Desk::new();
    let two = ["--prompt", "scenarios/desk/p.md", "--prompt", "worse.md", "--repeat", "2"];
    let report = desk.report(0, &[&SOME[..], &two].concat());
    (desk, report)
}

#[test]
fn a_report_keeps_the_published_schema_and_has_no_key_it_lacks() {
    let (_desk, mut report) = report();
    assert_eq!(complaint(published(), &report), None);
    assert_eq!(complaint(closed(published()), &report), None);
    let variant = &report["variants"][1];
    assert!(variant["talks"].as_object().is_some_and(|talks| !talks.is_empty()));
    assert!(report["comparisons"][0]["flips"].as_array().is_some_and(|flips| !flips.is_empty()));
    for (at, wrong) in [
        ("/schema_version", Json::from(2)),
        ("/variants/0/scored/0/score", "fine".into()),
        ("/variants/0/policy", "mine".into()),
        ("/comparisons/0/overall/p", 1.5.into()),
    ] {
        let right = std::mem::replace(report.pointer_mut(at).unwrap(), wrong);
        assert!(complaint(published(), &report).is_some(), "{at} may be anything");
        *report.pointer_mut(at).unwrap() = right;
    }
}

#[test]
fn a_report_comes_back_as_it_was() {
    let (desk, _) = report();
    let text = desk.project.read("report.json");
    let result = read(text.as_bytes(), "Order desk").unwrap();
    let mut written = Vec::new();
    write_json(&result, &mut written).unwrap();
    assert_eq!(String::from_utf8(written).unwrap(), text);
}

/// `UPDATE_TUNE_SCHEMA=1` writes what it shares with the report of `test` into the schema anew.
#[test]
fn a_talk_is_the_scenario_of_the_report_of_test() {
    let (report, published): (Json, Json) = (serde_json::from_str(REPORT).unwrap(), published());
    let mut expected = published.clone();
    for (name, def) in expected["$defs"].as_object_mut().unwrap() {
        if let Some(shared) = report["$defs"].get(name) {
            def.clone_from(shared);
        }
    }
    if std::env::var_os("UPDATE_TUNE_SCHEMA").is_some() {
        let text = serde_json::to_string_pretty(&expected).unwrap() + "\n";
        std::fs::write("schema/tune.schema.json", text).unwrap();
    }
    assert!(published == expected, "a scenario has changed: set UPDATE_TUNE_SCHEMA=1");
}

#[test]
fn the_command_prints_the_schema() {
    let desk = Desk::new();
    let command = desk.project.command_of("schema", &["tune"]);
    let printed = crate::project::ended(command, b"").says(0, &[]).out;
    assert_eq!(printed, TUNE);
}
