//! What a command may reach, and with which secrets: real hosts only as far as the user says.

use std::{
    fs::File,
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
};

use clap::Args;

use super::{Environment, visible::visible_line};
use crate::{
    agent::{Agent, SecretName},
    http::{DotenvRefusal, HostPolicy, MissingSecrets, SecretStore, Unset, Variables, read_dotenv},
};

/// Where requests go.
#[derive(Args, Clone, Debug, Default)]
pub struct ReachArgs {
    /// Send requests to the real URLs in place of the built-in stub API.
    #[arg(long)]
    pub live: bool,
    /// Let secrets and requests leave for this host (HOST or HOST:PORT); also read from
    /// REHEARSAL_ALLOW_HOSTS and from rehearsal/hosts in your configuration folder.
    #[arg(long, value_name = "HOST")]
    pub allow_host: Vec<String>,
}

impl ReachArgs {
    /// The hosts that the user has named anywhere; project files have no say in it.
    pub fn policy(&self, environment: &Environment) -> HostPolicy {
        let mut policy = HostPolicy::allowing(&self.allow_host);
        if let Some(hosts) = environment.get("REHEARSAL_ALLOW_HOSTS") {
            policy.extend(HostPolicy::parse(hosts));
        }
        if let Some(hosts) =
            hosts_file(environment).and_then(|file| std::fs::read_to_string(file).ok())
        {
            policy.extend(HostPolicy::parse(&hosts));
        }
        policy
    }
}

/// Asks on the terminal for each host of the agent that is not named yet; a yes is remembered.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn ask_for_hosts(
    policy: &mut HostPolicy,
    agent: &Agent,
    environment: &Environment,
    (input, err): (&mut dyn BufRead, &mut dyn Write),
) -> io::Result<()> {
    for refusal in policy.review(agent) {
        let Some(host) = refusal.host() else { continue };
        let told = visible_line(&refusal.to_string());
        let reason = told.split("; to allow it").next().unwrap_or_default();
        write!(err, "{reason}. Allow {} from now on? [y/N] ", visible_line(host))?;
        err.flush()?;
        let mut answer = String::new();
        input.read_line(&mut answer)?;
        if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
            policy.extend(HostPolicy::allowing([host]));
            if let Err(error) = remember(environment, host) {
                writeln!(err, "note: {host} is allowed for this time only: {error}")?;
            }
        }
    }
    Ok(())
}

/// Adds a host to the user's list.
fn remember(environment: &Environment, host: &str) -> io::Result<()> {
    let file = hosts_file(environment).ok_or(io::ErrorKind::NotFound)?;
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    writeln!(File::options().create(true).append(true).open(file)?, "{host}")
}

/// The user's list of hosts.
fn hosts_file(environment: &Environment) -> Option<PathBuf> {
    configuration(environment).map(|folder| folder.join("rehearsal/hosts"))
}

/// These secrets: from the environment first, then from `.env`.
///
/// # Errors
/// All that are missing at once, unless they are to be made up.
pub fn gather(
    needed: &[SecretName],
    environment: &Environment,
    dotenv: &Variables,
    unset: Unset,
) -> Result<SecretStore, MissingSecrets> {
    let variables = Variables::new(environment.variables.clone());
    SecretStore::gather(needed, &variables, dotenv, unset)
}

/// The `.env` at a project's root, where there is one.
pub fn dotenv(root: &Path) -> (Variables, Vec<DotenvRefusal>) {
    let path = root.join(".env");
    match path.is_file().then(|| File::open(&path)) {
        Some(Ok(file)) => read_dotenv(file),
        Some(Err(_)) | None => (Variables::default(), Vec::new()),
    }
}

/// The user's configuration folder (XDG base directories).
fn configuration(environment: &Environment) -> Option<PathBuf> {
    match environment.get("XDG_CONFIG_HOME").filter(|folder| Path::new(folder).is_absolute()) {
        Some(folder) => Some(PathBuf::from(folder)),
        None => environment.get("HOME").map(|home| Path::new(home).join(".config")),
    }
}
