//! What is found in a prompt's error lines, with place and remedy.
//!
//! Each file holds one kind of finding; [`advise`] asks them all. What only a talk can show comes from
//! the cells that were played.

mod again;
mod claim;
mod doubled;
mod english;
mod finding;
mod hollow;
mod leak;
mod line;
mod missing;
mod played;
mod promise;
mod reach;
mod section;
mod situation;

pub(super) use finding::of_lines;
pub use finding::{Advice, advise};
pub(super) use situation::{Situation, chosen_lines};
