//! `rehearsal report`: shows, joins and compares JSON reports; and how every report is written.

mod args;
mod format;
mod output;
mod place;
mod run;
mod screen;

pub use args::ReportArgs;
pub use format::{Format, ReportOutput, Target};
pub use output::{Outputs, Trouble};
pub use place::write_whole;
pub use run::{deliver, read, run};
pub use screen::{exit, print, show};
