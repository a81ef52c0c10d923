use std::{collections::BTreeSet, net::IpAddr};

use url::{Host, Url};

use super::address::is_public;
use crate::agent::{Agent, Auth};

/// The hosts that the user, never a project file, has named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostPolicy {
    allowed: BTreeSet<String>,
}

/// What a request takes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    /// At least one secret.
    Secrets,
    /// None.
    NoSecrets,
}

impl Carries {
    /// What a request with this authentication takes along.
    pub fn of(auth: &Auth) -> Self {
        if auth.secrets().is_empty() { Self::NoSecrets } else { Self::Secrets }
    }
}

/// Why a host may not be reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HostRefusal {
    /// A secret would leave to a host nobody named.
    #[error(
        "{host} would be sent a secret, and you have not named it; to allow it: --allow-host {host}"
    )]
    Unnamed {
        /// The host, with its port where it is not the usual one.
        host: String,
    },
    /// The host is on this machine or on an internal network.
    #[error("{host} is on an internal network ({address}); to allow it: --allow-host {host}")]
    Internal {
        /// The host, with its port where it is not the usual one.
        host: String,
        /// Its address.
        address: IpAddr,
    },
    /// The user named the host for another port.
    #[error("{host} was named for another port only; to allow it: --allow-host {host}")]
    OtherPort {
        /// The host and the port asked for.
        host: String,
    },
    /// The URL has no host.
    #[error("the url names no host")]
    NoHost,
}

impl HostRefusal {
    /// What the user would have to name, where that would help.
    pub fn host(&self) -> Option<&str> {
        match self {
            Self::Unnamed { host } | Self::Internal { host, .. } | Self::OtherPort { host } => {
                Some(host)
            }
            Self::NoHost => None,
        }
    }
}

impl HostPolicy {
    /// Allows these hosts, each `HOST` (any port) or `HOST:PORT`.
    pub fn allowing<T: AsRef<str>>(hosts: impl IntoIterator<Item = T>) -> Self {
        let allowed = hosts.into_iter().filter_map(|host| normal(host.as_ref())).collect();
        Self { allowed }
    }

    /// Reads a list as it stands in a variable or a file: split at commas and blanks, `#` comments.
    pub fn parse(text: &str) -> Self {
        let bare = text.lines().map(|line| line.split('#').next().unwrap_or_default());
        Self::allowing(bare.flat_map(|line| line.split([',', ' ', '\t'])).filter(|s| !s.is_empty()))
    }

    /// Allows what the other allows as well.
    pub fn extend(&mut self, other: Self) {
        self.allowed.extend(other.allowed);
    }

    /// Whether the user has named the host of this URL.
    pub fn allows(&self, url: &Url) -> bool {
        let Some(host) = host_of(url) else { return false };
        let port = url.port_or_known_default().unwrap_or_default();
        self.allowed.contains(&host) || self.allowed.contains(&format!("{host}:{port}"))
    }

    /// Every host of an agent that may not be reached, so that it is known before the talk begins.
    pub fn review(&self, agent: &Agent) -> Vec<HostRefusal> {
        let context = agent.dynamic_context.iter().map(|context| (&context.url, &context.auth));
        let actions = agent.actions.iter().map(|action| (&action.url, &action.auth));
        let mut refusals = Vec::new();
        for (url, auth) in actions.chain(context) {
            if let Err(refusal) = self.check(url, Carries::of(auth))
                && !refusals.contains(&refusal)
            {
                refusals.push(refusal);
            }
        }
        refusals
    }

