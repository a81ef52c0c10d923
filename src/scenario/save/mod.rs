//! A talk that was played, as a scenario file: what was said, what the API answered, and what held.

mod answers;
mod expect;
mod said;
mod stand_in;
mod write;

pub use write::{Kept, SavedScenario, save};
