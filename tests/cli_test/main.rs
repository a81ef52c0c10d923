//! `rehearsal test` as its users run it: the binary, in a project of its own.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

mod asked;
mod bad;
mod choose;
mod find;
mod interrupt;
mod judged;
mod offline;
mod project;
mod reports;
mod resume;
mod role;
mod secrets;
#[cfg(unix)]
mod terminal;
mod verdicts;
