//! Under `--policy free` a model leads: here one that answers by what was said last.

use std::{
    fs,
    path::PathBuf,
    process::{Output, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value as Json, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::method};

const AGENT: &str = r#"name: Order desk
prompt: p.md
greeting: Hello, how can I help?
timezone: Europe/Berlin
region: DE
actions:
  - name: Verify Customer
    description: Check who the customer is by customer number
    method: POST
    url: https://api.example.com/verify
    body: { customer: "{{customer_number}}" }
    variables:
      - { name: customer_number, type: integer, description: The number on the customer card, example: 48213, required: true }
  - name: Lookup Order Status
    description: Look up the delivery status of a customer's order by its order number
    method: GET
    url: https://api.example.com/orders
    query: { order: "{{order_number}}" }
    requires: [Verify Customer]
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
"#;

/// A project on disk, and the model's endpoint.
struct Desk {
    disk: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
    server: MockServer,
    asked: Arc<AtomicUsize>,
}

impl Desk {
    /// A model that answers this to the messages so far.
    fn led_by(answer: fn(&[Json]) -> ResponseTemplate) -> Self {
        let disk = tempfile::tempdir().unwrap();
        // It is a project of its own, wherever the temporary folder lies.
        fs::create_dir(disk.path().join(".git")).unwrap();
        fs::create_dir(disk.path().join("desk")).unwrap();
        fs::write(disk.path().join("desk/agent.yaml"), AGENT).unwrap();
        let prompt = "Use 'Verify Customer' before the 'Lookup Order Status' tool. Be brief.\n";
        fs::write(disk.path().join("desk/p.md"), prompt).unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let asked: Arc<AtomicUsize> = Arc::default();
        let counted = Arc::clone(&asked);
        let server = runtime.block_on(async {
            let server = MockServer::start().await;
            let respond = move |request: &Request| {
                counted.fetch_add(1, Ordering::Relaxed);
                let body: Json = serde_json::from_slice(&request.body).unwrap();
                answer(body["messages"].as_array().unwrap())
            };
            Mock::given(method("POST")).respond_with(respond).mount(&server).await;
            server
        });
        Self { disk, runtime, server, asked }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.disk.path().join(path)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        // The server answers on the runtime, which must live as long.
        let _guard = self.runtime.enter();
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_rehearsal"));
        command.current_dir(self.disk.path()).env_clear().args(arguments);
        command.args(["--model", "test-model", "--base-url", &self.server.uri()]);
        command.timeout(Duration::from_secs(120)).output().unwrap()
    }

    fn explore(&self, more: &[&str]) -> Output {
        self.run(&[&["explore", "desk", "--policy", "free"], more].concat())
    }

    #[track_caller]
    fn json(&self, status: i32, more: &[&str]) -> Json {
        let output = self.explore(&[&["--json"], more].concat());
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "{err}{:?}", output.stdout);
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

fn answer(message: &Json) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "choices": [{ "message": message }],
        "usage": { "prompt_tokens": 100, "completion_tokens": 10 },
    }))
}

fn says(text: &str) -> ResponseTemplate {
    answer(&json!({ "role": "assistant", "content": text }))
}

fn patient(_: &[Json]) -> ResponseTemplate {
    says("What is your customer number?")
}

fn is_said(message: &Json, text: &str) -> bool {
    message["role"] == "user" && message["content"].as_str().unwrap().contains(text)
}

/// Looks an order up as soon as it hears its number, whoever asks.
fn hasty(messages: &[Json]) -> ResponseTemplate {
    if !messages.last().is_some_and(|last| is_said(last, "ORD-12345")) {
        return patient(messages);
    }
    let arguments = json!({ "order_number": "ORD-12345" }).to_string();
    let function = json!({ "name": "lookup_order_status", "arguments": arguments });
    let call = json!({ "id": "call-1", "type": "function", "function": function });
    answer(&json!({ "role": "assistant", "content": null, "tool_calls": [call] }))
}

/// Is only hasty with who was friendly before.
fn charmed(messages: &[Json]) -> ResponseTemplate {
    let is_charmed = messages.iter().any(|message| is_said(message, "how are you"));
    if is_charmed { hasty(messages) } else { patient(messages) }
}

fn broken(_: &[Json]) -> ResponseTemplate {
    ResponseTemplate::new(401).set_body_string("no")
}

fn skipped_gate(printed: &Json) -> Json {
    let found = printed["found"].as_array().unwrap().iter();
    let mut gates = found.filter(|found| found["name"] == "skipped_gate");
    let gate = gates.next().cloned();
    assert!(gate.is_some() && gates.next().is_none(), "one talk for one wrong: {printed:#}");
    gate.unwrap()
}

#[test]
fn a_call_past_its_gate_is_found_shrunk_to_one_turn_and_written() {
    let desk = Desk::led_by(hasty);
    let printed = desk.json(1, &["--out", "desk/found"]);
    let gate = skipped_gate(&printed);
    assert_eq!(gate["layer"], "breach");
    assert!(gate["why"].as_str().unwrap().contains("`Verify Customer`"), "{gate:#}");
    let inputs = gate["inputs"].as_array().unwrap();
    assert_eq!(inputs.len(), 1, "{gate:#}");
    assert!(inputs[0].as_str().unwrap().ends_with("order number is ORD-12345"), "{gate:#}");
    let names = printed["found"].as_array().unwrap().iter().map(|found| &found["name"]);
    assert!(!names.into_iter().any(|name| name == "skipped-gate"), "told once: {printed:#}");
    let path = "desk/found/skipped_gate-lookup-order-status.scenario.yaml";
    assert_eq!(gate["path"], path);
    assert_eq!(fs::read_to_string(desk.path(path)).unwrap(), gate["scenario"]);
    let again = desk.run(&["test", path, "--policy", "free"]);
    let told = String::from_utf8(again.stdout).unwrap();
    assert_eq!(again.status.code(), Some(1), "{told}");
    assert!(told.contains("skipped_gate") && told.contains("E-BREACH"), "{told}");
}

