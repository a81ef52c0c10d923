//! What a model is sent, as values: tools from the declared actions, the rules, the situation, the
//! talk so far, and what an API answered in a fixed shape.
#![deny(clippy::disallowed_methods)]

mod driving;
mod history;
mod message;
mod request;
mod result;
mod schema;
mod situation;
mod tool;

pub use driving::{Form, driving};
pub use history::{Histories, History};
pub use message::{Talk, reminder, understanding, without_tools, wording};
pub use request::{Messages, Request};
pub use result::told;
pub use tool::{Control, Tool, Tools};
