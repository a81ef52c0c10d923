//! `--suggest`: a model proposes better error lines, and the cells that it never saw decide.

mod desk;
mod offer;
mod proposing;
mod run;

pub(super) use run::suggest;
