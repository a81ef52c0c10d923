//! Recording a talk's traffic, and playing it again without any network: one shelf for a run, one
//! reel for each talk.

mod disk;
mod reel;
mod shelf;
mod taping;

pub use disk::ShelfError;
pub(super) use reel::Beginning;
pub use reel::Reel;
pub use shelf::{Shelf, Sought};
pub use taping::{Taping, Track};
