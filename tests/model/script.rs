use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use serde_json::{Value as Json, json};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate, matchers::any};

use super::agent::{KEY, PIN};

/// An endpoint that answers by a script and holds every request to the rules.
pub struct Script {
    pub server: MockServer,
    kept: Arc<Kept>,
}

#[derive(Default)]
struct Kept {
    answers: Mutex<VecDeque<ResponseTemplate>>,
    requests: Mutex<Vec<Json>>,
    broken: Mutex<Vec<String>>,
}

/// Whose rules a request keeps.
#[derive(Clone, Copy, PartialEq)]
pub enum Rules {
    /// The engine's: nothing is required, no message of a tool.
    Guarded,
    /// A hosted platform's.
    Free,
}

struct Player(Arc<Kept>, Rules);

impl Respond for Player {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: Json = serde_json::from_slice(&request.body).unwrap_or_default();
        let mut broken = broken_rules(&body, self.1);
        let key = request.headers.get("authorization").and_then(|key| key.to_str().ok());
        if key != Some(format!("Bearer {KEY}").as_str()) {
            broken.push(format!("wrong key {key:?}"));
        }
        self.0.broken.lock().unwrap().extend(broken);
        self.0.requests.lock().unwrap().push(body);
        let next = self.0.answers.lock().unwrap().pop_front();
        next.unwrap_or_else(|| ResponseTemplate::new(500).set_body_string("the script has ended"))
    }
}

impl Script {
    /// Starts with these answers.
    pub async fn start(answers: Vec<ResponseTemplate>) -> Self {
        Self::start_by(Rules::Guarded, answers).await
    }

    /// Starts with these answers and rules.
    pub async fn start_by(rules: Rules, answers: Vec<ResponseTemplate>) -> Self {
        let kept = Arc::new(Kept::default());
        kept.answers.lock().unwrap().extend(answers);
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(Player(Arc::clone(&kept), rules)).mount(&server).await;
        Self { server, kept }
    }

