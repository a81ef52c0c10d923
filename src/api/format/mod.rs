//! Rules as people write them: `api.yaml`, and the `api:` of a scenario.

mod matcher;
mod parse;
mod reader;
mod reply;
mod rule;

pub use parse::{parse, parse_node};
