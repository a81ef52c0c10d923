//! `rehearsal schema`: prints the JSON Schema of a file format or of what a command prints.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::Exit;

/// The schema of agent files.
pub const AGENT: &str = include_str!("../../schema/agent.schema.json");
/// The schema of a recording.
pub const CASSETTE: &str = include_str!("../../schema/cassette.schema.json");
/// The schema of a turn of `chat --json`.
pub const CHAT_TURN: &str = include_str!("../../schema/chat-turn.schema.json");
/// The schema of what `call --json` prints.
pub const CALL: &str = include_str!("../../schema/call.schema.json");
/// The schema of what `check --format json` prints.
pub const CHECK: &str = include_str!("../../schema/check.schema.json");
/// The schema of what `explore --json` prints.
pub const EXPLORE: &str = include_str!("../../schema/explore.schema.json");
/// The schema of scenario files.
pub const SCENARIO: &str = include_str!("../../schema/scenario.schema.json");
/// The schema of the JSON report of `test`.
pub const REPORT: &str = include_str!("../../schema/report.schema.json");
/// The schema of the JSON report of `tune`.
pub const TUNE: &str = include_str!("../../schema/tune.schema.json");
/// The schema of what `understand --json` and `--batch` print.
pub const UNDERSTAND: &str = include_str!("../../schema/understand.schema.json");
/// The schema of what `value --json` and `--batch` print.
pub const VALUE: &str = include_str!("../../schema/value.schema.json");

/// Arguments of `rehearsal schema`.
#[derive(Args, Clone, Copy, Debug)]
#[command(after_long_help = "\
Example:
  rehearsal schema agent > agent.schema.json

An agent.yaml names it on its first line, and editors complete and check the file:
  # yaml-language-server: $schema=agent.schema.json")]
pub struct SchemaArgs {
    /// Name of the format
    #[arg(value_enum, value_name = "NAME")]
    pub name: Name,
}

/// What has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Name {
    /// The file agent.yaml.
    Agent,
    /// A file of recorded traffic.
    Cassette,
    /// A line of `chat --json`.
    ChatTurn,
    /// The object of `call --json`.
    Call,
    /// The object of `check --format json`.
    Check,
    /// The object of `explore --json`.
    Explore,
    /// A file NAME.scenario.yaml.
    Scenario,
    /// The JSON report of `test`.
    Report,
    /// The JSON report of `tune`.
    Tune,
    /// A line of `understand --json` or `--batch`.
    Understand,
    /// A line of `value --json` or `--batch`.
    Value,
}

/// Prints a schema.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: SchemaArgs, out: &mut dyn Write) -> io::Result<Exit> {
    out.write_all(args.name.schema().as_bytes())?;
    Ok(Exit::Passed)
}

impl Name {
    /// The schema as published.
    pub fn schema(self) -> &'static str {
        match self {
            Self::Agent => AGENT,
            Self::Cassette => CASSETTE,
            Self::ChatTurn => CHAT_TURN,
            Self::Call => CALL,
            Self::Check => CHECK,
            Self::Explore => EXPLORE,
            Self::Scenario => SCENARIO,
            Self::Report => REPORT,
            Self::Tune => TUNE,
            Self::Understand => UNDERSTAND,
            Self::Value => VALUE,
        }
    }
}
