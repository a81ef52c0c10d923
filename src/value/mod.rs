//! Typed values: what a text means as one of the seven variable types, or exactly why it means nothing.
//!
//! Two entries: [`parse`] reads a text that is the whole answer to a question, [`find`] lists all
//! candidates in an utterance. Both are pure: the time and the region are arguments.
#![deny(clippy::disallowed_methods)]

mod reading;
mod spec;
mod typed;

pub use reading::{Candidate, Reading, Refusal, RefusalKind, find, parse, validate};
pub use spec::{Choice, DateBound, Pattern, Reference, Region, Spec};
pub use typed::{Value, VariableType};
