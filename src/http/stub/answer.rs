//! Choosing the answer to a request by the rules and the state of its conversation.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD};
use secrecy::ExposeSecret;
use serde_json::{Value as Json, json};

use super::{
    StubState, Unruled,
    bytes::bytes,
    conversation::{Exchange, Talk},
    matching::{Facts, Fit, fit},
    spoil::spoil,
    template::{fill, render},
    wire::Received,
};
use crate::{
    agent::{Auth, SecretName},
    api::{AuthCheck, Difference, Fault, Note, Reply, Rule},
    diagnostic::Place,
    http::Passed,
};

/// What goes back over the connection.
pub(super) enum Answered {
    /// An answer after which the connection lives on.
    Whole(Vec<u8>),
    /// Bytes, then the end of the connection.
    ThenClose(Vec<u8>),
    /// Bytes, then nothing until the caller's deadline is over.
    ThenNothing(Vec<u8>),
    /// The end of the connection by a reset.
    Reset,
}

/// Answers a request by the first rule that matches.
pub(super) async fn answer(exchange: &Exchange, request: &Received) -> Answered {
    let reply = choose(exchange, request);
    let clock = &exchange.talk.settings.clock;
    let delay = reply.delay;
    if !delay.is_zero() && clock.pass(delay, exchange.deadline).await == Passed::Late {
        return Answered::ThenNothing(Vec::new());
    }
    let Some(fault) = reply.fault else { return Answered::Whole(bytes(&reply)) };
    spoil(fault, reply)
}

/// The fault that keeps this request from reaching the stub at all, if its rule says so.
pub(super) fn fault_before_connect(exchange: &Exchange, request: &Received) -> Option<Fault> {
    let talk = &exchange.talk;
    let before = |reply: &Reply| reply.fault.filter(|fault| fault.is_before_connect());
    let set = talk.overrides().get(&exchange.action).cloned();
    if let Some(reply) = set {
        let fault = before(&reply)?;
        exchange.note(Note::Overridden { action: exchange.action.clone() });
        return Some(fault);
    }
    let rules = talk.settings.rules.of(&exchange.action);
    if !rules.iter().flat_map(|rule| &rule.replies).any(|reply| before(reply).is_some()) {
        return None;
    }
    let facts = facts(exchange, request);
    let mut state = talk.state();
    let fits = |(at, rule): &(usize, &Arc<Rule>)| {
        matches!(fit(rule, &facts, &state, (&exchange.action, *at)), Fit::Matches)
    };
    let (at, rule) = rules.iter().enumerate().find(fits)?;
    let turn = state.hits(&exchange.action, at).min(rule.replies.len().saturating_sub(1));
    let fault = before(rule.replies.get(turn)?)?;
    state.count(&exchange.action, at);
    let fault_name = Some(fault.name());
    exchange.note(Note::Answered { rule: rule.place.clone(), reply: turn, fault: fault_name });
    Some(fault)
}

fn facts<'a>(exchange: &Exchange, request: &'a Received) -> Facts<'a> {
    let path = request.path().strip_prefix(&exchange.base).unwrap_or(request.path()).to_owned();
    Facts { request, query: request.query(), body: request.json(), path }
}

/// The reply, with every placeholder filled. What it changes in the state is done.
fn choose(exchange: &Exchange, request: &Received) -> Reply {
    let talk = &exchange.talk;
    let facts = facts(exchange, request);
    let mut state = talk.state();
    if let Some(reply) = talk.overrides().get(&exchange.action) {
        exchange.note(Note::Overridden { action: exchange.action.clone() });
        return fill(reply, &facts, &state);
    }
    let rules = talk.settings.rules.of(&exchange.action);
    if rules.is_empty() && talk.settings.unruled == Unruled::EmptyObject {
        exchange.note(Note::NoRule { action: exchange.action.clone() });
        return Reply::json(200, json!({}));
    }
    let mut nearest: Option<(usize, Place, Difference)> = None;
    for (at, rule) in rules.iter().enumerate() {
        match fit(rule, &facts, &state, (&exchange.action, at)) {
            Fit::Matches => return apply(exchange, rule, &facts, (&mut state, at)),
            Fit::Spent => {}
            Fit::Differs(fitting, difference) => {
                if nearest.as_ref().is_none_or(|(best, _, _)| fitting > *best) {
                    nearest = Some((fitting, rule.place.clone(), difference));
                }
            }
        }
    }
    let nearest = nearest.map(|(_, place, difference)| (place, difference));
    exchange.note(Note::Unmatched { action: exchange.action.clone(), nearest });
    Reply::json(501, json!({ "error": "no rule of the stub API matches this request" }))
}

/// Lets a rule answer.
fn apply(
    exchange: &Exchange,
    rule: &Rule,
    facts: &Facts<'_>,
    (state, at): (&mut StubState, usize),
) -> Reply {
    let turn = state.hits(&exchange.action, at).min(rule.replies.len().saturating_sub(1));
    state.count(&exchange.action, at);
    let denied =
        rule.auth == AuthCheck::Check && !has_credentials(&exchange.talk, &exchange.auth, facts);
    let reply = match rule.replies.get(turn) {
        Some(reply) if !denied => reply,
        _ => {
            let rule = rule.place.clone();
            exchange.note(Note::Answered { rule, reply: turn, fault: Some("401") });
            return Reply::json(401, json!({ "error": "credentials are missing or wrong" }));
        }
    };
    exchange.note(Note::Answered {
        rule: rule.place.clone(),
        reply: turn,
        fault: reply.fault.map(Fault::name),
    });
    let reply = fill(reply, facts, state);
    if reply.fault.is_none_or(Fault::takes_effect) && reply.status < 400 {
        for (key, template) in &rule.store {
            match render(template, facts, state) {
                Json::Null => state.stored.remove(key),
                value => state.stored.insert(key.clone(), value),
            };
        }
    }
    reply
}

/// Whether the request has the credentials that the action declares.
fn has_credentials(talk: &Talk, auth: &Auth, facts: &Facts<'_>) -> bool {
    let secret = |name: &SecretName| {
        talk.settings.secrets.secret(name).map(|secret| secret.expose_secret().to_owned())
    };
    let has = |header: &str, wanted: Option<String>| {
        wanted.is_some() && facts.request.header(header).map(str::to_owned) == wanted
    };
    match auth {
        Auth::None => true,
        Auth::Bearer(name) => {
            has("authorization", secret(name).map(|token| format!("Bearer {token}")))
        }
        Auth::Basic { username, password } => {
            let pair =
                secret(password).map(|word| BASE64_STANDARD.encode(format!("{username}:{word}")));
            has("authorization", pair.map(|pair| format!("Basic {pair}")))
        }
        Auth::Header { name, secret: key } => has(name, secret(key)),
        Auth::Body(fields) => fields.iter().all(|(field, name)| {
            let got = facts.body.as_ref().and_then(|body| body.get(field)).and_then(Json::as_str);
            got.is_some() && got.map(str::to_owned) == secret(name)
        }),
    }
}
