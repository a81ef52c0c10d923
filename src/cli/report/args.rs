use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::ReportOutput;

/// Arguments of `rehearsal report`.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  rehearsal report show report.json
  rehearsal report merge shard-*.json --report html=all.html --report junit=all.xml
  rehearsal report compare before.json after.json

Exit status: show and merge end as the run did: 0 all held, 1 something failed, 3 something is
without a verdict. compare ends with 1 when a scenario that passed before does not pass now.
A report that cannot be read is 2, one that cannot be written is 3.")]
pub struct ReportArgs {
    /// What to do with them
    #[command(subcommand)]
    pub command: ReportCommand,
}

/// What can be done with reports.
#[derive(Clone, Debug, Subcommand)]
pub enum ReportCommand {
    /// Show a run again, or make other reports of it.
    Show {
        /// A JSON report
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Also make this report: junit, json, html, tap, markdown with =FILE or =-, or github
        #[arg(long = "report", value_name = "FORMAT=FILE")]
        reports: Vec<ReportOutput>,
    },
    /// Join the reports of the shards of a run into one.
    Merge {
        /// JSON reports, one per shard, in any order
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// Also make this report: junit, json, html, tap, markdown with =FILE or =-, or github
        #[arg(long = "report", value_name = "FORMAT=FILE")]
        reports: Vec<ReportOutput>,
    },
    /// Show what changed between two runs, scenario by scenario.
    Compare {
        /// The JSON report of the run before
        #[arg(value_name = "BEFORE")]
        before: PathBuf,
        /// The JSON report of the run after
        #[arg(value_name = "AFTER")]
        after: PathBuf,
    },
}
