//! The command line: arguments, environment, printing and the exit status. Only here.
//!
//! One file or folder per command; [`main`] is the table of contents.

mod arguments;
mod environment;
mod exit;
mod root;

pub use environment::{Colour, Environment};
pub use exit::Exit;
pub use root::main;
