//! What models are asked stands in the report: in its own turn of its own talk, whole, and without secrets.

use std::time::Duration;

use serde_json::{Value as Json, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::method};

use crate::project::{Project, json};

/// A model that calls for the order it was told of last, and else says this.
pub struct Model {
    runtime: tokio::runtime::Runtime,
    server: MockServer,
}

impl Model {
    pub fn saying(text: &'static str) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let respond = move |request: &Request| {
            let asked: Json = serde_json::from_slice(&request.body).unwrap();
            let last = asked["messages"].as_array().unwrap().last().unwrap();
            let told = last["content"].as_str().unwrap_or_default();
            let order = told.rfind("ORD-").and_then(|at| told.get(at..at + 9));
            let message = match order
                .filter(|_| last["role"] == "user" && asked["tools"].is_array())
            {
                Some(order) => json!({ "role": "assistant", "content": text, "tool_calls": [{
                    "id": "1", "type": "function",
                    "function": { "name": "lookup_order_status", "arguments": json!({ "order_number": order }).to_string() },
                }] }),
                None => json!({ "role": "assistant", "content": text }),
            };
            let usage = json!({ "prompt_tokens": 120, "completion_tokens": 7 });
            let answer = json!({ "choices": [{ "message": message }], "usage": usage });
            // Long enough for another talk's request to come between.
            ResponseTemplate::new(200).set_body_json(answer).set_delay(Duration::from_millis(30))
        };
        let server = runtime.block_on(async {
            let server = MockServer::start().await;
            Mock::given(method("POST")).respond_with(respond).mount(&server).await;
            server
        });
        Self { runtime, server }
    }

    pub fn url(&self) -> String {
        self.server.uri()
    }

    /// The messages of every request that came.
    fn received(&self) -> Vec<Json> {
        let all = self.runtime.block_on(self.server.received_requests()).unwrap();
        let messages = |request: &Request| {
            serde_json::from_slice::<Json>(&request.body).unwrap()["messages"].clone()
        };
        all.iter().map(messages).collect()
    }
}

fn talk(first: &str, second: &str) -> String {
    format!("turns:\n  - user: Where is my order {first}?\n  - user: And what about {second}?\n")
}

/// Plays two talks side by side, and gives the report.
fn side_by_side(model: &Model, arguments: &[&str]) -> (Project, Json) {
    let project = Project::new();
    project.scenario("a", &talk("ORD-11111", "ORD-11112"));
    project.scenario("b", &talk("ORD-22221", "ORD-22222"));
    let url = model.url();
    let mut all =
        vec!["--model", "m", "--base-url", &url, "--jobs", "2", "--report", "json=r.json"];
    all.extend(arguments);
    project.run(&all);
    let report = json(&project.path("r.json"));
    (project, report)
}

/// All messages of a request, with those that an earlier one began with.
fn whole(request: &Json, all: &[Json]) -> Vec<Json> {
    let mut messages = Vec::new();
    if let Some(begins) = request.get("begins_like") {
        let before = all.iter().find(|one| one["number"] == begins["request"]).unwrap();
        let count = usize::try_from(begins["messages"].as_u64().unwrap()).unwrap();
        messages.extend_from_slice(&whole(before, all)[..count]);
        if let Some(first) = begins.get("first") {
            let old = messages[0]["content"].as_str().unwrap().to_owned();
            let lines = usize::try_from(first["lines"].as_u64().unwrap()).unwrap();
            let rest = list(&first["rest"]);
            let rest = rest.iter().map(|line| line.as_str().unwrap());
            let kept: Vec<&str> = old.split('\n').take(lines).chain(rest).collect();
            messages[0]["content"] = kept.join("\n").into();
        }
    }
    messages.extend(request["messages"].as_array().unwrap().iter().cloned());
    messages
}

fn list(json: &Json) -> Vec<Json> {
    json.as_array().cloned().unwrap_or_default()
}

