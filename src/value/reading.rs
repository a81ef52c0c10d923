use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Value;

/// A text read as a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The canonical value.
    pub value: Value,
    /// Bytes of the text that carry it.
    pub span: Range<usize>,
    /// Other values the text may mean; where there are any, the value is to be confirmed.
    pub alternatives: Vec<Value>,
}

/// A possible value inside a longer utterance. `parse` of `text` gives the same value.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The canonical value.
    pub value: Value,
    /// Bytes of the utterance that carry it, on character boundaries.
    pub span: Range<usize>,
    /// The text of the span.
    pub text: String,
    /// From 0 (a guess) to 1 (nothing else it could be).
    pub confidence: f32,
    /// Other values it may mean.
    pub alternatives: Vec<Value>,
}

/// Why a text is not an acceptable value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// The reason as a type.
    pub kind: RefusalKind,
    /// One or two sentences a customer understands, ending in what would be valid where that helps.
    pub message: String,
    /// Values that may have been meant.
    pub alternatives: Vec<Value>,
}

/// The reasons for a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// Nothing was said.
    Empty,
    /// The text holds nothing of this type: a no-match, not an invalid value.
    NotThisType,
    /// Two readings, none preferred.
    Ambiguous,
    /// The date does not exist.
    Impossible,
    /// A number with a fraction for an integer.
    Fraction,
    /// A number that does not fit.
    Overflow,
    /// Below `min` or before `earliest`.
    TooSmall,
    /// Above `max` or after `latest`.
    TooLarge,
    /// Fewer digits or characters than the form needs.
    TooShort,
    /// More digits or characters than the form allows.
    TooLong,
    /// Right in length but not assigned in the numbering plan.
    NotInUse,
    /// The form of the type is broken (an email without a domain).
    Malformed,
    /// The declared pattern does not match.
    Pattern,
    /// None of the declared choices.
    Choice,
    /// Several different values where one is asked for.
    Several,
}

impl RefusalKind {
    /// Whether the words do not even try to be a value.
    pub fn is_no_value(self) -> bool {
        matches!(self, Self::Empty | Self::NotThisType)
    }

    /// The stable name in machine interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotThisType => "not_this_type",
            Self::Ambiguous => "ambiguous",
            Self::Impossible => "impossible",
            Self::Fraction => "fraction",
            Self::Overflow => "overflow",
            Self::TooSmall => "too_small",
            Self::TooLarge => "too_large",
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::NotInUse => "not_in_use",
            Self::Malformed => "malformed",
            Self::Pattern => "pattern",
            Self::Choice => "choice",
            Self::Several => "several",
        }
    }
}
