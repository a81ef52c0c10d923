use std::{
    collections::VecDeque,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::{Value as Json, json};
use wiremock::{
    Mock, MockServer, Request, Respond, ResponseTemplate,
    matchers::{method, path},
};

pub const KEY: &str = "sk-planted-model-key-1";
pub const PASSWORD: &str = "planted-password-22";
pub const TOKEN: &str = "planted-token-333";
pub const BODY_KEY: &str = "planted-body-key-4444";
pub const PIN: &str = "7350";

/// All that must stand in no file.
pub const PLANTED: [&str; 5] = [KEY, PASSWORD, TOKEN, BODY_KEY, PIN];

const NOW: &str = "2026-03-02T10:00:00+01:00";

const AGENT: &str = r#"
name: Order desk
prompt: prompt.md
greeting: "Hello{% if tier %}, dear {{ tier }} customer{% endif %}, how can I help?"
timezone: Europe/Berlin
region: DE
dynamic_context:
  url: API/context
  auth: { body: { key: { secret: BODY_KEY } } }
actions:
  - name: Verify Customer
    description: Check who the customer is by customer number and PIN
    method: POST
    url: API/verify
    auth: { basic: { username: desk, password: { secret: VERIFY_PASSWORD } } }
    idempotency_key: Idempotency-Key
    body: { customer: "{{customer_number}}", pin: "{{pin}}", agent: "{{agent_uuid}}" }
    variables:
      - { name: customer_number, type: integer, description: The number on the customer card, example: 48213, required: true }
      - { name: pin, type: string, description: Four-digit PIN, example: "1234", required: true, pattern: '^\d{4}$', sensitive: true }
  - name: Lookup Order Status
    description: Look up the delivery status of an order by its order number
    method: GET
    url: API/orders
    auth: { bearer: { secret: ORDERS_TOKEN } }
    headers: { X-Agent: "{{agent_uuid}}", X-Time: "{{current_datetime}}" }
    query: { order_id: "{{order_number}}", include: tracking }
    requires: [Verify Customer]
    timeout: 1s
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
"#;

const PROMPT: &str = r#"# Order desk

You answer customers of an online shop. You are friendly and brief.
Use the 'Verify Customer' tool first.

When using the 'Lookup Order Status' tool:

If the tool returns an error:
- 404: "I don't see an order with that number. Could you double-check?"
- Timeout: "The system is taking longer than expected."
- For any error, offer to have someone call them back.
"#;

/// A model and an API on loopback, and a project that talks to them.
pub struct World {
    pub disk: tempfile::TempDir,
    model: Option<MockServer>,
    model_uri: String,
    api: Option<MockServer>,
    answers: Arc<Mutex<VecDeque<ResponseTemplate>>>,
}

struct Script(Arc<Mutex<VecDeque<ResponseTemplate>>>);

impl Respond for Script {
    fn respond(&self, _request: &Request) -> ResponseTemplate {
        let next = self.0.lock().unwrap().pop_front();
        next.unwrap_or_else(|| ResponseTemplate::new(501).set_body_string("the script has ended"))
    }
}

/// A call of a tool by the model.
pub fn call(name: &str, arguments: Json) -> ResponseTemplate {
    let function = json!({ "name": name, "arguments": arguments.to_string() });
    let calls = json!([{ "id": "c", "type": "function", "function": function }]);
    message(json!({ "role": "assistant", "content": null, "tool_calls": calls }), "tool_calls")
}

/// A text of the model.
pub fn text(text: &str) -> ResponseTemplate {
    message(json!({ "role": "assistant", "content": text }), "stop")
}

fn message(message: Json, finish: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "id": "c", "choices": [{ "index": 0, "message": message, "finish_reason": finish }],
        "usage": { "prompt_tokens": 100, "completion_tokens": 10 },
    }))
}

/// The lines of a talk that looks an order up.
pub fn lines(order: &str) -> String {
    format!("I would like to know where my order is\n48213\n{PIN}\n{order}\n")
}

/// What the model answers in that talk.
pub fn answers() -> Vec<ResponseTemplate> {
    let thoughts = "<think>It was\nshipped.</think>Your order has been shipped.";
    vec![call("lookup_order_status", json!({})), text(thoughts)]
}

impl World {
    pub async fn new(answers: Vec<ResponseTemplate>) -> Self {
        let answers = Arc::new(Mutex::new(VecDeque::from(answers)));
        let model = MockServer::start().await;
        Mock::given(method("POST")).respond_with(Script(Arc::clone(&answers))).mount(&model).await;
        let api = api().await;
        let disk = tempfile::tempdir().unwrap();
        std::fs::create_dir(disk.path().join(".rehearsal")).unwrap();
        std::fs::write(disk.path().join("agent.yaml"), AGENT.replace("API", &api.uri())).unwrap();
        std::fs::write(disk.path().join("prompt.md"), PROMPT).unwrap();
        let model_uri = model.uri();
        Self { disk, model: Some(model), model_uri, api: Some(api), answers }
    }

