//! Watches a model that drives: the same state machine runs beside it, blocks nothing, and says which
//! rules each call and each reply breaks. Pure; what was done is done by whoever drives the talk.
#![deny(clippy::disallowed_methods)]

mod assent;
mod call;
mod origin;
mod outcome;
mod reply;
mod scene;
mod values;

pub use assent::may_want;
pub use call::{Judged, judge};
pub use outcome::{Observed, observe};
pub use reply::reply_breaches;
pub use scene::Scene;
