//! What held of a talk, as expectations.

use serde_json::{Map, Value as Json};

use crate::{
    agent::Agent,
    request::{Body, Outcome},
    scenario::Evidence,
    transcript::{Mask, PlayedTurn, SentCall},
    yaml::{flow, scalar},
};

/// What held of a turn, a line each.
pub(super) fn expectations(agent: &Agent, turn: &PlayedTurn) -> Vec<String> {
    let mask = Mask::new(agent);
    let made: Vec<_> = turn.calls.iter().filter(|call| call.retry == 0).collect();
    let mut lines = Vec::new();
    match made.is_empty() {
        true => lines.push("no_calls: true".to_owned()),
        false => {
            let calls: Json = made.iter().map(|call| written(&mask, call)).collect();
            lines.push(format!("calls: {}", flow(&calls)));
        }
    }
    // A later call of the same action says how it came out.
    let mut outcomes: Map<String, Json> = Map::new();
    for call in &turn.calls {
        outcomes.insert(call.action.to_string(), call.outcome.class_name().into());
    }
    outcomes.retain(|_, class| class != "success");
    if !outcomes.is_empty() {
        lines.push(format!("outcomes: {}", flow(&outcomes.into())));
    }
    if let Some(variable) = &turn.record.asks_for {
        lines.push(format!("asks_for: {}", scalar(variable.as_str())));
    }
    let told = told(turn);
    if !told.is_empty() {
        lines.push(format!("reply: {}", flow(&serde_json::json!({ "contains": told }))));
    }
    lines
}

/// What held at the end.
pub(super) fn finally(agent: &Agent, turns: &[PlayedTurn]) -> Vec<String> {
    let mask = Mask::new(agent);
    let mut lines = Vec::new();
    if let Some(ending) = Evidence::of_talk(turns).ending() {
        lines.push(format!("ending: {}", ending.name()));
    }
    let Some(last) = turns.last() else { return lines };
    let slots = last.record.slots.iter().filter(|(name, _)| !mask.hides(name));
    let slots: Map<String, Json> =
        slots.map(|(name, slot)| (name.to_string(), slot.value.clone())).collect();
    if !slots.is_empty() {
        lines.push(format!("slots: {}", flow(&slots.into())));
    }
    lines
}

/// A call as a scenario writes it, without sensitive values.
fn written(mask: &Mask<'_>, call: &SentCall) -> Json {
    let shown = call.arguments.iter().filter(|(name, _)| !mask.hides(name));
    let arguments: Map<String, Json> =
        shown.map(|(name, held)| (name.to_string(), held.value.to_json())).collect();
    match arguments.is_empty() {
        true => Json::from(call.action.as_str()),
        false => Json::Object(Map::from_iter([(call.action.to_string(), arguments.into())])),
    }
}

/// Values that an API answered in this turn and the reply told.
fn told(turn: &PlayedTurn) -> Vec<String> {
    let mut told = Vec::new();
    for call in turn.calls.iter().filter(|call| matches!(call.outcome, Outcome::Success { .. })) {
        if let Body::Json(json) = call.outcome.body() {
            collect(json, &turn.record.reply, &mut told);
        }
    }
    told
}

fn collect(json: &Json, reply: &str, told: &mut Vec<String>) {
    const SHORTEST: usize = 3;
    let text = match json {
        Json::Array(items) => return items.iter().for_each(|item| collect(item, reply, told)),
        Json::Object(map) => return map.values().for_each(|item| collect(item, reply, told)),
        Json::Null | Json::Bool(_) => return,
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
    };
    if text.len() >= SHORTEST && reply.contains(&text) && !told.contains(&text) {
        told.push(text);
    }
}
