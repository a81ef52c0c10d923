//! What a command may reach, and with which secrets: real hosts only as far as the user says.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use clap::Args;

use super::Environment;
use crate::{
    agent::SecretName,
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
        let file = configuration(environment).map(|folder| folder.join("rehearsal/hosts"));
        if let Some(hosts) = file.and_then(|file| std::fs::read_to_string(file).ok()) {
            policy.extend(HostPolicy::parse(&hosts));
        }
        policy
    }
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
