use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Exchange, SystemAct};
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
    /// Writes that may have taken effect unseen: each needs a yes until it has succeeded.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub uncertain: BTreeSet<ActionName>,
    /// The last frame whose call came to an end; a follow-up refers to it.
    pub last: Option<Finished>,
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
    /// The last exchanges as a model may read them; kept by the driver, and looked into by a step only
    /// for a value that was said earlier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<Exchange>,
}

/// A value of a finished frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The action it was given for.
    pub action: ActionName,
    /// The value.
    pub value: SlotValue,
    /// What became of that action.
    pub fate: Fate,
}

/// What became of a finished frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Its call succeeded: asked for again, it is about something new.
    Done,
    /// Its call failed through no fault of the values: asked for again, they still hold.
    Failed,
    /// Nobody knows whether its write took effect: asked for again, it is confirmed first.
    Unknown,
}

/// The last frame that came to an end by its call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finished {
    /// The frame as it was when it was called.
    pub frame: Frame,
    /// What became of it.
    pub fate: Fate,
}

/// One open action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// The action.
    pub action: ActionName,
    /// The action below that requires this one, when it was opened for that.
    pub gate_for: Option<ActionName>,
    /// What it waits for.
    pub phase: Phase,
    /// Whether the customer affirms before the call, and has.
    pub assent: Assent,
    /// Slots that are not empty.
    pub slots: BTreeMap<VariableName, Slot>,
    /// Failed tries by variable.
    pub attempts: BTreeMap<VariableName, u32>,
    /// Values that may mean something else and wait to be confirmed.
    pub doubts: Vec<Doubt>,
    /// Values the API refused; the same value is not sent again.
    pub rejected: BTreeMap<VariableName, Vec<Value>>,
    /// Values that the API refused together, where nobody knows which is at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<BTreeMap<VariableName, Value>>,
    /// Calls of this frame that failed as the user's value.
    pub failures: u32,
    /// Calls made again after a passing failure.
    pub retries: u32,
}

/// Whether a call is affirmed by the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assent {
    /// The call needs none.
    NotNeeded,
    /// It is asked for once all is known.
    Needed,
    /// It was given for the values as they are.
    Given,
}

/// A value that may mean something else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    /// The variable.
    pub variable: VariableName,
    /// The reading in favour.
    pub reading: SlotValue,
    /// The others.
    pub alternatives: Vec<Value>,
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
    ConfirmingValue(Doubt),
    /// For a yes to the whole call.
    Confirming,
    /// For what is to be changed after a denied confirmation.
    Changing,
    /// For the outcome of its call.
    Calling,
    /// For a frame above it, or to be looked at.
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
        told: Vec<Told>,
    },
    /// Shall someone call back?
    Callback,
    /// Anything else?
    More,
}

/// A value as it was said, not yet read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The variable it is for.
    pub variable: VariableName,
    /// The words that carry it.
    pub raw: String,
    /// The turn it was said in.
    pub turn: u32,
    /// Bytes of that utterance.
    pub span: Range<usize>,
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
    /// A model that drove gave it, and nobody said it.
    Model,
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
