//! The declared agent: what its files say, already checked for shape.
#![deny(clippy::disallowed_methods)]

mod action;
mod check;
mod declared;
pub mod format;
mod schema;
mod template;
mod variable;

pub use crate::name::{ActionName, SecretName, VariableName};
pub use action::{
    Action, Auth, Confirmation, HeaderTemplate, Method, QueryTemplate, ResponseRule, SaveRule,
};
pub use check::{only_reads, reads_by_words, shared_words};
pub use declared::{Agent, DynamicContext, ModelChoice, OnContextFailure, Words};
pub use schema::{JsonType, Schema};
pub use template::{BodyTemplate, Part, Template};
pub use variable::{OnExhausted, Presence, Variable};
