//! Whether expectations hold of what really happened: requests that left, values that were sent,
//! words that were said.

mod act;
mod call;
mod evidence;
mod hold;
mod miss;
mod reply;
mod request;
mod standing;

pub use evidence::Evidence;
pub use hold::{Judged, judge};
