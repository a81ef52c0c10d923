//! Findings on a prompt's error lines: what must be found, and what comes near and must not.
#![expect(clippy::panic, reason = "a test may stop at what it did not expect")]

mod desk;
mod outcomes;
mod samples;
mod sentences;
