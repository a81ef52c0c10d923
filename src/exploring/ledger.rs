//! What a talk has shown so far, kept apart from the engine's own books.

use std::{collections::BTreeMap, sync::Arc};

use super::Answer;
use crate::{
    agent::{Action, ActionName, Agent, VariableName},
    dialogue::{Call, Provenance, SlotValue, SystemAct, UserAct},
    request::{FailureClass, Outcome},
    value::Value,
};

/// Values by variable.
pub(super) type Values = BTreeMap<VariableName, Value>;

/// What a talk has shown so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    /// The utterances, by turn.
    pub said: Vec<Arc<str>>,
    /// Actions whose call succeeded.
    pub succeeded: Vec<ActionName>,
    /// Values read back, by action, and whether a yes came since.
    pub read_back: Vec<(ActionName, Values, bool)>,
    /// Writes whose effect nobody knows.
    pub unknown: Vec<ActionName>,
    /// What the API refused of actions that are still open.
    pub refused: Vec<(ActionName, Values)>,
    /// Writes that took effect or may have, and whether the customer wished for something since.
    pub writes: Vec<(ActionName, Values, bool)>,
    /// The call that is out.
    pub pending: Option<Arc<Call>>,
    /// Silences in a row.
    pub silences: u32,
    /// Answers in a row that were no use, and what they were to.
    pub useless: Option<(Option<(ActionName, VariableName)>, u32)>,
    /// Calls so far.
    pub calls: u32,
}

/// The values of a call without those that only stand in.
pub(super) fn given(arguments: &BTreeMap<VariableName, SlotValue>) -> Values {
    let given = arguments.iter().filter(|(_, held)| held.provenance != Provenance::Default);
    given.map(|(name, held)| (name.clone(), held.value.clone())).collect()
}

/// Whether a call that came to this may have taken effect without anyone knowing.
pub(super) fn is_in_doubt(outcome: &Outcome) -> bool {
    use FailureClass::{BrokenAnswer, Cancelled, ServerError, Timeout, Unreachable};
    match outcome {
        Outcome::Success { .. } | Outcome::Failure { never_sent: true, .. } => false,
        Outcome::Failure { class: Timeout | Unreachable | BrokenAnswer | Cancelled, .. } => true,
        Outcome::Failure { class: ServerError, status, .. } => matches!(status, Some(502 | 504)),
        Outcome::Failure { .. } => false,
    }
}

/// Whether the values are at fault.
pub(super) fn is_refusal(answer: Answer) -> bool {
    use Answer::{Conflict, Invalid, InvalidNamed, NotFound};
    matches!(answer, NotFound | Conflict | Invalid | InvalidNamed)
}

impl Ledger {
    /// Notes what the customer says, before the engine hears it.
    pub fn hear(&mut self, text: &str, acts: &[UserAct]) {
        self.said.push(text.into());
        self.silences = 0;
        let affirms = acts.contains(&UserAct::Affirm);
        let wishes = |act: &UserAct| {
            matches!(
                act,
                UserAct::Request { .. }
                    | UserAct::Affirm
                    | UserAct::Inform { .. }
                    | UserAct::Correct { .. }
            )
        };
        if affirms {
            self.read_back.iter_mut().for_each(|(_, _, is_affirmed)| *is_affirmed = true);
        }
        if acts.iter().any(wishes) {
            self.writes.iter_mut().for_each(|(_, _, is_wished)| *is_wished = true);
        }
    }

    /// Notes what the call that is out came to, once the engine has taken it.
    pub fn settle(&mut self, agent: &Agent, answer: Answer, outcome: &Outcome) {
        let Some(call) = self.pending.take() else { return };
        let Some(action) = agent.action(&call.action) else { return };
        let is_success = matches!(outcome, Outcome::Success { .. });
        if is_success && !self.succeeded.contains(&action.name) {
            self.succeeded.push(action.name.clone());
        }
        self.note_effect(action, &call, outcome);
        if is_refusal(answer) {
            self.refused.push((action.name.clone(), refused(action, &call, answer)));
        }
    }

    fn note_effect(&mut self, action: &Action, call: &Call, outcome: &Outcome) {
        if !action.method.is_write() {
            return;
        }
        self.unknown.retain(|name| *name != action.name);
        if is_in_doubt(outcome) {
            self.unknown.push(action.name.clone());
        }
        if is_in_doubt(outcome) || matches!(outcome, Outcome::Success { .. }) {
            let values = given(&call.arguments);
            self.writes.retain(|(name, old, _)| *name != action.name || *old != values);
            self.writes.push((action.name.clone(), values, false));
        }
    }

    /// Notes what was said: values that were read back.
    pub fn note_said(&mut self, said: &[SystemAct]) {
        for act in said {
            if let SystemAct::Confirm { action, slots } = act {
                self.read_back.retain(|(name, _, _)| name != action);
                let given = slots.iter().filter(|(_, held)| held.provenance != Provenance::Default);
                let values = given.map(|(name, held)| (name.clone(), held.value.clone())).collect();
                self.read_back.push((action.clone(), values, false));
            }
        }
    }

    /// Notes the call that goes out.
    pub fn note_call(&mut self, call: &Call) {
        self.calls += 1;
        self.read_back.retain(|(name, _, _)| *name != call.action);
        self.pending = Some(Arc::new(call.clone()));
    }
}

/// What of a call was refused: the value that is named, else all that was given.
fn refused(action: &Action, call: &Call, answer: Answer) -> Values {
    let mut values = given(&call.arguments);
    if answer == Answer::InvalidNamed
        && let Some(first) = action.variables.first()
        && values.contains_key(&first.name)
    {
        values.retain(|name, _| *name == first.name);
    }
    values
}