    /// Whether a request may leave for this URL, as far as that is known without resolving its name.
    ///
    /// # Errors
    /// A [`HostRefusal`] that says how to allow it.
    pub fn check(&self, url: &Url, carries: Carries) -> Result<(), HostRefusal> {
        let Some(host) = url.host() else { return Err(HostRefusal::NoHost) };
        if self.allows(url) {
            return Ok(());
        }
        let shown = shown(url);
        match (host, carries) {
            (_, Carries::Secrets) => Err(HostRefusal::Unnamed { host: shown }),
            (Host::Ipv4(address), _) if !is_public(address.into()) => {
                Err(HostRefusal::Internal { host: shown, address: address.into() })
            }
            (Host::Ipv6(address), _) if !is_public(address.into()) => {
                Err(HostRefusal::Internal { host: shown, address: address.into() })
            }
            // Its name may resolve to an internal address that was allowed for the other port.
            (Host::Domain(name), _) if self.names_port_of(name) => {
                Err(HostRefusal::OtherPort { host: shown })
            }
            (Host::Domain(_) | Host::Ipv4(_) | Host::Ipv6(_), Carries::NoSecrets) => Ok(()),
        }
    }

    fn names_port_of(&self, host: &str) -> bool {
        self.allowed
            .iter()
            .any(|known| known.strip_prefix(host).is_some_and(|rest| rest.starts_with(':')))
    }

    /// Whether a name that is not bound to one port may resolve to this address.
    pub(super) fn check_address(&self, host: &str, address: IpAddr) -> Result<(), HostRefusal> {
        if is_public(address) || self.allowed.contains(host) || self.names_port_of(host) {
            return Ok(());
        }
        Err(HostRefusal::Internal { host: host.to_owned(), address })
    }
}

fn host_of(url: &Url) -> Option<String> {
    url.host_str().map(str::to_ascii_lowercase)
}

fn shown(url: &Url) -> String {
    let host = host_of(url).unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host,
    }
}

/// `HOST` or `HOST:PORT` as URLs write it; a whole URL gives its host and port.
fn normal(text: &str) -> Option<String> {
    let text = text.trim();
    let (whole, asked) = match text.contains("://") {
        true => (text.to_owned(), text.split_once("://")?.1),
        false => (format!("https://{text}"), text),
    };
    let url = Url::parse(&whole).ok()?;
    let host = host_of(&url)?;
    let names_port = |port: u16| asked.trim_end_matches('/').ends_with(&format!(":{port}"));
    match url.port_or_known_default() {
        Some(port) if url.port().is_some() || names_port(port) => Some(format!("{host}:{port}")),
        _ => Some(host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(allowed: &[&str], url: &str, carries: Carries) -> Result<(), HostRefusal> {
        HostPolicy::allowing(allowed).check(&Url::parse(url).unwrap(), carries)
    }

    #[test]
    fn a_secret_leaves_only_to_a_named_host() {
        let url = "https://api.company.com/orders?x=1";
        let refusal = check(&[], url, Carries::Secrets).unwrap_err();
        assert!(refusal.to_string().ends_with("--allow-host api.company.com"));
        assert_eq!(check(&["API.company.com"], url, Carries::Secrets), Ok(()));
        assert_eq!(check(&["api.company.com:443"], url, Carries::Secrets), Ok(()));
        assert_eq!(check(&["https://api.company.com/"], url, Carries::Secrets), Ok(()));
        for near in ["company.com", "api.company.com:8443", "api.company.com.evil.test", ""] {
            assert!(check(&[near], url, Carries::Secrets).is_err(), "{near}");
        }
        assert_eq!(check(&[], url, Carries::NoSecrets), Ok(()));
    }

    #[test]
    fn internal_addresses_are_refused_unless_named() {
        for url in ["http://127.0.0.1:9/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/"]
        {
            assert!(check(&[], url, Carries::NoSecrets).is_err(), "{url}");
        }
        assert_eq!(check(&["127.0.0.1"], "http://127.0.0.1:9/", Carries::Secrets), Ok(()));
        assert_eq!(check(&["[::1]:80"], "http://[::1]/", Carries::Secrets), Ok(()));
    }

    #[test]
    fn a_list_of_hosts_is_read_with_commas_blanks_and_comments() {
        let policy = HostPolicy::parse("a.test, b.test:8080 # ours\n# c.test\nd.test");
        let expected = HostPolicy::allowing(["a.test", "b.test:8080", "d.test"]);
        assert_eq!(policy, expected);
    }
}
