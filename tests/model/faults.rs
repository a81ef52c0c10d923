use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use rehearsal::{
    model::openai::{Budget, Endpoint, Patience},
    model::{ModelFailure, OpenAiModel, Trouble},
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::{
    agent::agent,
    script::{call, status},
    talk::{Talk, endpoint, hasty, patience},
};

/// What a raw server writes, and whether it then waits, closes or resets.
#[derive(Clone)]
pub enum Ending {
    Close,
    Wait,
    Reset,
}

/// A server below HTTP: it reads a request and writes these bytes, in pieces of the given size.
pub async fn raw_server(
    bytes: Vec<u8>,
    piece: usize,
    ending: Ending,
) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("http://{}/v1", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(serve(stream, bytes.clone(), piece, ending.clone()));
        }
    });
    (uri, count)
}

async fn serve(mut stream: TcpStream, bytes: Vec<u8>, piece: usize, ending: Ending) {
    stream.set_nodelay(true).unwrap();
    let (mut seen, mut buffer) = (Vec::new(), [0; 65536]);
    loop {
        let Ok(count) = stream.read(&mut buffer).await else { return };
        seen.extend_from_slice(&buffer[..count]);
        if count == 0 || is_whole(&seen) {
            break;
        }
    }
    for piece in bytes.chunks(piece.max(1)) {
        if stream.write_all(piece).await.is_err() {
            return;
        }
        tokio::task::yield_now().await;
    }
    match ending {
        Ending::Close => {}
        Ending::Wait => tokio::time::sleep(Duration::from_secs(30)).await,
        Ending::Reset => {
            tokio::time::sleep(Duration::from_millis(30)).await;
            socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap();
        }
    }
}

fn is_whole(seen: &[u8]) -> bool {
    let text = String::from_utf8_lossy(seen);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}

