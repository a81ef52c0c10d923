//! The stub API: a real HTTP server on loopback, one for any number of conversations.
//!
//! Each request carries the number of its exchange in a header of ours, by which the server finds the
//! conversation with its rules, its state and its clock. Who does not know a number gets nothing.

mod answer;
mod binding;
mod bytes;
mod conversation;
mod credentials;
mod exchange;
mod matching;
mod server;
mod spoil;
mod stale;
mod state;
mod template;
mod tls;
mod wire;

pub use conversation::{Conversation, Settings, Unruled};
pub use exchange::{Destination, Open};
pub use server::StubApi;
pub use state::{Met, Remembered, StubState};
pub(super) use tls::DOOR;
