//! Scenarios: one conversation each, with what must hold; how that is judged.
#![deny(clippy::disallowed_methods)]

pub mod checks;
mod declared;
mod expectation;
mod finding;
mod judge;

pub use declared::{Opened, Repeat, Scenario, Script, Start, TurnEvent, UserTurn};
pub use expectation::{
    ActMatcher, CallMatcher, EndingName, Expectation, Polarity, ReplyMatcher, RequestMatcher, What,
};
pub use finding::Finding;
pub use judge::{Evidence, Judged, judge};
