use std::path::PathBuf;

use clap::Args;

use super::{accept::Accept, shard::ShardChoice};
use crate::{
    agent::Words,
    cli::{
        cassette::{CassetteArgs, Extent},
        endpoint::{BudgetArgs, ModelArgs, policy, words},
        reach::ReachArgs,
        report::ReportOutput,
    },
    rehearse::Policy,
};

/// Play scenarios and say what held
#[derive(Clone, Debug, Default, Args)]
#[command(after_long_help = "\
Examples:
  rehearsal test scenarios
  rehearsal test scenarios/order-desk --filter 'tag:timeout and not name:slow*'
  rehearsal test --report junit=report.xml --report html=report.html
  rehearsal test --failed-from report.json

Without PATH, the folder scenarios is taken where there is one, else the current folder. Files that
.gitignore or .rehearsalignore name are left out.

Exit status: 0 all held; 1 an expectation or a check failed; 2 files or arguments are wrong, or no
scenario was found; 3 something is without a verdict (model, network), or a report could not be
written; 130 interrupted.")]
pub struct TestArgs {
    /// Scenario files, folders, patterns such as 'scenarios/**/order*.yaml', or - for standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Play only what this says: words, tag:, agent:, path:, name:, joined by and, or, not, brackets
    #[arg(long, short, value_name = "EXPR", help_heading = "Which scenarios")]
    pub filter: Option<String>,
    /// Play only scenarios with this tag; may be given several times
    #[arg(long, value_name = "TAG", help_heading = "Which scenarios")]
    pub tag: Vec<String>,
    /// Play only what did not pass in this JSON report
    #[arg(long, value_name = "FILE", help_heading = "Which scenarios")]
    pub failed_from: Option<PathBuf>,
    /// Play only this part, as in 2/5; `auto` reads it from the variables of the CI
    #[arg(long, value_name = "I/N", help_heading = "Which scenarios")]
    pub shard: Option<ShardChoice>,
    /// Balance the shards by how long scenarios took in this JSON report
    #[arg(long, value_name = "FILE", requires = "shard", help_heading = "Which scenarios")]
    pub durations: Option<PathBuf>,
    /// Go on with the last run: play only what it had not ended, or what has changed since
    #[arg(long, help_heading = "Which scenarios")]
    pub resume: bool,
    /// List the scenarios in place of playing them
    #[arg(long, help_heading = "Which scenarios")]
    pub list: bool,
    /// How many are played at once
    #[arg(long, short, value_name = "N", help_heading = "How they are played")]
    pub jobs: Option<usize>,
    /// Stop at the first failure
    #[arg(long, help_heading = "How they are played")]
    pub fail_fast: bool,
    /// Play each so often, in place of what it says itself; where it lets some fail, the same share
    /// may
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..), help_heading = "How they are played")]
    pub repeat: Option<u32>,
    /// Seed of all that is made up
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "How they are played")]
    pub seed: u64,
    /// Play again whenever a scenario, an agent or a prompt is saved, until Ctrl-C
    #[arg(long, conflicts_with_all = ["list", "resume", "accept"], help_heading = "How they are played")]
    pub watch: bool,
    /// Wait for the stub API's delays instead of moving the clock
    #[arg(long, conflicts_with = "live", help_heading = "How they are played")]
    pub real_time: bool,
    /// Make a report: junit, json, html, tap or markdown with =FILE or =-, or github; may be given
    /// several times
    #[arg(long, value_name = "FORMAT=FILE", help_heading = "What is told")]
    pub report: Vec<ReportOutput>,
    /// Show the edits that would make expectations match what happened; =write writes them
    #[arg(
        long,
        value_enum,
        value_name = "HOW",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "show",
        help_heading = "What is told"
    )]
    pub accept: Option<Accept>,
    /// Tell what of the agents was exercised, and what not
    #[arg(long, help_heading = "What is told")]
    pub coverage: bool,
    /// Fail when less than this share of the agents was exercised, in percent
    #[arg(long, value_name = "PERCENT", help_heading = "What is told")]
    pub coverage_min: Option<f64>,
    /// Also tell the slowest scenarios, and each that passed
    #[arg(long, short, help_heading = "What is told")]
    pub verbose: bool,
    /// Which model understands and words; the built-in offline model where none is named.
    #[command(flatten, next_help_heading = "Who plays")]
    pub model: ModelArgs,
    /// What it may cost.
    #[command(flatten, next_help_heading = "What it may cost")]
    pub budget: BudgetArgs,
    /// What is recorded, and what is replayed.
    #[command(flatten, next_help_heading = "Recordings")]
    pub cassette: CassetteArgs,
    /// Who decides: guarded, the engine; or free, the model, with every breach told
    #[arg(long, value_name = "POLICY", value_parser = policy(), default_value = "guarded", help_heading = "Who plays")]
    pub policy: Policy,
    /// How much the model words: results, model or template
    #[arg(long, value_name = "HOW", value_parser = words(), help_heading = "Who plays")]
    pub wording: Option<Words>,
    /// Where calls go.
    #[command(flatten, next_help_heading = "Where calls go")]
    pub reach: ReachArgs,
}

impl TestArgs {
    /// Whether everything that is named is played.
    pub fn extent(&self) -> Extent {
        let is_part = self.filter.is_some()
            || !self.tag.is_empty()
            || self.shard.is_some()
            || self.failed_from.is_some()
            || self.resume;
        if is_part { Extent::Part } else { Extent::Whole }
    }
}
