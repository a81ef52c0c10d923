//! Talks through an OpenAI-compatible endpoint that is played by a script, without any network but
//! loopback. The script checks every request it gets.

mod agent;
mod command;
mod faults;
mod hostile;
mod script;
mod streaming;
mod talk;
mod understanding;
mod wording;
