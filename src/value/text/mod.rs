//! Strings: identifiers by pattern or example, choices with synonyms, and free text.

mod choice;
mod code;
mod free;
mod run;
mod shape;

use super::heard::Heard;
use super::hit::Hit;
use super::{Reading, Refusal, Spec};

/// Reads a whole answer as a string.
pub(super) fn parse(spec: &Spec, heard: &Heard) -> Result<Reading, Refusal> {
    if !spec.choices.is_empty() {
        return choice::parse(spec, heard);
    }
    if shape::is_coded(spec) { code::parse(spec, heard) } else { free::parse(spec, heard) }
}

/// All strings of the slot's kind inside an utterance.
pub(super) fn scan(spec: &Spec, heard: &Heard) -> Vec<Hit> {
    if !spec.choices.is_empty() {
        return choice::scan(spec, heard);
    }
    if shape::is_coded(spec) { code::scan(spec, heard) } else { free::scan(spec, heard) }
}
