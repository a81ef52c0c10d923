//! Text that is safe to print, and lines of it: what comes from outside reaches a terminal or a log
//! only through here.
#![deny(clippy::disallowed_methods)]

mod line;
mod text;
pub mod visible;
pub mod workflow;

pub use line::{Line, Tone, lines_of};
pub use text::{Charset, Shown};
