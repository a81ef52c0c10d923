use super::{advice, name, prompt, requirement, similarity, template};
use crate::{
    agent::format::{Reader, Root},
    diagnostic::SourceFile,
};

/// Runs every check.
pub fn run(reader: &mut Reader<'_>, root: &Root, file: Option<&SourceFile>) {
    name::check(reader, root);
    requirement::check(reader, root);
    advice::check(reader, root);
    similarity::check(reader, root);
    template::check_greeting(reader, root);
    if let Some(file) = file {
        template::check_prompt(reader, root, file);
        prompt::check(reader, root, file);
    }
}
