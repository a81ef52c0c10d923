use super::guess::guess;
use crate::{
    agent::{Action, ActionName, VariableName},
    dialogue::{SlotValue, SystemAct},
    transcript::TurnRecord,
    value::Value,
};

/// What the customer is asked after a turn.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Situation {
    /// For a value.
    Asked(VariableName),
    /// Whether a value was meant.
    Doubt {
        /// Its variable.
        variable: VariableName,
        /// The reading that is read back.
        value: Value,
        /// The others that are offered.
        others: Vec<Value>,
    },
    /// Whether all this is right.
    Confirm(Vec<(VariableName, SlotValue)>),
    /// For a yes to something that cannot be seen.
    Consent,
    /// What is to be changed.
    Changing,
    /// Which of these actions is meant.
    Choosing(Vec<ActionName>),
    /// Whether someone shall call back.
    Callback,
    /// Nothing in particular.
    Nothing,
}

impl Situation {
    /// Reads the record: what the engine waits for, and where a model leads and nothing of it can be
    /// seen, the words of the reply, which are about one of these actions.
    pub fn of(last: &TurnRecord, actions: &[&Action]) -> Self {
        match last.phase.as_str() {
            "eliciting" => asked(last),
            "confirming_value" => doubt(last).unwrap_or_else(|| asked(last)),
            "confirming" => confirm(last),
            "changing" => Self::Changing,
            "choosing" => Self::Choosing(candidates(last)),
            "offering_callback" => Self::Callback,
            _ if last.system_acts.is_empty() => guess(&last.reply, actions),
            _ => Self::Nothing,
        }
    }
}

fn asked(last: &TurnRecord) -> Situation {
    last.asks_for.clone().map_or(Situation::Nothing, Situation::Asked)
}

fn doubt(last: &TurnRecord) -> Option<Situation> {
    last.system_acts.iter().rev().find_map(|act| match act {
        SystemAct::ConfirmValue { variable, value, alternatives, .. } => Some(Situation::Doubt {
            variable: variable.clone(),
            value: value.clone(),
            others: alternatives.clone(),
        }),
        _ => None,
    })
}

fn confirm(last: &TurnRecord) -> Situation {
    let read_back = last.system_acts.iter().rev().find_map(|act| match act {
        SystemAct::Confirm { slots, .. } => Some(slots.clone()),
        _ => None,
    });
    read_back.map_or(Situation::Consent, Situation::Confirm)
}

fn candidates(last: &TurnRecord) -> Vec<ActionName> {
    let offered = last.system_acts.iter().rev().find_map(|act| match act {
        SystemAct::OfferActions { candidates } => Some(candidates.clone()),
        _ => None,
    });
    offered.unwrap_or_default()
}
