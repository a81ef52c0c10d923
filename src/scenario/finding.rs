use std::ops::Range;

use crate::diagnostic::Place;

/// Something that does not hold: an expectation, or a built-in check. Texts in it may hold sensitive
/// values until they are masked for a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable code, such as `E-CALL-ARG`.
    pub code: &'static str,
    /// What was looked at: an expectation's key, or a check's name.
    pub kind: &'static str,
    /// The turn, from 1; 0 for the greeting; none for what holds for the whole talk.
    pub turn: Option<u32>,
    /// One sentence: what is wrong.
    pub message: String,
    /// The YAML it is about, with the path of its key.
    pub place: Option<(Place, String)>,
    /// What was expected: pairs of a label and a value.
    pub expected: Vec<(String, String)>,
    /// What came instead, with the same labels.
    pub got: Vec<(String, String)>,
    /// What came nearest, with what differs.
    pub nearest: Option<String>,
    /// Why it came to this; each names what decided.
    pub why: Vec<String>,
    /// How to mend it.
    pub mend: Vec<String>,
    /// Bytes of the file at `place` and what to write there, to make it match what happened.
    pub edit: Option<(Range<usize>, String)>,
}

impl Finding {
    /// A finding of a turn, without evidence yet.
    pub fn new(code: &'static str, kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            kind,
            turn: None,
            message: message.into(),
            place: None,
            expected: Vec::new(),
            got: Vec::new(),
            nearest: None,
            why: Vec::new(),
            mend: Vec::new(),
            edit: None,
        }
    }
}
