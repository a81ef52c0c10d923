//! `rehearsal tune`: plays every action, outcome, point and caller, and says what the prompt is worth.

mod args;
mod ask;
mod deliver;
mod descriptions;
mod facts;
mod gate;
mod identity;
mod keep;
mod ledger;
mod perform;
mod run;
mod suggest;
mod variant;
mod watching;

pub use args::TuneArgs;
pub use run::run;
