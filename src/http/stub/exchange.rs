use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::{answer::fault_before_connect, conversation::Talk, server::Server, wire::Received};
use crate::{
    agent::{Action, ActionName, Auth, Schema},
    api::{Fault, FaultBinding, Note},
    http::send::EXCHANGE_HEADER,
    request::FrozenRequest,
};

/// One call of a conversation, as long as it lasts.
pub(super) struct Exchange {
    pub(super) talk: Arc<Talk>,
    pub(super) action: ActionName,
    /// The path of the action's URL, without a slash at its end.
    pub(super) base: String,
    pub(super) auth: Auth,
    /// What its good answers look like.
    pub(super) schema: Option<Arc<Schema>>,
    pub(super) deadline: Duration,
    /// The place of the fault that the scenario lays over its answer.
    fault: Option<usize>,
    notes: Mutex<Vec<Note>>,
}

impl Exchange {
    pub(super) fn new(
        talk: &Arc<Talk>,
        action: &Action,
        (fault, deadline): (Option<usize>, Duration),
    ) -> Self {
        Self {
            talk: Arc::clone(talk),
            action: action.name.clone(),
            base: action.url.path().trim_end_matches('/').to_owned(),
            auth: action.auth.clone(),
            schema: action.response.schema.clone(),
            deadline,
            fault,
            notes: Mutex::default(),
        }
    }

    pub(super) fn note(&self, note: Note) {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).push(note);
    }

    /// The fault that the scenario lays over its answer, with its place among all.
    pub(super) fn binding(&self) -> Option<(usize, &FaultBinding)> {
        let at = self.fault?;
        Some((at, self.talk.settings.faults.get(at)?))
    }
}

/// A call that the stub waits for; any HTTP client may make it. It is closed when this goes.
pub struct Open {
    id: String,
    number: u64,
    exchange: Arc<Exchange>,
    server: Arc<Server>,
}

/// Where the requests of a call have to go.
#[derive(Clone, Debug)]
pub enum Destination {
    /// To the stub, at this port of loopback.
    Stub(u16),
    /// To this port of loopback, at which nobody listens.
    Closed(u16),
    /// To this port of loopback, by TLS, which will show a certificate with a flaw.
    Tls {
        /// The port.
        port: u16,
        /// Trusts the certificate but for its flaw.
        client: reqwest::Client,
    },
    /// To a name that cannot be found.
    Nowhere,
}

impl Open {
    /// The header by which the stub knows the requests of a call; it never leaves the machine.
    pub const HEADER: &str = EXCHANGE_HEADER;

    pub(super) fn new(exchange: Arc<Exchange>, server: &Arc<Server>) -> Self {
        let number = server.register(Arc::clone(&exchange));
        Self { id: number.to_string(), number, exchange, server: Arc::clone(server) }
    }

    /// The value of the header.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where this request has to go, by the faults that keep it from ever reaching the stub.
    ///
    /// # Errors
    /// When no port of loopback can be had, or no certificate can be made.
    pub async fn destination(&self, request: &FrozenRequest) -> io::Result<Destination> {
        match fault_before_connect(&self.exchange, &Received::foreseen(request)) {
            None => Ok(Destination::Stub(self.server.port)),
            // Rare, and large: every call would carry it along.
            Some(fault) => Box::pin(self.detour(fault)).await,
        }
    }

    async fn detour(&self, fault: Fault) -> io::Result<Destination> {
        let port = match fault {
            Fault::Dns => return Ok(Destination::Nowhere),
            Fault::TlsExpired => self.server.doors().await?.expired,
            Fault::TlsWrongHost => self.server.doors().await?.wrong_host,
            _ => return Ok(Destination::Closed(closed_port().await?)),
        };
        let client = self.server.doors().await?.client.clone();
        Ok(Destination::Tls { port, client })
    }

    /// What the stub has to say about it so far.
    pub fn notes(&self) -> Vec<Note> {
        self.exchange.notes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.server.forget(self.number);
    }
}

/// A port of loopback at which nobody listens.
async fn closed_port() -> io::Result<u16> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    Ok(listener.local_addr()?.port())
}
