use std::path::PathBuf;

use clap::Args;

use crate::cli::{
    endpoint::{BudgetArgs, ModelArgs},
    scene::SceneArgs,
};

/// Talk to an agent
#[derive(Clone, Debug, Default, Args)]
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
    /// Time, customer, and what may be reached.
    #[command(flatten)]
    pub scene: SceneArgs,
}
