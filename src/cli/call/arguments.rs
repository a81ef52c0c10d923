use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::Args;

use crate::cli::reach::ReachArgs;

/// Arguments of `rehearsal call`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Exit status: 0 the API answered 2xx; 1 it answered otherwise; 2 the files, the arguments or the
host were refused and nothing was sent; 3 no answer, or none that can be read; 130 interrupted.")]
pub struct CallArgs {
    /// The agent: its folder or its agent.yaml.
    pub agent: PathBuf,
    /// The action's name, as in the agent file.
    pub action: String,
    /// The value of a variable, written as a customer would.
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = pair)]
    pub values: Vec<(String, String)>,
    /// A context key or a key that an earlier action would have saved; JSON, or text.
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub context: Vec<(String, String)>,
    /// What is known about the contact, such as phone_number.
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub contact: Vec<(String, String)>,
    /// The time it is to be (RFC 3339).
    #[arg(long, value_name = "TIME")]
    pub now: Option<DateTime<FixedOffset>>,
    /// Send nothing; show the request and a curl line for it, secrets masked.
    #[arg(long)]
    pub dry_run: bool,
    /// Write one JSON object.
    #[arg(long)]
    pub json: bool,
    /// Where the request goes.
    #[command(flatten)]
    pub reach: ReachArgs,
}

/// Splits `NAME=VALUE` at the first equals sign.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE".to_owned()),
    }
}
