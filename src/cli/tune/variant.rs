//! The variants that are compared: prompts, models and policies.

use std::{path::Path, sync::Arc};

use super::{TuneArgs, facts::Facts};
use crate::{
    cli::{
        Environment, Exit,
        chat::OFFLINE,
        endpoint::ModelArgs,
        finding::Look,
        scene::{tell, tell_findings, tell_stage_error},
        test::{TestArgs, Troupe},
    },
    diagnostic::SourceFile,
    http::{Variables, stub::StubApi},
    rehearse::{
        LoadedAgent, Policy, Reach, Shelf, StageError, Venue,
        cassette::Track,
        load_with_prompt,
        suite::{Plan, Planned, Sources},
    },
    report::{Attempt, ScenarioResult},
    tuning::{Cell, scenario},
};

/// A variant ready to be played.
#[derive(Clone)]
pub(super) struct Staged {
    pub name: String,
    pub prompt: String,
    pub model: ModelWish,
    pub policy: Policy,
    pub venue: Arc<Venue>,
    sources: Arc<Sources>,
}

/// Which model a variant wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ModelWish {
    /// The one that the agent file or the environment names, else the offline one.
    Declared,
    /// The offline one, whatever is named elsewhere.
    Offline,
    /// This one.
    Named(String),
}

impl ModelWish {
    /// The name, where one was given.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Declared | Self::Offline => None,
            Self::Named(name) => Some(name),
        }
    }
}

/// The cells of a variant, each made when its turn comes.
pub(super) struct CellPlan {
    pub variant: Staged,
    pub cells: Vec<Cell>,
    /// The playings of each cell that ended in an earlier run.
    pub ended: Vec<Vec<Attempt>>,
    pub facts: Facts,
    /// Takes down, or plays, what models and APIs answer, where that is wanted.
    pub shelf: Option<Arc<Shelf>>,
}

impl Plan for CellPlan {
    fn count(&self) -> usize {
        self.cells.len()
    }

    fn planned(&self, at: usize) -> Result<Planned, String> {
        Ok(self.made(at))
    }

    fn not_run(&self, at: usize) -> ScenarioResult {
        self.made(at).not_run()
    }

    fn ended(&self, at: usize) -> &[Attempt] {
        self.ended.get(at).map(Vec::as_slice).unwrap_or_default()
    }
}

impl CellPlan {
    fn made(&self, at: usize) -> Planned {
        let Staged { prompt, venue, sources, .. } = &self.variant;
        let scenario = scenario(venue.agent(), &self.cells[at], &self.facts);
        Planned {
            id: scenario.name.clone(),
            path: prompt.clone(),
            line: 1,
            scenario: Arc::new(scenario),
            venue: Arc::clone(venue),
            sources: Arc::clone(sources),
            shelf: self.shelf.clone(),
        }
    }
}

impl Staged {
    /// The files that it is made of, besides its prompt.
    pub fn others(&self) -> Vec<Arc<SourceFile>> {
        let sources = self.venue.sources.iter();
        sources.filter(|source| source.path != self.prompt).cloned().collect()
    }

    /// Who understands, words or leads in this variant; `None` is the offline model.
    ///
    /// # Errors
    /// A sentence that says what to change.
    pub fn troupe(
        &self,
        args: &TuneArgs,
        environment: &Environment,
        (root, track): (&Path, Track),
    ) -> Result<Option<Troupe>, String> {
        let named = match &self.model {
            ModelWish::Offline if self.policy == Policy::Guarded => return Ok(None),
            ModelWish::Offline => {
                return Err(
                    "the free policy needs a model that leads, and the offline model can't; \
                            leave out --model offline or --policy free"
                        .to_owned(),
                );
            }
            ModelWish::Declared => None,
            ModelWish::Named(name) => Some(name.clone()),
        };
        let troupe = self.company(args, environment, (root, track), named);
        troupe.check(&self.name, self.venue.agent().model.as_ref())?;
        Ok(Some(troupe))
    }

    /// The models of this name, or those that files and environment name; nothing is checked yet.
    pub fn company(
        &self,
        args: &TuneArgs,
        environment: &Environment,
        (root, track): (&Path, Track),
        named: Option<String>,
    ) -> Troupe {
        let as_test = TestArgs {
            model: ModelArgs { model: named, base_url: args.base_url.clone() },
            policy: self.policy,
            wording: args.wording,
            budget: args.budget,
            reach: args.reach.clone(),
            ..TestArgs::default()
        };
        Troupe::new(&as_test, environment, (root, track))
    }

