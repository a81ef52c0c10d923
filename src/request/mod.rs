//! What leaves and what comes back, as values: a template and its slots become a frozen request,
//! an answer becomes an outcome, and a redaction makes both fit to be shown.
#![deny(clippy::disallowed_methods)]

mod classify;
mod curl;
mod failure_line;
mod freeze;
mod frozen;
mod mask;
mod outcome;
mod redactor;
mod render;
mod response;
mod retry_after;
mod secret;

pub use classify::{Answer, BODY_LIMIT, classify};
pub use curl::curl;
pub use failure_line::{failure_line, fits};
pub use freeze::{FreezeError, Surroundings, freeze};
pub use frozen::{FrozenRequest, MaskedRequest};
pub use outcome::{Body, FailureClass, Outcome};
pub use redactor::{MASK, Redactor};
pub use response::{keep, save};
pub use retry_after::{RETRY_AFTER_LIMIT, retry_after};
pub use secret::SecretLookup;
