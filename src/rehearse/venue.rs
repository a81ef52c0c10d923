use std::{
    collections::BTreeSet,
    fs::File,
    sync::{Arc, Mutex, PoisonError},
};

use super::{LoadedAgent, Reach, Secrets, StageError, read_text};
use crate::{
    agent::Agent,
    api::{self, Rules},
    diagnostic::{Diagnostic, SourceFile},
    http::{
        HostPolicy, Live, SecretStore, Unset, Variables, needed_secrets, read_dotenv, stub::StubApi,
    },
    model::offline::OfflineModel,
    request::Redactor,
};

/// What all conversations of an agent share: its rules, its secrets, the way to its API, and the
/// offline model prepared for it. Made once; a conversation is set up from it in microseconds.
pub struct Venue {
    pub(super) agent: Arc<Agent>,
    pub(super) rules: Arc<Rules>,
    pub(super) secrets: Secrets,
    /// Knows every secret value the agent names.
    pub(super) redactor: Redactor,
    pub(super) way: Way,
    /// The texts of the agent's files, which places refer to.
    pub sources: Vec<Arc<SourceFile>>,
    /// What the user should know before a conversation begins.
    pub notes: Vec<String>,
    /// The secrets for which made-up values stand in.
    pub made_up: BTreeSet<String>,
    prepared: Mutex<Option<Prepared>>,
}

/// The way to the API.
pub(super) enum Way {
    Stub(StubApi),
    Live(Live),
}

/// The offline model, prepared for a rendered prompt.
struct Prepared {
    prompt: String,
    model: Arc<OfflineModel>,
}

impl Venue {
    /// Prepares an agent. `stub` is a running stub API to share with other agents; without one, and
    /// where real APIs are not reached, one is started.
    ///
    /// # Errors
    /// What keeps conversations from beginning; nothing was sent.
    pub async fn open(
        loaded: &LoadedAgent,
        reach: Reach,
        environment: &Variables,
        stub: Option<&StubApi>,
    ) -> Result<Self, StageError> {
        let agent = agent_of(loaded)?;
        let (rules, source) = rules_of(loaded, &agent)?;
        let sources = loaded.sources.iter().cloned().chain(source).map(Arc::new).collect();
        review_hosts(&agent, &reach)?;
        let mut notes = Vec::new();
        let store = gather_secrets(loaded, &agent, (&reach, environment), &mut notes)?;
        let made_up = store.made_up().map(|name| name.as_str().to_owned()).collect();
        let way = match (reach, stub) {
            (Reach::Live(policy), _) => Way::Live(Live::new(policy)),
            // No host is allowed: whatever is not recorded could not leave either.
            (Reach::Recorded, _) => Way::Live(Live::new(HostPolicy::default())),
            (Reach::Stub, Some(stub)) => Way::Stub(stub.clone()),
            (Reach::Stub, None) => Way::Stub(StubApi::start().await.map_err(StageError::Stub)?),
        };
        Ok(Self {
            redactor: store.redactor(&agent),
            agent: Arc::new(agent),
            rules: Arc::new(rules),
            secrets: Arc::new(store.clone()),
            way,
            sources,
            notes,
            made_up,
            prepared: Mutex::default(),
        })
    }

    /// That made-up values stand in for secrets, where they do.
    pub(super) fn stand_ins(&self) -> Option<String> {
        let names: Vec<_> = self.made_up.iter().map(String::as_str).collect();
        (!names.is_empty()).then(|| format!("made-up values stand in for {}", names.join(", ")))
    }

    /// The agent as declared, its templates not rendered yet.
    pub fn agent(&self) -> &Arc<Agent> {
        &self.agent
    }

    /// The offline model for the agent with this rendered prompt; most talks share one.
    pub(super) fn offline_model(&self, agent: &Agent) -> Arc<OfflineModel> {
        let mut prepared = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = prepared.as_ref().filter(|known| known.prompt == agent.prompt.text) {
            return Arc::clone(&known.model);
        }
        let model = Arc::new(OfflineModel::new(agent));
        let prompt = agent.prompt.text.clone();
        *prepared = Some(Prepared { prompt, model: Arc::clone(&model) });
        model
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

/// The agent's own rules, and the file they stand in.
fn rules_of(
    loaded: &LoadedAgent,
    agent: &Agent,
) -> Result<(Rules, Option<SourceFile>), StageError> {
    let Some(path) = &loaded.api_path else { return Ok((Rules::default(), None)) };
    let source = read_text(path, SourceFile::LIMIT)?;
    let (rules, diagnostics) = api::parse(&source, agent);
    match diagnostics.iter().any(Diagnostic::is_error) {
        true => Err(StageError::Files { diagnostics, sources: vec![source] }),
        false => Ok((rules, Some(source))),
    }
}

fn gather_secrets(
    loaded: &LoadedAgent,
    agent: &Agent,
    (reach, environment): (&Reach, &Variables),
    notes: &mut Vec<String>,
) -> Result<SecretStore, StageError> {
    // A project without a .env file has none.
    let dotenv = File::open(loaded.project.root.join(".env")).ok();
    let (dotenv, refusals) = dotenv.map(read_dotenv).unwrap_or_default();
    notes.extend(refusals.iter().map(ToString::to_string));
    let unset = match reach {
        Reach::Stub | Reach::Recorded => Unset::MakeUp,
        Reach::Live(_) => Unset::Refuse,
    };
    let needed = needed_secrets(agent);
    let store = SecretStore::gather(&needed, environment, &dotenv, unset)?;
    Ok(store)
}
