//! The words of English that the checks know: claims, questions, marks of a raw error, units.

pub(super) mod asking;
mod claim_words;
pub(super) mod claims;
pub(super) mod doubt;
pub(super) mod raw;
pub(super) mod sentence;
pub(super) mod stem;
pub(super) mod units;
pub(super) mod words;
