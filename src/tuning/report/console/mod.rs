//! A tuning for people at a terminal.

mod cell;
mod findings;
mod laid;
mod table;
mod talk;
mod whole;

pub use cell::cell_lines;
pub use whole::lines;
