//! Typed values: what a text means as one of the seven variable types, or exactly why it means nothing.
//!
//! Two entries: [`parse`] reads a text that is the whole answer to a question, [`find`] lists all
//! candidates in an utterance. Both are pure: the time and the region are arguments.
#![deny(clippy::disallowed_methods)]

mod answer;
mod boolean;
mod clock_time;
mod date;
mod email;
mod english;
#[cfg(test)]
mod facts;
mod heard;
mod hit;
mod lexicon;
mod limits;
mod number;
mod phone;
mod reading;
mod recognise;
mod spec;
mod text;
mod typed;

pub use limits::validate;
pub use reading::{Candidate, Reading, Refusal, RefusalKind};
pub use recognise::{find, find_refused, parse};
pub use spec::{Choice, DateBound, Pattern, Reference, Region, Spec};
pub use typed::{Value, VariableType};
