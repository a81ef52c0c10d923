//! How the talk stands: what is asked for, known, waited for; how it ended and how long it took.

use std::time::Duration;

use serde_json::Value as Json;

use super::{
    Evidence,
    miss::{Held, Miss, missed},
};
use crate::{
    agent::VariableName,
    api::Matcher,
    dialogue::{DialogueState, Slot},
    scenario::EndingName,
};

pub(super) fn asks_for(wanted: Option<&VariableName>, evidence: Evidence<'_>) -> Held {
    let got = evidence.record().and_then(|record| record.asks_for.as_ref());
    if got == wanted {
        return Ok(());
    }
    let name = |variable: Option<&VariableName>| {
        variable.map_or_else(|| "nothing".to_owned(), ToString::to_string)
    };
    let message = format!("the agent asks for {}, not for {}", name(got), name(wanted));
    missed(
        Miss::new("E-ASKS-FOR", message)
            .differing("asks_for", name(wanted), name(got))
            .instead(name(got)),
    )
}

pub(super) fn phase(wanted: &str, evidence: Evidence<'_>) -> Held {
    let got = evidence.record().map_or("idle", |record| record.phase.as_str());
    if got == wanted {
        return Ok(());
    }
    let message = format!("the talk stands at {got}, not at {wanted}");
    missed(Miss::new("E-PHASE", message).differing("phase", wanted, got).instead(got))
}

pub(super) fn ending(wanted: EndingName, evidence: Evidence<'_>) -> Held {
    let got = evidence.ending();
    if got == Some(wanted) {
        return Ok(());
    }
    let got = got.map_or("nothing was said", EndingName::name);
    let message = format!("the talk ended as {got}, not as {}", wanted.name());
    missed(Miss::new("E-ENDING", message).differing("ending", wanted.name(), got).instead(got))
}

pub(super) fn slot(variable: &VariableName, matcher: &Matcher, evidence: Evidence<'_>) -> Held {
    let got = evidence.state().and_then(|state| value(state, variable));
    let Some(differs) = matcher.difference(variable.as_str(), got.as_ref()) else { return Ok(()) };
    let message = match &got {
        None => format!("{variable} has no value"),
        Some(_) => format!("{variable} has another value"),
    };
    let shown = differs.got.unwrap_or_else(|| "no value".to_owned());
    let miss = Miss::new("E-SLOT", message).differing(&differs.field, differs.expected, shown);
    missed(miss.instead(got.unwrap_or_else(|| "absent".into())))
}

/// A variable's value: of the open actions, the one at work first; else of the last that ended.
fn value(state: &DialogueState, variable: &VariableName) -> Option<Json> {
    let last = state.last.iter().map(|finished| &finished.frame);
    let mut frames = state.frames.iter().rev().chain(last);
    let open = frames.find_map(|frame| match frame.slots.get(variable) {
        Some(Slot::Filled(held)) => Some(held.value.to_json()),
        Some(Slot::Declined) | None => None,
    });
    open.or_else(|| state.known.get(variable).map(|known| known.value.value.to_json()))
}

pub(super) fn within(longest: Duration, evidence: Evidence<'_>) -> Held {
    let took = evidence.took();
    if took <= longest {
        return Ok(());
    }
    let message = format!("the answer took {} ms", took.as_millis());
    let expected = format!("at most {} ms", longest.as_millis());
    missed(Miss::new("E-WITHIN", message).differing(
        "within",
        expected,
        format!("{} ms", took.as_millis()),
    ))
}

/// Whether a breach of this kind was reported.
pub(super) fn breach(wanted: &str, evidence: Evidence<'_>) -> Held {
    let kinds: Vec<_> = evidence.breaches().map(|breach| breach.kind.name()).collect();
    if kinds.contains(&wanted) {
        return Ok(());
    }
    let got = if kinds.is_empty() { "none".to_owned() } else { kinds.join(", ") };
    let message = format!("no {wanted} was reported");
    missed(Miss::new("E-BREACH", message).differing("breaches", wanted, got))
}
