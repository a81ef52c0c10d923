//! Wording by templates: a reply from the acts, the prompt's error lines and the kept fields of an
//! answer, with no model. Pure; the texts are English and stand in the file of their act.
#![deny(clippy::disallowed_methods)]

mod failure;
mod phrase;
mod question;
mod reply;
mod report;
mod small_talk;

pub use crate::request::failure_line;
pub use failure::failure_sentence;
pub use phrase::{list_or, plain_text, spoken_value, variable_label};
pub use reply::{Placed, TemplateWording, reply};
