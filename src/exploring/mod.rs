//! Exploring: the dialogue is played exhaustively up to a depth, then at random with a seed, and every
//! step is held to the laws. What fails is shrunk to the shortest talk that still fails. No model
//! understands and nothing is called: acts and outcomes are made here.
#![deny(clippy::disallowed_methods)]

mod answer;
mod breadth;
mod checked;
mod dice;
mod event;
mod failing;
mod faithful;
mod fingerprint;
mod law;
mod law_of_calls;
mod law_of_turns;
mod law_of_values;
mod led;
mod ledger;
mod position;
mod saying;
mod script;
mod shrink;
mod wander;
mod words;

pub use answer::Answer;
pub use breadth::{Bounds, Breadth, Level, breadth};
pub use checked::{Wording, play, trespasses};
pub use dice::Dice;
pub use event::{Event, Repertoire, Utterance};
pub use failing::{Failing, Kind};
pub use law::{Broken, Law};
pub use led::LedTalk;
pub use position::{Ground, Position};
pub use saying::{Kind as SayingKind, Saying};
pub use script::{SCHEMA, script, talk_script};
pub use shrink::shrink;
pub use wander::{Wandered, Wandering, walk, wander};
pub use words::Quality;
