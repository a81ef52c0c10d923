//! Checks that see the whole agent: names that refer to names, and advice.

mod advice;
mod name;
mod prompt;
mod requirement;
mod similarity;
mod template;

use super::format::{Reader, Root};
use crate::diagnostic::SourceFile;

/// Runs every check.
pub(super) fn all(reader: &mut Reader<'_>, root: &Root, prompt: Option<&SourceFile>) {
    name::check(reader, root);
    requirement::check(reader, root);
    advice::check(reader, root);
    similarity::check(reader, root);
    template::check_greeting(reader, root);
    if let Some(prompt) = prompt {
        template::check_prompt(reader, root, prompt);
        prompt::check(reader, root, prompt);
    }
}
