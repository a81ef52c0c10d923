//! What the stub API answers: rules, faults and their file format (`api.yaml`, and `api:` of a scenario).
//!
//! Only data is here; the server that plays it is [`http::stub`](crate::http::stub).

#![deny(clippy::disallowed_methods)]

mod binding;
mod failing;
mod fault;
mod format;
mod matching;
mod note;
mod rule;
mod schema;
mod unused;

pub use binding::{FaultBinding, Occurrence};
pub use failing::{Failing, reason};
pub use fault::Fault;
pub use format::{parse, parse_faults, parse_json, parse_matcher, parse_node};
pub use matching::equal;
pub use note::{Cause, CredentialFlaw, Difference, FlawKind, Note, Spoilt};
pub use rule::{AuthCheck, Layer, Matcher, Payload, Repetition, Reply, Rule, Rules, When};
pub use schema::breach;
pub use unused::{NeverCame, UnusedFault};

/// The name under which the rules answer the agent's dynamic context.
pub const DYNAMIC_CONTEXT: &str = "dynamic_context";
