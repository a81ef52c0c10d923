//! Scenarios: one conversation each, with what must hold; how that is judged.
#![deny(clippy::disallowed_methods)]

pub mod checks;
pub mod coverage;
mod declared;
mod expectation;
mod filter;
mod finding;
mod format;
mod judge;
pub mod save;
pub mod user;

pub use coverage::Coverage;
pub use declared::{Opened, Repeat, Scenario, Script, Start, TurnEvent, UserTurn};
pub use expectation::{
    ActMatcher, CallMatcher, EndingName, Expectation, Polarity, ReplyMatcher, RequestMatcher, What,
};
pub use filter::{Candidate, Field, Filter, FilterError};
pub use finding::Finding;
pub use format::{Document, Head, Included, SHAPES, Unread, head, parse};
pub use judge::{Evidence, Judged, judge};
