use serde_json::Value as Json;

use super::Scene;
use crate::{
    agent::{Presence, Variable},
    dialogue::Provenance,
    model::openai::read::{ground, is_free_text, says_yes},
};

/// Where a value that a model gives comes from; `None` where nobody said it and nothing holds it.
pub(super) fn origin(scene: &Scene<'_>, variable: &Variable, given: &str) -> Option<Provenance> {
    said(scene, variable, given)
        .or_else(|| saved(scene, given))
        .or_else(|| in_context(scene, given))
        .or_else(|| answered(scene, variable, given))
        .or_else(|| by_default(variable, given))
        .or_else(|| offered(scene, variable, given))
        .or_else(|| said_bit_by_bit(scene, variable, given))
        .or_else(|| pieced_together(scene, variable, given))
}

fn said(scene: &Scene<'_>, variable: &Variable, given: &str) -> Option<Provenance> {
    scene.utterances().find_map(|(turn, said)| {
        let found = ground(variable, given, &said.text, &scene.at)?;
        Some(Provenance::User { turn, span: found.span })
    })
}

fn saved(scene: &Scene<'_>, given: &str) -> Option<Provenance> {
    let mut saved = scene.state.saved.iter();
    let (key, (_, action)) = saved.find(|(_, (json, _))| holds(json, given))?;
    Some(Provenance::Saved { action: action.clone(), key: key.clone() })
}

fn in_context(scene: &Scene<'_>, given: &str) -> Option<Provenance> {
    let (key, _) = scene.state.context.iter().find(|(_, json)| holds(json, given))?;
    Some(Provenance::Context { key: key.clone() })
}

/// What an API answered, as far as the model was told it.
fn answered(scene: &Scene<'_>, variable: &Variable, given: &str) -> Option<Provenance> {
    let call = scene
        .calls()
        .find(|call| call.answer.get("data").is_some_and(|answer| holds(answer, given)))?;
    let key = variable.name.to_string();
    Some(Provenance::Saved { action: call.action.clone()?, key })
}

fn by_default(variable: &Variable, given: &str) -> Option<Provenance> {
    match &variable.presence {
        Presence::Optional { default: Some(value) } if value.to_string() == given => {
            Some(Provenance::Default)
        }
        Presence::Optional { .. } | Presence::Required => None,
    }
}

/// What the agent proposed and the user affirmed.
fn offered(scene: &Scene<'_>, variable: &Variable, given: &str) -> Option<Provenance> {
    let (said, reply) = (scene.said?, &scene.state.exchanges.last()?.reply);
    let is_offer = says_yes(&said.text) && reply.contains('?');
    let is_named = is_offer && ground(variable, given, reply, &scene.at).is_some();
    is_named.then_some(Provenance::User { turn: scene.state.turn, span: 0..said.text.len() })
}

/// A text without a form may gather what was said over several turns.
fn said_bit_by_bit(scene: &Scene<'_>, variable: &Variable, given: &str) -> Option<Provenance> {
    if !is_free_text(variable) {
        return None;
    }
    let mut all: Vec<&str> = scene.utterances().map(|(_, said)| said.text.as_str()).collect();
    all.reverse();
    ground(variable, given, &all.join("\n"), &scene.at)?;
    let (turn, said) = scene.utterances().next()?;
    Some(Provenance::User { turn, span: 0..said.text.len() })
}

/// A text without a form may also join what the context holds, such as the two parts of a name.
fn pieced_together(scene: &Scene<'_>, variable: &Variable, given: &str) -> Option<Provenance> {
    if !is_free_text(variable) {
        return None;
    }
    let mut all: Vec<String> = Vec::new();
    scene.state.context.values().for_each(|json| scalars(json, &mut all));
    let known = all.len();
    all.extend(scene.utterances().map(|(_, said)| said.text.clone()));
    ground(variable, given, &all.join("\n"), &scene.at).filter(|_| known > 0)?;
    let (key, _) = scene.state.context.iter().find(|(_, json)| {
        let mut held = Vec::new();
        scalars(json, &mut held);
        held.iter().any(|text| given.contains(text.as_str()))
    })?;
    Some(Provenance::Context { key: key.clone() })
}

fn scalars(json: &Json, texts: &mut Vec<String>) {
    match json {
        Json::Null | Json::Bool(_) => {}
        Json::Number(number) => texts.push(number.to_string()),
        Json::String(text) => texts.push(text.clone()),
        Json::Array(items) => items.iter().for_each(|item| scalars(item, texts)),
        Json::Object(fields) => fields.values().for_each(|field| scalars(field, texts)),
    }
}

/// Whether some scalar of the JSON is this value.
fn holds(json: &Json, given: &str) -> bool {
    match json {
        Json::Null => false,
        Json::Bool(truth) => truth.to_string() == given,
        Json::Number(number) => number.to_string() == given,
        Json::String(text) => !text.trim().is_empty() && squeeze(text) == squeeze(given),
        Json::Array(items) => items.iter().any(|item| holds(item, given)),
        Json::Object(fields) => fields.values().any(|field| holds(field, given)),
    }
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
