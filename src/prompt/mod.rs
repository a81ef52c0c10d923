//! The prompt: its text, and the error lines read out of it.
#![deny(clippy::disallowed_methods)]

mod error_line;
mod error_lines;
mod text;

pub use error_line::{ErrorLine, ErrorMatch};
pub use error_lines::read as error_lines;
pub use text::Prompt;
