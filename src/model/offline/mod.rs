//! The built-in offline model: understands from the declarations alone, the same on every machine.
//!
//! An [`Index`] is made once per agent. An utterance is first taken as an answer to what stands
//! open, then as an act ("never mind"), then as a request, scored by words and distilled word
//! vectors; values are found by the recognisers of [`crate::value`] and given to variables.
#![deny(clippy::disallowed_methods)]

mod act;
mod answer;
mod axis;
mod beside;
mod change;
mod choose;
mod confided;
mod english;
mod evidence;
mod extent;
mod fitting;
mod heard;
mod hearing;
mod index;
mod label;
mod likeness;
mod marked;
mod phrase;
mod score;
mod slot;
mod table;
mod understand;
mod word;

pub use choose::{FLOOR, LEAD};
pub use confided::confided;
pub use index::Index;
pub use table::Table;
pub use understand::OfflineModel;
