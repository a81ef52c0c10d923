use std::sync::{Arc, Mutex};

use rehearsal::{
    agent::Words,
    model::{
        OpenAiModel,
        openai::{Budget, ModelEvent, Patience},
    },
    rehearse::Conversation,
    transcript::TurnRecord,
};
use serde_json::{Value as Json, json};

use super::{
    agent::agent,
    faults::{Ending, answer, raw_server},
    talk::{Api, converse, endpoint, hasty, patience},
};

type Events = Arc<Mutex<Vec<ModelEvent>>>;

/// A talk in which a chat question is worded by this server.
async fn chat(bytes: Vec<u8>, piece: usize, ending: Ending) -> (TurnRecord, Vec<ModelEvent>) {
    let patience = if matches!(ending, Ending::Wait) { hasty() } else { patience() };
    let (uri, _) = raw_server(bytes, piece, ending).await;
    let (mut conversation, events, _) = watched(&uri, patience);
    let record = conversation.hear("hello", &Default::default(), &|_| {}).await;
    let events = events.lock().unwrap().clone();
    (record, events)
}

fn watched(uri: &str, patience: Patience) -> (Conversation, Events, Arc<OpenAiModel>) {
    let events = Events::default();
    let told = Arc::clone(&events);
    let model = OpenAiModel::new(&agent(), &endpoint(uri), patience, Budget::default()).unwrap();
    let model = model.watched_by(Arc::new(move |event| told.lock().unwrap().push(event)));
    let model = Arc::new(model);
    let api = Arc::new(Api::default());
    let mut conversation = converse(agent(), &model, &api);
    // Only the wording goes to the raw server.
    let offline = Arc::new(rehearsal::model::OfflineModel::new(&agent()));
    conversation.recast(offline, Arc::clone(&model) as _);
    (conversation, events, model)
}

fn event(json: &Json) -> String {
    format!("data: {json}\n\n")
}

fn piece(text: &str) -> String {
    event(&json!({ "choices": [{ "delta": { "content": text } }] }))
}

fn finish() -> String {
    event(&json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] }))
}

fn stream(pieces: &[String]) -> Vec<u8> {
    answer("text/event-stream", &pieces.concat())
}

fn sentences(events: &[ModelEvent]) -> String {
    let said = events.iter().filter_map(|event| match event {
        ModelEvent::Sentence(text) => Some(text.as_str()),
        _ => None,
    });
    said.collect::<Vec<_>>().join(" ")
}

const HELLO: &str = "Hello there! How are you today? I am well.";

fn good() -> Vec<u8> {
    let mut pieces =
        vec![event(&json!({ "choices": [{ "delta": { "role": "assistant", "content": "" } }] }))];
    pieces.extend(HELLO.split_inclusive(' ').map(piece));
    pieces.push(finish());
    pieces.push(event(
        &json!({ "choices": [], "usage": { "prompt_tokens": 7, "completion_tokens": 3 } }),
    ));
    pieces.push("data: [DONE]\n\n".into());
    stream(&pieces)
}

#[tokio::test]
async fn a_stream_may_be_split_at_every_byte() {
    for size in [1, 2, 3, 7, 100_000] {
        let (record, events) = chat(good(), size, Ending::Close).await;
        assert_eq!(record.reply, HELLO, "{size}: {:?}", record.refused);
        assert!(events.iter().any(|event| matches!(event, ModelEvent::FirstToken { .. })));
        assert!(HELLO.starts_with(&sentences(&events)), "{:?}", sentences(&events));
        assert!(sentences(&events).starts_with("Hello there!"));
    }
}

#[tokio::test]
async fn a_stream_is_whole_when_a_finish_was_seen() {
    let no_marker = stream(&[piece(HELLO), finish()]);
    assert_eq!(chat(no_marker, 10, Ending::Close).await.0.reply, HELLO);
    for broken in [
        stream(&[piece("Heya "), piece("the")]),
        stream(&[piece("Heya "), "data: {\"choices\": [{\"del".into()]),
        stream(&[piece("Heya "), "data: [DONE]\n\n".into()]),
        stream(&[piece("Heya "), "data: not json\n\n".into()]),
    ] {
        let (record, _) = chat(broken, 10, Ending::Close).await;
        let trouble = record.trouble.expect("a failure");
        assert_eq!(trouble.kind, "service");
        assert!(!record.reply.contains("Heya"), "{}", record.reply);
    }
}

