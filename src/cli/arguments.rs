use clap::{Parser, Subcommand};

use super::{
    Colour, call::CallArgs, chat::ChatArgs, check::CheckArgs, explain::ExplainArgs,
    explore::ExploreArgs, init::InitArgs, models::ModelsArgs, report::ReportArgs,
    schema::SchemaArgs, test::TestArgs, tune::TuneArgs, understand::UnderstandArgs,
    value::ValueArgs,
};

/// Rehearse conversational agents before customers meet them.
#[derive(Debug, Parser)]
#[command(
    name = "rehearsal",
    version,
    about,
    max_term_width = 100,
    after_help = "\
Exit status: 0 all held; 1 something did not hold; 2 files or arguments are wrong; 3 model, network
or report trouble; 130 interrupted.",
    after_long_help = "\
Examples:
  rehearsal init my-desk
  rehearsal chat my-desk/scenarios/table-desk
  rehearsal check my-desk

Exit status: 0 all held; 1 something did not hold; 2 files or arguments are wrong; 3 model, network
or report trouble; 130 interrupted. A closed pipe is no error."
)]
pub struct Arguments {
    /// Whether output is coloured.
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        display_order = 900
    )]
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
    /// Play scenarios and say what held.
    Test(TestArgs),
    /// Play a prompt through every failure, and compare variants of it.
    Tune(Box<TuneArgs>),
    /// Send one action with fixed values; see what leaves and what comes back.
    Call(CallArgs),
    /// Check agents and scenarios: every mistake in their files, with place and remedy.
    Check(CheckArgs),
    /// Explain a diagnostic, with a wrong and a right example.
    Explain(ExplainArgs),
    /// Play an agent's dialogue every which way, and show the shortest talk that goes wrong.
    Explore(ExploreArgs),
    /// Show what the agent makes of an utterance: acts, actions with scores, values with spans.
    Understand(UnderstandArgs),
    /// Show what a text means as a typed value, or why it means nothing.
    Value(ValueArgs),
    /// List what a model endpoint offers, and try what it can do.
    Models(ModelsArgs),
    /// Show, join and compare the JSON reports of runs.
    Report(ReportArgs),
    /// Print the JSON Schema of a file format or of printed JSON, for editors and other programs.
    Schema(SchemaArgs),
    /// Begin a small working project.
    Init(InitArgs),
}
