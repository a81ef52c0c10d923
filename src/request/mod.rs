//! request (being written).
#![deny(clippy::disallowed_methods)]
