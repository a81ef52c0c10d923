use std::{collections::BTreeMap, ops::Range};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{DialogueState, Fate};
use crate::{
    agent::{ActionName, VariableName},
    value::Value,
};

/// What was said in one turn, sensitive values covered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Default)]
pub struct Exchange {
    /// What the user said; `None` for the greeting and for silence.
    pub user: Option<String>,
    /// What the agent answered.
    pub reply: String,
    /// The turn.
    #[serde(default)]
    pub turn: u32,
    /// What the user really said, and which bytes of it are covered; no model is ever sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
    /// The actions that the user's words may ask for; only kept where a model drives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wanted: Vec<ActionName>,
    /// What a model that drove did before it answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<Round>,
}

/// An utterance as it was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Said {
    /// The words.
    pub text: String,
    /// The sensitive values in it: the variable and its bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covered: Vec<(VariableName, Range<usize>)>,
}

/// One answer of a model that drove, with the calls it made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Default)]
pub struct Round {
    /// What it said beside the calls.
    pub text: String,
    /// The calls, in order.
    pub calls: Vec<ModelCall>,
}

/// A call that a model made, and what it was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelCall {
    /// The tool's name as the model wrote it.
    pub tool: String,
    /// The action it stands for; `None` where it stands for nothing.
    pub action: Option<ActionName>,
    /// The values as the model wrote them.
    pub arguments: Json,
    /// What was sent.
    pub sent: BTreeMap<VariableName, Value>,
    /// What became of it; `None` when nothing was called.
    pub fate: Option<Fate>,
    /// What the model was told.
    pub answer: Json,
}

impl DialogueState {
    /// Most exchanges that are kept where a model only understands and words.
    pub const MOST_EXCHANGES: usize = 12;

    /// Keeps an exchange, and lets the oldest go.
    pub fn keep_exchange(&mut self, exchange: Exchange, most: usize) {
        let surplus = (self.exchanges.len() + 1).saturating_sub(most);
        self.exchanges.drain(..surplus.min(self.exchanges.len()));
        self.exchanges.push(exchange);
    }
}
