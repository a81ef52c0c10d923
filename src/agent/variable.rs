use super::VariableName;
use crate::value::{Spec, Value};

/// A typed input that an action declares.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Its name within the action.
    pub name: VariableName,
    /// What it accepts.
    pub spec: Spec,
    /// What it is, in the author's words.
    pub description: String,
    /// Whether the action can be called without it.
    pub presence: Presence,
    /// The author's own question.
    pub ask: Option<String>,
    /// The author's own follow-up questions, escalating.
    pub reprompts: Vec<String>,
    /// How often it is asked for before giving up; at least 1.
    pub attempts: u32,
    /// What giving up means.
    pub on_exhausted: OnExhausted,
    /// Never shown, logged or sent to a model.
    pub sensitive: bool,
    /// Read back and affirmed before it is used.
    pub confirm: bool,
}

impl Variable {
    /// Attempts when the file says nothing.
    pub const ATTEMPTS: u32 = 3;

    /// Whether the action cannot be called without it.
    pub fn is_required(&self) -> bool {
        self.presence == Presence::Required
    }
}

/// Whether an action needs a variable.
#[derive(Clone, Debug, PartialEq)]
pub enum Presence {
    /// Asked for until it is there.
    Required,
    /// Taken when said; with a default, that is sent otherwise.
    Optional {
        /// The value that stands in.
        default: Option<Value>,
    },
}

/// What happens when a variable was asked for as often as allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OnExhausted {
    /// Pass the customer to a person.
    #[default]
    Handoff,
    /// Give the action up.
    Cancel,
    /// Go on without the value; only sensible for optional ones.
    Skip,
}
