//! Diagnostics: what is wrong in a file, where, and how to mend it. Plain data; `cli` draws them.
#![deny(clippy::disallowed_methods)]

mod report;

pub use report::{Diagnostic, Fix, Place, Severity};
