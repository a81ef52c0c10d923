use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use serde_json::{Value as Json, json};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::path};

use super::{
    agent::KEY,
    script::{Rules, Script, call, status, text},
};

/// Runs the binary with this input; nothing of the tests' own environment gets in.
async fn rehearsal(arguments: &[&str], key: Option<&str>, input: &str) -> Output {
    let environment: Vec<(&str, &str)> =
        key.map(|key| ("OPENAI_API_KEY", key)).into_iter().collect();
    rehearsal_in(&environment, arguments, input).await
}

/// The same with this environment and no other.
async fn rehearsal_in(environment: &[(&str, &str)], arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    command
        .args(arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.envs(environment.iter().copied());
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

/// Chats at the order desk through a script; the output, the errors and the exit status.
async fn chat(script: &Script, more: &[&str], input: &str) -> (String, String, Option<i32>) {
    let uri = script.server.uri();
    let head = ["chat", "scenarios/order-desk", "--now", "2026-03-02T10:00:00+01:00"];
    let model = ["--model", "test-model", "--base-url", &uri];
    let arguments = [&head[..], &model[..], more].concat();
    let output = rehearsal(&arguments, Some(KEY), input).await;
    let (out, err) = said(&output);
    (out, err, output.status.code())
}

#[tokio::test(flavor = "multi_thread")]
async fn under_the_free_policy_breaches_are_printed_and_the_schema_holds() {
    let answers = || {
        vec![
            call("lookup_order_status", json!({ "order_number": "ORD-12345" })),
            text("Your order has been shipped, tracking 1Z999AA10123456789."),
        ]
    };
    let script = Script::start_by(Rules::Free, answers()).await;
    let (out, err, exit) =
        chat(&script, &["--policy", "free", "--json"], "Where is my order?\n").await;
    assert_eq!(exit, Some(0), "{out}{err}");
    let turns: Vec<Json> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<_> =
        turns[1]["breaches"].as_array().unwrap().iter().map(|b| &b["kind"]).collect();
    assert_eq!(kinds, ["invented_value", "skipped_gate"], "{out}");
    let value = &turns[1]["slots"]["order_number"];
    assert_eq!(value["provenance"], "model", "{out}");
    assert_eq!(complaints(&turns), Vec::<String>::new());
    let script = Script::start_by(Rules::Free, answers()).await;
    let (out, err, _) = chat(&script, &["--policy", "free"], "Where is my order?\n").await;
    assert!(out.contains("1Z999AA10123456789"), "{out}");
    assert!(err.contains("breach: skipped gate, `Lookup Order Status` was called before"), "{err}");
}

/// What the published schema says against these turns.
fn complaints(turns: &[Json]) -> Vec<String> {
    let text = std::fs::read_to_string("schema/chat-turn.schema.json").unwrap();
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", serde_json::from_str(&text).unwrap()).unwrap();
    let index = compiler.compile("schema.json", &mut schemas).unwrap();
    let judge = |turn| schemas.validate(turn, index).err().map(|error| format!("{error:#}"));
    turns.iter().filter_map(judge).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_free_policy_needs_a_model_and_says_how_to_name_one() {
    let output =
        rehearsal(&["chat", "scenarios/order-desk", "--policy", "free"], None, "hi\n").await;
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).1.contains("name one with --model NAME"), "{:?}", said(&output));
    let output = rehearsal(&["chat", "scenarios/order-desk", "--policy", "loose"], None, "").await;
    assert!(said(&output).1.contains("[possible values: guarded, free]"), "{:?}", said(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_model_saw_and_answered_is_shown_without_secrets() {
    let script = Script::start(vec![
        call("verify_customer", json!({ "customer_number": 48213 })),
        text("That PIN doesn't match our records. Could you check it and try again?"),
    ])
    .await;
    let lines = "/prompt\nplease verify me, 48213, PIN 7350\n/prompt\n/raw\n";
    let (out, err, exit) = chat(&script, &[], lines).await;
    assert_eq!(exit, Some(0), "{out}{err}");
    assert!(out.contains("the model was not asked in the last turn"), "{out}");
    assert!(out.contains("request 1 to test-model") && out.contains("system"), "{out}");
    assert!(out.contains("{pin}") && out.contains("other_talk"), "{out}");
    assert!(out.contains("verify_customer({\"customer_number\":48213})"), "{out}");
    assert!(!out.contains("7350") && !out.contains(KEY), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_model_is_changed_in_the_middle_of_a_talk() {
    let script = Script::start(vec![call("lookup_order_status", json!({}))]).await;
    let lines = "/model\n/model test-model-two\nwhere is it then\n/model offline\n/model\n48213\n";
    let (out, err, exit) = chat(&script, &[], lines).await;
    assert_eq!(exit, Some(0), "{out}{err}");
    assert!(out.contains("test-model is in use"), "{out}");
    assert!(out.contains("From now on test-model-two at 127.0.0.1"), "{out}");
    assert!(out.contains("the offline model is in use"), "{out}");
    assert_eq!(script.requests()[0]["model"], "test-model-two");
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_offline_model_each_command_says_what_it_needs() {
    let agent = ["chat", "scenarios/order-desk"];
    for (line, remedy) in [
        ("/prompt", "name a model with /model NAME"),
        ("/raw", "name a model with /model NAME"),
        ("/model gpt-5-mini", "set OPENAI_API_KEY"),
        ("/edit", "set EDITOR"),
        ("/again", "nothing was said yet"),
    ] {
        let output = rehearsal(&agent, None, &format!("{line}\n")).await;
        assert_eq!(output.status.code(), Some(2), "{line}: {:?}", said(&output));
        assert!(said(&output).1.contains(remedy), "{line}: {:?}", said(&output));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_given_anew_and_both_are_shown() {
    let chat_question = || call("other_talk", json!({}));
    let script = Script::start(vec![
        chat_question(),
        text("We are glad to help."),
        chat_question(),
        text("Gladly."),
    ])
    .await;
    let (out, err, exit) = chat(&script, &[], "are you nice?\n/again\n").await;
    assert_eq!(exit, Some(0), "{out}{err}");
    assert!(out.contains("before: We are glad to help."), "{out}");
    assert!(out.contains("now:    Gladly."), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_prompt_is_edited_and_the_talk_goes_on_with_it() {
    let disk = tempfile::tempdir().unwrap();
    let at = |name: &str| disk.path().join(name);
    std::fs::create_dir(at(".rehearsal")).unwrap();
    let agent = "name: Desk\nprompt: p.md\ntimezone: UTC\nactions:\n  - name: Ping Server\n    description: Ask the server whether it is there\n    method: GET\n    url: https://api.example.com/ping\n    variables: []\n";
    std::fs::write(at("agent.yaml"), agent).unwrap();
    std::fs::write(at("p.md"), "Use 'Ping Server' for {{ contact.name }}.\n").unwrap();
    std::fs::write(
        at("good.sh"),
        "echo 'Always answer in rhymes, {{ contact.name }}.' >> \"$1\"\n",
    )
    .unwrap();
    std::fs::write(at("bad.sh"), "echo '{{ contact.missing.name }}' >> \"$1\"\n").unwrap();
    let script = Script::start(vec![call("other_talk", json!({})), text("Sure.")]).await;
    let (uri, folder) = (script.server.uri(), disk.path().to_str().unwrap().to_owned());
    let arguments =
        ["chat", &folder, "--contact", "name=Ada", "--model", "test-model", "--base-url", &uri];
    let good = format!("sh {}", at("good.sh").display());
    let environment = [("OPENAI_API_KEY", KEY), ("PATH", "/usr/bin:/bin"), ("EDITOR", &good)];
    let output = rehearsal_in(&environment, &arguments, "/edit\nhello there\n").await;
    let (out, err) = said(&output);
    assert!(out.contains("The prompt was read again"), "{out}{err}");
    let seen = script.requests()[0].to_string();
    assert!(seen.contains("Always answer in rhymes, Ada."), "{seen}");
    let bad = format!("sh {}", at("bad.sh").display());
    for (editor, remedy) in [
        (bad.as_str(), "the talk goes on with the old prompt"),
        ("no-such-editor", "cannot be started"),
        ("false", "ended with"),
    ] {
        std::fs::write(at("p.md"), "Use 'Ping Server'.\n").unwrap();
        let environment = [("OPENAI_API_KEY", KEY), ("PATH", "/usr/bin:/bin"), ("EDITOR", editor)];
        let output = rehearsal_in(&environment, &arguments, "/edit\n").await;
        assert_eq!(output.status.code(), Some(2), "{:?}", said(&output));
        assert!(said(&output).1.contains(remedy), "{editor}: {:?}", said(&output));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_stops_the_model_and_not_the_talk() {
    let script = Script::start(vec![call("lookup_order_status", json!({}))]).await;
    let lines = "where is it then\nwhat about something else entirely\n48213\n";
    let (out, err, exit) = chat(&script, &["--max-calls", "1"], lines).await;
    assert_eq!(exit, Some(3), "{out}{err}");
    assert!(err.contains("raise --max-calls to go on"), "{err}");
    assert_eq!(out.lines().count(), 4, "{out}");
    assert_eq!(script.requests().len(), 1);
}
