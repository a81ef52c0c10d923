use clap::{Parser, Subcommand};

use super::{
    Colour, chat::ChatArgs, check::CheckArgs, explain::ExplainArgs, understand::UnderstandArgs,
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
    /// Check agents: every mistake in their files, with place and remedy.
    Check(CheckArgs),
    /// Explain a diagnostic, with a wrong and a right example.
    Explain(ExplainArgs),
    /// Show what the agent makes of an utterance: acts, actions with scores, values with spans.
    Understand(UnderstandArgs),
}
