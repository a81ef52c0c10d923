use serde::{Deserialize, Serialize};

use crate::agent::{ActionName, VariableName};

/// A rule that a model broke while it drove; nothing was kept from happening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// Which rule.
    pub kind: BreachKind,
    /// The action it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionName>,
    /// The variable it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variable: Option<VariableName>,
    /// What happened, in a sentence; sensitive values are never quoted.
    pub message: String,
}

/// The rules a model may break. A closed set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreachKind {
    /// A value was sent that nobody said and no answer or context holds.
    InventedValue,
    /// A call was made without a value it requires.
    MissingValue,
    /// A value was sent that its variable does not allow.
    InvalidValue,
    /// An action was called that the agent does not have.
    UnknownAction,
    /// A value was given for a variable that the action does not have.
    UnknownVariable,
    /// A call was made before one that it requires had succeeded.
    SkippedGate,
    /// A call was made without the yes that it needs.
    Unconfirmed,
    /// A write was made that nothing in the talk asks for.
    UnaskedWrite,
    /// A write was made again that was made before, or may have been.
    RepeatedWrite,
    /// More calls were wanted than one turn may make.
    TooManyCalls,
    /// The reply claims that something is done, and no call did it.
    FalseSuccess,
    /// The reply names a number, code or day that comes from nowhere.
    InventedFact,
    /// The reply tells nothing of what a successful call answered.
    UntoldResult,
    /// The reply says a secret or a sensitive value.
    SensitiveInReply,
    /// The reply shows a status code, a URL, JSON, a stack or the machinery.
    RawInReply,
    /// The reply recites the rules of the prompt.
    RecitedRules,
}

impl BreachKind {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::InventedValue,
        Self::MissingValue,
        Self::InvalidValue,
        Self::UnknownAction,
        Self::UnknownVariable,
        Self::SkippedGate,
        Self::Unconfirmed,
        Self::UnaskedWrite,
        Self::RepeatedWrite,
        Self::TooManyCalls,
        Self::FalseSuccess,
        Self::InventedFact,
        Self::UntoldResult,
        Self::SensitiveInReply,
        Self::RawInReply,
        Self::RecitedRules,
    ];

    /// The stable name in machine interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Self::InventedValue => "invented_value",
            Self::MissingValue => "missing_value",
            Self::InvalidValue => "invalid_value",
            Self::UnknownAction => "unknown_action",
            Self::UnknownVariable => "unknown_variable",
            Self::SkippedGate => "skipped_gate",
            Self::Unconfirmed => "unconfirmed",
            Self::UnaskedWrite => "unasked_write",
            Self::RepeatedWrite => "repeated_write",
            Self::TooManyCalls => "too_many_calls",
            Self::FalseSuccess => "false_success",
            Self::InventedFact => "invented_fact",
            Self::UntoldResult => "untold_result",
            Self::SensitiveInReply => "sensitive_in_reply",
            Self::RawInReply => "raw_in_reply",
            Self::RecitedRules => "recited_rules",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_written_by_its_name() {
        for kind in BreachKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }
}
