//! cli (being written).

pub mod understand;
pub mod value;