pub fn answer(kind: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

async fn failure_of(uri: &str) -> ModelFailure {
    failure_with(endpoint(uri), patience()).await
}

async fn failure_with(endpoint: Endpoint, patience: Patience) -> ModelFailure {
    use rehearsal::model::{Listening, Understand};
    let agent = agent();
    let model = OpenAiModel::new(&agent, &endpoint, patience, Budget::default()).unwrap();
    let state = rehearsal::dialogue::DialogueState::default();
    let now = chrono::Utc::now().with_timezone(&chrono_tz::Europe::Berlin);
    let at = rehearsal::value::Reference { now, region: None };
    let listening = Listening { agent: &agent, state: &state, at };
    model.understand(listening, "Where is my order?").await.unwrap_err()
}

#[tokio::test]
async fn every_refusal_of_a_server_is_one_sentence_with_a_remedy() {
    for (code, body, words, trouble) in [
        (
            400,
            json!({ "error": { "message": "maximum context length is 8192 tokens" } }),
            "shorten the prompt",
            "configuration",
        ),
        (
            400,
            json!({ "error": { "message": "bad temperature" } }),
            "bad temperature",
            "configuration",
        ),
        (401, json!({ "error": { "message": "no" } }), "check the key", "configuration"),
        (403, json!({ "detail": "no" }), "rights", "configuration"),
        (
            404,
            json!({ "error": "model test-model not found" }),
            "rehearsal models",
            "configuration",
        ),
        (302, json!({}), "base URL", "service"),
        (501, json!({}), "try again later", "service"),
    ] {
        let answers =
            vec![status(code, body.clone()), status(code, body.clone()), status(code, body)];
        let mut talk = Talk::new(answers).await;
        let before = talk.conversation.memory().clone();
        let record = talk.hear("Where is my order?").await;
        let found = record.trouble.unwrap();
        assert!(found.message.contains(words), "{code}: {}", found.message);
        assert_eq!(found.kind, trouble, "{code}");
        assert_eq!(record.refused, [found.message.as_str()]);
        assert!(!found.message.contains('\n') && !record.reply.contains(&code.to_string()));
        assert_eq!(*talk.conversation.memory(), before, "the talk is where it was");
        talk.script.then(call("lookup_order_status", json!({})));
        let record = talk.hear("Where is my order?").await;
        assert!(record.trouble.is_some() || record.asks_for.is_some());
    }
}

#[tokio::test]
async fn passing_failures_are_tried_again_with_the_server_s_pause() {
    let wait = |seconds: &str| {
        status(429, json!({ "error": "slow down" })).insert_header("retry-after", seconds)
    };
    let mut patient = patience();
    patient.pauses = Duration::from_secs(5);
    let talk = Talk::new(vec![wait("1"), call("lookup_order_status", json!({}))]).await;
    let began = Instant::now();
    let model = OpenAiModel::new(
        &agent(),
        &endpoint(&talk.script.server.uri()),
        patient,
        Budget::default(),
    )
    .unwrap();
    let model = Arc::new(model);
    let mut conversation = super::talk::converse(agent(), &model, &talk.api);
    let record = conversation.hear("Where is my order?", &Default::default(), &|_| {}).await;
    assert!(record.trouble.is_none() && began.elapsed() >= Duration::from_secs(1));
    assert_eq!(model.spent().calls, 2, "repeated requests count, too");
}

#[tokio::test]
async fn an_absurd_pause_is_not_waited_for() {
    let answer = status(429, json!({ "error": "slow down" })).insert_header("retry-after", "3600");
    let mut talk = Talk::new(vec![answer]).await;
    let began = Instant::now();
    let record = talk.hear("Where is my order?").await;
    assert!(began.elapsed() < Duration::from_secs(1));
    assert!(record.trouble.unwrap().message.contains("wants 3600 s of pause"));
}

#[tokio::test]
async fn a_page_of_a_proxy_is_its_title() {
    let page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>";
    let answer = || wiremock::ResponseTemplate::new(502).set_body_raw(page, "text/html");
    let mut talk = Talk::new(vec![answer(), answer(), answer()]).await;
    let record = talk.hear("Where is my order?").await;
    let message = record.trouble.unwrap().message;
    assert!(message.contains("502 Bad Gateway") && !message.contains('<'), "{message}");
    assert_eq!(talk.script.requests().len(), 3);
}

#[tokio::test]
async fn an_error_in_a_200_is_an_error() {
    let answer = wiremock::ResponseTemplate::new(200)
        .set_body_json(json!({ "error": { "message": "model is loading" } }));
    let mut talk = Talk::new(vec![answer.clone(), answer.clone(), answer]).await;
    let record = talk.hear("Where is my order?").await;
    assert!(record.trouble.unwrap().message.contains("model is loading"));
}

#[tokio::test]
async fn faults_below_http_have_a_name_each() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(2_000_000));
    let cut = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"choices\"".to_vec();
    for (name, bytes, ending, words) in [
        (
            "not json",
            answer("application/json", "hello"),
            Ending::Close,
            "no chat completion (hello)",
        ),
        ("html", answer("text/html", "<html>hi</html>"), Ending::Close, "no chat completion"),
        ("truncated", cut.clone(), Ending::Close, "broke off"),
        ("reset", cut, Ending::Reset, "broke off"),
        ("closed at once", Vec::new(), Ending::Close, "closed the connection before it answered"),
        ("reset at once", Vec::new(), Ending::Reset, "closed the connection before it answered"),
        ("not http", b"220 mail.example ESMTP\r\n".to_vec(), Ending::Close, "broke off"),
        ("endless", answer("application/json", &long), Ending::Close, "does not end"),
        ("silent", Vec::new(), Ending::Wait, "no whole answer within"),
    ] {
        let (uri, tries) = raw_server(bytes, 16_384, ending).await;
        let patience = if name == "silent" { hasty() } else { patience() };
        let failure = failure_with(endpoint(&uri), patience).await;
        assert!(failure.message.contains(words), "{name}: {failure}");
        assert_eq!(failure.trouble, Trouble::Service, "{name}");
        let is_asked_again = tries.load(Ordering::SeqCst) > 1;
        assert_eq!(is_asked_again, name.ends_with("at once"), "{name}");
    }
}

#[tokio::test]
async fn nobody_listening_is_named_with_its_host() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("http://{}/v1", listener.local_addr().unwrap());
    drop(listener);
    let failure = failure_of(&uri).await;
    assert!(
        failure.message.contains("cannot be reached") && failure.message.contains("127.0.0.1:"),
        "{failure}"
    );
}

#[tokio::test]
async fn a_planted_key_is_in_no_message() {
    let body = json!({ "error": { "message": format!("bad key {}", super::agent::KEY) } });
    let mut talk = Talk::new(vec![status(401, body)]).await;
    let record = talk.hear("Where is my order?").await;
    let shown = serde_json::to_string(&record).unwrap();
    assert!(!shown.contains(super::agent::KEY), "{shown}");
    assert!(!format!("{:?}", talk.model.seen()).contains(super::agent::KEY));
}

#[tokio::test]
async fn stopping_keeps_the_talk() {
    let (uri, _) = raw_server(Vec::new(), 1, Ending::Wait).await;
    let model = Arc::new(
        OpenAiModel::new(&agent(), &endpoint(&uri), Patience::default(), Budget::default())
            .unwrap(),
    );
    let api = Arc::default();
    let mut conversation = super::talk::converse(agent(), &model, &api);
    let before = conversation.memory().clone();
    let cancel = tokio_util::sync::CancellationToken::new();
    let stop = cancel.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(50)).await;
        stop.cancel();
    });
    let record = conversation.hear("Where is my order?", &cancel, &|_| {}).await;
    assert!(record.refused[0].contains("stopped"));
    assert_eq!(*conversation.memory(), before);
}
