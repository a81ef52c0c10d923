use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use secrecy::SecretString;

use super::ChatArgs;
use crate::{
    agent::{ModelChoice, Words},
    cli::{
        Environment,
        endpoint::ModelArgs,
        reach::{dotenv, gather},
    },
    http::{HostPolicy, Unset, Variables, needed_secrets},
    model::{
        OfflineModel, OpenAiModel,
        openai::{Budget, Endpoint, Patience, Seen, Spent, Watcher},
        template::TemplateWording,
    },
    rehearse::{
        Conversation, LoadedAgent, Policy,
        cassette::{Reel, Track},
    },
    request::SecretLookup,
};

/// What goes by the name of the built-in model.
pub const OFFLINE: &str = "offline";

/// Who understands, words or leads in a talk; may be changed while it goes on.
pub struct Casting {
    policy: Policy,
    words: Words,
    arguments: ModelArgs,
    declared: Option<ModelChoice>,
    environment: Environment,
    dotenv: Variables,
    hosts: HostPolicy,
    budget: Budget,
    /// What is masked in all that a model is sent.
    secrets: Vec<SecretString>,
    watcher: Option<Watcher>,
    model: Option<Arc<OpenAiModel>>,
    agent_path: PathBuf,
    seed: u64,
    /// Takes down, or plays, what the model answers.
    reel: Option<Arc<Reel>>,
    track: Track,
}

impl Casting {
    /// Casts the model that arguments, agent file and environment name.
    ///
    /// # Errors
    /// A sentence that says what to change.
    pub fn new(
        args: &ChatArgs,
        loaded: &LoadedAgent,
        environment: &Environment,
        conversation: &mut Conversation,
    ) -> Result<Self, String> {
        let (dotenv, _) = dotenv(&loaded.project.root);
        let names = needed_secrets(conversation.agent());
        let secrets = gather(&names, environment, &dotenv, Unset::MakeUp);
        let secrets = secrets.map_err(|error| error.to_string())?;
        let declared = conversation.agent().model.clone();
        let of_file = declared.as_ref().and_then(|choice| choice.wording);
        let mut casting = Self {
            policy: args.policy,
            words: args.wording.or(of_file).unwrap_or_default(),
            arguments: args.model.clone(),
            declared,
            environment: environment.clone(),
            dotenv,
            hosts: args.scene.reach.policy(environment),
            budget: args.budget.budget(),
            secrets: names.iter().filter_map(|name| secrets.secret(name)).cloned().collect(),
            watcher: None,
            model: None,
            agent_path: loaded.agent_path.clone(),
            seed: args.scene.seed,
            reel: conversation.reel().cloned(),
            track: args.scene.track(|taping| taping.model),
        };
        let endpoint = casting.endpoint(&args.model)?;
        casting.cast(endpoint.as_ref(), conversation)?;
        Ok(casting)
    }

    fn endpoint(&self, arguments: &ModelArgs) -> Result<Option<Endpoint>, String> {
        let declared = self.declared.as_ref();
        let found = match self.track {
            Track::Replay => arguments.unreached(declared, &self.environment),
            Track::Live | Track::Record | Track::Complete => {
                arguments.endpoint(declared, &self.environment, &self.dotenv, &self.hosts)
            }
        };
        found.map_err(|error| error.to_string())
    }

