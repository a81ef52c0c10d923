//! What the binary prints for programs keeps the published schemas, and names no key they lack.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use serde_json::Value as Json;

const NOW: &str = "2026-03-02T10:00:00+01:00";

/// Runs the binary with nothing in its environment.
fn run(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    command.env_clear().args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Who refuses the arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn lines(output: &Output) -> Vec<Json> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    let lines: Result<Vec<Json>, _> = text.lines().map(serde_json::from_str).collect();
    lines.unwrap_or_else(|_| vec![serde_json::from_str(text).unwrap()])
}

/// Closes every object that names its keys: what is printed must be documented.
fn closed(schema: &mut Json) {
    match schema {
        Json::Object(map) => {
            map.values_mut().for_each(closed);
            if map.get("properties").is_some_and(Json::is_object) {
                map.insert("additionalProperties".into(), false.into());
            }
        }
        Json::Array(items) => items.iter_mut().for_each(closed),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// What the schema that the binary prints says about each of these.
fn complaints(name: &str, at: &str, values: &[Json]) -> Vec<String> {
    let mut schema = lines(&run(&["schema", name], "")).remove(0);
    closed(&mut schema);
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", schema).unwrap();
    let index = compiler.compile(&format!("schema.json{at}"), &mut schemas).unwrap();
    let judge =
        |value| schemas.validate(value, index).err().map(|error| format!("{error:#}\n{value:#}"));
    values.iter().filter_map(judge).collect()
}

fn keeps(name: &str, values: &[Json]) {
    assert!(!values.is_empty(), "{name}: nothing was printed");
    assert_eq!(complaints(name, "", values), [""; 0]);
}

fn chat(agent: &str, talk: &str) -> Vec<Json> {
    lines(&run(&["chat", agent, "--json", "--now", NOW], talk))
}

#[test]
fn the_turns_of_a_talk_keep_their_schema() {
    let talks = [
        (
            "scenarios/order-desk",
            "what's the status of my order?\n48213\n4821\nit's ord 99999\nsorry, ORD-12345\nbye\n",
        ),
        ("scenarios/order-desk", "where is my order\nbanana\nbanana\nbanana\nbanana\n"),
        (
            "scenarios/order-desk",
            "/api \"Verify Customer\" 503\nwhere is my order\n48213, PIN 4821\nyes\nnever mind\n",
        ),
        ("scenarios/crm", "change my email\nskip\nlet me talk to a human\n"),
        (
            "scenarios/bookings",
            "book a slot on 3/4 for ada@example.com\nyes\nno, the date\ncancel\n",
        ),
        ("scenarios/inventory", "reserve 5 of PROD-12345\nyes\nqwertz\n\n"),
        (
            "scenarios/support-tickets",
            "I want to open a ticket, my printer is broken\nhigh\nyes\nthanks, bye\n",
        ),
    ];
    for (agent, talk) in talks {
        let turns = chat(agent, talk);
        assert!(turns.len() > 3, "{agent}: {turns:#?}");
        keeps("chat-turn", &turns);
    }
}

#[test]
fn a_call_keeps_its_schema_whether_it_succeeds_fails_or_is_only_shown() {
    let call = |more: &[&str]| {
        let head = ["call", "scenarios/order-desk", "Lookup Order Status", "--json", "--now", NOW];
        lines(&run(&[&head, more].concat(), ""))
    };
    let good = call(&["--set", "order_number=ORD-12345"]);
    let lost = call(&["--set", "order_number=ORD-99999"]);
    let shown = call(&["--set", "order_number=ORD-12345", "--dry-run"]);
    assert_eq!(good[0]["outcome"]["status"], 200);
    assert_eq!(lost[0]["outcome"]["class"], "not_found");
    assert!(shown[0]["curl"].as_str().unwrap().starts_with("curl "));
    keeps("call", &[good, lost, shown].concat());
}

#[test]
fn what_is_understood_keeps_its_schema() {
    let utterances =
        "where is order ORD-12345\nhello\n\nyes\nno\ncancel\nbye\nagain please\nI need a human\n";
    for agent in ["scenarios/order-desk", "scenarios/crm", "scenarios/bookings"] {
        let printed = lines(&run(&["understand", agent, "--batch", "--now", NOW], utterances));
        assert_eq!(printed.len(), 9);
        keeps("understand", &printed);
    }
    let one = run(&["understand", "scenarios/crm", "delete my contact", "--json"], "");
    keeps("understand", &lines(&one));
}

#[test]
fn values_keep_their_schema_and_so_do_the_questions() {
    let questions = r#"{"type":"integer","text":"a dozen"}
{"type":"integer","text":"3.5","mode":"parse"}
{"type":"date","text":"3/4","now":"2026-03-02T10:00:00Z","timezone":"Europe/Berlin","region":"DE"}
{"type":"email","text":"mail ada@example.com or bob@example.com","mode":"find"}
{"type":"phone","text":"0151 12345678","region":"DE"}
{"type":"boolean","text":"yep"}
{"type":"string","text":"the large one","choices":["small",{"value":"large","synonyms":["big"]}]}
{"type":"string","text":"ord 12345","example":"ORD-12345","pattern":"ORD-\\d+"}
"#;
    let asked: Vec<Json> =
        questions.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(complaints("value", "#/$defs/request", &asked), [""; 0]);
    let answers = lines(&run(&["value", "--batch"], questions));
    assert_eq!(answers.len(), asked.len());
    keeps("value", &answers);
    keeps(
        "value",
        &lines(&run(&["value", "--batch"], "nonsense\n{\"type\":\"x\",\"text\":\"\"}\n")),
    );
}

#[test]
fn findings_keep_their_schema() {
    let disk = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(disk.path().join(name), text).unwrap();
    std::fs::create_dir(disk.path().join(".rehearsal")).unwrap();
    let folder = disk.path().to_str().unwrap();
    let check = |path: &str| lines(&run(&["check", "--format", "json", path], ""));
    keeps("check", &check(folder));
    write("p.md", "Nothing of use.\n");
    write(
        "agent.yaml",
        "nmae: Desk\nprompt: p.md\nactions: [{ name: X, url: 'http://a.b/{{c}}' }]\n",
    );
    let wrong = check(folder);
    assert!(wrong[0]["findings"].as_array().unwrap().len() > 3, "{wrong:#?}");
    keeps("check", &wrong);
    keeps("check", &check("scenarios"));
}

#[test]
fn each_published_schema_is_printed_by_its_name() {
    let mut seen = 0;
    for file in std::fs::read_dir("schema").unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let printed = run(&["schema", name.strip_suffix(".schema.json").unwrap()], "");
        assert_eq!(printed.stdout, std::fs::read(&path).unwrap(), "{name}");
        seen += 1;
    }
    assert_eq!(seen, 11);
}
