//! Who understands, words or leads: the model that arguments, files and environment name.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::TestArgs;
use crate::{
    agent::{Agent, ModelChoice},
    cli::{
        Environment,
        endpoint::ModelArgs,
        reach::{dotenv, gather},
    },
    http::{HostPolicy, Unset, Variables, needed_secrets},
    model::{
        OpenAiModel,
        openai::{Endpoint, Patience, Spent},
    },
    rehearse::{
        Conversation, Policy,
        cassette::Track,
        suite::{Judges, Listed, Planned, Recast, Simulators},
    },
    request::SecretLookup,
};

/// The models of a run: one for each agent and choice, all spending from one budget.
pub struct Troupe {
    args: TestArgs,
    environment: Environment,
    dotenv: Variables,
    hosts: HostPolicy,
    track: Track,
    models: Mutex<HashMap<(usize, String), Arc<OpenAiModel>>>,
    /// A model of another troupe that spends from the same budget.
    before: Option<Arc<OpenAiModel>>,
}

impl Troupe {
    /// For these arguments; the plan is asked so that what is wrong is told before anything is played.
    ///
    /// # Errors
    /// A sentence that says what to change.
    pub fn gather(
        args: &TestArgs,
        environment: &Environment,
        (root, listed): (&std::path::Path, &[Listed]),
    ) -> Result<Arc<Self>, String> {
        let shelf = listed.iter().find_map(|listed| listed.shelf.as_ref());
        let track = shelf.map_or(Track::Live, |shelf| shelf.taping().model);
        let troupe = Self::new(args, environment, (root, track));
        for listed in listed {
            let declared = listed.model.as_deref().or(listed.venue.agent().model.as_ref());
            troupe.check(&listed.id, declared)?;
        }
        Ok(Arc::new(troupe))
    }

    /// For these arguments, nothing checked yet.
    pub fn new(
        args: &TestArgs,
        environment: &Environment,
        (root, track): (&std::path::Path, Track),
    ) -> Self {
        let (dotenv, _) = dotenv(root);
        Self {
            args: args.clone(),
            environment: environment.clone(),
            dotenv,
            hosts: args.reach.policy(environment),
            track,
            models: Mutex::default(),
            before: None,
        }
    }

    /// Spends from the budget of another troupe, where that has spent anything.
    #[must_use]
    pub fn going_on_from(mut self, before: Option<&Self>) -> Self {
        self.before = before.and_then(Self::purse);
        self
    }

    /// A model that knows what was spent so far; none was needed yet where there is none.
    fn purse(&self) -> Option<Arc<OpenAiModel>> {
        let models = self.models.lock().unwrap_or_else(PoisonError::into_inner);
        models.values().next().or(self.before.as_ref()).cloned()
    }

    /// Whether a model can be had for what goes by this name and declares this choice.
    ///
    /// # Errors
    /// A sentence that says what to change.
    pub fn check(&self, name: &str, declared: Option<&ModelChoice>) -> Result<(), String> {
        if self.endpoint(declared, &self.args.model)?.is_none() && self.args.policy == Policy::Free
        {
            return Err(format!(
                "the free policy needs a model that leads, and {name} would be played by the offline \
                 model: name one with --model NAME, under model: in the agent file, or as OPENAI_MODEL"
            ));
        }
        Ok(())
    }

    /// Whether a model plays where this choice is declared; else it is the offline one.
    pub fn has_model(&self, declared: Option<&ModelChoice>) -> bool {
        self.endpoint(declared, &self.args.model).is_ok_and(|endpoint| endpoint.is_some())
    }

    /// What lets the models play.
    pub fn recast(self: &Arc<Self>) -> Arc<Recast> {
        let troupe = Arc::clone(self);
        Arc::new(move |planned: &Planned, conversation: &mut Conversation| {
            troupe.cast(planned, conversation)
        })
    }

