//! The agent's file format: text in, a checked [`Agent`](super::Agent) and every diagnostic out.
//!
//! Nothing here touches the disk; `rehearse::load` brings the texts. Reading never stops at the first
//! mistake: what can be read is read, what cannot is reported and left out.

mod action;
mod auth;
mod body;
mod bound;
mod context;
mod credential;
mod draft;
mod header;
mod limit;
mod place;
mod reader;
mod response;
mod root;
mod scalar;
mod schema;
mod shape;
mod url;
mod variable;

pub(super) use credential::key_in;
pub(crate) use draft::Spanned;
pub(super) use draft::{ActionDraft, VariableDraft};
pub(super) use place::{Kind as PlaceholderKind, Placeholder};
pub(crate) use reader::{Fields, Reader};
pub(super) use root::Root;
pub use root::{Loaded, RUNTIME_NAMES, parse, prompt_reference};
pub use shape::SHAPES;
