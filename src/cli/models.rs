//! `rehearsal models`: what an endpoint offers, and which of its abilities work.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;

use super::{
    Environment, Exit,
    endpoint::ModelArgs,
    finding::Look,
    reach::{ReachArgs, dotenv},
    scene::{load_sound, tell},
    visible::visible_line,
};
use crate::{
    http::Variables,
    model::{
        ModelFailure, Trouble,
        openai::{Ability, Endpoint, Failure, Patience, Probe},
    },
};

/// Most models that are listed.
const MOST_LISTED: usize = 100;

/// List what a model endpoint offers, and try what it can do
#[derive(Args, Clone, Debug, Default)]
pub struct ModelsArgs {
    /// Folder or file of an agent whose `model:` is meant
    pub agent: Option<PathBuf>,
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
    /// What may be reached.
    #[command(flatten)]
    pub reach: ReachArgs,
    /// List the models only; nothing is generated
    #[arg(long)]
    pub no_probe: bool,
}

/// Asks the endpoint and prints what it can do.
///
/// # Errors
/// When the output cannot be written.
pub fn run(
    args: &ModelsArgs,
    environment: &Environment,
    look: Look,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let loaded = match args.agent.as_deref().map(|agent| load_sound(agent, look, err)).transpose() {
        Ok(loaded) => loaded,
        Err(exit) => return Ok(exit),
    };
    let secrets =
        loaded.as_ref().map_or_else(Variables::default, |loaded| dotenv(&loaded.project.root).0);
    let declared = loaded.as_ref().and_then(|loaded| loaded.agent.as_ref()?.model.as_ref());
    let policy = args.reach.policy(environment);
    // A list needs no name of a model.
    let mut wanted = args.model.clone();
    let is_named =
        wanted.model.is_some() || declared.is_some() || environment.get("OPENAI_MODEL").is_some();
    if !is_named {
        wanted.model = Some(String::new());
    }
    let endpoint = match wanted.endpoint(declared, environment, &secrets, &policy) {
        Ok(Some(endpoint)) => endpoint,
        Ok(None) => return Ok(Exit::Misuse),
        Err(error) => {
            return Ok(tell(err, &error.to_string(), Exit::Misuse));
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(show(args, &endpoint, is_named, (out, err)))
}

async fn show(
    args: &ModelsArgs,
    endpoint: &Endpoint,
    is_named: bool,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let probe = match Probe::new(endpoint, Patience { retries: 1, ..Patience::default() }) {
        Ok(probe) => probe,
        Err(failure) => return Ok(failed(failure, err)),
    };
    let listed = match probe.models().await {
        Ok(listed) => listed,
        Err(failure @ Failure::Status { status: 404 | 405 | 501, .. }) if is_named => {
            writeln!(out, "{} lists no models ({failure})", endpoint.host())?;
            Vec::new()
        }
        Err(failure) => return Ok(failed(failure, err)),
    };
    list(&listed, endpoint, out)?;
    if !is_named {
        writeln!(out, "\nName one with --model to see what it can do.")?;
        return Ok(Exit::Passed);
    }
    if args.no_probe {
        return Ok(Exit::Passed);
    }
    writeln!(out, "\n{} at {}:", visible_line(&endpoint.model), endpoint.host())?;
    for ability in Ability::ALL {
        match probe.try_ability(ability).await {
            Ok(true) => writeln!(out, "  {:<16} works", ability.name())?,
            Ok(false) => {
                writeln!(out, "  {:<16} does not work; {}", ability.name(), ability.without())?;
            }
            Err(failure) => return Ok(failed(failure, err)),
        }
        out.flush()?;
    }
    Ok(Exit::Passed)
}

fn list(listed: &[String], endpoint: &Endpoint, out: &mut dyn Write) -> io::Result<()> {
    for name in listed.iter().take(MOST_LISTED) {
        let mark = if *name == endpoint.model { '*' } else { ' ' };
        writeln!(out, "{mark} {}", visible_line(name))?;
    }
    if listed.len() > MOST_LISTED {
        writeln!(out, "  and {} more", listed.len() - MOST_LISTED)?;
    }
    Ok(())
}

/// A wrong configuration is misuse; trouble of the server says nothing about the model.
fn failed(failure: Failure, err: &mut dyn Write) -> Exit {
    let failure = ModelFailure::from(failure);
    let exit = match failure.trouble {
        Trouble::Configuration => Exit::Misuse,
        Trouble::Answer | Trouble::Service | Trouble::Limit => Exit::Inconclusive,
    };
    tell(err, &failure.message, exit)
}