    fn declared<'a>(&self, planned: &'a Planned) -> Option<&'a ModelChoice> {
        planned.scenario.model.as_ref().or(planned.venue.agent().model.as_ref())
    }

    fn endpoint(
        &self,
        declared: Option<&ModelChoice>,
        model: &ModelArgs,
    ) -> Result<Option<Endpoint>, String> {
        let found = match self.track {
            Track::Replay => model.unreached(declared, &self.environment),
            Track::Live | Track::Record | Track::Complete => {
                model.endpoint(declared, &self.environment, &self.dotenv, &self.hosts)
            }
        };
        found.map_err(|error| error.to_string())
    }

    /// What lets the models judge.
    pub fn judges(self: &Arc<Self>) -> Arc<Judges> {
        let troupe = Arc::clone(self);
        Arc::new(move |planned: &Planned, conversation: &Conversation| {
            let Some(model) = troupe.chosen((planned, &troupe.args.model), conversation)? else {
                return Ok(None);
            };
            Ok(Some(Arc::new(model.traced_by(conversation.trace())) as _))
        })
    }

    /// What lets models play customers.
    pub fn simulators(self: &Arc<Self>) -> Arc<Simulators> {
        let troupe = Arc::clone(self);
        Arc::new(move |planned: &Planned, name: &str, conversation: &Conversation| {
            let wish = ModelArgs { model: Some(name.to_owned()), ..troupe.args.model.clone() };
            match troupe.chosen((planned, &wish), conversation)? {
                Some(model) => Ok(model as _),
                None => Err(format!("there is no model {name}")),
            }
        })
    }

    /// The model for a talk; none is the offline one.
    fn chosen(
        &self,
        (planned, wish): (&Planned, &ModelArgs),
        conversation: &Conversation,
    ) -> Result<Option<Arc<OpenAiModel>>, String> {
        let declared = self.declared(planned);
        let Some(endpoint) = self.endpoint(declared, wish)? else { return Ok(None) };
        let agent = planned.venue.agent();
        let shared = self.shared(agent, declared, &endpoint)?;
        Ok(Some(match conversation.reel() {
            None => shared,
            Some(reel) => {
                let own = self.made(agent, declared, &endpoint)?.going_on_from(&shared);
                Arc::new(own.taped(Arc::clone(reel) as _))
            }
        }))
    }

    /// The model that proposes rewrites of an agent's prompt: the one of this name, else the run's own.
    ///
    /// # Errors
    /// A sentence that says what to change.
    pub fn proposer(
        &self,
        agent: &Arc<Agent>,
        name: Option<&str>,
    ) -> Result<Option<Arc<OpenAiModel>>, String> {
        let declared = agent.model.as_ref();
        let mut wish = self.args.model.clone();
        wish.model = name.map(str::to_owned).or(wish.model);
        let Some(endpoint) = self.endpoint(declared, &wish)? else { return Ok(None) };
        self.shared(agent, declared, &endpoint).map(Some)
    }

    fn cast(&self, planned: &Planned, conversation: &mut Conversation) -> Result<(), String> {
        let Some(model) = self.chosen((planned, &self.args.model), conversation)? else {
            return Ok(());
        };
        let model = Arc::new(model.traced_by(conversation.trace()));
        match self.args.policy {
            Policy::Guarded => conversation.recast(Arc::clone(&model) as _, model as _),
            Policy::Free => conversation.let_drive(model as _),
        }
        Ok(())
    }

    /// The model for an agent at an endpoint, made when it is needed first; all spend from one budget.
    fn shared(
        &self,
        agent: &Arc<Agent>,
        declared: Option<&ModelChoice>,
        endpoint: &Endpoint,
    ) -> Result<Arc<OpenAiModel>, String> {
        let key = (Arc::as_ptr(agent) as usize, format!("{} {}", endpoint.host(), endpoint.model));
        let mut models = self.models.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = models.get(&key) {
            return Ok(Arc::clone(known));
        }
        let mut made = self.made(agent, declared, endpoint)?;
        if let Some(before) = models.values().next().or(self.before.as_ref()) {
            made = made.going_on_from(before);
        }
        let made = Arc::new(made);
        models.insert(key, Arc::clone(&made));
        Ok(made)
    }

    fn made(
        &self,
        agent: &Agent,
        declared: Option<&ModelChoice>,
        endpoint: &Endpoint,
    ) -> Result<OpenAiModel, String> {
        let names = needed_secrets(agent);
        let secrets = gather(&names, &self.environment, &self.dotenv, Unset::MakeUp)
            .map_err(|error| error.to_string())?;
        let budget = self.args.budget.budget();
        let made = OpenAiModel::new(agent, endpoint, Patience::default(), budget)
            .map_err(|failure| failure.to_string())?;
        let of_file = declared.and_then(|choice| choice.wording);
        Ok(made
            .wording(self.args.wording.or(of_file).unwrap_or_default())
            .masking(names.iter().filter_map(|name| secrets.secret(name))))
    }

    /// The names of the models in use, and what they cost together.
    pub fn spent(&self) -> Option<(String, Spent)> {
        let models = self.models.lock().unwrap_or_else(PoisonError::into_inner);
        let mut names: Vec<_> = models.values().map(|model| model.name().to_owned()).collect();
        names.sort();
        names.dedup();
        models.values().next().map(|model| (names.join(", "), model.spent()))
    }

    /// The limit of the budget for which a request was refused, in a sentence.
    pub fn limit_reached(&self) -> Option<String> {
        self.purse()?.limit_reached().map(|failure| failure.to_string())
    }

    /// Requests to models so far, repeated ones and those of the troupes before it included.
    pub fn calls(&self) -> u64 {
        self.purse().map_or(0, |model| model.spent().calls)
    }
}
