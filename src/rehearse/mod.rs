//! Rehearsing: loading an agent from disk, and driving its conversations.

mod load;
mod project;

pub use load::{LoadError, LoadedAgent, PROMPT_LIMIT, load, read_text};
pub use project::{OutsideProject, Project};