#[track_caller]
fn each_turn_tells_its_own_requests(model: &Model, report: &Json, purpose: &str) {
    let received = model.received();
    for (at, (own, other)) in
        [("ORD-1111", "ORD-2222"), ("ORD-2222", "ORD-1111")].iter().enumerate()
    {
        let turns = list(&report["scenarios"][at]["attempts"][0]["turns"]);
        assert_eq!(turns.len(), 3, "{report}");
        let all: Vec<Json> = turns.iter().flat_map(|turn| list(&turn["model_requests"])).collect();
        assert!(turns[0].get("model_requests").is_none(), "{}", turns[0]);
        for (number, turn) in turns.iter().enumerate().skip(1) {
            let asked = list(&turn["model_requests"]);
            let first = asked.iter().find(|one| one["purpose"] == purpose).unwrap();
            let messages = whole(first, &all);
            let last = messages.last().unwrap().to_string();
            assert!(last.contains(&format!("{own}{number}")), "{last}");
            assert_eq!(first["tools"][0], "lookup_order_status");
            assert!(first["answer"].as_str().unwrap().contains(&format!("{own}{number}")));
            assert_eq!(first["tokens"], json!({ "prompt": 120, "answer": 7 }));
        }
        for request in &all {
            let sent = Json::from(whole(request, &all));
            assert!(received.contains(&sent), "never sent: {sent}");
            assert!(!sent.to_string().contains(other), "of the other talk: {sent}");
        }
        let told: usize = all.iter().map(|one| list(&one["messages"]).len()).sum();
        let sent: usize = all.iter().map(|one| whole(one, &all).len()).sum();
        assert!(told < sent, "{told} messages of {sent} are told");
        let prompts = Json::from(all.clone()).to_string().matches("You help with the").count();
        assert!((1..=2).contains(&prompts), "the prompt is told {prompts} times");
    }
}

#[test]
fn of_talks_side_by_side_each_turn_tells_its_own_requests() {
    let model = Model::saying("Your order is shipped.");
    let (project, report) = side_by_side(&model, &[]);
    each_turn_tells_its_own_requests(&model, &report, "understanding");
    let purposes: Vec<Json> =
        list(&report["scenarios"][0]["attempts"][0]["turns"][1]["model_requests"])
            .iter()
            .map(|one| one["purpose"].clone())
            .collect();
    assert_eq!(purposes[..2], ["understanding", "wording"]);
    let shown = project.command_of("schema", &["report"]).output().unwrap();
    let schema: Json = serde_json::from_slice(&shown.stdout).unwrap();
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("report.json", schema).unwrap();
    let index = compiler.compile("report.json", &mut schemas).unwrap();
    assert!(schemas.validate(&report, index).is_ok());
}

#[test]
fn a_leading_model_is_told_in_its_own_talk_too() {
    let model = Model::saying("Your order is shipped.");
    let (_project, report) = side_by_side(&model, &["--policy", "free"]);
    each_turn_tells_its_own_requests(&model, &report, "leading");
}

#[test]
fn without_a_model_no_request_is_told() {
    let project = Project::new();
    project.scenario("a", &talk("ORD-11111", "ORD-11112"));
    project.run(&["--report", "json=r.json"]).says(0, &[]);
    assert!(!project.read("r.json").contains("model_requests"));
}

#[test]
fn why_no_answer_came_is_told() {
    let project = Project::new();
    project.scenario("a", &talk("ORD-11111", "ORD-11112"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        let refusal = ResponseTemplate::new(401).set_body_string("no such key");
        Mock::given(method("POST")).respond_with(refusal).mount(&server).await;
        server
    });
    let url = server.uri();
    project.run(&["--model", "m", "--base-url", &url, "--report", "json=r.json"]);
    let report = json(&project.path("r.json"));
    let asked = &report["scenarios"][0]["attempts"][0]["turns"][1]["model_requests"][0];
    assert!(asked["failure"].as_str().unwrap().contains("401"), "{report}");
    assert!(asked.get("answer").is_none() && asked.get("tokens").is_none(), "{asked}");
}
