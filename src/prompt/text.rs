use super::ErrorLine;

/// The prompt as a file says it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Prompt {
    /// Path as shown to people, relative to where they stand.
    pub path: String,
    /// The template's source.
    pub text: String,
    /// What it says about failures, in order.
    pub error_lines: Vec<ErrorLine>,
}
