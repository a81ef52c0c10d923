//! cli (being written).

pub mod understand;
