use clap::{Parser, Subcommand};

use super::{
    Colour, call::CallArgs, chat::ChatArgs, check::CheckArgs, explain::ExplainArgs, init::InitArgs,
    schema::SchemaArgs, understand::UnderstandArgs, value::ValueArgs,
};

/// Rehearse conversational agents before customers meet them.
#[derive(Debug, Parser)]
#[command(name = "rehearsal", version, about, max_term_width = 100)]
pub struct Arguments {
    /// Whether output is coloured.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Colour,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands, in the order of the help.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Talk to an agent.
    Chat(ChatArgs),
    /// Send one action with fixed values; see what leaves and what comes back.
    Call(CallArgs),
    /// Check agents: every mistake in their files, with place and remedy.
    Check(CheckArgs),
    /// Explain a diagnostic, with a wrong and a right example.
    Explain(ExplainArgs),
    /// Show what the agent makes of an utterance: acts, actions with scores, values with spans.
    Understand(UnderstandArgs),
    /// Show what a text means as a typed value, or why it means nothing.
    Value(ValueArgs),
    /// Print the JSON Schema of a file format, for editors and other programs.
    Schema(SchemaArgs),
    /// Begin a small working project.
    Init(InitArgs),
}
