//! What leaves and what comes back, as values: the frozen request, and the outcome it came to.
#![deny(clippy::disallowed_methods)]

mod frozen;
mod outcome;
mod response;

pub use frozen::{FrozenRequest, MaskedRequest};
pub use outcome::{Body, FailureClass, Outcome};
pub use response::{keep, save};
