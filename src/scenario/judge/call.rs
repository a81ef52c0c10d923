//! Which calls were made, with which values, and what they came to.

use serde_json::{Map, Value as Json};

use super::{
    Evidence,
    miss::{Held, Miss, missed},
};
use crate::{agent::ActionName, scenario::CallMatcher, transcript::SentCall, yaml::flow};

pub(super) fn calls(wanted: &[CallMatcher], evidence: Evidence<'_>) -> Held {
    let made = evidence.calls();
    let same_actions = wanted.len() == made.len()
        && wanted.iter().zip(&made).all(|(wanted, made)| wanted.action == made.action);
    if !same_actions {
        return missed(other_calls(wanted, &made, evidence));
    }
    wanted.iter().zip(made).try_for_each(|(wanted, made)| arguments(wanted, made, evidence))
}

pub(super) fn none(evidence: Evidence<'_>) -> Held {
    let made = evidence.calls();
    if made.is_empty() {
        return Ok(());
    }
    let message = format!("no call was expected, and {} made", counted(made.len()));
    missed(Miss::new("E-CALLS", message).differing("calls", "none", listed(&made)))
}

pub(super) fn outcome(action: &ActionName, class: &str, evidence: Evidence<'_>) -> Held {
    let made = evidence.requests().filter(|call| call.action == *action).last();
    let Some(made) = made else {
        let message = format!("{action} was not called");
        let all = evidence.calls();
        return missed(Miss::new("E-OUTCOME", message).differing(
            "calls",
            action.as_str(),
            listed(&all),
        ));
    };
    let got = made.outcome.class_name();
    if got == class {
        return Ok(());
    }
    let message = format!("{action} came to {got}, not to {class}");
    let status = made.outcome.status().map(|status| format!(" ({status})")).unwrap_or_default();
    missed(Miss::new("E-OUTCOME", message).differing("outcome", class, format!("{got}{status}")))
}

/// Whether the values of a call are as wanted.
fn arguments(wanted: &CallMatcher, made: &SentCall, evidence: Evidence<'_>) -> Held {
    for (name, matcher, place) in &wanted.arguments {
        let got = made.arguments.get(name).map(|held| held.value.to_json());
        let Some(differs) = matcher.difference(name.as_str(), got.as_ref()) else { continue };
        let message = format!("{} was called with another {}", made.action, name.in_words());
        let mut miss = Miss::new("E-CALL-ARG", message).differing(
            &differs.field,
            plain(&differs.expected),
            differs.got.as_deref().map_or_else(|| "missing".to_owned(), plain),
        );
        miss.nearest = nearest_value(wanted, (name.as_str(), matcher), evidence);
        miss.edit = got.as_ref().map(|got| (place.span.clone(), flow(got)));
        miss.place = Some(place.clone());
        return missed(miss);
    }
    Ok(())
}

/// An earlier call of the action that had the value that was wanted.
fn nearest_value(
    wanted: &CallMatcher,
    (name, matcher): (&str, &crate::api::Matcher),
    evidence: Evidence<'_>,
) -> Option<String> {
    let mut earlier = evidence.earlier_calls().filter(|(_, call)| call.action == wanted.action);
    let (turn, call) = earlier.next()?;
    let got = value(call, name);
    let what = match matcher.difference(name, got.as_ref()) {
        None => "already called",
        Some(_) => "called",
    };
    let shown = got.map_or_else(|| "no value".to_owned(), |got| plain(&got.to_string()));
    Some(format!("turn {turn} {what} {} with {shown}", wanted.action))
}

fn value(call: &SentCall, name: &str) -> Option<Json> {
    call.arguments.get(name).map(|held| held.value.to_json())
}

/// The calls are not those that were wanted, or not in this order.
fn other_calls(wanted: &[CallMatcher], made: &[&SentCall], evidence: Evidence<'_>) -> Miss {
    let at = wanted.iter().zip(made).take_while(|(wanted, made)| wanted.action == made.action);
    let at = at.count();
    let message = match (wanted.get(at), made.get(at)) {
        (Some(wanted), None) => format!("{} was not called", wanted.action),
        (None, Some(made)) => format!("{} was called, which was not expected", made.action),
        (Some(wanted), Some(made)) => {
            format!("{} was called where {} was expected", made.action, wanted.action)
        }
        (None, None) => "other calls were made".to_owned(),
    };
    let names: Vec<_> = wanted.iter().map(|wanted| wanted.action.as_str()).collect();
    let expected = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let mut miss = Miss::new("E-CALLS", message)
        .differing("calls", expected, listed(made))
        .instead(made.iter().map(|call| as_written(call)).collect::<Json>());
    if let Some(wanted) = wanted.get(at) {
        miss.place = Some(wanted.place.clone());
        let mut earlier = evidence.earlier_calls();
        let earlier = earlier.find(|(_, call)| call.action == wanted.action);
        miss.nearest = earlier.map(|(turn, call)| format!("turn {turn} called {}", told(call)));
    }
    miss
}

/// A call as a scenario writes it.
fn as_written(call: &SentCall) -> Json {
    let arguments = call.arguments.iter();
    let arguments: Map<String, Json> =
        arguments.map(|(name, held)| (name.to_string(), held.value.to_json())).collect();
    let mut written = Map::new();
    written.insert(call.action.to_string(), arguments.into());
    written.into()
}

/// `2 calls were`.
fn counted(number: usize) -> String {
    if number == 1 { "1 was".to_owned() } else { format!("{number} were") }
}

fn listed(calls: &[&SentCall]) -> String {
    match calls {
        [] => "none".to_owned(),
        calls => calls.iter().map(|call| told(call)).collect::<Vec<_>>().join(", "),
    }
}

/// `Lookup Order Status (order_number ORD-1)`.
fn told(call: &SentCall) -> String {
    let arguments: Vec<_> =
        call.arguments.iter().map(|(name, held)| format!("{name} {}", held.value)).collect();
    match arguments.is_empty() {
        true => call.action.to_string(),
        false => format!("{} ({})", call.action, arguments.join(", ")),
    }
}

/// A JSON text without its quotation marks.
fn plain(json: &str) -> String {
    serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned())
}
