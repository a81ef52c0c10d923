//! Dates: written, in words, relative, holidays; resolved by calendar arithmetic in the speaker's zone.

mod answer;
mod bound;
mod calendar;
mod days;
mod holiday;
mod nth;
mod numeric;
mod range;
mod relative;
mod said;
mod scan;
mod spoken;

pub(super) use answer::parse;
pub(super) use scan::{scan, spans_of_dates};
