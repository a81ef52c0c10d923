use std::path::PathBuf;

use clap::Args;

use crate::cli::scene::SceneArgs;

/// Arguments of `rehearsal call`.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  rehearsal call scenarios/order-desk 'Lookup Order Status' --set order_number=ORD-12345
  rehearsal call scenarios/order-desk 'Lookup Order Status' --set order_number=ORD-12345 --dry-run
  rehearsal call AGENT ACTION --set id=7 --live --allow-host api.example.com

Exit status: 0 the API answered 2xx; 1 it answered otherwise; 2 the files, the arguments or the
host were refused and nothing was sent; 3 no answer, or none that can be read; 130 interrupted.")]
pub struct CallArgs {
    /// Folder or file of the agent
    pub agent: PathBuf,
    /// Name of the action, as in the agent's file
    pub action: String,
    /// Value of a variable, written as a customer would say it; may be given several times
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = pair)]
    pub values: Vec<(String, String)>,
    /// Send nothing; show the request and a curl line for it, secrets masked
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// When it is, for whom, and where the request goes.
    #[command(flatten)]
    pub scene: SceneArgs,
}

/// Splits `NAME=VALUE` at the first equals sign.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE".to_owned()),
    }
}
