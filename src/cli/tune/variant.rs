//! The variants that are compared: prompts, models and policies.

use std::{path::Path, sync::Arc};

use super::TuneArgs;
use crate::{
    cli::{
        Environment, Exit,
        chat::OFFLINE,
        endpoint::ModelArgs,
        finding::Look,
        scene::{tell, tell_findings, tell_stage_error},
        test::{TestArgs, Troupe},
    },
    http::{Variables, stub::StubApi},
    rehearse::{
        LoadedAgent, Policy, Reach, Venue, load_with_prompt,
        suite::{Planned, Sources},
    },
    scenario::Scenario,
};

/// A variant ready to be played.
pub(super) struct Staged {
    pub name: String,
    pub prompt: String,
    pub model: Option<String>,
    pub policy: Policy,
    pub venue: Arc<Venue>,
    sources: Arc<Sources>,
}

impl Staged {
    /// A scenario of this variant, ready to be played.
    pub fn planned(&self, scenario: Scenario) -> Planned {
        Planned {
            id: scenario.name.clone(),
            path: self.prompt.clone(),
            line: 1,
            scenario: Arc::new(scenario),
            venue: Arc::clone(&self.venue),
            sources: Arc::clone(&self.sources),
            shelf: None,
        }
    }

    /// Who understands, words or leads in this variant.
    ///
    /// # Errors
    /// A sentence that says what to change.
    pub fn troupe(
        &self,
        args: &TuneArgs,
        environment: &Environment,
        (root, plan): (&Path, &[Planned]),
    ) -> Result<Arc<Troupe>, String> {
        let model = ModelArgs { model: self.model.clone(), base_url: args.base_url.clone() };
        let as_test = TestArgs {
            model,
            policy: self.policy,
            wording: args.wording,
            budget: args.budget,
            reach: args.reach.clone(),
            ..TestArgs::default()
        };
        Troupe::gather(&as_test, environment, (root, plan))
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
        let reach = match args.reach.live {
            true => Reach::Live(args.reach.policy(environment)),
            false => Reach::Stub,
        };
        let variables = Variables::new(environment.variables.clone());
        let opened = Venue::open(&loaded, reach, &variables, stub.as_ref()).await;
        let venue = Arc::new(opened.map_err(|error| tell_stage_error(&error, look, err))?);
        let sources = Arc::new(Sources::of(venue.sources.iter().cloned()));
        let shown = prompt_path(&loaded);
        for (model, policy) in casts(args) {
            staged.push(Staged {
                name: name(args, &shown, (model.as_deref(), policy)),
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

fn load_sound(
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
fn casts(args: &TuneArgs) -> Vec<(Option<String>, Policy)> {
    let models: Vec<Option<String>> = match args.model.is_empty() {
        true => vec![None],
        false => args.model.iter().map(|name| (name != OFFLINE).then(|| name.clone())).collect(),
    };
    let usual = [Policy::Guarded];
    let policies = if args.policy.is_empty() { &usual[..] } else { &args.policy };
    models
        .iter()
        .flat_map(|model| policies.iter().map(move |policy| (model.clone(), *policy)))
        .collect()
}

/// What a variant goes by: only what differs among the variants is in its name.
fn name(args: &TuneArgs, prompt: &str, (model, policy): (Option<&str>, Policy)) -> String {
    let file = Path::new(prompt).file_name().unwrap_or_default().to_string_lossy();
    let mut parts = Vec::new();
    let differs = args.model.len() > 1 || args.policy.len() > 1;
    if args.prompt.len() > 1 || !differs {
        parts.push(file.into_owned());
    }
    if args.model.len() > 1 {
        parts.push(model.unwrap_or(OFFLINE).to_owned());
    }
    if args.policy.len() > 1 {
        parts.push(policy.name().to_owned());
    }
    parts.join(" · ")
}
