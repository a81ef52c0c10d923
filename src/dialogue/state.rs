use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::SystemAct;
use crate::{
    agent::{ActionName, VariableName},
    value::Value,
};

/// All that is known now. A saved state continues exactly like the original.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Default)]
pub struct DialogueState {
    /// Open actions; the last one is at work, those below wait.
    pub frames: Vec<Frame>,
    /// The question that stands open beside the frames' own.
    pub question: Option<Question>,
    /// Actions that have succeeded; opens what requires them.
    pub succeeded: BTreeSet<ActionName>,
    /// Values of frames that are done, reused where another action asks for the same.
    pub known: BTreeMap<VariableName, Known>,
    /// Context keys: contact, dynamic context.
    pub context: BTreeMap<String, Json>,
    /// Keys saved from answers, with the action that saved them.
    pub saved: BTreeMap<String, (Json, ActionName)>,
    /// What was said last, for a repeat.
    pub last_said: Vec<SystemAct>,
    /// User turns so far.
    pub turn: u32,
    /// Calls so far.
    pub calls: u32,
    /// Silences in a row.
    pub silences: u32,
    /// Utterances in a row that nothing came of.
    pub no_matches: u32,
    /// How the talk ended, when it has.
    pub ending: Option<Ending>,
}

/// A value of a finished frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The action it was given for.
    pub action: ActionName,
    /// The value.
    pub value: SlotValue,
}

/// One open action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// The action.
    pub action: ActionName,
    /// What it waits for.
    pub phase: Phase,
    /// Slots that are not empty.
    pub slots: BTreeMap<VariableName, Slot>,
    /// Failed tries by variable.
    pub attempts: BTreeMap<VariableName, u32>,
    /// Values the API refused; the same value is not sent again.
    pub rejected: BTreeMap<VariableName, Vec<Value>>,
    /// Calls of this frame that failed as the user's value.
    pub failures: u32,
    /// Calls made again after a passing failure.
    pub retries: u32,
}

/// What a frame waits for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// For a value.
    Eliciting {
        /// The variable asked for.
        variable: VariableName,
    },
    /// For a yes to one of several readings.
    ConfirmingValue {
        /// The variable.
        variable: VariableName,
        /// The reading in favour.
        reading: SlotValue,
        /// The others.
        alternatives: Vec<Value>,
    },
    /// For a yes to the whole call.
    Confirming,
    /// For what is to be changed after a denied confirmation.
    Changing,
    /// For the outcome of its call.
    Calling,
    /// For a frame above it.
    Waiting,
}

/// A question beside the frames.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Which of these actions is meant?
    WhichAction {
        /// Best first.
        candidates: Vec<ActionName>,
        /// Values that came with the unclear request, kept for the answer.
        informed: Vec<(VariableName, String, Range<usize>)>,
    },
    /// Shall someone call back?
    Callback,
    /// Anything else?
    More,
}

/// A slot that is not empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// Has a valid value.
    Filled(SlotValue),
    /// The user would not say; sent without.
    Declined,
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlotValue {
    /// The canonical value.
    pub value: Value,
    /// The words it was read from.
    pub raw: String,
    /// Where it came from.
    pub provenance: Provenance,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// The user said it.
    User {
        /// In this turn, from 1.
        turn: u32,
        /// Bytes of that utterance.
        span: Range<usize>,
    },
    /// A context key.
    Context {
        /// The key.
        key: String,
    },
    /// The variable's default.
    Default,
    /// An earlier answer.
    Saved {
        /// The action that answered.
        action: ActionName,
        /// The key it was saved under.
        key: String,
    },
}

/// How a talk ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The customer said goodbye with nothing left open.
    Completed,
    /// The customer left with an action open.
    Abandoned,
    /// Passed to a person.
    HandedOff {
        /// Why.
        reason: HandoffReason,
    },
}

/// Why a talk was passed to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandoffReason {
    /// The customer asked for one.
    Asked,
    /// A value could not be had.
    Exhausted {
        /// The variable.
        variable: VariableName,
    },
    /// The API refused every value.
    Refused {
        /// The action.
        action: ActionName,
    },
    /// Nothing was understood again and again.
    NotUnderstood,
    /// The customer fell silent.
    Silence,
    /// A limit of turns or calls.
    Limit,
}
