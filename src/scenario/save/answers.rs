//! What the API answered, as rules that answer the same again.

use serde_json::{Map, Value as Json, json};

use super::write::push;
use crate::{
    agent::{ActionName, Agent},
    request::FailureClass,
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
    let spoilt = call.notes.iter().find_map(|note| note.fault()).map(ToString::to_string);
    let mut reply = Map::new();
    if let Some(status) = record.outcome.status {
        reply.insert("status".to_owned(), status.into());
    }
    match &record.outcome.body {
        Json::Null => {}
        Json::String(text) => drop(reply.insert("text".to_owned(), text.as_str().into())),
        body => drop(reply.insert("json".to_owned(), body.clone())),
    }
    let by_class = || fault_of(&record.outcome.class);
    let fault = spoilt.filter(|name| name.parse::<u16>().is_err());
    match fault.or_else(|| by_class().map(str::to_owned)) {
        None => reply,
        Some(fault) => Map::from_iter([("fault".to_owned(), json!(fault))]),
    }
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
