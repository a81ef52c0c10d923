use rehearsal::{
    cli::schema::{CHAT_TURN, REPORT},
    report::{RunResult, Shard, Verdict, json},
};
use serde_json::Value as Json;

use crate::sample::{self, failed, failure, passed, repeated, run, without_verdict};

fn written(run: &RunResult) -> Vec<u8> {
    let mut out = Vec::new();
    json::write(run, &mut out).unwrap();
    out
}

pub fn everything() -> RunResult {
    let mut all = run(vec![
        passed("a/1"),
        failed("a/2", failure()),
        without_verdict("a/3", Verdict::Inconclusive, "model unreachable"),
        without_verdict("a/4", Verdict::NotRun, "stopped before"),
        repeated("a/5", "+-+", Verdict::Failed),
        sample::hostile(),
    ]);
    all.run.shard = Some(Shard { index: 1, of: 2 });
    all.run.notes = vec!["2 recordings were not used".into()];
    all
}

fn complaint(instance: &Json) -> Option<String> {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("report.json", serde_json::from_str(REPORT).unwrap()).unwrap();
    let index = compiler.compile("report.json", &mut schemas).unwrap();
    schemas.validate(instance, index).err().map(|error| format!("{error:#}"))
}

#[test]
fn a_report_comes_back_as_it_was() {
    let run = everything();
    assert_eq!(json::read(&written(&run)).unwrap(), run);
}

#[test]
fn a_report_keeps_the_published_schema_and_has_no_key_it_lacks() {
    let mut report: Json = serde_json::from_slice(&written(&everything())).unwrap();
    assert_eq!(complaint(&report), None);
    let schema: Json = serde_json::from_str(REPORT).unwrap();
    for (name, at) in [
        ("run", "/run"),
        ("scenario", "/scenarios/0"),
        ("attempt", "/scenarios/0/attempts/0"),
        ("failure", "/scenarios/1/attempts/0/failures/0"),
        ("located", "/scenarios/1/attempts/0/failures/0/place"),
    ] {
        let known = &schema["$defs"][name]["properties"];
        for key in report.pointer(at).unwrap().as_object().unwrap().keys() {
            assert!(known.get(key).is_some(), "{name} lacks {key}");
        }
    }
    report["scenarios"][0]["verdict"] = "fine".into();
    assert!(complaint(&report).is_some());
}

/// `UPDATE_REPORT_SCHEMA=1` writes the turn of `chat --json` into the schema anew.
#[test]
fn a_turn_is_the_turn_of_chat() {
    let (mut chat, published): (Json, Json) =
        (serde_json::from_str(CHAT_TURN).unwrap(), serde_json::from_str(REPORT).unwrap());
    let mut expected = published.clone();
    for (name, def) in chat["$defs"].take().as_object().unwrap() {
        expected["$defs"][name] = def.clone();
    }
    for key in ["properties", "required"] {
        expected["$defs"]["turn"][key] = chat[key].take();
    }
    // What models were asked is told by reports only; in a talk it is asked for by command.
    let asked = "model_requests";
    expected["$defs"]["turn"]["properties"][asked] =
        published["$defs"]["turn"]["properties"][asked].clone();
    if std::env::var_os("UPDATE_REPORT_SCHEMA").is_some() {
        let text = serde_json::to_string_pretty(&expected).unwrap() + "\n";
        std::fs::write("schema/report.schema.json", text).unwrap();
    }
    assert!(published == expected, "the turn of chat has changed: set UPDATE_REPORT_SCHEMA=1");
}

#[test]
fn nothing_in_it_steers_a_terminal() {
    let text = String::from_utf8(written(&everything())).unwrap();
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{0}', '\r']));
    assert!(text.lines().count() > 6);
}

#[test]
fn what_is_no_report_is_refused_with_the_reason() {
    let refused = |text: &str| json::read(text.as_bytes()).unwrap_err().to_string();
    assert!(refused("not json").starts_with("it is not JSON"));
    assert!(refused("{\"schema_version\":1,\"run\":").starts_with("it is not JSON"));
    assert!(refused("[]").contains("not a JSON report"));
    assert!(refused("{}").contains("no schema_version"));
    assert!(refused("{\"schema_version\":2}").contains("schema_version 2"));
    assert!(refused("{\"schema_version\":1}").contains("missing field"));
}
