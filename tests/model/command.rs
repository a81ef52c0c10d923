use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use serde_json::{Value as Json, json};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::path};

use super::{
    agent::KEY,
    script::{Script, call, status, text},
};

/// Runs the binary with this input; nothing of the tests' own environment gets in.
async fn rehearsal(arguments: &[&str], key: Option<&str>, input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    command
        .args(arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.envs(key.map(|key| ("OPENAI_API_KEY", key)));
    let input = input.to_owned();
    tokio::task::spawn_blocking(move || {
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    })
    .await
    .unwrap()
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn chat_talks_through_the_named_model() {
    let script = Script::start(vec![
        call("lookup_order_status", json!({})),
        text("Your order has been shipped, the tracking number is 1Z999AA10123456789."),
    ])
    .await;
    let uri = script.server.uri();
    let arguments = [
        "chat",
        "scenarios/order-desk",
        "--json",
        "--now",
        "2026-03-02T10:00:00+01:00",
        "--model",
        "test-model",
        "--base-url",
        &uri,
    ];
    let lines = "I would like to know where my order is\n48213\n4821\nORD-12345\n";
    let output = rehearsal(&arguments, Some(KEY), lines).await;
    let (out, err) = said(&output);
    let turns: Vec<Json> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(turns.len(), 5, "{out}{err}");
    assert_eq!(turns[1]["asks_for"], "customer_number", "{out}");
    assert!(turns[4]["reply"].as_str().unwrap().contains("1Z999AA10123456789"), "{out}");
    assert!(!out.contains(KEY) && !err.contains(KEY));
    assert!(script.requests().len() <= 2, "values alone need no model");
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_decides_the_exit_status() {
    for (code, exit) in [(401, 2), (404, 2), (501, 3)] {
        let answers = (0..4).map(|_| status(code, json!({ "error": "no" }))).collect();
        let script = Script::start(answers).await;
        let uri = script.server.uri();
        let arguments =
            ["chat", "scenarios/order-desk", "--model", "test-model", "--base-url", &uri];
        let output = rehearsal(&arguments, Some(KEY), "Where is my order?\n").await;
        assert_eq!(output.status.code(), Some(exit), "{:?}", said(&output));
        assert!(said(&output).1.contains("error: "));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn loopback_needs_no_key_and_an_unset_one_elsewhere_is_misuse() {
    let server = MockServer::start().await;
    let listed = ResponseTemplate::new(200)
        .set_body_json(json!({ "data": [{ "id": "tiny" }, { "id": "\u{1b}[31mred" }] }));
    Mock::given(path("/v1/models")).respond_with(listed).mount(&server).await;
    let uri = format!("{}/v1/", server.uri());
    let output = rehearsal(&["models", "--base-url", &uri], None, "").await;
    let (out, err) = said(&output);
    assert_eq!(output.status.code(), Some(0), "{out}{err}");
    assert!(out.contains("tiny") && !out.contains('\u{1b}'), "{out}");
    assert!(
        server
            .received_requests()
            .await
            .unwrap()
            .iter()
            .all(|r| !r.headers.contains_key("authorization"))
    );
    let output = rehearsal(&["models", "--model", "gpt-5-mini"], None, "").await;
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).1.contains("set OPENAI_API_KEY"));
}

#[tokio::test(flavor = "multi_thread")]
async fn models_says_what_works_and_what_is_done_without() {
    let server = MockServer::start().await;
    Mock::given(path("/v1/models"))
        .respond_with(
            ResponseTemplate::new(200).set_body_json(json!({ "data": [{ "id": "tiny" }] })),
        )
        .mount(&server)
        .await;
    Mock::given(path("/v1/chat/completions"))
        .respond_with(|request: &wiremock::Request| {
            let body: Json = serde_json::from_slice(&request.body).unwrap();
            if body.get("tools").is_some() {
                return status(400, json!({ "error": "tiny does not support tools" }));
            }
            text("ready")
        })
        .mount(&server)
        .await;
    let uri = format!("{}/v1", server.uri());
    let output = rehearsal(&["models", "--model", "tiny", "--base-url", &uri], None, "").await;
    let (out, err) = said(&output);
    assert_eq!(output.status.code(), Some(0), "{out}{err}");
    assert!(out.contains("* tiny"), "{out}");
    assert!(out.contains("system messages  works"), "{out}");
    assert!(out.contains("tool calls       does not work; calls are asked for in text"), "{out}");
    assert!(out.contains("streaming        works"), "{out}");
    assert!(out.contains("json schema      does not work"), "{out}");
}
