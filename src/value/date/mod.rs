//! Dates: written, in words, relative, holidays; resolved by calendar arithmetic in the speaker's zone.

mod calendar;
mod days;
mod holiday;
mod numeric;
mod relative;
mod scan;
mod spoken;

pub(super) use scan::{scan, spans_of_dates};
