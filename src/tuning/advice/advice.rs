use serde::{Deserialize, Serialize};

use crate::{agent::Agent, tuning::Scored};

/// Something about the prompt's error lines that is worth changing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// Stable code, such as `outcome-without-line`.
    pub code: String,
    /// The line of the prompt it is about, from 1; none when a line is missing.
    pub line: Option<usize>,
    /// What is found.
    pub message: String,
    /// How to mend it.
    pub mend: String,
}

/// What is found in an agent's prompt; `scored` says which lines were ever the nearest.
pub fn advise(agent: &Agent, scored: &[Scored]) -> Vec<Advice> {
    let _ = (agent, scored);
    Vec::new()
}
