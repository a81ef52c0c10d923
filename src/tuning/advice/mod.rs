//! What is found in a prompt's error lines, with place and remedy.

mod advice;

pub use advice::{Advice, advise};
