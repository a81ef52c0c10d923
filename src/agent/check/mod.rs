//! Checks that see the whole agent: names that refer to names, and advice.

mod advice;
mod name;
mod prompt;
mod requirement;
mod run;
mod similarity;
mod template;

pub use advice::{only_reads, reads_by_words};
pub(super) use run::run;
pub use similarity::shared_words;
