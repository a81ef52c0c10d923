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

impl Diagnostic {
    /// An error without label, help or fix yet.
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            place,
            label: String::new(),
            help: String::new(),
            fix: None,
        }
    }

    /// A warning without label, help or fix yet.
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    /// With what the underlined text is or does.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// With the exact edit.
    #[must_use]
    pub fn fix(mut self, span: Range<usize>, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, text: text.into() });
        self
    }

    /// Whether it keeps the agent from being rehearsed.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl Place {
    /// A stretch of the file of this path.
    pub fn new(path: impl Into<String>, span: Range<usize>) -> Self {
        Self { path: path.into(), span }
    }
}
