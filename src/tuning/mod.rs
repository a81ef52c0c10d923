//! Tuning a prompt: every action, every outcome, every point of a talk and every caller, played and
//! scored without a scenario being written by hand.
#![deny(clippy::disallowed_methods)]

mod advice;
mod affected;
mod cell;
mod compare;
pub mod description;
mod english;
mod kind;
mod matrix;
mod plan;
mod play;
pub mod report;
mod result;
mod said;
mod score;
pub mod suggest;
mod watched;

pub use advice::{Advice, advise};
pub use affected::Touched;
pub use cell::{Cell, CellOutcome, Point, context_action};
pub use compare::{CellFlip, Comparison, Pairing, compare, compare_all};
pub use kind::OutcomeKind;
pub use matrix::{Column, Matrix, Row, Tally};
pub use plan::{Plan, Unplayed, Wish, plan};
pub use play::scenario;
pub use result::{ModelCalls, TUNE_SCHEMA_VERSION, TuneFacts, TuneResult, Variant};
pub use score::{CellScore, Lapse, LineUse, Scored, score};
