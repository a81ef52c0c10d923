//! What must hold of a call.

use super::{
    Broken, Law,
    ledger::{Values, given, is_in_doubt},
    position::{Came, Seen, when},
};
use crate::{
    agent::{Action, Confirmation, Presence, Variable},
    dialogue::{Call, Next, Provenance, SlotValue, SystemAct},
    request::Outcome,
    value::{parse, validate},
};

pub(super) fn broken(seen: &Seen<'_>) -> Option<Broken> {
    told(seen).or_else(|| match &seen.step.next {
        Next::Call(call) => of_call(seen, call),
        Next::Listen | Next::End(_) => None,
    })
}

fn of_call(seen: &Seen<'_>, call: &Call) -> Option<Broken> {
    let Some(action) = seen.agent.action(&call.action) else {
        return Some(Broken::new(Law::Incoherent, format!("{} is not declared", call.action)));
    };
    arguments(seen, action, call)
        .or_else(|| gate(seen, action))
        .or_else(|| assent(seen, action, call))
        .or_else(|| refused_again(seen, call))
        .or_else(|| repeated(seen, action, call))
}

fn arguments(seen: &Seen<'_>, action: &Action, call: &Call) -> Option<Broken> {
    for (name, held) in &call.arguments {
        let Some(variable) = action.variable(name) else {
            let why = format!("{} has no variable {name}, and it was sent", call.action);
            return Some(Broken::new(Law::UngroundedValue, why));
        };
        if let Err(refusal) = validate(&variable.spec, &held.value, &seen.at) {
            let why = format!("{} was sent as {name}: {}", held.value, refusal.message);
            return Some(Broken::new(Law::InvalidValue, why));
        }
        if !is_grounded(seen, variable, held) {
            let why = format!("{} was sent as {name}, and nobody said it", held.value);
            return Some(Broken::new(Law::UngroundedValue, why));
        }
    }
    let mut needed = action.variables.iter().filter(|variable| variable.is_required());
    let missing = needed.find(|variable| !call.arguments.contains_key(&variable.name))?;
    let why = format!("{} was called without {}", call.action, missing.name);
    Some(Broken::new(Law::MissingValue, why))
}

fn is_grounded(seen: &Seen<'_>, variable: &Variable, held: &SlotValue) -> bool {
    match &held.provenance {
        Provenance::User { turn, span } => {
            let turn = usize::try_from(*turn).unwrap_or_default();
            let said = turn.checked_sub(1).and_then(|at| seen.ledger.said.get(at));
            said.and_then(|said| said.get(span.clone())) == Some(held.raw.as_str())
                && parse(&variable.spec, &held.raw, &seen.at).is_ok_and(|reading| {
                    reading.value == held.value || reading.alternatives.contains(&held.value)
                })
        }
        Provenance::Context { key } => seen.before.context.contains_key(key),
        Provenance::Default => {
            variable.presence == Presence::Optional { default: Some(held.value.clone()) }
        }
        Provenance::Saved { action, key } => {
            let saved = seen.step.state.saved.get(key);
            saved.is_some_and(|(_, by)| by == action) && has_succeeded(seen, action)
        }
        Provenance::Model => false,
    }
}

/// Whether an action has succeeded, by the outcomes that came; the one that just came counts.
fn has_succeeded(seen: &Seen<'_>, action: &crate::agent::ActionName) -> bool {
    let now = match (seen.came, &seen.ledger.pending) {
        (Came::Answered(_, Outcome::Success { .. }), Some(call)) => call.action == *action,
        _ => false,
    };
    now || seen.ledger.succeeded.contains(action)
}

fn gate(seen: &Seen<'_>, action: &Action) -> Option<Broken> {
    let unmet = action.requires.iter().find(|first| !has_succeeded(seen, first))?;
    let why = format!("{} was called before {unmet} had succeeded", action.name);
    Some(Broken::new(Law::SkippedGate, why))
}

/// Whether this call tries again what has just failed.
fn is_retry(seen: &Seen<'_>, call: &Call) -> bool {
    let pending = seen.ledger.pending.as_ref();
    matches!(seen.came, Came::Answered(..))
        && pending.is_some_and(|before| before.action == call.action)
}

