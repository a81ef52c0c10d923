//! Diagnostics: what is wrong in a file, where, and how to mend it. Plain data; `cli` draws them.
#![deny(clippy::disallowed_methods)]

mod explanation;
mod nearest;
mod report;
mod source;

pub use explanation::{Explanation, explanation, explanations};
pub use nearest::{did_you_mean, nearest};
pub use report::{Diagnostic, Fix, Place, Severity};
pub use source::SourceFile;
