//! Exploring: the true engine is clean, a broken one is found, and what is found is short.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

mod clean;
mod command;
mod grounds;
mod kept;
mod led;
mod sabotage;
mod saved;
