//! `rehearsal explore`: plays an agent's dialogue every which way and shows the shortest talk that
//! goes wrong.

mod args;
mod found;
mod free;
mod json;
mod replay;
mod run;
mod shorten;
mod show;

pub use args::ExploreArgs;
pub use replay::{Rehearsed, replay};
pub use run::run;
