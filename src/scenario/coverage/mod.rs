//! Dialogue coverage: what of an agent a suite has exercised, and what not.

mod exercised;
mod expected;
mod tally;

pub use tally::{AgentCoverage, Coverage, CoverageItem, CoverageKind, Share};
