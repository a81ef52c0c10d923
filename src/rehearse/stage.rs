use std::{collections::BTreeMap, io, sync::Arc};

use serde_json::{Map, Value as Json};
use tokio_util::sync::CancellationToken;

use super::{
    Caller, Cast, Clock, Conversation, Lead, LoadError, LoadedAgent, Memory, Opening, Reel,
    Secrets, UnrenderedError, Venue, cassette::Beginning, venue::Way, with_time,
};
use crate::{
    agent::{Agent, OnContextFailure},
    api::{FaultBinding, Note, Rules},
    diagnostic::{Diagnostic, SourceFile},
    dialogue::DialogueState,
    http::{
        self, ContextFailure, Executor, HostPolicy, HostRefusal, MissingSecrets, Variables,
        fetch_context,
        stub::{self, Settings, Unruled},
    },
    model::template::TemplateWording,
    request::{Redactor, Surroundings},
    value::Reference,
};

/// What a conversation is set up with.
pub struct Setting {
    /// The customer.
    pub contact: Map<String, Json>,
    /// Context keys that stand in for, and win over, what the dynamic context brings.
    pub context: Map<String, Json>,
    /// Where identities come from.
    pub seed: u64,
    /// The conversation's time.
    pub clock: Clock,
    /// How the stub's delays pass.
    pub pace: Pace,
    /// What the stub API answers before the agent's own rules.
    pub rules: Rules,
    /// Faults laid over the answers.
    pub faults: Vec<FaultBinding>,
    /// What an action without any rule gets.
    pub unruled: Unruled,
    /// What is recorded or replayed; fresh for each talk.
    pub reel: Option<Arc<Reel>>,
}

impl Setting {
    /// Nothing known of the customer, at this time.
    pub fn at(clock: Clock) -> Self {
        Self {
            contact: Map::new(),
            context: Map::new(),
            seed: 1,
            clock,
            pace: Pace::default(),
            rules: Rules::default(),
            faults: Vec::new(),
            unruled: Unruled::EmptyObject,
            reel: None,
        }
    }
}

/// How the delays of the stub API pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Pace {
    /// They move the clock and cost nothing.
    #[default]
    AtOnce,
    /// They are waited for.
    RealTime,
}

/// Which APIs a rehearsal reaches.
#[derive(Debug)]
pub enum Reach {
    /// The built-in stub only; nothing leaves the machine.
    Stub,
    /// The agent's real URLs, as far as the policy lets it.
    Live(HostPolicy),
    /// Nothing at all: recorded answers are played.
    Recorded,
}

/// A conversation ready to begin, and what stands behind it.
pub struct Stage {
    /// The conversation.
    pub conversation: Conversation,
    /// The stub API's side of it; none when real APIs are called.
    pub api: Option<stub::Conversation>,
    /// What the user should know before it begins.
    pub notes: Vec<String>,
    /// Knows every secret value the agent names.
    pub redactor: Redactor,
    /// `agent_uuid`, `direction` and the other runtime variables but the time.
    pub runtime: BTreeMap<String, Json>,
}

