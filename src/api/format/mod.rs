//! Rules as people write them: `api.yaml`, and the `api:` of a scenario.

mod alone;
mod matcher;
mod parse;
mod reader;
mod reply;
mod rule;

pub use alone::{parse_json, parse_matcher};
pub use parse::{parse, parse_node};
