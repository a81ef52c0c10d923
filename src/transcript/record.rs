use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Breach, ModelRequest};
use crate::{
    agent::{ActionName, VariableName},
    dialogue::{Change, Ending, Provenance, Summary, SystemAct, UserAct},
    request::MaskedRequest,
};

/// One user utterance and the agent's answer to it: the object `chat --json` prints per turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TurnRecord {
    /// 0 for the greeting.
    pub turn: u32,
    /// What was said, sensitive values masked; `null` for the greeting and for silence.
    pub user: Option<String>,
    /// What the agent answered.
    pub reply: String,
    /// What the utterance was understood as.
    pub user_acts: Vec<UserAct>,
    /// What the agent did.
    pub system_acts: Vec<SystemAct>,
    /// What the open action waits for; `idle` when none is open.
    pub phase: String,
    /// The open action.
    pub action: Option<ActionName>,
    /// The variable that is asked for.
    pub asks_for: Option<VariableName>,
    /// Values known now: of open actions, else of the last one.
    pub slots: BTreeMap<VariableName, SlotRecord>,
    /// Calls of this turn, in order.
    pub calls: Vec<CallRecord>,
    /// What was left aside and why, in words.
    pub refused: Vec<String>,
    /// How the talk ended, when it has.
    pub ending: Option<Ending>,
    /// What a person who takes over needs, when it was handed off.
    pub handoff: Option<Summary>,
    /// How long it took.
    pub timings: Timings,
    /// Every action with its score, best first, where scores were needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<ScoreRecord>,
    /// What changed and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Why the model gave nothing, when it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<TroubleRecord>,
    /// Rules that the model broke while it drove; always empty where the engine decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaches: Vec<Breach>,
    /// What models were asked for this turn, where they are and a report is made of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub model_requests: Vec<ModelRequest>,
}

/// Why a model gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TroubleRecord {
    /// `answer`, `configuration`, `service` or `limit`.
    pub kind: String,
    /// What happened and how to mend it.
    pub message: String,
}

/// Whose turn a piece of a transcript belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnSide {
    /// The customer's.
    User,
    /// The agent's.
    Agent,
}

/// A slot as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlotRecord {
    /// The canonical value in its JSON type.
    pub value: Json,
    /// The words it was read from.
    pub raw: String,
    /// Where it came from.
    pub provenance: Provenance,
}

/// One call as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallRecord {
    /// The action.
    pub action: ActionName,
    /// The values that were sent.
    pub arguments: BTreeMap<VariableName, Json>,
    /// What left; `null` when nothing did.
    pub request: Option<MaskedRequest>,
    /// What it came to.
    pub outcome: OutcomeRecord,
    /// How long it took on the conversation's clock.
    pub ms: u64,
    /// 0 for the first try.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub retry: u32,
    /// What is worth knowing about how it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// An outcome as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutcomeRecord {
    /// `success` or the failure's class.
    pub class: String,
    /// The HTTP status, where one came.
    pub status: Option<u16>,
    /// The answer.
    pub body: Json,
    /// What went wrong, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// How long the parts of a turn took on the conversation's clock, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timings {
    /// Understanding the utterance.
    pub understand_ms: u64,
    /// All calls with their waits.
    pub calls_ms: u64,
    /// Wording the reply.
    pub word_ms: u64,
}

/// How well an action fits, with the words that carried it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreRecord {
    /// The action.
    pub name: ActionName,
    /// Its score.
    pub score: f32,
    /// "said ~ declared" with its part of the score.
    pub terms: Vec<(String, f32)>,
}
