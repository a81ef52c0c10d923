//! Choosing the answer to a request by the rules and the state of its conversation.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{
    StubState, Unruled,
    binding::lay,
    bytes::{bytes, has_no_body},
    credentials::flaw,
    exchange::Exchange,
    matching::{Facts, Fit, fit},
    spoil::spoil,
    stale::{remember, stale},
    template::{fill, render},
    wire::Received,
};
use crate::{
    api::{
        AuthCheck, Cause, Difference, Failing, Fault, Note, Payload, Reply, Rule, Spoilt, breach,
    },
    diagnostic::Place,
    http::Passed,
};

/// What goes back over the connection.
pub(super) enum Answered {
    /// An answer after which the connection lives on.
    Whole(Vec<u8>),
    /// The same, but only when the caller's deadline is over.
    Late(Vec<u8>),
    /// Bytes, then the end of the connection.
    ThenClose(Vec<u8>),
    /// Bytes, then nothing until the caller's deadline is over.
    ThenNothing(Vec<u8>),
    /// A head, then a byte a second until the caller's deadline is over.
    Drip {
        /// At once.
        head: Vec<u8>,
        /// Byte by byte.
        body: Vec<u8>,
    },
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
    spoil(fault, reply, clock.now())
}

/// The fault that keeps this request from reaching the stub at all, by its rule or the scenario.
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
    let possible = match exchange.binding() {
        Some((_, binding)) => {
            matches!(binding.fault, Failing::Fault(fault) if fault.is_before_connect())
        }
        None => rules.iter().flat_map(|rule| &rule.replies).any(|reply| before(reply).is_some()),
    };
    if !possible {
        return None;
    }
    let mut state = talk.state();
    if rules.is_empty() && talk.settings.unruled == Unruled::EmptyObject {
        let mut reply = Reply::json(200, json!({}));
        let fault = spoilt(exchange, &mut reply, &mut state);
        exchange.note(Note::NoRule { action: exchange.action.clone(), fault });
        return before(&reply);
    }
    let facts = facts(exchange, request);
    let (at, rule) = matching(exchange, rules, &facts, &state)?;
    let turn = turn(exchange, (at, rule), &state);
    let mut reply = rule.replies.get(turn)?.clone();
    if exchange.binding().is_none() {
        before(&reply)?;
    }
    state.count(&exchange.action, at);
    let fault = spoilt(exchange, &mut reply, &mut state);
    exchange.note(Note::Answered { rule: rule.place.clone(), reply: turn, fault });
    before(&reply)
}

/// The first rule that matches, with its place.
fn matching<'a>(
    exchange: &Exchange,
    rules: &'a [Arc<Rule>],
    facts: &Facts<'_>,
    state: &StubState,
) -> Option<(usize, &'a Arc<Rule>)> {
    let fits = |(at, rule): &(usize, &Arc<Rule>)| {
        matches!(fit(rule, facts, state, (&exchange.action, *at)), Fit::Matches)
    };
    rules.iter().enumerate().find(fits)
}

/// Which of its answers a rule gives next.
fn turn(exchange: &Exchange, (at, rule): (usize, &Rule), state: &StubState) -> usize {
    state.hits(&exchange.action, at).min(rule.replies.len().saturating_sub(1))
}

/// Lays the scenario's fault over a reply, if there is one; what the reply is spoilt by.
fn spoilt(exchange: &Exchange, reply: &mut Reply, state: &mut StubState) -> Option<Spoilt> {
    if let Some((at, binding)) = exchange.binding() {
        state.met(at).laid += 1;
        return Some(lay(binding, reply));
    }
    reply.fault.map(|fault| Spoilt { fault: Failing::Fault(fault), cause: Cause::Rule })
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
        let reply = fill(reply, &facts, &state);
        return given(exchange, &facts, (reply, &mut state));
    }
    let rules = talk.settings.rules.of(&exchange.action);
    if rules.is_empty() && talk.settings.unruled == Unruled::EmptyObject {
        let mut reply = Reply::json(200, json!({}));
        let fault = spoilt(exchange, &mut reply, &mut state);
        exchange.note(Note::NoRule { action: exchange.action.clone(), fault });
        return given(exchange, &facts, (reply, &mut state));
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
    let turn = turn(exchange, (at, rule), state);
    state.count(&exchange.action, at);
    let place = || rule.place.clone();
    let secrets = &*exchange.talk.settings.secrets;
    if rule.auth == AuthCheck::Check
        && let Some(flaw) = flaw(&exchange.auth, facts, secrets)
    {
        exchange.note(Note::Denied { rule: place(), flaw });
        return Reply::json(401, json!({ "error": "credentials are missing or wrong" }));
    }
    let Some(reply) = rule.replies.get(turn) else { return Reply::status(501) };
    let mut reply = fill(reply, facts, state);
    let broken = broken(exchange, &reply);
    let fault = spoilt(exchange, &mut reply, state);
    exchange.note(Note::Answered { rule: place(), reply: turn, fault });
    if let Some(difference) = broken {
        exchange.note(Note::BreaksSchema { rule: place(), reply: turn, difference });
    }
    if reply.fault.is_none_or(Fault::takes_effect) && reply.status < 400 {
        store(rule, facts, state);
    }
    given(exchange, facts, (reply, state))
}

/// By what a good answer of a rule, before any fault, is not as its action declares.
fn broken(exchange: &Exchange, reply: &Reply) -> Option<Difference> {
    let schema = exchange.schema.as_ref()?;
    if !(200..=299).contains(&reply.status) || has_no_body(reply.status) {
        return None;
    }
    match &reply.payload {
        Payload::Json(json) => breach(schema, Some(json)),
        Payload::Empty | Payload::Template(_) | Payload::Text(_) => breach(schema, None),
    }
}

/// Remembers what a rule wants remembered.
fn store(rule: &Rule, facts: &Facts<'_>, state: &mut StubState) {
    for (key, template) in &rule.store {
        match render(template, facts, state) {
            Json::Null => state.stored.remove(key),
            value => state.stored.insert(key.clone(), value),
        };
    }
}

/// The reply as it is given: an older one in its place, or itself, remembered.
fn given(exchange: &Exchange, facts: &Facts<'_>, (reply, state): (Reply, &mut StubState)) -> Reply {
    if reply.fault == Some(Fault::StaleSuccess) {
        return stale(exchange, facts, (reply, state));
    }
    remember(exchange, facts.request, &reply, state);
    reply
}
