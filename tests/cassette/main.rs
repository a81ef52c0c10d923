//! Recording a talk with a model and an API, and playing it again with both of them gone.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

mod damage;
mod docs;
mod exact;
mod miss;
mod secrets;
mod shelf;
mod streamed;
mod world;