    /// The same variant of an agent that was changed since.
    ///
    /// # Errors
    /// When the agent cannot be played.
    pub async fn retold(
        &self,
        args: &TuneArgs,
        environment: &Environment,
        loaded: &LoadedAgent,
    ) -> Result<Self, StageError> {
        let venue = opened(args, environment, loaded, None).await?;
        let sources = Arc::new(Sources::of(venue.sources.iter().cloned()));
        Ok(Self { venue, sources, ..self.clone() })
    }
}

/// Loads every variant that the arguments name; the first one is what the others are compared with.
pub(super) async fn stage(
    args: &TuneArgs,
    environment: &Environment,
    (look, err): (Look, &mut dyn std::io::Write),
) -> Result<(LoadedAgent, Vec<Staged>), Exit> {
    let own = load_sound(args, None, (look, err))?;
    let stub = match args.reach.live {
        true => None,
        false => Some(StubApi::start().await.map_err(|error| {
            tell(
                err,
                &format!("the stub API cannot start on loopback: {error}"),
                Exit::Inconclusive,
            )
        })?),
    };
    let mut staged = Vec::new();
    let prompts: Vec<Option<&Path>> = match args.prompt.is_empty() {
        true => vec![None],
        false => args.prompt.iter().map(|path| Some(path.as_path())).collect(),
    };
    for prompt in prompts {
        let loaded = match prompt {
            None => own.clone(),
            Some(_) => load_sound(args, prompt, (look, err))?,
        };
        let opened = opened(args, environment, &loaded, stub.as_ref()).await;
        let venue = opened.map_err(|error| tell_stage_error(&error, look, err))?;
        let sources = Arc::new(Sources::of(venue.sources.iter().cloned()));
        let shown = prompt_path(&loaded);
        for (model, policy) in casts(args) {
            staged.push(Staged {
                name: name(args, &shown, (&model, policy)),
                prompt: shown.clone(),
                model,
                policy,
                venue: Arc::clone(&venue),
                sources: Arc::clone(&sources),
            });
        }
    }
    Ok((own, staged))
}

async fn opened(
    args: &TuneArgs,
    environment: &Environment,
    loaded: &LoadedAgent,
    stub: Option<&StubApi>,
) -> Result<Arc<Venue>, StageError> {
    let reach = match args.reach.live {
        true => Reach::Live(args.reach.policy(environment)),
        false => Reach::Stub,
    };
    let variables = Variables::new(environment.variables.clone());
    Venue::open(loaded, reach, &variables, stub).await.map(Arc::new)
}

/// The agent, with another prompt where one is given.
///
/// # Errors
/// The exit status, after the reason was written to `err`.
pub(super) fn load_sound(
    args: &TuneArgs,
    prompt: Option<&Path>,
    (look, err): (Look, &mut dyn std::io::Write),
) -> Result<LoadedAgent, Exit> {
    let loaded = load_with_prompt(&args.agent, prompt)
        .map_err(|error| tell(err, &error.to_string(), Exit::Misuse))?;
    if loaded.agent.is_none() {
        tell_findings(&loaded.diagnostics, &loaded.sources, look, err);
        return Err(Exit::Misuse);
    }
    Ok(loaded)
}

/// The prompt's path as the user stands to it.
fn prompt_path(loaded: &LoadedAgent) -> String {
    loaded.sources.get(1).map(|source| source.path.clone()).unwrap_or_default()
}

/// Every model with every policy that is wanted.
fn casts(args: &TuneArgs) -> Vec<(ModelWish, Policy)> {
    let wish = |name: &String| match name == OFFLINE {
        true => ModelWish::Offline,
        false => ModelWish::Named(name.clone()),
    };
    let mut models: Vec<ModelWish> = args.model.iter().map(wish).collect();
    if models.is_empty() {
        models.push(ModelWish::Declared);
    }
    let usual = [Policy::Guarded];
    let policies = if args.policy.is_empty() { &usual[..] } else { &args.policy };
    models
        .iter()
        .flat_map(|model| policies.iter().map(move |policy| (model.clone(), *policy)))
        .collect()
}

/// What a variant goes by: only what differs among the variants is in its name.
fn name(args: &TuneArgs, prompt: &str, (model, policy): (&ModelWish, Policy)) -> String {
    let file = Path::new(prompt).file_name().unwrap_or_default().to_string_lossy();
    let mut parts = Vec::new();
    let differs = args.model.len() > 1 || args.policy.len() > 1;
    if args.prompt.len() > 1 || !differs {
        parts.push(file.into_owned());
    }
    if args.model.len() > 1 {
        parts.push(model.name().unwrap_or(OFFLINE).to_owned());
    }
    if args.policy.len() > 1 {
        parts.push(policy.name().to_owned());
    }
    parts.join(" · ")
}