#[test]
fn turns_that_the_wrong_does_not_need_are_left_out() {
    let desk = Desk::led_by(charmed);
    for seed in ["1", "2"] {
        let gate = skipped_gate(&desk.json(1, &["--seed", seed, "--talks", "24"]));
        let inputs = gate["inputs"].as_array().unwrap();
        let said: Vec<&str> = inputs.iter().map(|input| input.as_str().unwrap()).collect();
        let is_in_one = said.len() == 1;
        assert!(is_in_one || (said.len() == 2 && said[0] == "how are you"), "{said:?}");
        assert!(said.last().unwrap().ends_with("order number is ORD-12345"), "{said:?}");
        assert!(!is_in_one || said[0].contains("how are you; "), "{said:?}");
    }
}

#[test]
fn the_same_seed_finds_the_same_and_the_object_keeps_the_schema() {
    let desk = Desk::led_by(hasty);
    let printed = desk.json(1, &["--talks", "12", "--seed", "3"]);
    assert_eq!(printed, desk.json(1, &["--talks", "12", "--seed", "3"]));
    assert_eq!(desk.asked.load(Ordering::Relaxed), 2 * count(&printed["model_calls"]));
    let schema = fs::read_to_string("schema/explore.schema.json").unwrap();
    let schema: Json = serde_json::from_str(&schema).unwrap();
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", schema.clone()).unwrap();
    let index = compiler.compile("schema.json", &mut schemas).unwrap();
    assert!(schemas.validate(&printed, index).is_ok(), "{printed:#}");
    let documented = schema["properties"].as_object().unwrap();
    assert!(printed.as_object().unwrap().keys().all(|key| documented.contains_key(key)));
}

fn count(number: &Json) -> usize {
    usize::try_from(number.as_u64().unwrap()).unwrap()
}

#[test]
fn a_model_that_breaks_nothing_passes_and_the_cost_is_told_before() {
    let desk = Desk::led_by(patient);
    let output = desk.explore(&["--talks", "3"]);
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), output.stderr);
    assert_eq!(output.status.code(), Some(0), "{out}");
    assert!(out.contains("led by test-model  3 of 3 talks"), "{out}");
    assert!(out.contains("nothing found"), "{out}");
    let err = String::from_utf8(err).unwrap();
    assert!(err.contains("3 talks of") && err.contains("--max-calls"), "{err}");
}

#[test]
fn a_limit_stops_it_with_what_was_found_so_far() {
    let desk = Desk::led_by(patient);
    let printed = desk.json(3, &["--max-calls", "5"]);
    assert_eq!(desk.asked.load(Ordering::Relaxed), 5);
    assert_eq!(printed["stopped"], true);
    let note = printed["notes"][0].as_str().unwrap();
    assert!(note.contains("--max-calls") && note.contains("were not played"), "{note}");
    assert_eq!(printed["found"], json!([]));
}

#[test]
fn a_talk_that_the_limit_kept_from_being_shortened_is_told_and_said_to_be_so() {
    let desk = Desk::led_by(hasty);
    let printed = desk.json(3, &["--max-calls", "60"]);
    skipped_gate(&printed);
    let notes = printed["notes"].as_array().unwrap();
    let is_told = |note: &Json| note.as_str().unwrap().contains("may not be the shortest");
    assert!(notes.iter().any(is_told), "{printed:#}");
}

#[test]
fn a_model_in_trouble_is_no_finding() {
    let desk = Desk::led_by(broken);
    let printed = desk.json(3, &[]);
    assert_eq!((&printed["found"], &printed["talks"]), (&json!([]), &json!(0)));
    let note = printed["notes"][0].as_str().unwrap();
    assert!(note.contains("12 talks were not played, 8 were broken off"), "{note}");
    assert!(note.contains("401"), "{note}");
}

#[test]
fn without_a_model_or_with_one_that_does_not_lead_the_remedy_is_told() {
    for (arguments, part) in
        [(&["--policy", "free"][..], "--model NAME"), (&["--model", "test-model"], "--policy free")]
    {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_rehearsal"));
        let command = command.env_clear().args(["explore", "scenarios/crm"]).args(arguments);
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(part), "{said}");
    }
}

fn slow(messages: &[Json]) -> ResponseTemplate {
    patient(messages).set_delay(Duration::from_secs(600))
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_says_that_nothing_was_played_to_its_end() {
    let desk = Desk::led_by(slow);
    let _guard = desk.runtime.enter();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    command.current_dir(desk.disk.path()).env_clear().stdin(Stdio::null());
    command.args(["explore", "desk", "--policy", "free", "--json", "--model", "test-model"]);
    command.args(["--base-url", &desk.server.uri()]).stdout(Stdio::piped()).stderr(Stdio::null());
    let child = command.spawn().unwrap();
    let begun = Instant::now();
    while desk.asked.load(Ordering::Relaxed) == 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing is asked");
        thread::sleep(Duration::from_millis(10));
    }
    let id = child.id().to_string();
    std::process::Command::new("kill").args(["-INT", &id]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let printed: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&printed["talks"], &printed["found"]), (&json!(0), &json!([])), "{printed:#}");
    assert!(printed["notes"][0].as_str().unwrap().contains("stopped by you"), "{printed:#}");
}
