use std::collections::BTreeMap;

use crate::agent::{ActionName, VariableName};

/// A customer that a model plays, as declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// The model's name at the endpoint in use.
    pub model: String,
    /// Who the customer is and how they talk.
    pub persona: Option<String>,
    /// What the customer is after, in words.
    pub goal: String,
    /// The actions by which the goal is reached: before each was called, or refused, it is too early to end.
    pub wants: Vec<ActionName>,
    /// What the customer knows, each value in its canonical text.
    pub facts: BTreeMap<VariableName, String>,
    /// Most turns before the talk is left.
    pub max_turns: u32,
}
