//! What a run came to, as one plain tree, and the reports made from it.
#![deny(clippy::disallowed_methods)]

pub mod compare;
pub mod console;
mod details;
mod difference;
pub(crate) mod escape;
mod failure;
pub mod github;
mod group;
pub mod html;
pub mod json;
pub mod junit;
pub(crate) mod markup;
pub mod merge;
mod rate;
mod result;
pub mod statistics;
pub mod tap;

pub use compare::{Comparison, Flip};
pub use details::{Details, Held};
pub use difference::Difference;
pub use failure::{Edit, Failure, Located, Said, Speaker};
pub use group::{Group, Occurrence, again, groups};
pub use rate::Rate;
pub use result::{
    Attempt, RunFacts, RunResult, SCHEMA_VERSION, ScenarioResult, Shard, Totals, Verdict,
};