/// Why a rehearsal cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The files are wrong.
    #[error("the agent's files have errors")]
    Files {
        /// What is wrong with them.
        diagnostics: Vec<Diagnostic>,
        /// The texts that the places refer to.
        sources: Vec<SourceFile>,
    },
    /// A file cannot be read.
    #[error(transparent)]
    Unreadable(#[from] LoadError),
    /// Secrets are missing.
    #[error(transparent)]
    Secrets(#[from] MissingSecrets),
    /// Prompt or greeting cannot be rendered.
    #[error(transparent)]
    Unrendered(#[from] UnrenderedError),
    /// The dynamic context failed, and the agent wants no talk without it.
    #[error("{0}; the agent declares on_failure: abort")]
    Context(ContextFailure),
    /// The dynamic context's answer is not recorded.
    #[error("{0}")]
    Unrecorded(String),
    /// Hosts would be called, or sent a secret, that the user has not named.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\nerror: "))]
    Hosts(Vec<HostRefusal>),
    /// The stub API cannot run.
    #[error("the stub API cannot start on loopback: {0}")]
    Stub(io::Error),
}

impl Stage {
    /// Sets a single conversation up.
    ///
    /// # Errors
    /// What keeps it from beginning; nothing was sent but the dynamic context's request.
    pub async fn set(
        loaded: &LoadedAgent,
        (reach, environment): (Reach, &Variables),
        setting: Setting,
    ) -> Result<Self, StageError> {
        let venue = Venue::open(loaded, reach, environment, None).await?;
        let mut stage = venue.stage(setting).await?;
        let stand_ins = venue.stand_ins();
        stage.notes.splice(..0, venue.notes.into_iter().chain(stand_ins));
        Ok(stage)
    }

    /// The dialogue as it was before the greeting, for a restart.
    pub fn beginning(&self) -> DialogueState {
        let context = self.conversation.memory().state.context.clone();
        DialogueState { context, ..DialogueState::default() }
    }
}

impl Venue {
    /// Sets a conversation up: dynamic context, rendering, the stub API's side of it.
    ///
    /// # Errors
    /// What keeps it from beginning; nothing was sent but the dynamic context's request.
    pub async fn stage(&self, setting: Setting) -> Result<Stage, StageError> {
        let (executor, api) = self.executor(&setting);
        let mut opening = Opening::new(setting.contact, setting.context, setting.seed);
        let at = Reference { now: setting.clock.now(), region: self.agent.region };
        let executor = match &setting.reel {
            Some(reel) => {
                self.begin(reel, &opening, (setting.clock, at));
                executor.taped(Arc::clone(reel) as _)
            }
            None => executor,
        };
        let fetching =
            Fetching { agent: &self.agent, executor: &executor, secrets: &self.secrets, at };
        let notes = fetching.add_to(&mut opening).await?.into_iter().collect();
        let agent = opening.cast(&self.agent, at)?;
        let redactor = self.redactor.clone();
        let caller = Caller {
            executor,
            redactor: redactor.clone(),
            secrets: Arc::clone(&self.secrets),
            runtime: opening.runtime.clone(),
            agent: Arc::clone(&agent),
            reel: setting.reel.clone(),
        };
        let cast = Cast {
            understand: self.offline_model(&agent),
            word: Arc::new(TemplateWording),
            execute: Arc::new(caller),
            lead: Lead::Engine,
            agent,
        };
        let memory = Memory { state: opening.state(), clock: setting.clock };
        let conversation =
            Conversation::new(cast, memory).with_reel(setting.reel).with_secrets(redactor.clone());
        Ok(Stage { conversation, api, notes, redactor, runtime: opening.runtime })
    }

    fn begin(&self, reel: &Reel, opening: &Opening, (clock, at): (Clock, Reference)) {
        reel.begin(Beginning {
            agent: &self.agent,
            secrets: &*self.secrets,
            redactor: self.redactor.clone(),
            runtime: &opening.runtime,
            clock,
            at,
        });
    }

    /// The way to the API for one conversation, and the stub's side of it.
    fn executor(&self, setting: &Setting) -> (Executor, Option<stub::Conversation>) {
        let server = match &self.way {
            Way::Live(live) => return (Executor::live(live.clone(), http::Clock::real()), None),
            Way::Stub(server) => server,
        };
        let clock = match setting.pace {
            Pace::RealTime => http::Clock::real(),
            Pace::AtOnce => {
                http::Clock::starting_at(setting.clock.now().with_timezone(&chrono::Utc))
            }
        };
        let api = server.converse(Settings {
            rules: self.rules_under(&setting.rules),
            clock,
            unruled: setting.unruled,
            secrets: Arc::clone(&self.secrets),
            faults: Arc::new(setting.faults.clone()),
            seed: setting.seed,
        });
        (Executor::stub(api.clone()), Some(api))
    }

    fn rules_under(&self, first: &Rules) -> Arc<Rules> {
        match first.actions().next() {
            None => Arc::clone(&self.rules),
            Some(_) => Arc::new(first.over(&self.rules)),
        }
    }
}

/// What the dynamic context is fetched with.
struct Fetching<'a> {
    agent: &'a Agent,
    executor: &'a Executor,
    secrets: &'a Secrets,
    at: Reference,
}

impl Fetching<'_> {
    /// Fetches the dynamic context; what the user gave by hand wins over what it brings. What the
    /// user should know comes back.
    async fn add_to(&self, opening: &mut Opening) -> Result<Option<String>, StageError> {
        let Some(declared) = &self.agent.dynamic_context else { return Ok(None) };
        let state = opening.state();
        let runtime = with_time(&opening.runtime, self.at);
        let around = Surroundings {
            context: &state.context,
            saved: &BTreeMap::new(),
            runtime: &runtime,
            idempotency_key: None,
        };
        let cancel = CancellationToken::new();
        let secrets = &**self.secrets;
        let fetched = fetch_context(self.executor, declared, &around, secrets, &cancel).await;
        let notes = fetched.call.iter().flat_map(|(_, executed)| &executed.notes);
        for note in notes {
            if let Note::Unrecorded { miss, .. } = note {
                return Err(StageError::Unrecorded(miss.clone()));
            }
        }
        match fetched.keys {
            Ok(keys) => {
                for (key, value) in keys {
                    opening.context.entry(key).or_insert(value);
                }
                Ok(None)
            }
            Err(failure) if failure.then == OnContextFailure::Abort => {
                Err(StageError::Context(failure))
            }
            Err(failure) => Ok(Some(format!("{failure}; the talk goes on without it"))),
        }
    }
}
