//! The user simulator: a deterministic customer that answers from a table of facts.
//!
//! It is pure. `Simulator::next` reads the last turn's record and says what the customer does next;
//! whoever drives the talk plays it. The same specification and seed give the same customer.

mod accuracy;
mod answer;
mod english;
mod facts;
mod guess;
mod line;
mod moves;
mod noise;
mod opening;
mod other;
mod pattern;
mod progress;
mod quirk;
mod reply;
mod simulator;
mod situation;
mod spec;
mod speech;
mod style;

pub use accuracy::{Accuracy, Score, Taken, accuracy, taken};
pub use facts::{canonical, fact_of, facts_of};
pub use moves::{Form, Move, Told};
pub use noise::{Noise, NoiseKind};
pub use simulator::Simulator;
pub use spec::UserSpec;
pub use style::Style;
