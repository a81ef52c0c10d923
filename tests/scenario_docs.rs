//! The examples of docs/scenarios.md, the samples and the published schema agree with the reader.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{collections::BTreeSet, fs, path::PathBuf, sync::Arc};

use rehearsal::{
    agent::{Agent, format},
    cli::schema::SCENARIO,
    diagnostic::{Diagnostic, SourceFile},
    rehearse::{AgentShelf, load_scenario_file, suite::find_scenarios},
    scenario::{Document, Included, SHAPES, Scenario, parse},
};
use serde_json::Value as Json;

fn agent() -> Agent {
    let read = |path: &str| SourceFile::new(path, fs::read_to_string(path).unwrap());
    let prompt = read("prompts/order-desk.md");
    format::parse(&read("scenarios/order-desk/agent.yaml"), Some(&prompt)).agent.unwrap()
}

/// The fenced blocks of the page: what stands behind the fence, and the text.
fn blocks() -> Vec<(String, String)> {
    let text = fs::read_to_string("docs/scenarios.md").unwrap();
    let fences = text.split("\n```").skip(1).step_by(2);
    let block = |fence: &str| {
        let (kind, text) = fence.split_once('\n').unwrap();
        (kind.trim().to_owned(), format!("{text}\n"))
    };
    fences.map(block).collect()
}

/// A block as a whole scenario.
fn whole(kind: &str, text: &str) -> String {
    let indented = |by: &str| text.lines().map(|line| format!("{by}{line}\n")).collect::<String>();
    let turn = "turns:\n  - user: Where is my order?\n    expect:";
    match kind {
        "yaml expect" => format!("{turn}\n{}", indented("      ")),
        "yaml keys" if !text.contains("turns:") => format!("{text}{turn} {{ no_calls: true }}\n"),
        _ => text.to_owned(),
    }
}

fn read(text: &str, shared: &str) -> (Vec<Scenario>, Vec<Diagnostic>) {
    let mut included = Included::default();
    let source = SourceFile::new("shared/verify.yaml", shared);
    let document = Arc::new(Document::read(Arc::new(source)));
    included.insert("it.scenario.yaml", "shared/verify.yaml", Ok(document));
    parse(&SourceFile::new("it.scenario.yaml", text), &agent(), &included)
}

/// What the schema says about a YAML text; `None` when it is fine.
fn complaint(yaml: &str) -> Option<String> {
    let instance: Json = serde_saphyr::from_str(yaml).unwrap();
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    let schema: Json = serde_json::from_str(SCENARIO).unwrap();
    compiler.add_resource("scenario.json", schema).unwrap();
    let index = compiler.compile("scenario.json", &mut schemas).unwrap();
    schemas.validate(&instance, index).err().map(|error| format!("{error:#}"))
}

#[test]
fn every_example_is_read_and_nothing_is_found() {
    let blocks = blocks();
    let shared = blocks.iter().find(|(kind, _)| kind == "yaml shared/verify.yaml").unwrap();
    let mut scenarios = 0;
    for (kind, text) in &blocks {
        let text = whole(kind, text);
        let (read, found) = read(&text, &shared.1);
        assert_eq!(found, [], "{text}");
        assert_eq!(complaint(&text), None, "{text}");
        scenarios += read.len();
    }
    assert_eq!((blocks.len(), scenarios), (11, 12));
}

#[test]
fn every_key_word_and_act_is_documented() {
    let page = fs::read_to_string("docs/scenarios.md").unwrap();
    let schema: Json = serde_json::from_str(SCENARIO).unwrap();
    let mut words: Vec<String> = SHAPES
        .iter()
        .filter(|(shape, _)| *shape != "request")
        .flat_map(|(_, keys)| keys.iter().map(|key| (*key).to_owned()))
        .collect();
    for act in ["user_act", "system_act"] {
        let acts = schema["$defs"][act]["anyOf"][0]["enum"].as_array().unwrap();
        words.extend(acts.iter().map(|act| act.as_str().unwrap().to_owned()));
    }
    for word in words {
        let is_told = ["`", ": ", " ", "\n"].iter().any(|before| {
            ["`", ":"].iter().any(|after| page.contains(&format!("{before}{word}{after}")))
        });
        assert!(is_told, "{word}");
    }
}

#[test]
fn the_schema_has_the_keys_of_the_reader_and_no_others() {
    let schema: Json = serde_json::from_str(SCENARIO).unwrap();
    for (shape, keys) in SHAPES {
        let shape = match shape {
            "turn" => &schema["$defs"]["turn"]["anyOf"][1],
            shape => &schema["$defs"][shape],
        };
        let properties = shape["properties"].as_object().unwrap();
        let published: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
        assert_eq!(published, keys.iter().copied().collect());
    }
}

#[test]
fn a_model_is_written_as_in_an_agent_file() {
    let of = |schema: &str| -> Json {
        let schema: Json = serde_json::from_str(schema).unwrap();
        schema["$defs"]["model"]["properties"].clone()
    };
    assert_eq!(of(SCENARIO), of(rehearsal::cli::schema::AGENT));
}

#[test]
fn the_schema_knows_the_acts_of_the_reader() {
    let schema: Json = serde_json::from_str(SCENARIO).unwrap();
    for (key, act) in [("understood", "user_act"), ("acts", "system_act")] {
        let properties = schema["$defs"][act]["anyOf"][1]["properties"].as_object().unwrap();
        for (act, fields) in properties {
            let fields = fields["properties"].as_object().unwrap();
            let fields: Vec<String> = fields.keys().map(|field| format!("{field}: any")).collect();
            let text = format!(
                "turns:\n  - user: Hello\n    expect: {{ {key}: [{act}: {{ {} }}] }}\n",
                fields.join(", ")
            );
            assert_eq!(read(&text, "").1, [], "{text}");
            assert_eq!(complaint(&text), None, "{text}");
        }
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses_by_shape() {
    let mut refused = 0;
    let by_shape =
        ["unknown-key", "turn-event", "unknown-act", "unknown-phase", "unknown-ending", "double"];
    for entry in fs::read_dir("tests/invalid_scenarios").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let is_of_shape = by_shape.iter().any(|code| name.starts_with(code));
        let elsewhere = ["unknown-action", "included", "turn-event.include", "double-not"];
        if !name.ends_with(".yaml") || !is_of_shape || elsewhere.iter().any(|e| name.contains(e)) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        assert!(complaint(&text).is_some(), "{name}");
        refused += 1;
    }
    assert!(refused >= 12, "{refused}");
}

#[test]
fn every_sample_is_sound_keeps_the_schema_and_names_it() {
    let shelf = AgentShelf::default();
    let files: Vec<PathBuf> = find_scenarios("scenarios".as_ref()).unwrap();
    assert!(!files.is_empty());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        assert_eq!(complaint(&text), None, "{}", file.display());
        let first = text.lines().next().unwrap();
        let path = first.strip_prefix("# yaml-language-server: $schema=").unwrap();
        assert!(file.parent().unwrap().join(path).is_file(), "{}", file.display());
        let loaded = load_scenario_file(&file, &shelf).unwrap();
        assert_eq!(loaded.diagnostics, [], "{}", file.display());
    }
}
