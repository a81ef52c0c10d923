//! A run on a terminal or in a CI log: lines with tones; whoever prints decides about colour.

mod aligned;
mod comparison;
mod coverage;
mod failure;
mod repeats;
mod summary;
mod whole;

pub use comparison::comparison;
pub use coverage::coverage;
pub use failure::{MOST_LINES, failures, group, single};
pub use repeats::repeats;
pub use summary::{notes, slowest, summary, unsettled};
pub use whole::whole;
