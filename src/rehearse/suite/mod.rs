//! Playing many scenarios: found, planned, played at once, judged, and told as they end.

mod begin;
mod find;
mod idle;
mod journal;
mod judging;
mod place;
mod plan;
mod play;
mod run;
mod shard;
mod telling;
mod why;

pub use find::{FindError, IGNORE_FILE, SCENARIO_ENDING, find_scenarios};
pub use journal::Journal;
pub use place::Sources;
pub use plan::{Planned, scenario_id};
pub use play::{Course, Recast, Stop, usual_time};
pub use run::{RunSetting, SuiteEvent, run};
pub use shard::share;
