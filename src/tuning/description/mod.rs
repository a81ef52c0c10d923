//! Which words choose the action: utterances heard one by one, counted action by action, and heard again
//! without each word of a name or description.
//!
//! Who hears is an argument ([`Hear`]), so that this stays pure and knows no model.

mod confusion;
mod english;
mod generate;
mod hear;
mod lines;
mod read;
mod study;
mod twins;
mod without;
mod words;

pub use confusion::{Confusion, ConfusionRow, Missed};
pub use generate::generate;
pub use hear::{Choice, Hear, Heard};
pub use lines::lines;
pub use read::{Expected, Source, Utterance, read};
pub use study::{DESCRIPTIONS_SCHEMA_VERSION, Descriptions, study};
pub use twins::{Twins, twins};
pub use words::{ActionWords, Place, WordWeight};
