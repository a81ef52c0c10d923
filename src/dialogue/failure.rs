use serde_json::Value as Json;

use super::{Fate, Frame, HandoffReason, Phase, Provenance, Question, Slot, SystemAct, turn::Turn};
use crate::{
    agent::{Action, VariableName},
    request::{Body, FailureClass, Outcome},
};

/// Longest wish of the server that is honoured inside a turn, in milliseconds.
const LONGEST_WAIT_MS: u64 = 10_000;
/// Wait before a repeated call when the server states no wish, in milliseconds.
const USUAL_WAIT_MS: u64 = 500;

/// Whose fault a failure is, which decides what happens next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The value's: it is asked again.
    Value,
    /// Ours: asking again would be in vain.
    Ours,
    /// Nobody's: it may pass.
    Passing,
}

impl Turn<'_> {
    /// Goes on after a failed call.
    pub fn fail(&mut self, action: &Action, outcome: &Outcome) {
        let Outcome::Failure { class, status, body, never_sent, retry_after_ms, .. } = outcome
        else {
            return;
        };
        let named = named_variables(action, body);
        match fault(*class, *status, !named.is_empty()) {
            Fault::Value => self.ask_values_again(action, outcome, named),
            Fault::Passing if self.may_retry(action, *retry_after_ms) => {
                self.retry(action, *retry_after_ms);
            }
            Fault::Passing | Fault::Ours => {
                let is_unknown =
                    action.method.is_write() && !never_sent && is_in_doubt(*class, *status);
                self.tell_failure(action, outcome, is_unknown);
                self.abandon(if is_unknown { Fate::Unknown } else { Fate::Failed });
            }
        }
    }

    fn may_retry(&self, action: &Action, retry_after_ms: Option<u64>) -> bool {
        let retries = self.top().map_or(0, |frame| frame.retries);
        action.is_repeatable()
            && retries < action.retries
            && retry_after_ms.is_none_or(|wish| wish <= LONGEST_WAIT_MS)
    }

    fn retry(&mut self, action: &Action, retry_after_ms: Option<u64>) {
        if let Some(frame) = self.top_mut() {
            frame.retries += 1;
        }
        self.make_call(action, retry_after_ms.unwrap_or(USUAL_WAIT_MS));
    }

    fn tell_failure(&mut self, action: &Action, outcome: &Outcome, unknown_result: bool) {
        if let Outcome::Failure { class, status, .. } = outcome {
            self.say(SystemAct::ReportFailure {
                action: action.name.clone(),
                class: *class,
                status: *status,
                unknown_result,
            });
        }
    }

    /// Closes the frame at work and what it was a gate for, and offers a callback.
    fn abandon(&mut self, fate: Fate) {
        let Some(frame) = self.state.frames.pop() else { return };
        let mut gated = frame.gate_for.clone();
        self.close(frame, fate);
        while let Some(wanted) = gated.take() {
            if self.top().is_some_and(|below| below.action == wanted)
                && let Some(below) = self.state.frames.pop()
            {
                gated.clone_from(&below.gate_for);
                self.close(below, Fate::Failed);
            }
        }
        self.state.question = Some(Question::Callback);
    }

    /// The values concerned are asked again, up to the cap of their variables.
    fn ask_values_again(&mut self, action: &Action, outcome: &Outcome, named: Vec<VariableName>) {
        self.tell_failure(action, outcome, false);
        let at = self.state.frames.len() - 1;
        let frame = &mut self.state.frames[at];
        frame.failures += 1;
        frame.retries = 0;
        frame.withdraw_assent();
        let cap = action.variables.iter().map(|variable| variable.attempts).min().unwrap_or(1);
        if frame.failures >= cap {
            return self.hand_off(HandoffReason::Refused { action: action.name.clone() });
        }
        let said = said_by_user(action, frame);
        let concerned = if named.is_empty() { said.clone() } else { named };
        match (concerned.as_slice(), said.is_empty()) {
            // Nothing the customer said is at fault: asking would be in vain.
            (_, true) => self.abandon(Fate::Failed),
            ([only], _) => self.reject(at, only),
            _ if concerned.len() < said.len() => {
                concerned.iter().rev().for_each(|variable| self.reject(at, variable));
            }
            _ => {
                let frame = &mut self.state.frames[at];
                frame.refused.push(frame.values());
                frame.phase = Phase::Changing;
            }
        }
    }

    fn reject(&mut self, at: usize, variable: &VariableName) {
        let frame = &mut self.state.frames[at];
        if let Some(Slot::Filled(held)) = frame.slots.get(variable) {
            let value = held.value.clone();
            frame.rejected.entry(variable.clone()).or_default().push(value);
        }
        self.reopen(at, variable);
    }
}

fn fault(class: FailureClass, status: Option<u16>, names_a_variable: bool) -> Fault {
    match class {
        FailureClass::NotFound | FailureClass::Conflict => Fault::Value,
        FailureClass::InvalidInput if status == Some(422) || names_a_variable => Fault::Value,
        FailureClass::InvalidInput
        | FailureClass::Unauthorized
        | FailureClass::Forbidden
        | FailureClass::BrokenAnswer
        | FailureClass::OtherStatus
        | FailureClass::Cancelled => Fault::Ours,
        FailureClass::RateLimited
        | FailureClass::ServerError
        | FailureClass::Timeout
        | FailureClass::Unreachable => Fault::Passing,
    }
}

/// Whether a write that ended like this may have taken effect.
fn is_in_doubt(class: FailureClass, status: Option<u16>) -> bool {
    match class {
        FailureClass::Timeout
        | FailureClass::Unreachable
        | FailureClass::BrokenAnswer
        | FailureClass::Cancelled => true,
        // Whoever stands between us and the API does not know what became of the request.
        FailureClass::ServerError => matches!(status, Some(502 | 504)),
        FailureClass::NotFound
        | FailureClass::Unauthorized
        | FailureClass::Forbidden
        | FailureClass::Conflict
        | FailureClass::InvalidInput
        | FailureClass::RateLimited
        | FailureClass::OtherStatus => false,
    }
}

/// The variables whose values the user gave, in the order of declaration.
fn said_by_user(action: &Action, frame: &Frame) -> Vec<VariableName> {
    let is_said = |name: &VariableName| {
        frame.value(name).is_some_and(|held| !matches!(held.provenance, Provenance::Default))
    };
    action.variables.iter().map(|v| v.name.clone()).filter(is_said).collect()
}

/// The variables that the error body names, as a key or as a text that is exactly the name.
fn named_variables(action: &Action, body: &Body) -> Vec<VariableName> {
    let Body::Json(json) = body else { return Vec::new() };
    let mut words = Vec::new();
    gather(json, &mut words, 0);
    let names = action.variables.iter().map(|variable| variable.name.clone());
    names.filter(|name| words.iter().any(|word| *word == name.as_str())).collect()
}

/// How deep an error body is looked into.
const DEEPEST: usize = 6;

fn gather<'a>(json: &'a Json, words: &mut Vec<&'a str>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match json {
        Json::String(text) => words.push(text.rsplit('.').next().unwrap_or(text)),
        Json::Array(items) => items.iter().for_each(|item| gather(item, words, depth + 1)),
        Json::Object(entries) => entries.iter().for_each(|(key, item)| {
            words.push(key);
            gather(item, words, depth + 1);
        }),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}
