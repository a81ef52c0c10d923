//! Integers and floats: written by region, spoken in words, told apart from all that only looks like a number.

mod fraction;
mod joined;
mod noun;
mod quantity;
mod row;
mod scan;
mod spoken;
mod written;

pub(super) use quantity::Number;
pub(super) use row::{digit_row, sub_hundred};
pub(super) use scan::scan;
pub(super) use spoken::scaled_digits;
