//! Good answers remembered, and given again to a request they are not for.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value as Json;

use super::{StubState, exchange::Exchange, matching::Facts, template::fill, wire::Received};
use crate::api::{Fault, Payload, Reply};

/// Keeps an answer that is good and not spoilt.
pub(super) fn remember(
    exchange: &Exchange,
    request: &Received,
    reply: &Reply,
    state: &mut StubState,
) {
    if let (Payload::Json(body), None, 200..=299) = (&reply.payload, reply.fault, reply.status) {
        state.remember(&exchange.action, key(request), body);
    }
}

/// The answer that is not for this request: the last one that the action gave to another, and before
/// there is any, the one that another of its rules would give.
pub(super) fn stale(
    exchange: &Exchange,
    facts: &Facts<'_>,
    (reply, state): (Reply, &StubState),
) -> Reply {
    let known = state.stale(&exchange.action, key(facts.request)).cloned();
    let own = match &reply.payload {
        Payload::Json(json) => Some(json),
        Payload::Empty | Payload::Template(_) | Payload::Text(_) => None,
    };
    let body = known.or_else(|| of_another_rule(exchange, facts, (own, state)));
    match body {
        Some(body) => Reply { delay: reply.delay, ..Reply::json(200, body) },
        None => Reply { status: 200, fault: None, ..reply },
    }
}

fn of_another_rule(
    exchange: &Exchange,
    facts: &Facts<'_>,
    (own, state): (Option<&Json>, &StubState),
) -> Option<Json> {
    let rules = exchange.talk.settings.rules.of(&exchange.action);
    let replies = rules.iter().flat_map(|rule| &rule.replies);
    let good = replies.filter(|reply| (200..=299).contains(&reply.status));
    let bodies = good.filter_map(|reply| match fill(reply, facts, state).payload {
        Payload::Json(json) if reply.fault.is_none_or(Fault::takes_effect) => Some(json),
        _ => None,
    });
    let mut others = bodies.filter(|body| Some(body) != own);
    others.next()
}

/// Tells requests of an action apart without keeping anything of them.
fn key(request: &Received) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&request.target, &request.body).hash(&mut hasher);
    hasher.finish()
}
