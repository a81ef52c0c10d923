//! The published schema agrees with the parser and the samples.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::collections::BTreeSet;

use rehearsal::{agent::format::SHAPES, cli::schema::AGENT};
use serde_json::Value;

fn schema() -> Value {
    serde_json::from_str(AGENT).unwrap()
}

/// What the schema says about a YAML text; `None` when it is fine.
fn complaint(yaml: &str) -> Option<String> {
    let instance: Value = serde_saphyr::from_str(yaml).unwrap();
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("agent.json", schema()).unwrap();
    let index = compiler.compile("agent.json", &mut schemas).unwrap();
    schemas.validate(&instance, index).err().map(|error| format!("{error:#}"))
}

#[test]
fn every_sample_keeps_the_schema_and_names_it() {
    let mut seen = 0;
    for folder in std::fs::read_dir("scenarios").unwrap() {
        let file = folder.unwrap().path().join("agent.yaml");
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        assert_eq!(complaint(&text), None, "{}", file.display());
        let first = text.lines().next().unwrap();
        let path = first.strip_prefix("# yaml-language-server: $schema=").unwrap();
        assert!(file.parent().unwrap().join(path).is_file(), "{}", file.display());
        seen += 1;
    }
    assert_eq!(seen, 5);
}

#[test]
fn the_schema_has_the_keys_of_the_parser_and_no_others() {
    let schema = schema();
    for (shape, keys) in SHAPES {
        let properties = &schema["$defs"][shape]["properties"];
        let published: BTreeSet<&str> =
            properties.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(published, keys.iter().copied().collect(), "{shape}");
    }
}

#[test]
fn the_schema_refuses_what_the_parser_refuses() {
    let agent = |extra: &str| format!("name: a\nprompt: b.md\nactions: []\n{extra}");
    assert_eq!(complaint(&agent("")), None);
    assert!(complaint(&agent("gretting: hello\n")).is_some());
    let response = |schema: &str| {
        let action = "name: Look Up, description: Look it up, method: GET, url: \"https://a.b\"";
        format!(
            "name: a\nprompt: b.md\nactions: [{{ {action}, response: {{ schema: {schema} }} }}]\n"
        )
    };
    let fine =
        "{ type: [object, null], properties: { a: { enum: [1, x] } }, items: { type: string } }";
    assert_eq!(complaint(&response(fine)), None);
    assert!(complaint(&response("{ type: text }")).is_some());
    assert!(complaint(&response("{ properties: { a: { minimum: 1 } } }")).is_some());
    assert!(complaint(&agent("dynamic_context: { url: https://a.b, timeout: 8 }\n")).is_some());
    assert!(complaint(&agent("model: { name: m, api_key: sk-123 }\n")).is_some());
}
