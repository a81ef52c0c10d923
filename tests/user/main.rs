//! The simulated customer: whole talks, the laws they keep, and how well its values are taken.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test prints, and may stop")]

mod accuracy;
mod laws;
mod play;
mod scenarios;
mod talks;
