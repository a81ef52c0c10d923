//! What a run came to, as one plain tree, and the reports made from it.
#![deny(clippy::disallowed_methods)]

mod failure;
mod result;

pub use failure::{Edit, Failure, Located, Said, Speaker};
pub use result::{
    Attempt, RunFacts, RunResult, SCHEMA_VERSION, ScenarioResult, Shard, Totals, Verdict,
};
