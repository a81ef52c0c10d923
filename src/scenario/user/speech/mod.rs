//! How a value is spoken or typed, with and without noise. Every form but a mishearing carries the
//! true value.

mod code;
mod date;
mod digits;
mod value;

pub(super) use value::{Speech, is_free};
