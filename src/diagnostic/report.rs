use std::ops::Range;

/// One finding about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable kebab-case code, explained by `rehearsal explain`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Lowercase fragment that says what is wrong.
    pub message: String,
    /// Where it is; a whole file when the span is empty.
    pub place: Place,
    /// What the underlined text is or does.
    pub label: String,
    /// How to mend it.
    pub help: String,
    /// The exact edit, where it is mechanical.
    pub fix: Option<Fix>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The agent cannot be rehearsed.
    Error,
    /// It can, but not well.
    Warning,
}

/// A stretch of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Path as shown to people.
    pub path: String,
    /// Bytes of the file's text.
    pub span: Range<usize>,
}

/// Lines to put in place of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Bytes to replace.
    pub span: Range<usize>,
    /// What to write there.
    pub text: String,
}
