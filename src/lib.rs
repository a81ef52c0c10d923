//! Rehearse conversational agents before customers meet them.
//!
//! The modules up to `report` are pure: no I/O, no clock, not async. The rest touches the world.

pub mod agent;
pub mod api;
pub mod cassette;
pub mod diagnostic;
pub mod dialogue;
pub mod name;
pub mod prompt;
pub mod report;
pub mod request;
pub mod scenario;
pub mod shown;
pub mod transcript;
pub mod tuning;
pub mod value;
pub mod yaml;

pub mod cli;
pub mod http;
pub mod model;
pub mod rehearse;
