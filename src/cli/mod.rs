//! The commands. Only this module prints, reads the environment and decides the exit status.

pub mod check;
pub mod explain;
pub mod finding;
pub mod init;
pub mod schema;
mod status;
pub mod visible;

pub use status::Status;
