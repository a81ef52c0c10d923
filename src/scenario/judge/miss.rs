use std::ops::Range;

use serde_json::Value as Json;

use crate::diagnostic::Place;

/// What keeps an expectation from holding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Miss {
    pub code: &'static str,
    pub message: String,
    /// A place within the expectation that says it better.
    pub place: Option<Place>,
    pub expected: Vec<(String, String)>,
    pub got: Vec<(String, String)>,
    pub nearest: Option<String>,
    pub mend: Vec<String>,
    /// Bytes to replace and what to write there.
    pub edit: Option<(Range<usize>, String)>,
    /// What would hold in place of the whole expectation.
    pub instead: Option<Json>,
}

impl Miss {
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), ..Self::default() }
    }

    /// With what would hold in place of the expectation.
    pub fn instead(self, json: impl Into<Json>) -> Self {
        Self { instead: Some(json.into()), ..self }
    }

    /// With one thing that differs.
    pub fn differing(
        mut self,
        label: &str,
        expected: impl Into<String>,
        got: impl Into<String>,
    ) -> Self {
        self.expected.push((label.to_owned(), expected.into()));
        self.got.push((label.to_owned(), got.into()));
        self
    }
}

/// Holds, or what keeps it from holding.
pub(super) type Held = Result<(), Box<Miss>>;

pub(super) fn missed(miss: Miss) -> Held {
    Err(Box::new(miss))
}
