//! YAML as people write it, read into a tree with a place at every key and value.
//!
//! A strict subset: no anchors, aliases, merge keys, tags, duplicate keys or second documents. Each is
//! refused with what to write instead, and reading goes on, so that one run shows all mistakes.
//! A scalar keeps its text as written: `4711`, `012` and `+4915112345678` lose nothing.
#![deny(clippy::disallowed_methods)]

mod ambiguity;
mod node;
mod read;
mod refusal;
mod write;

pub use ambiguity::ambiguity;
pub use node::{Entry, Key, Kind, Literal, Node, Scalar, Style};
pub use read::{MAX_DEPTH, MAX_NODES, read};
pub use write::{flow, scalar};
