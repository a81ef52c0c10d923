//! The stub API: a real HTTP server on loopback, one for any number of conversations.
//!
//! Each request carries the number of its exchange in a header of ours, by which the server finds the
//! conversation with its rules, its state and its clock. Who does not know a number gets nothing.

mod answer;
mod bytes;
mod conversation;
mod fault;
mod format;
mod matching;
mod note;
mod rule;
mod server;
mod spoil;
mod state;
mod template;
mod wire;

pub use conversation::{Conversation, Settings, Unruled};
pub use fault::Fault;
pub use format::{parse, parse_node};
pub use note::{Difference, Note};
pub use rule::{AuthCheck, Layer, Matcher, Payload, Repetition, Reply, Rule, Rules, When};
pub use server::StubApi;
pub use state::StubState;
