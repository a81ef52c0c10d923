//! Scenarios: one conversation each, with what must hold; how that is judged.
#![deny(clippy::disallowed_methods)]

pub mod coverage;
mod declared;
mod expectation;
mod finding;

pub use coverage::Coverage;
pub use declared::{Opened, Repeat, Scenario, Script, Start, TurnEvent, UserTurn};
pub use expectation::{
    ActMatcher, CallMatcher, EndingName, Expectation, Polarity, ReplyMatcher, RequestMatcher, What,
};
pub use finding::Finding;