#[tokio::test]
async fn a_stream_that_breaks_or_stalls_is_named() {
    let head =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    let begun = format!("{head}{}", chunk(&piece("Hello "))).into_bytes();
    let (record, _) = chat(begun.clone(), 50, Ending::Reset).await;
    assert!(record.trouble.unwrap().message.contains("broke off"));
    let (record, _) = chat(begun.clone(), 50, Ending::Close).await;
    assert!(record.trouble.unwrap().message.contains("broke off"));
    let (record, _) = chat(begun, 50, Ending::Wait).await;
    assert!(record.trouble.unwrap().message.contains("no whole answer within"));
    let (record, _) = chat(head.as_bytes().to_vec(), 50, Ending::Wait).await;
    assert!(record.trouble.unwrap().message.contains("no first token within"));
}

#[tokio::test]
async fn an_endless_stream_is_stopped() {
    let many: Vec<String> = (0..500).map(|_| piece(&"la ".repeat(1000))).collect();
    let (record, _) = chat(stream(&many), 65_536, Ending::Close).await;
    assert!(record.trouble.unwrap().message.contains("does not end"));
    let one_line = format!("data: {}", "x".repeat(3_000_000));
    let (record, _) = chat(stream(&[one_line]), 65_536, Ending::Close).await;
    assert!(record.trouble.unwrap().message.contains("does not end"));
}

#[tokio::test]
async fn a_whole_answer_instead_of_a_stream_is_taken() {
    let whole =
        json!({ "choices": [{ "message": { "content": HELLO }, "finish_reason": "stop" }] });
    let pretty = serde_json::to_string_pretty(&whole).unwrap();
    let (record, _) = chat(answer("application/json", &pretty), 50, Ending::Close).await;
    assert_eq!(record.reply, HELLO);
}

#[tokio::test]
async fn unknown_fields_comments_and_other_line_ends_are_borne() {
    let odd = format!(
        ": ping\n\nevent: message\r\ndata: {}\r\n\r\n{}{}",
        json!({ "choices": [{ "delta": { "content": HELLO, "reasoning_content": "hm", "x": 1 } }], "created": 1.5 }),
        event(&json!({ "choices": [{ "delta": { "content": null }, "finish_reason": null }] })),
        finish(),
    );
    let (record, _) =
        chat(answer("text/event-stream; charset=utf-8", &odd), 5, Ending::Close).await;
    assert_eq!(record.reply, HELLO, "{:?}", record.refused);
}

#[tokio::test]
async fn an_error_in_the_stream_is_an_error() {
    let bytes = stream(&[piece("Hello "), event(&json!({ "error": { "message": "overloaded" } }))]);
    let (record, _) = chat(bytes, 50, Ending::Close).await;
    assert!(record.trouble.unwrap().message.contains("overloaded"));
}

#[tokio::test]
async fn a_sentence_that_breaks_a_rule_is_never_told() {
    let bad = stream(&[
        piece("Hello there! "),
        piece("Your order has been cancelled. "),
        piece("Bye."),
        finish(),
    ]);
    let (record, events) = chat(bad, 50, Ending::Close).await;
    assert!(!sentences(&events).contains("cancelled"), "{events:?}");
    assert!(events.contains(&ModelEvent::Withdrawn));
    assert!(!record.reply.contains("cancelled"));
}

#[tokio::test]
async fn the_model_words_nothing_where_it_is_told_so() {
    let model =
        OpenAiModel::new(&agent(), &endpoint("http://127.0.0.1:9"), patience(), Budget::default())
            .unwrap();
    let model = Arc::new(model.wording(Words::Template));
    let api = Arc::new(Api::default());
    let mut conversation = converse(agent(), &model, &api);
    conversation
        .recast(Arc::new(rehearsal::model::OfflineModel::new(&agent())), Arc::clone(&model) as _);
    let record = conversation.hear("hello", &Default::default(), &|_| {}).await;
    assert!(record.trouble.is_none() && !record.reply.is_empty());
}
