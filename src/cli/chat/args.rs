use std::path::PathBuf;

use clap::Args;

use crate::cli::{
    cassette::CassetteArgs,
    endpoint::{BudgetArgs, ModelArgs},
    scene::SceneArgs,
};

/// Talk to an agent
#[derive(Clone, Debug, Default, Args)]
#[command(after_long_help = "\
Examples:
  rehearsal chat scenarios/order-desk
  printf '%s\\n' 'where is my order?' 48213 4821 'ORD-12345' | rehearsal chat scenarios/order-desk
  echo 'where is my order?' | rehearsal chat --json --state talk.json scenarios/order-desk

On a terminal, /help lists the commands. Exit status: 0 the talk was played; 2 files or arguments
are wrong, or a line could not be said; 3 the talk could not begin: no context, or no stub API.")]
pub struct ChatArgs {
    /// Folder or file of the agent
    pub agent: PathBuf,
    /// Print one JSON object a turn
    #[arg(long)]
    pub json: bool,
    /// Keep the talk in this file between invocations; it holds what was said, also in confidence
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Keep the lines typed on a terminal in this file; sensitive answers are left out
    #[arg(long, value_name = "FILE")]
    pub history: Option<PathBuf>,
    /// Which model understands and words; the built-in offline model where none is named.
    #[command(flatten)]
    pub model: ModelArgs,
    /// What it may cost.
    #[command(flatten)]
    pub budget: BudgetArgs,
    /// What is recorded or replayed.
    #[command(flatten)]
    pub cassette: CassetteArgs,
    /// Time, customer, and what may be reached.
    #[command(flatten)]
    pub scene: SceneArgs,
}
