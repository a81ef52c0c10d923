//! The simulated customer: whole talks, the laws they keep, and how well its values are taken.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test prints, and may stop")]

mod look;
mod play;
