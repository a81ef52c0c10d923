use super::{Refusal, RefusalKind, Value};

/// Something of the slot's type at tokens `from..to`: a value, or a broken one with its reason.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// First token.
    pub from: usize,
    /// The token after the last.
    pub to: usize,
    /// What it is.
    pub outcome: Result<Meaning, Refusal>,
    /// From 0 to 1, for a hit inside a longer utterance.
    pub confidence: f32,
}

/// A value with what else it may be.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Meaning {
    /// The likeliest value.
    pub value: Value,
    /// Others, to be confirmed.
    pub alternatives: Vec<Value>,
}

impl Hit {
    /// A sure value.
    pub fn sure(from: usize, to: usize, value: Value) -> Self {
        Self::meaning(from, to, Meaning { value, alternatives: Vec::new() })
    }

    /// A value that may have alternatives.
    pub fn meaning(from: usize, to: usize, meaning: Meaning) -> Self {
        let confidence = if meaning.alternatives.is_empty() { 0.95 } else { 0.7 };
        Self { from, to, outcome: Ok(meaning), confidence }
    }

    /// A value of the type that cannot be accepted.
    pub fn broken(from: usize, to: usize, refusal: Refusal) -> Self {
        Self { from, to, outcome: Err(refusal), confidence: 0.0 }
    }

    /// The same with another confidence.
    pub fn with_confidence(mut self, confidence: f32) -> Self {
        self.confidence = confidence;
        self
    }
}

impl Refusal {
    /// A refusal without alternatives.
    pub(super) fn new(kind: RefusalKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), alternatives: Vec::new() }
    }

    /// The same, offering these values.
    pub(super) fn offering(mut self, alternatives: Vec<Value>) -> Self {
        self.alternatives = alternatives;
        self
    }
}
