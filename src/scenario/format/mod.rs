//! The scenario's file format: text in, [`Scenario`](super::Scenario)s and every diagnostic out.
//!
//! Nothing here touches the disk; `rehearse::load_scenario_file` brings the texts. Reading never stops
//! at the first mistake: what can be read is read, what cannot is reported and left out.

mod act;
mod call;
mod cases;
mod document;
mod expect;
mod include;
mod included;
mod limit;
mod matcher;
mod moment;
mod piece;
mod placeholder;
mod reply;
mod request;
mod scope;
mod shape;
mod start;
mod tally;
mod turn;
mod user;
mod words;

pub use document::{Document, Head, head, parse};
pub use included::{Included, Unread};
pub use shape::SHAPES;
