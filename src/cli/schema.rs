//! `rehearsal schema`: prints the JSON Schema of a file format.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::Exit;

/// The schema of agent files.
pub const AGENT: &str = include_str!("../../schema/agent.schema.json");

/// Arguments of `rehearsal schema`.
#[derive(Args, Clone, Copy, Debug)]
pub struct SchemaArgs {
    /// Which format.
    #[arg(value_enum)]
    pub format: Format,
}

/// The formats that have a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// agent.yaml.
    Agent,
}

/// Prints a schema.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: SchemaArgs, out: &mut dyn Write) -> io::Result<Exit> {
    let text = match args.format {
        Format::Agent => AGENT,
    };
    out.write_all(text.as_bytes())?;
    Ok(Exit::Passed)
}
