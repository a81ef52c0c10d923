use std::path::PathBuf;

use clap::{Args, builder::PossibleValuesParser, builder::TypedValueParser};

use crate::{
    agent::Words,
    cli::{
        cassette::CassetteArgs,
        endpoint::{BudgetArgs, policy, words},
        reach::ReachArgs,
        report::ReportOutput,
    },
    rehearse::Policy,
    scenario::user::Style,
    tuning::Point,
};

/// Play a prompt through every failure and compare variants of it
#[derive(Clone, Debug, Default, Args)]
#[command(after_long_help = "\
Examples:
  rehearsal tune scenarios/order-desk
  rehearsal tune scenarios/order-desk --cell 'Lookup Order Status/timeout'
  rehearsal tune scenarios/order-desk --prompt prompts/a.md --prompt prompts/b.md --repeat 10
  rehearsal tune scenarios/order-desk --gate baseline.json
  rehearsal tune scenarios/order-desk --model gpt-5-mini --suggest

A cell is ACTION/OUTCOME/POINT/CALLER, each part may be * and the last ones may be left out.

Exit status: 0 all was played; 1 --gate found a loss that the test shows; 2 files or arguments are
wrong; 3 something is without a verdict (with --gate: nothing could be compared, or it was stopped), or
a report could not be written; 130 interrupted.")]
pub struct TuneArgs {
    /// Folder or file of the agent
    pub agent: PathBuf,
    /// A prompt to try in place of the agent's own; the first one is what the others are compared with
    #[arg(long, value_name = "FILE", help_heading = "What is compared")]
    pub prompt: Vec<PathBuf>,
    /// A model to try; `offline` is the built-in one
    #[arg(long, value_name = "NAME", help_heading = "What is compared")]
    pub model: Vec<String>,
    /// Who decides, guarded or free; both may be given
    #[arg(long, value_name = "POLICY", value_parser = policy(), help_heading = "What is compared")]
    pub policy: Vec<Policy>,
    /// Where the models are, as in http://localhost:11434/v1
    #[arg(long, value_name = "URL", help_heading = "What is compared")]
    pub base_url: Option<String>,
    /// How much a model words: results, model or template
    #[arg(long, value_name = "HOW", value_parser = words(), help_heading = "What is compared")]
    pub wording: Option<Words>,
    /// Play only these cells, and show their talks
    #[arg(long, value_name = "CELL", help_heading = "What is played")]
    pub cell: Vec<String>,
    /// Play only this point of a talk; may be given several times
    #[arg(long, value_name = "POINT", value_parser = points(), help_heading = "What is played")]
    pub point: Vec<Point>,
    /// Play only this caller; may be given several times
    #[arg(long, value_name = "CALLER", value_parser = callers(), help_heading = "What is played")]
    pub caller: Vec<Style>,
    /// Play each cell so often, each time with another seed
    #[arg(long, value_name = "K", default_value_t = 1, help_heading = "What is played")]
    pub repeat: u32,
    /// Seed of all that is made up
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "What is played")]
    pub seed: u64,
    /// A fact of the customer in place of the variable's example, as in order_number=ORD-777
    #[arg(long, value_name = "NAME=VALUE", value_parser = fact, help_heading = "What is played")]
    pub fact: Vec<(String, String)>,
    /// How many talks are played at once
    #[arg(long, short, value_name = "N", help_heading = "What is played")]
    pub jobs: Option<usize>,
    /// Make a report: json, markdown, junit or html with =FILE or =-; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", help_heading = "What is told")]
    pub report: Vec<ReportOutput>,
    /// Compare with this JSON report of an earlier tuning; exit 1 only on a loss that is shown
    #[arg(long, value_name = "FILE", help_heading = "What is told")]
    pub gate: Option<PathBuf>,
    /// Show which words of the descriptions choose the action, over the utterances of a file (a line
    /// each: the action, a tab, what is said) or such as are made from the agent
    #[arg(long, value_name = "FILE", num_args = 0..=1, help_heading = "What is told")]
    pub descriptions: Option<Option<PathBuf>>,
    /// Print the answer of --descriptions as JSON
    #[arg(long, requires = "descriptions", help_heading = "What is told")]
    pub json: bool,
    /// Go on with the last tuning of the same files and arguments: what had ended is not played again
    #[arg(long, conflicts_with_all = ["watch", "descriptions"], help_heading = "What is played")]
    pub resume: bool,
    /// Play again whenever a prompt or an agent is saved, until Ctrl-C
    #[arg(long, conflicts_with = "gate", help_heading = "What is told")]
    pub watch: bool,
    /// Ask a model for better error lines, and offer what cells that it never saw show to be better
    #[arg(
        long,
        conflicts_with_all = ["gate", "watch", "descriptions", "report"],
        help_heading = "Better error lines"
    )]
    pub suggest: bool,
    /// The model that proposes, where it is not the one that plays
    #[arg(long, value_name = "NAME", requires = "suggest", help_heading = "Better error lines")]
    pub proposer: Option<String>,
    /// How many proposals are asked for; those that are kept from before count
    #[arg(
        long,
        value_name = "N",
        default_value_t = 3,
        requires = "suggest",
        help_heading = "Better error lines"
    )]
    pub proposals: u32,
    /// Write the best proposal that is offered into the prompt
    #[arg(long, requires = "suggest", help_heading = "Better error lines")]
    pub write: bool,
    /// Begin without asking, whatever it may cost
    #[arg(long, help_heading = "What is told")]
    pub yes: bool,
    /// What it may cost.
    #[command(flatten, next_help_heading = "What it may cost")]
    pub budget: BudgetArgs,
    /// What is recorded, and what is replayed.
    #[command(flatten, next_help_heading = "Recordings")]
    pub cassette: CassetteArgs,
    /// Where calls go.
    #[command(flatten, next_help_heading = "Where calls go")]
    pub reach: ReachArgs,
}

fn points() -> impl TypedValueParser<Value = Point> {
    PossibleValuesParser::new(Point::ALL.map(Point::name))
        .map(|name| Point::parse(&name).unwrap_or(Point::First))
}

fn callers() -> impl TypedValueParser<Value = Style> {
    PossibleValuesParser::new(Style::ALL.map(Style::name))
        .map(|name| Style::parse(&name).unwrap_or_default())
}

fn fact(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as name=value".to_owned()),
    }
}
