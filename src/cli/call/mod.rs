//! `rehearsal call`: sends one action with fixed values and shows what leaves and what comes back.

mod arguments;
mod prepare;
mod run;
mod show;
mod values;

pub use arguments::CallArgs;
pub use run::run;
