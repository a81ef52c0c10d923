//! Every code has a wrong example that gives it and right examples that give no error.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

use std::{collections::BTreeSet, path::Path};

use rehearsal::{
    diagnostic::{Diagnostic, Explanation, SourceFile, explanations},
    rehearse::AgentShelf,
};

/// Codes about sizes, whose examples would be large.
const WITHOUT_EXAMPLE: [&str; 8] = [
    "nested-too-deep",
    "too-many-actions",
    "too-many-values",
    "prompt-too-large",
    "include-too-large",
    "too-many-includes",
    "too-many-cases",
    // Only talks with a model show it; tests/advice has cells for it.
    "line-never-said",
];

/// The agent of docs/advice.md: an action that reads, and one that writes.
const DESK: &str = r#"
name: Desk
prompt: p.md
timezone: UTC
region: US
actions:
  - name: Lookup Order Status
    description: Look up the delivery status of an order
    method: GET
    url: https://api.example.com/orders
    query: { id: "{{order_number}}" }
    variables: [{ name: order_number, type: string, description: Order number, example: ORD-1, required: true }]
  - name: Cancel Order
    description: Cancel an order that has not left yet
    method: POST
    url: https://api.example.com/cancel
    confirm: always
    body: { id: "{{order_number}}" }
    variables: [{ name: order_number, type: string, description: Order number, example: ORD-1, required: true }]
"#;

const PROMPT: &str = "Use the 'Lookup Order Status' tool.";

fn has(snippet: &str, key: &str) -> bool {
    let key = format!("{key}:");
    snippet.lines().any(|line| line.starts_with(&key))
}

/// The snippet with the keys it leaves out.
fn complete(snippet: &str, keys: &[(&str, &str)]) -> String {
    let missing = keys.iter().filter(|(key, _)| !has(snippet, key));
    let lines: String = missing.map(|(key, value)| format!("{key}: {value}\n")).collect();
    format!("{}\n{lines}", snippet.trim_end_matches('\n'))
}

fn item(indent: &str, text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    format!("{indent}- {}\n", lines.join(&format!("\n{indent}  ")))
}

fn variable(snippet: &str, code: &str) -> String {
    let example = match snippet.lines().find_map(|line| line.strip_prefix("type: ")) {
        Some("integer") => "5",
        Some("date") => "\"2026-03-05\"",
        Some("email") => "ada@example.com",
        Some("phone") => "\"+4915112345678\"",
        _ => "ORD-12345",
    };
    let example =
        if code == "no-example" { ("name", "order_number") } else { ("example", example) };
    let keys =
        [("name", "order_number"), ("type", "string"), ("description", "Order number"), example];
    let variable = item("", &complete(snippet, &keys));
    action(&format!("query: {{ id: \"{{{{order_number}}}}\" }}\nvariables:\n{variable}"))
}

fn action(snippet: &str) -> String {
    let mut keys = vec![
        ("name", "Lookup Order Status"),
        ("description", "Look up the delivery status of an order"),
        ("method", "GET"),
        ("url", "https://api.example.com/orders"),
        (
            "variables",
            "[{ name: order_number, type: string, description: Order number, example: ORD-1, required: true }]",
        ),
    ];
    if !["query", "body", "path"].iter().any(|key| has(snippet, key)) {
        keys.push(("query", "{ order_id: \"{{order_number}}\" }"));
    }
    agent(&format!("actions:\n{}", item("  ", &complete(snippet, &keys))))
}

fn agent(snippet: &str) -> String {
    let one = "[{ name: Lookup Order Status, description: Look up an order, method: GET, url: \"https://a.example.com\" }]";
    complete(snippet, &[("name", "Desk"), ("prompt", "../../prompts/agent.md"), ("actions", one)])
}

/// A scenario of the order desk, with turns where it has none, beside the files that examples name.
fn scenario_findings(snippet: &str) -> Vec<Diagnostic> {
    let disk = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = disk.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(".rehearsal/config", "");
    write("prompts/order-desk.md", include_str!("../prompts/order-desk.md"));
    write("scenarios/desk/agent.yaml", include_str!("../scenarios/order-desk/agent.yaml"));
    write("scenarios/broken/agent.yaml", "name: Broken\n");
    write("scenarios/desk/shared/verify.yaml", "turns: [\"I am 48213, PIN 4821\"]\n");
    let turn = "[{ user: Where is my order?, expect: { asks_for: customer_number } }]";
    let own = if has(snippet, "user") { &[][..] } else { &[("turns", turn)] };
    write("scenarios/desk/it.scenario.yaml", &complete(snippet, own));
    let path = disk.path().join("scenarios/desk/it.scenario.yaml");
    rehearsal::rehearse::load_scenario_file(&path, &AgentShelf::default()).unwrap().diagnostics
}

fn findings(kind: &str, snippet: &str, code: &str) -> Vec<Diagnostic> {
    if kind == "scenario" {
        return scenario_findings(snippet);
    }
    let disk = tempfile::tempdir().unwrap();
    let folder = disk.path().join("scenarios/desk");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::create_dir_all(disk.path().join("prompts")).unwrap();
    std::fs::create_dir(disk.path().join(".rehearsal")).unwrap();
    let (mut api, mut faults) = ("", "");
    let (file, prompt) = match kind {
        "file" => (snippet.to_owned(), PROMPT),
        "agent" => (agent(snippet), PROMPT),
        "action" => (action(snippet), PROMPT),
        "variable" => (variable(snippet, code), PROMPT),
        "prompt" => (agent(""), snippet),
        "api" => {
            api = snippet;
            (action(""), PROMPT)
        }
        "faults" => {
            faults = snippet;
            (action(""), PROMPT)
        }
        other => panic!("{code}: unknown kind {other}"),
    };
    std::fs::write(folder.join("agent.yaml"), file).unwrap();
    std::fs::write(disk.path().join("prompts/agent.md"), prompt).unwrap();
    let loaded = rehearsal::rehearse::load(Path::new(&folder)).unwrap();
    let mut found = loaded.diagnostics;
    if let Some(agent) = &loaded.agent {
        found.extend(rehearsal::api::parse(&SourceFile::new("api.yaml", api), agent).1);
        let source = SourceFile::new("a.scenario.yaml", faults);
        if let Some(node) = rehearsal::yaml::read(&source).0 {
            found.extend(rehearsal::api::parse_faults(&source, &node, agent).1);
        }
    }
    found
}

