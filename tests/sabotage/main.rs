//! Nothing is green by accident: correct agents, prompts, stub rules, scenarios, reports and the
//! engine's own rules are damaged one at a time, and each damage comes out red for its own reason.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

mod agents;
mod answers;
mod cast;
mod engine;
mod expectations;
mod player;
mod project;
mod prompts;
mod rows;
mod undamaged;
