use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio_util::sync::DropGuard;

use super::{StubState, answer::fault_before_connect, server::Server, wire::Received};
use crate::{
    agent::{Action, ActionName, Auth},
    api::{Fault, Layer, Note, Reply, Rules},
    diagnostic::Place,
    http::Clock,
    request::{FrozenRequest, SecretLookup},
};

/// What one conversation is to the stub: its rules, its memory, its clock.
#[derive(Clone)]
pub struct Conversation {
    talk: Arc<Talk>,
    server: Arc<Server>,
    _running: Arc<DropGuard>,
}

/// What a conversation begins with.
pub struct Settings {
    /// What is answered.
    pub rules: Arc<Rules>,
    /// What delays move and deadlines are read from.
    pub clock: Clock,
    /// What an action without any rule gets.
    pub unruled: Unruled,
    /// The credentials that `auth: check` asks for.
    pub secrets: Arc<dyn SecretLookup + Send + Sync>,
}

/// What an action without any rule gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unruled {
    /// 200 with an empty object, and a note.
    EmptyObject,
    /// 501, and a miss.
    Miss,
}

/// The shared part of a conversation.
pub(super) struct Talk {
    pub(super) settings: Settings,
    state: Mutex<StubState>,
    overrides: Mutex<BTreeMap<ActionName, Reply>>,
}

/// One call of a conversation, as long as it lasts.
pub(super) struct Exchange {
    pub(super) talk: Arc<Talk>,
    pub(super) action: ActionName,
    /// The path of the action's URL, without a slash at its end.
    pub(super) base: String,
    pub(super) auth: Auth,
    pub(super) deadline: Duration,
    notes: Mutex<Vec<Note>>,
}

/// Closes its exchange when it goes.
pub(crate) struct Open {
    id: String,
    number: u64,
    exchange: Arc<Exchange>,
    server: Arc<Server>,
}

impl Conversation {
    pub(super) fn new(
        (server, running): (Arc<Server>, Arc<DropGuard>),
        settings: Settings,
    ) -> Self {
        let talk = Talk { settings, state: Mutex::default(), overrides: Mutex::default() };
        Self { talk: Arc::new(talk), server, _running: running }
    }

    /// The clock of the conversation.
    pub fn clock(&self) -> &Clock {
        &self.talk.settings.clock
    }

    /// What the stub remembers, to be put back by an undo.
    pub fn state(&self) -> StubState {
        self.talk.state().clone()
    }

    /// Puts back what the stub remembered.
    pub fn restore(&self, state: StubState) {
        *self.talk.state() = state;
    }

    /// Answers an action with this from now on, whatever the rules say.
    pub fn override_action(&self, action: ActionName, reply: Reply) {
        self.talk.overrides().insert(action, reply);
    }

    /// Leaves an action to its rules again.
    pub fn clear_override(&self, action: &ActionName) {
        self.talk.overrides().remove(action);
    }

    /// What actions are answered in place of their rules.
    pub fn overrides(&self) -> BTreeMap<ActionName, Reply> {
        self.talk.overrides().clone()
    }

    /// The rules of the scenario that have answered nothing.
    pub fn unused(&self) -> Vec<Place> {
        let state = self.talk.state();
        let rules = self.talk.settings.rules.actions();
        rules
            .flat_map(|(action, rules)| rules.iter().enumerate().map(move |rule| (action, rule)))
            .filter(|(_, (_, rule))| rule.layer == Layer::Scenario)
            .filter(|(action, (at, _))| state.hits(action, *at) == 0)
            .map(|(_, (_, rule))| rule.place.clone())
            .collect()
    }

    pub(crate) fn port(&self) -> u16 {
        self.server.port
    }

    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.server.client
    }

    /// Opens an exchange, so that the server knows the request when it comes.
    pub(crate) fn open(&self, action: &Action, deadline: Duration) -> Open {
        let exchange = Arc::new(Exchange {
            talk: Arc::clone(&self.talk),
            action: action.name.clone(),
            base: action.url.path().trim_end_matches('/').to_owned(),
            auth: action.auth.clone(),
            deadline,
            notes: Mutex::default(),
        });
        let number = self.server.register(Arc::clone(&exchange));
        Open { id: number.to_string(), number, exchange, server: Arc::clone(&self.server) }
    }
}

impl fmt::Debug for Conversation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conversation").field("port", &self.server.port).finish_non_exhaustive()
    }
}

impl Talk {
    pub(super) fn state(&self) -> MutexGuard<'_, StubState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn overrides(&self) -> MutexGuard<'_, BTreeMap<ActionName, Reply>> {
        self.overrides.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Exchange {
    pub(super) fn note(&self, note: Note) {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).push(note);
    }
}

impl Open {
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The fault that keeps the request from reaching the stub at all.
    pub(crate) fn fault_before_connect(&self, request: &FrozenRequest) -> Option<Fault> {
        let received = Received::foreseen(request);
        fault_before_connect(&self.exchange, &received)
    }

    pub(crate) fn notes(&self) -> Vec<Note> {
        self.exchange.notes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.server.forget(self.number);
    }
}
