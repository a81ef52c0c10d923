use std::{net::SocketAddr, sync::Arc};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::HostPolicy;

/// Resolves names once per connect and lets only addresses through that the policy allows.
///
/// The client connects to what comes out of here and to nothing else, so a name cannot be checked
/// with one address and reached at another.
#[derive(Debug)]
pub(super) struct GuardedResolver {
    pub(super) policy: Arc<HostPolicy>,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = Arc::clone(&self.policy);
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            for address in &found {
                policy.check_address(&host, address.ip())?;
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Finds no name: whoever talks to the stub needs none, and none may leave the machine.
#[derive(Debug)]
pub(super) struct NoResolver;

impl Resolve for NoResolver {
    fn resolve(&self, _name: Name) -> Resolving {
        Box::pin(async { Err("failed to lookup address information".into()) })
    }
}
