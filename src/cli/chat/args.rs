use std::path::PathBuf;

use clap::Args;

use crate::{
    agent::Words,
    cli::{
        cassette::CassetteArgs,
        endpoint::{BudgetArgs, ModelArgs, policy, words},
        scene::SceneArgs,
    },
    rehearse::Policy,
};

/// Talk to an agent
#[derive(Clone, Debug, Default, Args)]
#[command(after_long_help = "\
Examples:
  rehearsal chat scenarios/order-desk
  printf '%s\\n' 'where is my order?' 48213 4821 'ORD-12345' | rehearsal chat scenarios/order-desk
  echo 'where is my order?' | rehearsal chat --json --state talk.json scenarios/order-desk
  rehearsal chat scenarios/order-desk --model llama3.2 --base-url http://localhost:11434/v1
  rehearsal chat scenarios/order-desk --model gpt-5-mini --policy free

On a terminal, /help lists the commands. Exit status: 0 the talk was played; 2 files or arguments
are wrong, or a line could not be said; 3 nothing is known: the model's server gave no answer or a
limit is used up, no context, or no stub API.")]
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
    /// Who decides: the engine, while the model only understands and words (guarded), or the model
    /// as on hosted platforms, while the engine watches and tells every breach (free)
    #[arg(long, value_name = "POLICY", default_value = "guarded", value_parser = policy())]
    pub policy: Policy,
    /// What the model words, the rest being worded by template: results, errors and answers
    /// (results), all but what a yes answers (model), or nothing (template)
    #[arg(long, value_name = "WHAT", value_parser = words())]
    pub wording: Option<Words>,
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
