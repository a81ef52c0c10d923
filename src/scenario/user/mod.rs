//! The user simulator: a deterministic customer that answers from a table of facts.
//!
//! It is pure. `Simulator::next` reads the last turn's record and says what the customer does next;
//! whoever drives the talk plays it. The same specification and seed give the same customer. A model may
//! play the customer instead, from a [`Role`]; what it does against its brief is found here, too.

mod accuracy;
mod answer;
mod breach;
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
mod role;
mod simulator;
mod situation;
mod spec;
mod speech;
mod style;

pub use accuracy::{Accuracy, Score, Taken, accuracy, taken};
pub use breach::RoleBreach;
pub use facts::{canonical, fact_of, facts_of};
pub use moves::{Form, Move, Told};
pub use noise::{Noise, NoiseKind};
pub use role::Role;
pub use simulator::Simulator;
pub use spec::UserSpec;
pub use style::Style;
