use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio_util::sync::DropGuard;

use super::{
    Open, StubState,
    binding::{choose, unused},
    exchange::Exchange,
    server::Server,
};
use crate::{
    agent::{Action, ActionName, VariableName},
    api::{FaultBinding, Layer, Reply, Rules, UnusedFault},
    diagnostic::Place,
    http::Clock,
    request::SecretLookup,
    value::Value,
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
    /// What is laid over the answers.
    pub faults: Arc<Vec<FaultBinding>>,
    /// Decides about the faults that come by chance.
    pub seed: u64,
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

    /// The faults of the scenario that never came, and why.
    pub fn unused_faults(&self) -> Vec<UnusedFault> {
        unused(&self.talk.settings.faults, &self.talk.state())
    }

    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.server.client
    }

    /// Opens an exchange, so that the server knows its requests when they come. The call is counted
    /// for the faults that are bound to its action.
    pub fn open(
        &self,
        action: &Action,
        arguments: &BTreeMap<VariableName, Value>,
        deadline: Duration,
    ) -> Open {
        let Settings { faults, seed, .. } = &self.talk.settings;
        let fault = match faults.as_slice() {
            [] => None,
            faults => choose(faults, (&action.name, arguments), &mut self.talk.state(), *seed),
        };
        *self.talk.state().called.entry(action.name.clone()).or_default() += 1;
        let exchange = Exchange::new(&self.talk, action, (fault, deadline));
        Open::new(Arc::new(exchange), &self.server)
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
