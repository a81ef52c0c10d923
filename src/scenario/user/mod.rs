//! The user simulator: a deterministic customer that answers from a table of facts.
//!
//! It is pure. `Simulator::next` reads the last turn's record and says what the customer does next;
//! whoever drives the talk plays it. The same specification and seed give the same customer.

mod accuracy;
mod facts;
mod moves;
mod noise;
mod simulator;
mod spec;
mod style;

pub use accuracy::{Accuracy, Score, accuracy};
pub use facts::facts_of;
pub use moves::{Form, Move, Told};
pub use noise::{Noise, NoiseKind};
pub use simulator::Simulator;
pub use spec::UserSpec;
pub use style::Style;