    /// Lets the model of this endpoint, or the offline one, play from here on.
    fn cast(
        &mut self,
        endpoint: Option<&Endpoint>,
        conversation: &mut Conversation,
    ) -> Result<(), String> {
        let Some(endpoint) = endpoint else {
            if self.policy == Policy::Free {
                return Err(NEEDS_A_MODEL.to_owned());
            }
            self.model = None;
            conversation.recast(offline(conversation), Arc::new(TemplateWording));
            return Ok(());
        };
        let agent = conversation.agent();
        let made = OpenAiModel::new(agent, endpoint, Patience::default(), self.budget);
        let mut made = made.map_err(|failure| failure.to_string())?;
        made = made.wording(self.words).masking(&self.secrets);
        if let Some(watcher) = &self.watcher {
            made = made.watched_by(Arc::clone(watcher));
        }
        if let Some(reel) = &self.reel {
            made = made.taped(Arc::clone(reel) as _);
        }
        if let Some(before) = &self.model {
            made = made.going_on_from(before);
        }
        let model = Arc::new(made);
        match self.policy {
            Policy::Guarded => {
                conversation.recast(Arc::clone(&model) as _, Arc::clone(&model) as _)
            }
            Policy::Free => {
                conversation.recast(offline(conversation), Arc::new(TemplateWording));
                conversation.let_drive(Arc::clone(&model) as _);
            }
        }
        self.model = Some(model);
        Ok(())
    }

    /// Changes the model; `offline` is the built-in one. Gives the sentence to show.
    ///
    /// # Errors
    /// A sentence that says why not; all is as before then.
    pub fn change(
        &mut self,
        name: &str,
        conversation: &mut Conversation,
    ) -> Result<String, String> {
        if name == OFFLINE {
            self.cast(None, conversation)?;
            return Ok("From now on the offline model understands, and templates word.".to_owned());
        }
        let arguments = ModelArgs { model: Some(name.to_owned()), ..self.arguments.clone() };
        let endpoint = self.endpoint(&arguments)?;
        self.cast(endpoint.as_ref(), conversation)?;
        self.arguments = arguments;
        let host = endpoint.map(|endpoint| endpoint.host()).unwrap_or_default();
        Ok(match self.policy {
            Policy::Guarded => format!("From now on {name} at {host} understands and words."),
            Policy::Free => format!("From now on {name} at {host} leads the talk."),
        })
    }

    /// Casts the same model anew, for an agent whose prompt has changed.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub fn renew(&mut self, conversation: &mut Conversation) -> Result<(), String> {
        let endpoint = match &self.model {
            Some(_) => self.endpoint(&self.arguments)?,
            None => None,
        };
        self.cast(endpoint.as_ref(), conversation)
    }

    /// Tells this watcher what the model does, from here on.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub fn watch(
        &mut self,
        watcher: Watcher,
        conversation: &mut Conversation,
    ) -> Result<(), String> {
        self.watcher = Some(watcher);
        self.renew(conversation)
    }

    /// The agent's file.
    pub fn agent_path(&self) -> &Path {
        &self.agent_path
    }

    /// The seed of what is made up.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The user's editor.
    pub fn editor(&self) -> Option<&str> {
        self.environment.get("VISUAL").or_else(|| self.environment.get("EDITOR"))
    }

    /// Whether an editor has a terminal to read from.
    pub fn has_terminal(&self) -> bool {
        self.environment.input_is_terminal
    }

    /// The model in use; `None` is the offline one.
    pub fn model(&self) -> Option<&str> {
        self.model.as_ref().map(|model| model.name())
    }

    /// Who decides.
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// What was spent so far.
    pub fn spent(&self) -> Spent {
        self.model.as_ref().map(|model| model.spent()).unwrap_or_default()
    }

    /// What the model was sent in the last turn and what it answered.
    pub fn seen(&self) -> Vec<Seen> {
        self.model.as_ref().map(|model| model.seen()).unwrap_or_default()
    }

    /// What the user should know before the talk begins.
    pub fn note(&self, args: &ChatArgs) -> Option<String> {
        let is_idle = self.model.is_none() && args.wording.is_some_and(|w| w != Words::Template);
        is_idle.then(|| {
            "the offline model words everything by template; --wording needs --model".to_owned()
        })
    }
}

/// What is said where a model would have to lead and there is none.
const NEEDS_A_MODEL: &str = "the free policy needs a model that leads, and the offline model can't: name \
    one with --model NAME, under model: in the agent file, or as OPENAI_MODEL";

fn offline(conversation: &Conversation) -> Arc<OfflineModel> {
    Arc::new(OfflineModel::new(conversation.agent()))
}
