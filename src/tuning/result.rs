use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Advice, Comparison, Matrix, Scored, Unplayed};
use crate::report::ScenarioResult;

/// The version of the JSON report of `tune`; only additions leave it as it is.
pub const TUNE_SCHEMA_VERSION: u32 = 1;

/// What a whole tuning came to: what every report of it is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TuneResult {
    /// [`TUNE_SCHEMA_VERSION`].
    pub schema_version: u32,
    /// What is true of it as a whole.
    pub facts: TuneFacts,
    /// Each variant that was played, the first one first.
    pub variants: Vec<Variant>,
    /// Each later variant against the first.
    pub comparisons: Vec<Comparison>,
    /// What of the matrix cannot happen, and why.
    pub unplayed: Vec<Unplayed>,
}

/// What is true of a tuning as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TuneFacts {
    /// The version of the program.
    pub version: String,
    /// The agent's name.
    pub agent: String,
    /// When it began, RFC 3339.
    pub started: String,
    /// How long it took, in real milliseconds.
    pub ms: u64,
    /// The seed.
    pub seed: u64,
    /// How often each cell was played.
    pub repeat: u32,
    /// Whether it was stopped before its end.
    pub interrupted: bool,
    /// How often models were asked; none with the offline model alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_calls: Option<ModelCalls>,
    /// What the user should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// How often models were asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelCalls {
    /// All of them, retries too.
    pub asked: u64,
    /// Those of them that a recording answered.
    pub recorded: u64,
}

/// One variant of prompt, model and policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// What it goes by in tables.
    pub name: String,
    /// The prompt's file.
    pub prompt: String,
    /// The model; none is the offline one.
    pub model: Option<String>,
    /// Who decides.
    pub policy: String,
    /// The error lines of the prompt as written, by their number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub prompt_lines: BTreeMap<usize, String>,
    /// Action by outcome.
    pub matrix: Matrix,
    /// Each cell, each time it was played.
    pub scored: Vec<Scored>,
    /// What is found in the prompt itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advice: Vec<Advice>,
    /// The talks of cells that did not hold, and of those that were asked for, by the cell's name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub talks: BTreeMap<String, ScenarioResult>,
}
