//! What the stub API answers: rules, faults and their file format (`api.yaml`, and `api:` of a scenario).
//!
//! Only data is here; the server that plays it is [`http::stub`](crate::http::stub).

#![deny(clippy::disallowed_methods)]

mod binding;
mod fault;
mod format;
mod matching;
mod note;
mod rule;

pub use binding::{Failing, FaultBinding, Occurrence};
pub use fault::Fault;
pub use format::{parse, parse_json, parse_matcher, parse_node};
pub use matching::equal;
pub use note::{Difference, Note};
pub use rule::{AuthCheck, Layer, Matcher, Payload, Repetition, Reply, Rule, Rules, When};

/// The name under which the rules answer the agent's dynamic context.
pub const DYNAMIC_CONTEXT: &str = "dynamic_context";
