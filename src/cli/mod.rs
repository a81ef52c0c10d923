//! cli (being written).

pub mod value;
