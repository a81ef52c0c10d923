use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    io::Read,
};

use secrecy::{ExposeSecret, SecretString};

use crate::{
    agent::{Agent, Auth, SecretName},
    request::{Redactor, SecretLookup},
};

/// Variables with their values; `Debug` prints the names only.
#[derive(Clone, Default)]
pub struct Variables(BTreeMap<String, SecretString>);

impl Variables {
    /// Takes a snapshot, such as that of the process environment.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name, value.into())).collect())
    }

    /// The value of a variable that is set and not empty.
    pub fn get(&self, name: &str) -> Option<&SecretString> {
        self.0.get(name).filter(|value| !value.expose_secret().is_empty())
    }
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Why a line of a `.env` file is passed over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DotenvRefusal {
    /// It would steer the program or its traffic.
    #[error("{name} cannot be set in .env; set it in the environment")]
    Reserved {
        /// The variable's name.
        name: String,
    },
    /// It would paste another variable's value.
    #[error(
        "line {line} of .env holds a `$`; put the value in single quotes to keep it as written"
    )]
    Expansion {
        /// From 1.
        line: usize,
    },
    /// It is no assignment.
    #[error("line {line} of .env is not read; write NAME=value")]
    Malformed {
        /// From 1.
        line: usize,
    },
}

/// Largest `.env` that is read, in bytes.
const DOTENV_LIMIT: u64 = 256 * 1024;

/// Reads a `.env` file. Its values fill what the environment leaves unset, and only as secrets.
pub fn read_dotenv(file: impl Read) -> (Variables, Vec<DotenvRefusal>) {
    let mut text = String::new();
    let mut refusals = Vec::new();
    if file.take(DOTENV_LIMIT).read_to_string(&mut text).is_err() {
        refusals.push(DotenvRefusal::Malformed { line: 1 });
    }
    let mut variables = BTreeMap::new();
    for (at, line) in text.lines().enumerate() {
        let line_number = at + 1;
        let value = line.split_once('=').map(|(_, value)| value.trim()).unwrap_or_default();
        if value.contains('$') && !value.starts_with('\'') && !line.trim().starts_with('#') {
            refusals.push(DotenvRefusal::Expansion { line: line_number });
            continue;
        }
        for item in dotenvy::from_read_iter(line.as_bytes()) {
            match item {
                Ok((name, _)) if is_reserved(&name) => {
                    refusals.push(DotenvRefusal::Reserved { name });
                }
                Ok((name, value)) => drop(variables.insert(name, value.into())),
                Err(_) => refusals.push(DotenvRefusal::Malformed { line: line_number }),
            }
        }
    }
    (Variables(variables), refusals)
}

/// Names that steer this program, its traffic or what it trusts.
fn is_reserved(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    ["REHEARSAL_", "LD_", "DYLD_", "SSL_CERT_", "CARGO_", "RUST_", "XDG_"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
        || ["_PROXY", "_BASE_URL", "_API_BASE", "_HOST", "_ENDPOINT"]
            .iter()
            .any(|suffix| name.ends_with(suffix))
        || ["CI", "PATH", "HOME", "NO_COLOR", "TERM", "BASE_URL", "GITHUB_ACTIONS"]
            .contains(&name.as_str())
}

/// The secrets of an agent. `Debug` prints the names only.
#[derive(Clone, Debug, Default)]
pub struct SecretStore {
    values: Variables,
    made_up: BTreeSet<SecretName>,
}

/// What becomes of a secret that is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unset {
    /// A made-up value stands in; for the stub.
    MakeUp,
    /// It is an error; for real hosts.
    Refuse,
}

/// Secrets that are needed and not set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not set: {}; set them in the environment or in .env",
    names.iter().map(SecretName::as_str).collect::<Vec<_>>().join(", ")
)]
pub struct MissingSecrets {
    /// All of them.
    pub names: Vec<SecretName>,
}

impl SecretStore {
    /// Looks the needed secrets up: in the environment first, then in `.env`.
    ///
    /// # Errors
    /// All that are missing at once, unless they are to be made up.
    pub fn gather(
        needed: &[SecretName],
        environment: &Variables,
        dotenv: &Variables,
        unset: Unset,
    ) -> Result<Self, MissingSecrets> {
        let mut store = Self::default();
        let mut missing = Vec::new();
        for name in needed {
            let key = name.as_str().to_owned();
            match environment.get(&key).or_else(|| dotenv.get(&key)).map(without_line_end) {
                Some(value) => drop(store.values.0.insert(key, value)),
                None if unset == Unset::Refuse => missing.push(name.clone()),
                None => {
                    let value = format!("made-up-{}", key.to_ascii_lowercase().replace('_', "-"));
                    store.values.0.insert(key, value.into());
                    store.made_up.insert(name.clone());
                }
            }
        }
        if missing.is_empty() { Ok(store) } else { Err(MissingSecrets { names: missing }) }
    }

