//! Integers and floats: written by region, spoken in words, told apart from all that only looks like a number.

mod quantity;
mod scan;
mod spoken;
mod written;

pub(super) use quantity::Number;
pub(super) use scan::scan;
pub(super) use spoken::{digit_row, sub_hundred};