fn assent(seen: &Seen<'_>, action: &Action, call: &Call) -> Option<Broken> {
    let is_uncertain = seen.ledger.unknown.contains(&action.name);
    if is_retry(seen, call) || !(action.confirm == Confirmation::Always || is_uncertain) {
        return None;
    }
    let values = given(&call.arguments);
    let read_back = seen.ledger.read_back.iter().find(|(name, _, _)| *name == action.name);
    let why = match read_back {
        Some((_, told, true)) if *told == values => return None,
        Some((_, told, true)) => {
            format!(
                "{} was affirmed with {} and called with {}",
                action.name,
                list(told),
                list(&values)
            )
        }
        Some(_) => format!("{} was read back, and called before a yes", action.name),
        None if is_uncertain => {
            format!("{} may have taken effect, and was called again without a yes", action.name)
        }
        None => format!("{} was called without its values being read back", action.name),
    };
    Some(Broken::new(Law::UnconfirmedCall, why))
}

pub(super) fn list(values: &Values) -> String {
    let shown: Vec<String> = values.iter().map(|(name, value)| format!("{name} {value}")).collect();
    if shown.is_empty() { "nothing".to_owned() } else { shown.join(", ") }
}

fn refused_again(seen: &Seen<'_>, call: &Call) -> Option<Broken> {
    let values = given(&call.arguments);
    let mut refused = seen.ledger.refused.iter().filter(|(name, _)| *name == call.action);
    // One value is at fault by itself; of several nobody knows which, so all of them together are.
    let (_, same) = refused.find(|(_, refused)| match refused.len() {
        1 => refused.iter().all(|(name, value)| values.get(name) == Some(value)),
        _ => *refused == values && !values.is_empty(),
    })?;
    let why =
        format!("{} was called again with {}, which the API refused", call.action, list(same));
    Some(Broken::new(Law::RefusedAgain, why))
}

fn repeated(seen: &Seen<'_>, action: &Action, call: &Call) -> Option<Broken> {
    if is_retry(seen, call) {
        let tries = seen.ledger.pending.as_ref().map_or(0, |before| before.retry);
        let law = if action.method.is_write() { Law::RepeatedWrite } else { Law::NoEnd };
        let allowed = action.is_repeatable() && tries < action.retries;
        return when(!allowed, law, || {
            format!(
                "{} failed and was called again by itself, {} times now",
                action.name,
                tries + 1
            )
        });
    }
    let values = given(&call.arguments);
    let mut writes = seen.ledger.writes.iter();
    let same = writes.any(|(name, old, wished)| *name == action.name && *old == values && !wished);
    when(same && action.method.is_write(), Law::RepeatedWrite, || {
        format!("{} was called again with {}, and nobody asked for it", action.name, list(&values))
    })
}

/// What is told of the call that came to an end.
fn told(seen: &Seen<'_>) -> Option<Broken> {
    let said = &seen.step.said;
    let repeats = said.contains(&SystemAct::SayAgain);
    let reported = said.iter().find_map(|act| match act {
        SystemAct::Report { action, .. } => Some(action),
        _ => None,
    });
    let ended = match (seen.came, &seen.ledger.pending) {
        (Came::Answered(_, outcome), Some(call)) => Some((outcome, call)),
        _ => None,
    };
    if let Some(action) = reported.filter(|_| !repeats)
        && !matches!(ended, Some((Outcome::Success { .. }, call)) if call.action == *action)
    {
        let why = format!("a success of {action} was told, and its call did not succeed");
        return Some(Broken::new(Law::FalseSuccess, why));
    }
    let (outcome, call) = ended?;
    let is_success = matches!(outcome, Outcome::Success { .. });
    let is_write = seen.agent.action(&call.action).is_some_and(|action| action.method.is_write());
    let is_final = !matches!(&seen.step.next, Next::Call(next) if next.action == call.action);
    let is_told_unknown = said.iter().any(|act| {
        matches!(act, SystemAct::ReportFailure { action, unknown_result: true, .. } if *action == call.action)
    });
    when(is_success && reported != Some(&call.action), Law::FalseSuccess, || {
        format!("{} succeeded, and that was not told", call.action)
    })
    .or_else(|| {
        let is_untold = is_write && is_in_doubt(outcome) && is_final && !is_told_unknown;
        when(is_untold, Law::UnannouncedUnknown, || {
            format!("{} may have taken effect, and the answer does not say so", call.action)
        })
    })
}
