use crate::name::ActionName;

/// One line of the prompt that says what to do when a call fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorLine {
    /// The action whose section it stands in; `None` holds for all.
    pub action: Option<ActionName>,
    /// The failures it is for.
    pub matches: Vec<ErrorMatch>,
    /// The sentence to say, when the line quotes one.
    pub say: Option<String>,
    /// The line's text after the condition, as written.
    pub guidance: String,
    /// Whether it tells the agent to offer a callback or a person.
    pub offers_callback: bool,
    /// Line number in the prompt file, from 1.
    pub line: usize,
}

/// Which failures an error line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErrorMatch {
    /// One HTTP status.
    Status(u16),
    /// A class of statuses: 4 is `4xx`.
    Class(u8),
    /// No answer in time.
    Timeout,
    /// No connection, or it broke.
    Unreachable,
    /// Every failure.
    Any,
}