/// The codes of what `tune` finds in a prompt; a list without a head is for all actions.
fn advice(snippet: &str) -> Vec<String> {
    let prompt = match snippet.starts_with("When using") || snippet.starts_with("Errors of") {
        true => snippet.to_owned(),
        false => format!("If a tool returns an error:\n{snippet}"),
    };
    let files = (SourceFile::new("agent.yaml", DESK), SourceFile::new("p.md", prompt));
    let agent = rehearsal::agent::format::parse(&files.0, Some(&files.1)).agent.unwrap();
    rehearsal::tuning::advise(&agent, &[]).into_iter().map(|advice| advice.code).collect()
}

/// Advice is no finding of `check`: the wrong example has it, and the right one has not.
fn advice_problem(known: &Explanation) -> Option<String> {
    let has = |snippet: &str| advice(snippet).iter().any(|code| code == known.code);
    let wrong = known.examples("wrong").into_iter().find(|(_, snippet)| !has(snippet));
    let right = known.examples("right").into_iter().find(|(_, snippet)| has(snippet));
    let (_, snippet) = wrong.or(right)?;
    Some(format!("{}: {snippet}gives {:?}", known.code, advice(snippet)))
}

fn problem(known: &Explanation) -> Option<String> {
    // What fails in a played talk has tables of its own in tests/checks and tests/sabotage.
    if known.code.starts_with("E-") {
        return None;
    }
    let (wrong, right) = (known.examples("wrong"), known.examples("right"));
    if wrong.is_empty() || right.is_empty() {
        return (!WITHOUT_EXAMPLE.contains(&known.code))
            .then(|| format!("{}: no example", known.code));
    }
    if wrong.iter().all(|(kind, _)| *kind == "advice") {
        return advice_problem(known);
    }
    for (kind, snippet) in wrong {
        let found = findings(kind, snippet, known.code);
        if !found.iter().any(|found| found.code == known.code) {
            return Some(format!("{}: the wrong example gives {found:#?}", known.code));
        }
    }
    for (kind, snippet) in right {
        let found = findings(kind, snippet, known.code);
        if found.iter().any(|found| found.code == known.code || found.is_error()) {
            return Some(format!("{}: the right example gives {found:#?}", known.code));
        }
    }
    None
}

#[test]
fn every_wrong_example_gives_its_code_and_no_right_one_an_error() {
    let problems: Vec<String> = explanations().filter_map(|known| problem(&known)).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_code_in_the_sources_is_explained() {
    let explained: BTreeSet<&str> = explanations().map(|known| known.code).collect();
    let call = regex::Regex::new(
        r#"(?:error|warning|unknown|bad_header|undeclared_place|word|value)\(\s*(?:reader,\s*name,\s*|node,\s*|node, spec, )?"([a-z]+(?:-[a-z]+)+)""#,
    )
    .unwrap();
    // A code with the beginning of its message.
    let pair = regex::Regex::new(r#"\("(unknown(?:-[a-z]+)+)", (?:"|&)"#).unwrap();
    let mut used = BTreeSet::new();
    let folders = [
        "src/yaml",
        "src/agent/format",
        "src/agent/check",
        "src/rehearse",
        "src/api/format",
        "src/scenario/format",
    ];
    for folder in folders {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                let text = std::fs::read_to_string(path).unwrap();
                let found = call.captures_iter(&text).chain(pair.captures_iter(&text));
                used.extend(found.map(|found| found[1].to_owned()));
            }
        }
    }
    assert!(used.len() > 60, "{used:?}");
    let missing: Vec<&String> =
        used.iter().filter(|code| !explained.contains(code.as_str())).collect();
    assert!(missing.is_empty(), "not explained: {missing:?}");
}

#[test]
fn every_code_of_a_failure_is_explained_and_none_besides() {
    let code = regex::Regex::new(r#""(E-[A-Z]+(?:-[A-Z]+)*)""#).unwrap();
    let mut used = BTreeSet::new();
    let mut folders = vec![Path::new("src/scenario").to_path_buf(), "src/rehearse/suite".into()];
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
            used.extend(code.captures_iter(&text).map(|found| found[1].to_owned()));
        }
    }
    let explained: BTreeSet<String> = explanations()
        .map(|known| known.code.to_owned())
        .filter(|code| code.starts_with("E-"))
        .collect();
    assert!(used.len() > 30, "{used:?}");
    assert_eq!(used, explained);
}

#[test]
fn every_code_of_advice_is_explained() {
    let code = regex::Regex::new(r#"const [A-Z_]+: &str = "([a-z]+(?:-[a-z]+)+)";"#).unwrap();
    let mut used = BTreeSet::new();
    for file in std::fs::read_dir("src/tuning/advice").unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        used.extend(code.captures_iter(&text).map(|found| found[1].to_owned()));
    }
    let page = std::fs::read_to_string("docs/advice.md").unwrap();
    let explained: BTreeSet<String> =
        page.lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_owned).collect();
    assert!(used.len() > 10, "{used:?}");
    assert_eq!(used, explained);
}
