//! The command line: arguments, environment, printing and the exit status. Only here.
//!
//! One file or folder per command; [`main`] is the table of contents.

mod arguments;
pub mod call;
pub mod cassette;
pub mod chat;
pub mod check;
pub mod cost;
pub mod endpoint;
mod environment;
mod exit;
pub mod explain;
pub mod explore;
pub mod finding;
pub mod init;
pub mod models;
pub mod reach;
pub mod report;
mod root;
mod scenario_check;
pub mod scene;
pub mod schema;
pub mod test;
pub mod tune;
pub mod understand;
pub mod value;

pub use crate::shown::visible;
pub use environment::{Colour, Environment};
pub use exit::Exit;
pub use root::main;
