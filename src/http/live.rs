use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use super::{
    HostPolicy,
    resolver::{GuardedResolver, NoResolver},
};

/// The way to real hosts: one client with verified TLS, built on the first call.
#[derive(Clone, Debug)]
pub struct Live {
    pub(super) policy: Arc<HostPolicy>,
    client: Arc<OnceLock<Result<reqwest::Client, String>>>,
}

impl Live {
    /// How long a connect may take.
    pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

    /// A way to the hosts that this policy lets through.
    pub fn new(policy: HostPolicy) -> Self {
        Self { policy: Arc::new(policy), client: Arc::default() }
    }

    /// The client; building it loads the system's certificates.
    pub(super) fn client(&self) -> Result<&reqwest::Client, String> {
        let build = || {
            let resolver = GuardedResolver { policy: Arc::clone(&self.policy) };
            let client = plain_client().dns_resolver(Arc::new(resolver)).build();
            client
                .map_err(|_| "no client with verified TLS can be built on this machine".to_owned())
        };
        self.client.get_or_init(build).as_ref().map_err(Clone::clone)
    }
}

/// What every client of ours has in common: nothing that happens by itself.
pub(super) fn plain_client() -> reqwest::ClientBuilder {
    // A second installation fails and changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .no_proxy()
        .referer(false)
        .retry(reqwest::retry::never())
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Live::CONNECT_TIMEOUT)
}

/// A client that trusts these certificates only, and finds no name but those it is told of.
pub(super) fn tls_client(
    trusted: impl IntoIterator<Item = reqwest::Certificate>,
) -> reqwest::ClientBuilder {
    plain_client().tls_certs_only(trusted).http1_only().dns_resolver(Arc::new(NoResolver))
}

/// The client for the stub: plain HTTP to loopback, no certificates to load, no name found.
pub(super) fn stub_client() -> reqwest::Result<reqwest::Client> {
    tls_client([]).build()
}
