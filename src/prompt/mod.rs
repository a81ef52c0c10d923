//! The prompt: its text, and the error lines read out of it.
#![deny(clippy::disallowed_methods)]

mod condition;
mod datetime;
mod error_line;
mod error_lines;
mod quotation;
mod render;
mod section;
mod text;

pub use datetime::is_pattern as is_date_pattern;
pub use error_line::{ErrorLine, ErrorMatch};
pub use error_lines::read as error_lines;
pub use render::{CONTACT, FUEL, PromptError, PromptErrorKind, is_template, names, render};
pub use text::Prompt;