    /// The secrets that a made-up value stands in for.
    pub fn made_up(&self) -> impl Iterator<Item = &SecretName> {
        self.made_up.iter()
    }

    /// A redactor that knows every secret, and every basic pair of the agent.
    pub fn redactor(&self, agent: &Agent) -> Redactor {
        let mut redactor = Redactor::default();
        for value in self.values.0.values() {
            redactor.add_secret(value);
        }
        for auth in auths(agent) {
            if let Auth::Basic { username, password } = auth
                && let Some(password) = self.secret(password)
            {
                redactor.add_basic(username, password);
            }
        }
        redactor
    }
}

impl SecretLookup for SecretStore {
    fn secret(&self, name: &SecretName) -> Option<&SecretString> {
        self.values.get(name.as_str())
    }
}

/// The secrets that the calls of an agent need, each once; that of the model is not among them.
pub fn needed_secrets(agent: &Agent) -> Vec<SecretName> {
    let names: BTreeSet<&SecretName> = auths(agent).flat_map(Auth::secrets).collect();
    names.into_iter().cloned().collect()
}

fn auths(agent: &Agent) -> impl Iterator<Item = &Auth> {
    let context = agent.dynamic_context.as_ref().map(|context| &context.auth);
    agent.actions.iter().map(|action| &action.auth).chain(context)
}

/// A value as it is meant: files and shells often leave a line end on it.
fn without_line_end(value: &SecretString) -> SecretString {
    value.expose_secret().trim_end_matches(['\r', '\n']).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<SecretName> {
        names.iter().map(|name| SecretName::new(*name)).collect()
    }

    fn value(store: &SecretStore, name: &str) -> String {
        store.secret(&SecretName::new(name)).unwrap().expose_secret().to_owned()
    }

    #[test]
    fn the_environment_wins_and_dotenv_fills_what_is_unset() {
        let pairs = [("A", "env\n"), ("EMPTY", "")];
        let environment = Variables::new(pairs.map(|(name, value)| (name.into(), value.into())));
        let (dotenv, refusals) = read_dotenv(&b"A=file\nexport EMPTY=\"b c\" # note\n\n# x\n"[..]);
        let needed = names(&["A", "EMPTY"]);
        let store = SecretStore::gather(&needed, &environment, &dotenv, Unset::Refuse).unwrap();
        assert_eq!((value(&store, "A"), value(&store, "EMPTY")), ("env".into(), "b c".into()));
        assert_eq!(refusals, []);
    }

    #[test]
    fn dotenv_can_steer_nothing_and_paste_nothing() {
        let text = "HTTP_PROXY=http://evil\nhttps_proxy=x\nREHEARSAL_ALLOW_HOSTS=evil\nCI=1\n\
                    OPENAI_BASE_URL=http://evil\nTOKEN=$HOME\nKEPT='a$b'\nnonsense\nSSL_CERT_FILE=x\n";
        let (dotenv, refusals) = read_dotenv(text.as_bytes());
        assert_eq!(dotenv.0.keys().collect::<Vec<_>>(), ["KEPT"]);
        assert_eq!(dotenv.get("KEPT").unwrap().expose_secret(), "a$b");
        assert_eq!(refusals.len(), 8);
        assert!(refusals.contains(&DotenvRefusal::Expansion { line: 6 }));
    }

    #[test]
    fn all_missing_secrets_are_named_or_made_up() {
        let nothing = Variables::default();
        let needed = names(&["A_TOKEN", "B"]);
        let missing = SecretStore::gather(&needed, &nothing, &nothing, Unset::Refuse).unwrap_err();
        assert_eq!(
            missing.to_string(),
            "not set: A_TOKEN, B; set them in the environment or in .env"
        );
        let store = SecretStore::gather(&needed, &nothing, &nothing, Unset::MakeUp).unwrap();
        assert_eq!(value(&store, "A_TOKEN"), "made-up-a-token");
        assert_eq!(store.made_up().count(), 2);
    }

    #[test]
    fn debug_prints_no_value() {
        let environment = Variables::new([("TOKEN".to_owned(), "planted".to_owned())]);
        let store = SecretStore::gather(
            &names(&["TOKEN"]),
            &environment,
            &Variables::default(),
            Unset::Refuse,
        )
        .unwrap();
        assert!(!format!("{environment:?} {store:?}").contains("planted"));
    }
}