    /// Adds an answer.
    pub fn then(&self, answer: ResponseTemplate) {
        self.kept.answers.lock().unwrap().push_back(answer);
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Json> {
        self.kept.requests.lock().unwrap().clone()
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        let broken = self.kept.broken.lock().unwrap();
        if !std::thread::panicking() {
            assert!(broken.is_empty(), "requests broke rules: {broken:#?}");
        }
    }
}

/// What is wrong with a request.
fn broken_rules(body: &Json, rules: Rules) -> Vec<String> {
    let mut broken = Vec::new();
    let text = body.to_string();
    for planted in [PIN, KEY] {
        if text.contains(planted) {
            let at = text.find(planted).unwrap_or(0);
            let around: String = text.chars().skip(at.saturating_sub(80)).take(160).collect();
            broken.push(format!("{planted} left the machine: ..{around}.."));
        }
    }
    if !body["model"].as_str().is_some_and(|name| name.starts_with("test-model")) {
        broken.push(format!("model {}", body["model"]));
    }
    let messages = body["messages"].as_array().map_or(&[][..], Vec::as_slice);
    broken.extend(match rules {
        Rules::Guarded => broken_messages(messages),
        Rules::Free => broken_free_messages(messages),
    });
    for tool in body["tools"].as_array().into_iter().flatten() {
        broken.extend(broken_tool(tool, rules));
    }
    let mut names: Vec<_> = body["tools"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|t| t["function"]["name"].to_string())
        .collect();
    let count = names.len();
    names.sort();
    names.dedup();
    if names.len() != count {
        broken.push("two tools with one name".into());
    }
    broken
}

/// System first, then user and assistant in turn, the user last, none empty.
fn broken_messages(messages: &[Json]) -> Vec<String> {
    let mut broken = Vec::new();
    for (at, message) in messages.iter().enumerate() {
        let expected = match at {
            0 => "system",
            _ if at % 2 == 1 => "user",
            _ => "assistant",
        };
        if message["role"] != expected {
            broken.push(format!("message {at} is of {}", message["role"]));
        }
        if message["content"].as_str().is_none_or(str::is_empty) {
            broken.push(format!("message {at} is empty"));
        }
    }
    if messages.len() < 2 || messages.len() % 2 == 1 {
        broken.push("the user does not speak last".into());
    }
    broken
}

/// A user speaks, a model calls, each call is answered by its id, the model speaks.
fn broken_free_messages(messages: &[Json]) -> Vec<String> {
    let mut broken = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut before = "";
    for (at, message) in messages.iter().enumerate() {
        let role = message["role"].as_str().unwrap_or_default();
        let is_legal = match role {
            "system" => at == 0,
            "user" => matches!(before, "system" | "assistant"),
            "assistant" => matches!(before, "user" | "tool") && open.is_empty(),
            "tool" => matches!(before, "calling" | "tool"),
            _ => false,
        };
        if !is_legal {
            broken.push(format!("message {at} is of {role} after {before}"));
        }
        let calls = message["tool_calls"].as_array();
        if message["content"].as_str().is_none_or(str::is_empty) && calls.is_none() {
            broken.push(format!("message {at} is empty"));
        }
        open.extend(calls.into_iter().flatten().map(|call| call["id"].to_string()));
        if role == "tool" {
            let answered = message["tool_call_id"].to_string();
            open.retain(|id| *id != answered);
        }
        before = if calls.is_some() { "calling" } else { role };
    }
    if !open.is_empty() || !matches!(before, "user" | "tool") {
        broken.push(format!("{before} speaks last, calls left open: {open:?}"));
    }
    broken
}

fn broken_tool(tool: &Json, rules: Rules) -> Vec<String> {
    let mut broken = Vec::new();
    let name = tool["function"]["name"].as_str().unwrap_or_default();
    let is_safe = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if tool["type"] != "function"
        || name.is_empty()
        || name.len() > 64
        || !name.chars().all(is_safe)
    {
        broken.push(format!("tool {tool}"));
    }
    if tool["function"]["parameters"]["type"] != "object" {
        broken.push(format!("{name} takes no object"));
    }
    let is_guarded = rules == Rules::Guarded;
    if is_guarded && tool.to_string().contains("\"required\"") {
        broken.push(format!("{name} requires something"));
    }
    if is_guarded && tool["function"]["parameters"]["properties"].get("pin").is_some() {
        broken.push(format!("{name} asks the model for a sensitive value"));
    }
    if let Err(error) =
        boon::Compiler::new().add_resource("mem:///s", tool["function"]["parameters"].clone())
    {
        broken.push(format!("{name}: {error}"));
    }
    broken
}

fn message(message: Json, finish: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "id": "c", "object": "chat.completion", "created": 1, "model": "test-model",
        "choices": [{ "index": 0, "message": message, "finish_reason": finish }],
        "usage": { "prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110 },
    }))
}

/// Calls of tools.
pub fn calls(calls: &[(&str, Json)]) -> ResponseTemplate {
    let calls: Vec<Json> = calls
        .iter()
        .enumerate()
        .map(|(at, (name, arguments))| {
            let arguments = match arguments {
                Json::String(raw) => raw.clone(),
                other => other.to_string(),
            };
            json!({ "id": format!("call_{at}"), "type": "function",
                    "function": { "name": name, "arguments": arguments } })
        })
        .collect();
    message(json!({ "role": "assistant", "content": null, "tool_calls": calls }), "tool_calls")
}

/// One call.
pub fn call(name: &str, arguments: Json) -> ResponseTemplate {
    calls(&[(name, arguments)])
}

/// A text.
pub fn text(text: &str) -> ResponseTemplate {
    message(json!({ "role": "assistant", "content": text }), "stop")
}

/// A message as it is.
pub fn raw(json: Json, finish: &str) -> ResponseTemplate {
    message(json, finish)
}

/// A refusal of the server.
pub fn status(status: u16, body: Json) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}
