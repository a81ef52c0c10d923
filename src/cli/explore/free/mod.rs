//! Exploring under `--policy free`: customers at random talk to a model that leads, and every rule that
//! it breaks is shown in the shortest talk.

mod misstep;
mod run;
mod shortest;
mod stand;
mod tell;

pub(super) use run::run;
