//! Rewrites of a prompt's error lines that a model proposes: what it is shown, what of its answer is
//! taken, and what the cells that it never saw say of it.
//!
//! A proposal is data. It changes error lines and nothing else, whatever else it says; [`judge`] gives
//! the reason where it does not. [`decide()`] offers it only where the held-out cells show that it is better.

mod brief;
mod candidate;
mod decide;
mod diff;
mod edit;
mod entry;
mod novelty;
mod proposal;
mod split;

pub use brief::brief;
pub use candidate::{Candidate, Files, judge};
pub use decide::{Decision, Finding, decide};
pub use diff::unified;
pub use edit::{Edit, Edited};
pub use entry::{BASELINE, Entry, Glimpse, Played};
pub use proposal::{Change, read};
pub use split::{Split, split};
