use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::Decision;
use crate::{
    agent::Agent,
    report::ScenarioResult,
    tuning::{Cell, CellScore, Scored, watched::watched},
};

/// The number that stands for the prompt as it is.
pub const BASELINE: u32 = 0;

/// A line of what is kept of a run of proposals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// What it is about.
    Begun {
        /// The agent's name.
        agent: String,
        /// The prompt's file.
        prompt: String,
        /// The model that proposes.
        model: String,
    },
    /// A cell that was played.
    Played {
        /// With which proposal; [`BASELINE`] is none.
        proposal: u32,
        /// What it came to.
        played: Played,
    },
    /// An answer of the model.
    Proposed {
        /// Its number, from 1.
        number: u32,
        /// As it came; null where it was no JSON object.
        answer: Json,
        /// Why it was not played.
        refused: Option<String>,
        /// What it would change.
        diff: Vec<String>,
    },
    /// What the held-out cells say.
    Decided(Decision),
    /// A proposal was written into the prompt.
    Written(u32),
}

/// A cell with what it came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Played {
    /// The cell.
    pub cell: Cell,
    /// Each playing of it.
    pub scored: Vec<Scored>,
    /// What was said where it lapsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glimpse: Option<Glimpse>,
}

/// The turn in which a call failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glimpse {
    /// What the customer said.
    pub heard: String,
    /// What the agent said.
    pub replied: String,
}

impl Played {
    /// Of a cell's result.
    pub fn of(
        agent: &Agent,
        cell: &Cell,
        (scored, result): (Vec<Scored>, &ScenarioResult),
    ) -> Self {
        let lapsed = scored.iter().find(|one| matches!(one.score, CellScore::Lapsed(_)));
        let attempt =
            lapsed.and_then(|one| result.attempts.iter().find(|it| it.number == one.repeat));
        let turn = attempt.and_then(|attempt| match watched(agent, cell, &attempt.turns) {
            Ok(watched) => Some(watched.turn),
            Err(_) => attempt.turns.last(),
        });
        let glimpse = turn.map(|turn| Glimpse {
            heard: turn.user.clone().unwrap_or_default(),
            replied: turn.reply.clone(),
        });
        Self { cell: cell.clone(), scored, glimpse }
    }

    /// Whether each playing of it says something, or says that it has nothing to say.
    pub fn is_known(&self) -> bool {
        let is_open = |one: &Scored| matches!(one.score, CellScore::Inconclusive(_));
        !self.scored.is_empty() && !self.scored.iter().any(is_open)
    }

    /// Whether it lapsed in some playing.
    pub fn has_lapsed(&self) -> bool {
        self.scored.iter().any(|one| matches!(one.score, CellScore::Lapsed(_)))
    }
}
