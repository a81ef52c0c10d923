use serde::{Deserialize, Serialize};

/// One thing that did not hold, or one reason why nothing can be said; texts are masked.
///
/// The fields are the parts of a failure message in the order they are shown; an empty one is left
/// out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Stable code, such as `E-CALL-ARG`; explained by `rehearsal explain`.
    pub code: String,
    /// What was looked at: `calls`, `reply`, or a built-in check's name.
    pub kind: String,
    /// The turn, from 1; 0 for the greeting; none for what holds for the whole talk.
    pub turn: Option<u32>,
    /// One sentence: what is wrong.
    pub message: String,
    /// Where the expectation, or the rule that it is about, stands.
    pub place: Option<Located>,
    /// What was said in the turn.
    pub said: Vec<Said>,
    /// What was expected: pairs of a label and a value, aligned when shown.
    pub expected: Vec<(String, String)>,
    /// What came instead, with the same labels.
    pub got: Vec<(String, String)>,
    /// What came nearest, with what differs.
    pub nearest: Option<String>,
    /// Why it came to this: heard, understood as, decision, outcome; each names the rule, prompt line
    /// or fault that decided.
    pub why: Vec<String>,
    /// How to mend it.
    pub mend: Vec<String>,
    /// The exact edit, where it is mechanical.
    pub edit: Option<Edit>,
}

/// A place in a file as people find it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located {
    /// Path as the user stands to it, with `/`.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The line's text, control characters shown harmlessly.
    pub text: String,
    /// How many characters of the line are meant, from `column`.
    pub length: usize,
    /// The path of the key, such as `turns[1].expect.calls[0]`.
    pub key_path: String,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Who.
    pub by: Speaker,
    /// What.
    pub text: String,
}

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The customer.
    User,
    /// The agent.
    Agent,
}

/// An edit of a file that makes the expectation match what happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The file.
    pub path: String,
    /// First byte that is replaced.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
    /// What stands there afterwards.
    pub text: String,
}
