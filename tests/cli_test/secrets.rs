//! What an API echoes of secrets and sensitive values stands in no report and in no transcript.

use std::fs;

use super::{asked::Model, project::Project};

const TOKEN: &str = "planted-token-333";
const PASSWORD: &str = "planted-password-22";
const PIN: &str = "7350";
/// All that must stand nowhere, and what basic authentication sends.
const PLANTED: [&str; 4] = [TOKEN, PASSWORD, PIN, "ZGVzazpwbGFudGVk"];

const AGENT: &str = r#"name: Order desk
prompt: p.md
greeting: Hello, how can I help?
timezone: Europe/Berlin
region: DE
actions:
  - name: Verify Customer
    description: Check who the customer is by customer number and PIN
    method: POST
    url: https://api.example.com/verify
    auth: { basic: { username: desk, password: { secret: VERIFY_PASSWORD } } }
    body: { customer: "{{customer_number}}", pin: "{{pin}}" }
    variables:
      - { name: customer_number, type: integer, description: The number on the customer card, example: 48213, required: true }
      - { name: pin, type: string, description: Four-digit PIN, example: "1234", required: true, pattern: '^\d{4}$', sensitive: true }
    response: { save: { seen: $.seen } }
  - name: Lookup Order Status
    description: Look up the delivery status of a customer's order by its order number
    method: GET
    url: https://api.example.com/orders
    auth: { bearer: { secret: ORDERS_TOKEN } }
    query: { order: "{{order_number}}", seen: "{{seen}}" }
    requires: [Verify Customer]
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
"#;

const SCENARIO: &str = r#"description: the API echoes all that it was sent
turns:
  - user: Where is my order ORD-12345?
  - user: "48213"
  - user: "7350"
    expect:
      reply: { contains: nothing of the kind }
      requests: [{ action: Lookup Order Status, headers: { authorization: Bearer none } }]
  - user: Where is my order ORD-77777?
    expect: { slots: { order_number: ORD-00000 } }
"#;

/// A project whose API echoes what it was sent, in every place of an answer.
fn leaky() -> Project {
    let project = Project::new();
    project.write("scenarios/desk/agent.yaml", AGENT);
    let api = format!(
        r#"Verify Customer:
  status: 200
  json: {{ seen: "{TOKEN} {PIN}", told: "PIN {PIN} of desk", "{PASSWORD}": "Basic ZGVzazpwbGFudGVkLXBhc3N3b3JkLTIy" }}
Lookup Order Status:
  - when: {{ query: {{ order: ORD-12345 }} }}
    status: 200
    json: {{ status: "{TOKEN}", note: "your PIN {PIN}", list: ["{PASSWORD}"], number: {PIN} }}
  - {{ status: 500, json: {{ error: "bearer {TOKEN} for {PIN}" }} }}
"#
    );
    project.write("scenarios/desk/api.yaml", api);
    project
}

const ENVIRONMENT: [(&str, &str); 2] = [("ORDERS_TOKEN", TOKEN), ("VERIFY_PASSWORD", PASSWORD)];

#[track_caller]
fn is_clean(name: &str, text: &str) {
    for planted in PLANTED {
        let at = text.find(planted);
        let around = at.map(|at| text.get(at.saturating_sub(160)..text.len().min(at + 60)));
        assert!(at.is_none(), "{planted} stands in {name}: {around:?}");
    }
}

#[test]
fn nothing_that_an_api_echoes_stands_in_any_report() {
    let project = leaky();
    project.scenario("leaky", SCENARIO);
    let files = ["junit=r.xml", "json=r.json", "html=r.html", "tap=r.tap", "github=r.md"];
    let mut arguments = vec!["--verbose", "--coverage"];
    files.iter().for_each(|file| arguments.extend(["--report", file]));
    let ended = project.run_with(&arguments, &ENVIRONMENT).says(1, &["secret-shown"]);
    // The scenario itself says the PIN, and a failure shows the line of the file.
    is_clean("the console", &ended.out);
    is_clean("what is told beside it", &ended.err);
    for file in files {
        let (_, path) = file.split_once('=').unwrap();
        let text = fs::read_to_string(project.path(path)).unwrap();
        assert!(text.contains("leaky"), "{path}: {text}");
        is_clean(path, &text);
    }
    let report = super::project::json(&project.path("r.json"));
    let told = report.to_string();
    assert!(told.contains(r#""act":"report""#) && told.contains("PIN ••••"), "{told}");
}

#[test]
fn nothing_that_a_model_is_sent_or_echoes_stands_in_any_report() {
    let project = leaky();
    project.scenario("leaky", SCENARIO);
    let model = Model::saying("planted-token-333 and planted-password-22 for planted-key-1");
    let url = model.url();
    let key = ("OPENAI_API_KEY", "planted-key-1");
    let arguments = ["--model", "m", "--base-url", &url];
    let reports = ["--report", "json=r.json", "--report", "html=r.html"];
    let environment = [&ENVIRONMENT[..], &[key]].concat();
    project.run_with(&[&arguments[..], &reports[..]].concat(), &environment);
    for path in ["r.json", "r.html"] {
        let text = project.read(path);
        assert!(text.contains("\"purpose\":\"wording\""), "{path}: {text}");
        assert!(text.contains("•••• and •••• for ••••"), "{path}: {text}");
        is_clean(path, &text);
        assert!(!text.contains("planted-key-1"), "{path}");
    }
}

#[test]
fn nothing_that_an_api_echoes_stands_in_a_talk_a_transcript_or_a_saved_scenario() {
    let project = leaky();
    let said = "Where is my order ORD-12345?\n48213\n7350\nWhere is my order ORD-77777?\n";
    let saving = "/save kept.scenario.yaml\n/transcript talk.md\n";
    for (arguments, input) in
        [(&["--json"][..], said.to_owned()), (&[][..], format!("{said}{saving}"))]
    {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_rehearsal"));
        command.current_dir(project.path("")).env_clear().envs(ENVIRONMENT);
        command.args(["chat", "scenarios/desk"]).args(arguments);
        let output = command.write_stdin(input).output().unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        assert!(out.contains("••••"), "{out}");
        // What was typed is not printed again without --json.
        is_clean("the talk", &out);
        is_clean("what is told beside it", &String::from_utf8(output.stderr).unwrap());
    }
    for file in ["kept.scenario.yaml", "talk.md"] {
        is_clean(file, &fs::read_to_string(project.path(file)).unwrap());
    }
}
