//! Playing many scenarios: found, planned, played at once, judged, and told as they end.

mod begin;
mod files;
mod find;
mod idle;
mod journal;
mod judging;
mod listing;
mod opinion;
mod place;
mod plan;
mod play;
mod role;
mod run;
mod shard;
mod telling;
mod why;

pub use find::{FindError, IGNORE_FILE, SCENARIO_ENDING, find_scenarios};
pub use journal::{Journal, JournalError, JournalOf, Kept};
pub(super) use journal::{folder, lines};
pub use listing::{Company, Listed, Listing};
pub use place::Sources;
pub use plan::{Plan, Planned, scenario_id};
pub use play::{Course, Judges, Recast, Simulators, Stop, usual_time};
pub use run::{Ended, RunSetting, run};
pub use shard::share;