    pub fn then(&self, answers: Vec<ResponseTemplate>) {
        self.answers.lock().unwrap().extend(answers);
    }

    /// Stops both servers: what leaves now reaches nobody.
    pub fn stop(&mut self) {
        self.model = None;
        self.api = None;
    }

    pub fn root(&self) -> PathBuf {
        self.disk.path().canonicalize().unwrap()
    }

    /// A live talk at a fixed time, as its user would have it, with all secrets set.
    pub async fn live(&self, arguments: &[&str], input: &str) -> Output {
        let secrets = [
            ("OPENAI_API_KEY", KEY),
            ("VERIFY_PASSWORD", PASSWORD),
            ("ORDERS_TOKEN", TOKEN),
            ("BODY_KEY", BODY_KEY),
        ];
        let fixed = ["--now", NOW, "--live", "--allow-host", "127.0.0.1"];
        self.chat(&[&fixed, arguments].concat(), &secrets, input).await
    }

    /// A replay at the same time, with no secret, and no host allowed.
    pub async fn replay(&self, arguments: &[&str], input: &str) -> Output {
        self.chat(&[&["--now", NOW, "--replay"], arguments].concat(), &[], input).await
    }

    pub async fn chat(
        &self,
        arguments: &[&str],
        variables: &[(&str, &str)],
        input: &str,
    ) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
        let model = ["--json", "--model", "test-model", "--base-url", &self.model_uri];
        command
            .arg("chat")
            .arg(self.disk.path())
            .args(model)
            .args(arguments)
            .env_clear()
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let input = input.to_owned();
        let run = move || {
            let mut child = command.spawn().unwrap();
            // It may have ended already, over its arguments.
            let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
            child.wait_with_output().unwrap()
        };
        tokio::task::spawn_blocking(run).await.unwrap()
    }

    /// All recordings, by their path below the project.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        gather(&self.root().join("cassettes"), &mut found);
        let below = |path: &Path| {
            path.strip_prefix(self.root()).unwrap().to_string_lossy().replace('\\', "/")
        };
        let mut files: Vec<_> = found
            .iter()
            .map(|path| (below(path), std::fs::read_to_string(path).unwrap()))
            .collect();
        files.sort();
        files
    }
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { gather(&path, found) } else { found.push(path) }
    }
}

/// An API that echoes what it should not, knows one order, and is slow about another.
async fn api() -> MockServer {
    let server = MockServer::start().await;
    let context = ResponseTemplate::new(200).set_body_json(json!({ "tier": "gold" }));
    Mock::given(path("/context")).respond_with(context).mount(&server).await;
    let verify = |request: &Request| {
        let body: Json = serde_json::from_slice(&request.body).unwrap();
        let pin = body["pin"].as_str().unwrap();
        let said = format!("PIN {pin} of {}", body["agent"]);
        let mut echo = json!({ "pin": pin.parse::<u32>().unwrap(), "said": said });
        if body["customer"] == 99999 {
            echo["credentials"] = request.headers["authorization"].to_str().unwrap().into();
        }
        ResponseTemplate::new(200).set_body_json(echo)
    };
    Mock::given(path("/verify")).respond_with(verify).mount(&server).await;
    let orders = |request: &Request| {
        let order = request.url.query_pairs().find(|(name, _)| name == "order_id");
        match order.unwrap().1.as_ref() {
            "ORD-12345" => ResponseTemplate::new(200)
                .set_body_json(json!({ "status": "shipped", "by": "sea" })),
            "ORD-77777" => ResponseTemplate::new(200)
                .set_body_json(json!({ "status": "shipped", "token": TOKEN })),
            "ORD-88888" => ResponseTemplate::new(200).set_delay(Duration::from_secs(3)),
            _ => ResponseTemplate::new(404).set_body_json(json!({ "error": "not found" })),
        }
    };
    Mock::given(path("/orders")).respond_with(orders).mount(&server).await;
    server
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Two talks printed the same.
pub fn assert_the_same(one: &Output, other: &Output) {
    for (one, other) in turns(one).iter().zip(turns(other)) {
        for (key, value) in one.as_object().unwrap() {
            assert_eq!(*value, other[key], "{key} of turn {}", one["turn"]);
        }
    }
    assert_eq!(out(one), out(other));
}

/// The turns a talk printed.
pub fn turns(output: &Output) -> Vec<Json> {
    out(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
