use std::{path::PathBuf, time::Duration};

use clap::Args;

use crate::{
    cli::endpoint::{BudgetArgs, ModelArgs, policy},
    rehearse::Policy,
};

/// Talks at random where nothing else is said; each costs a model some requests.
const USUAL_TALKS: u64 = 10_000;
const USUAL_LED_TALKS: u64 = 20;

/// Play an agent's dialogue every which way, and show the shortest talk that goes wrong
#[derive(Clone, Debug, Args)]
#[command(after_long_help = "\
Examples:
  rehearsal explore scenarios/order-desk
  rehearsal explore scenarios/order-desk --depth 6 --talks 200000 --time 1m
  rehearsal explore scenarios/order-desk --seed 7 --out scenarios/order-desk/found
  rehearsal explore scenarios/order-desk --policy free --model NAME --talks 10 --max-calls 300

Exit status: 0 nothing was found; 1 something goes wrong; 2 files or arguments are wrong; 3 the stub
API cannot run, a scenario cannot be written, or a model was in trouble or reached its limit; 130
interrupted.")]
pub struct ExploreArgs {
    /// Folder or file of the agent
    pub agent: PathBuf,
    /// Play every talk of up to so many inputs
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub depth: usize,
    /// Then play so many talks at random; 10000 where nothing is said, 20 under --policy free
    #[arg(long, value_name = "N")]
    pub talks: Option<u64>,
    /// Seed of the talks at random
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Stop after so long, as in 10s or 2m; what is found then depends on the machine
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub time: Option<Duration>,
    /// Remember at most so many states, 20 bytes each
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    pub states: usize,
    /// Time of the talks, as in 2026-03-02T10:00:00+01:00
    #[arg(long, value_name = "TIME", default_value = "2026-03-02T12:00")]
    pub now: String,
    /// Write each talk that goes wrong as a scenario into this folder, which lies in or below the
    /// agent's
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Who decides: guarded, the engine; or free, a model, with every breach told
    #[arg(long, value_name = "POLICY", value_parser = policy(), default_value = "guarded", help_heading = "Who plays")]
    pub policy: Policy,
    /// Which model leads under --policy free.
    #[command(flatten, next_help_heading = "Who plays")]
    pub model: ModelArgs,
    /// Let the model's key leave for this host (HOST or HOST:PORT)
    #[arg(long, value_name = "HOST", help_heading = "Who plays")]
    pub allow_host: Vec<String>,
    /// What it may cost.
    #[command(flatten, next_help_heading = "What it may cost")]
    pub budget: BudgetArgs,
    /// Begin without asking, whatever it may cost
    #[arg(long, help_heading = "What it may cost")]
    pub yes: bool,
}

impl ExploreArgs {
    /// How many talks at random.
    pub fn talks(&self) -> u64 {
        self.talks.unwrap_or(match self.policy {
            Policy::Guarded => USUAL_TALKS,
            Policy::Free => USUAL_LED_TALKS,
        })
    }
}

/// Reads `500ms`, `10s` or `2m`.
fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let wrong = || format!("\"{text}\" is no time; write 500ms, 10s or 2m");
    let number: u64 = number.parse().map_err(|_| wrong())?;
    match unit {
        "ms" => Ok(Duration::from_millis(number)),
        "s" => Ok(Duration::from_secs(number)),
        "m" => Ok(Duration::from_secs(number.saturating_mul(60))),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_unit() {
        assert_eq!(duration("10s"), Ok(Duration::from_secs(10)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert!(duration("10").is_err());
        assert!(duration("soon").is_err());
    }
}
