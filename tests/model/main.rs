//! Talks through an OpenAI-compatible endpoint that is played by a script, without any network but
//! loopback. The script checks every request it gets.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

mod agent;
mod command;
mod faults;
mod free;
mod hostile;
mod hostile_free;
mod recall;
mod script;
mod streaming;
mod talk;
mod terminal;
mod understanding;
mod wording;
