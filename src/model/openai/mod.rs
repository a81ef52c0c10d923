//! Any OpenAI-compatible chat-completions endpoint as the one who understands and words.
//!
//! What is sent is made by [`ask`] and what comes back is read by [`read`], both pure; what lies
//! between them (transport, patience, budget) is here. The model's answer is data to check, never an
//! order: a value counts only where it stands in what the customer said, an act that ends the talk or
//! makes a call only where it was said, and a reply only where nothing in it comes from nowhere. The
//! call that understands never sees an API's answer; the call that words has no tools.

pub mod ask;
mod budget;
mod client;
mod drive;
mod endpoint;
mod event;
mod failure;
mod judging;
mod model;
mod patience;
mod probe;
mod proposing;
pub mod read;
mod simulating;
mod tape;
mod transport;
mod understand;
pub mod wire;
mod word;

pub use budget::{Budget, Spent};
pub use endpoint::{Endpoint, EndpointError, EndpointWish, Prices};
pub use event::{ModelEvent, Seen, Trace, Watcher};
pub use failure::{Failure, Unusable};
pub use model::OpenAiModel;
pub use patience::Patience;
pub use probe::{Ability, Probe};
pub use tape::{Cue, Tape, Ticket};
