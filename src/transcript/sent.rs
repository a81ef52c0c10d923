use std::collections::BTreeMap;

use super::TurnRecord;
use crate::{
    agent::{ActionName, VariableName},
    api::Note,
    dialogue::{DialogueState, SlotValue},
    request::{FrozenRequest, Outcome},
    value::Reference,
};

/// A turn with everything as it really was, for those who judge it. It may hold secrets and
/// sensitive values: it is neither stored nor shown, only the record is.
#[derive(Clone, Debug, PartialEq)]
pub struct PlayedTurn {
    /// The turn as it may be shown.
    pub record: TurnRecord,
    /// What was said, unmasked; `None` for the greeting and for silence.
    pub utterance: Option<String>,
    /// What was answered, unmasked.
    pub reply: String,
    /// Its calls, in order, each try on its own.
    pub calls: Vec<SentCall>,
    /// When and where it was heard.
    pub at: Reference,
    /// The dialogue after it.
    pub state: DialogueState,
}

/// A call as it really was.
#[derive(Clone, Debug, PartialEq)]
pub struct SentCall {
    /// The action.
    pub action: ActionName,
    /// The values, with their origin.
    pub arguments: BTreeMap<VariableName, SlotValue>,
    /// What left; `None` when nothing did.
    pub request: Option<FrozenRequest>,
    /// What it came to.
    pub outcome: Outcome,
    /// 0 for the first try.
    pub retry: u32,
    /// What the stub API has to say about it.
    pub notes: Vec<Note>,
}
