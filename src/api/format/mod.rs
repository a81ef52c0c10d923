//! Rules as people write them: `api.yaml`, and the `api:` and `faults:` of a scenario.

mod alone;
mod fault;
mod matcher;
mod parse;
mod reader;
mod reply;
mod rule;

pub use alone::{parse_json, parse_matcher};
pub use fault::parse_faults;
pub use parse::{parse, parse_node};
