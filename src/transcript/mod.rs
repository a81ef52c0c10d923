//! What happened in a conversation, as plain data that may be shown and stored: secrets and
//! sensitive values are masked before they get here.
#![deny(clippy::disallowed_methods)]

mod breach;
mod mask;
mod model_request;
mod record;
mod sent;

pub use crate::request::MASK;
pub use breach::{Breach, BreachKind};
pub use mask::Mask;
pub use model_request::{Beginning, Beginnings, First, ModelRequest, Purpose, Tokens};
pub use record::{
    CallRecord, OutcomeRecord, ScoreRecord, SlotRecord, Timings, TroubleRecord, TurnRecord,
    TurnSide,
};
pub use sent::{PlayedTurn, SentCall};
