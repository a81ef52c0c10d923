//! What the API answered, as rules that answer the same again.

use serde_json::{Map, Value as Json, json};

use super::write::push;
use crate::{
    agent::{ActionName, Agent},
    request::{FailureClass, Outcome},
    transcript::{CallRecord, PlayedTurn, SentCall},
    yaml::{flow, scalar},
};

/// `api:` with the answers of each action in the order they came; nothing without calls.
pub(super) fn answers(agent: &Agent, turns: &[PlayedTurn]) -> String {
    let calls: Vec<_> =
        turns.iter().flat_map(|turn| turn.calls.iter().zip(&turn.record.calls)).collect();
    if calls.is_empty() {
        return String::new();
    }
    let mut text = "api:\n".to_owned();
    for action in &agent.actions {
        let of_action = calls.iter().filter(|(call, _)| call.action == action.name);
        let replies: Vec<_> = of_action.map(|(call, record)| reply(call, record)).collect();
        push_rule(&mut text, &action.name, replies);
    }
    text
}

fn push_rule(text: &mut String, action: &ActionName, replies: Vec<Map<String, Json>>) {
    let mut replies = replies.into_iter();
    let Some(mut rule) = replies.next() else { return };
    let then: Vec<Json> = replies.map(Json::Object).collect();
    if !then.is_empty() {
        rule.insert("then".to_owned(), then.into());
    }
    push(text, format_args!("  {}: {}", scalar(action.as_str()), flow(&rule.into())));
}

/// An answer as a rule gives it. The record is read, not the answer itself: it is masked.
fn reply(call: &SentCall, record: &CallRecord) -> Map<String, Json> {
    match &call.outcome {
        // Whatever was done to the answer, this is what came of it.
        Outcome::Success { .. } => answered(record),
        Outcome::Failure { retry_after_ms, .. } => match fault(call, record) {
            Some(fault) => spoilt(&fault),
            None => with_wait(answered(record), *retry_after_ms),
        },
    }
}

fn answered(record: &CallRecord) -> Map<String, Json> {
    let mut reply = Map::new();
    if let Some(status) = record.outcome.status {
        reply.insert("status".to_owned(), status.into());
    }
    match &record.outcome.body {
        Json::Null => {}
        Json::String(text) => drop(reply.insert("text".to_owned(), text.as_str().into())),
        body => drop(reply.insert("json".to_owned(), body.clone())),
    }
    reply
}

fn fault(call: &SentCall, record: &CallRecord) -> Option<String> {
    let laid = call.notes.iter().find_map(|note| note.fault()).map(ToString::to_string);
    let laid = laid.filter(|name| name.parse::<u16>().is_err());
    laid.or_else(|| fault_of(&record.outcome.class).map(str::to_owned))
}

/// A fault needs a body to be done to.
fn spoilt(fault: &str) -> Map<String, Json> {
    let body = json!({ "answer": "lost" });
    Map::from_iter([("json".to_owned(), body), ("fault".to_owned(), json!(fault))])
}

/// With the time that the API wished to be left alone.
fn with_wait(mut reply: Map<String, Json>, wait_ms: Option<u64>) -> Map<String, Json> {
    if let Some(wait) = wait_ms {
        let header = json!({ "Retry-After": wait.div_ceil(1000).to_string() });
        reply.insert("headers".to_owned(), header);
    }
    reply
}

/// The fault that has such a failure, where a status alone does not make it.
fn fault_of(class: &str) -> Option<&'static str> {
    const FAULTS: [(FailureClass, &str); 3] = [
        (FailureClass::Timeout, "timeout"),
        (FailureClass::Unreachable, "reset"),
        (FailureClass::BrokenAnswer, "malformed_json"),
    ];
    FAULTS.iter().find(|(known, _)| known.name() == class).map(|(_, fault)| *fault)
}
