//! What a tuning came to, for people and for programs: the console, a page, Markdown, JUnit, JSON.

mod console;
mod flipped;
mod glance;
mod html;
mod json;
mod junit;
mod lapsed;
mod markdown;
mod unshown;

pub use console::{cell_lines, lines};
pub use glance::prompt_lines;
pub use html::write_html;
pub use json::{ReadError, read, write_json};
pub use junit::write_junit;
pub use markdown::write_markdown;
