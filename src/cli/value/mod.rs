//! `rehearsal value`: what an agent would make of a text.
//!
//! Candidates' `start` and `end` are offsets in UTF-8 bytes of the text, on character boundaries.

mod answer;
mod request;
mod run;

pub use request::Mode;
pub use run::{ValueArgs, run};
