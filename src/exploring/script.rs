//! A talk as a scenario file.
