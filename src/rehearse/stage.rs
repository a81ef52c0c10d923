use std::{collections::BTreeMap, fs::File, io, sync::Arc};

use serde_json::{Map, Value as Json};
use tokio_util::sync::CancellationToken;

use super::{
    Caller, Cast, Clock, Conversation, LoadError, LoadedAgent, Memory, Opening, Secrets,
    UnrenderedError, read_text, with_time,
};
use crate::{
    agent::{Agent, OnContextFailure},
    api::{self, Rules},
    diagnostic::{Diagnostic, SourceFile},
    dialogue::DialogueState,
    http::{
        self, ContextFailure, Executor, HostPolicy, HostRefusal, Live, MissingSecrets, SecretStore,
        Unset, Variables, fetch_context, needed_secrets, read_dotenv,
        stub::{self, Settings, StubApi, Unruled},
    },
    model::{offline::OfflineModel, template::TemplateWording},
    request::Surroundings,
    value::Reference,
};

/// What a rehearsal is set up with.
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
    /// Which APIs are reached.
    pub reach: Reach,
    /// The environment, for secrets.
    pub environment: Variables,
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
}

/// A conversation ready to begin, and what stands behind it.
pub struct Stage {
    /// The conversation.
    pub conversation: Conversation,
    /// The stub API's side of it; none when real APIs are called.
    pub api: Option<stub::Conversation>,
    /// What the user should know before it begins.
    pub notes: Vec<String>,
    /// Keeps the stub API running.
    _server: Option<StubApi>,
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
    /// Hosts would be called, or sent a secret, that the user has not named.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\nerror: "))]
    Hosts(Vec<HostRefusal>),
    /// The stub API cannot run.
    #[error("the stub API cannot start on loopback: {0}")]
    Stub(io::Error),
}

impl Stage {
    /// Sets a rehearsal up: rules, secrets, dynamic context, rendering.
    ///
    /// # Errors
    /// What keeps it from beginning; nothing was sent but the dynamic context's request.
    pub async fn set(loaded: &LoadedAgent, setting: Setting) -> Result<Self, StageError> {
        let agent = agent_of(loaded)?;
        let rules = rules_of(loaded, &agent)?;
        review_hosts(&agent, &setting.reach)?;
        let mut notes = Vec::new();
        let store = gather_secrets(loaded, &agent, &setting, &mut notes)?;
        let secrets: Secrets = Arc::new(store.clone());
        let server = match setting.reach {
            Reach::Stub => Some(StubApi::start().await.map_err(StageError::Stub)?),
            Reach::Live(_) => None,
        };
        let clock = http_clock(&setting);
        let api = server.as_ref().map(|server| {
            server.converse(Settings {
                rules: Arc::new(rules),
                clock: clock.clone(),
                unruled: Unruled::EmptyObject,
                secrets: Arc::clone(&secrets),
                faults: Arc::default(),
                seed: 0,
            })
        });
        let executor = match (&api, setting.reach) {
            (Some(api), _) => Executor::stub(api.clone()),
            (None, Reach::Live(policy)) => Executor::live(Live::new(policy), clock),
            (None, Reach::Stub) => return Err(StageError::Stub(io::ErrorKind::NotFound.into())),
        };
        let mut opening = Opening::new(setting.contact, setting.context, setting.seed);
        let at = Reference { now: setting.clock.now(), region: agent.region };
        let fetching = Fetching { agent: &agent, executor: &executor, secrets: &secrets, at };
        notes.extend(fetching.add_to(&mut opening).await?);
        let agent = Arc::new(opening.rendered(&agent, at)?);
        let caller = Caller {
            executor,
            redactor: store.redactor(&agent),
            secrets,
            runtime: opening.runtime.clone(),
            agent: Arc::clone(&agent),
        };
        let cast = Cast {
            understand: Arc::new(OfflineModel::new(&agent)),
            word: Arc::new(TemplateWording),
            execute: Arc::new(caller),
            agent,
        };
        let memory = Memory { state: opening.state(), clock: setting.clock };
        let conversation = Conversation::new(cast, memory);
        Ok(Self { conversation, api, notes, _server: server })
    }

    /// The dialogue as it was before the greeting, for a restart.
    pub fn beginning(&self) -> DialogueState {
        let context = self.conversation.memory().state.context.clone();
        DialogueState { context, ..DialogueState::default() }
    }
}

fn agent_of(loaded: &LoadedAgent) -> Result<Agent, StageError> {
    loaded.agent.clone().ok_or_else(|| StageError::Files {
        diagnostics: loaded.diagnostics.clone(),
        sources: loaded.sources.clone(),
    })
}

/// Tells all hosts that would be refused before the talk starts, not in the middle of it.
fn review_hosts(agent: &Agent, reach: &Reach) -> Result<(), StageError> {
    let Reach::Live(policy) = reach else { return Ok(()) };
    let refusals = policy.review(agent);
    if refusals.is_empty() { Ok(()) } else { Err(StageError::Hosts(refusals)) }
}

fn rules_of(loaded: &LoadedAgent, agent: &Agent) -> Result<Rules, StageError> {
    let Some(path) = &loaded.api_path else { return Ok(Rules::default()) };
    let source = read_text(path, SourceFile::LIMIT)?;
    let (rules, diagnostics) = api::parse(&source, agent);
    match diagnostics.iter().any(Diagnostic::is_error) {
        true => Err(StageError::Files { diagnostics, sources: vec![source] }),
        false => Ok(rules),
    }
}

fn gather_secrets(
    loaded: &LoadedAgent,
    agent: &Agent,
    setting: &Setting,
    notes: &mut Vec<String>,
) -> Result<SecretStore, StageError> {
    // A project without a .env file has none.
    let dotenv = File::open(loaded.project.root.join(".env")).ok();
    let (dotenv, refusals) = dotenv.map(read_dotenv).unwrap_or_default();
    notes.extend(refusals.iter().map(ToString::to_string));
    let unset = match setting.reach {
        Reach::Stub => Unset::MakeUp,
        Reach::Live(_) => Unset::Refuse,
    };
    let needed = needed_secrets(agent);
    let store = SecretStore::gather(&needed, &setting.environment, &dotenv, unset)?;
    let made_up: Vec<_> = store.made_up().map(|name| name.as_str().to_owned()).collect();
    if !made_up.is_empty() {
        notes.push(format!("made-up values stand in for {}", made_up.join(", ")));
    }
    Ok(store)
}

fn http_clock(setting: &Setting) -> http::Clock {
    match (&setting.reach, setting.pace) {
        (Reach::Live(_), _) | (Reach::Stub, Pace::RealTime) => http::Clock::real(),
        (Reach::Stub, Pace::AtOnce) => {
            http::Clock::starting_at(setting.clock.now().with_timezone(&chrono::Utc))
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
