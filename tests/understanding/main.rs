//! What the offline model understands, on agents it has never seen.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "figures are for people")]

mod agents;
mod answers;
mod command;
mod declared;
mod limits;
mod names;
mod requests;
mod values;
