use std::io::{self, Write};

use serde_json::{Map, Value as Json};

use super::{CallArgs, values};
use crate::{
    agent::{Action, Agent, Auth},
    cli::{
        Environment,
        reach::{dotenv, gather},
        visible::visible_line,
    },
    diagnostic::did_you_mean,
    http::{Carries, SecretStore, Unset},
    rehearse::{LoadedAgent, Opening, with_time},
    request::{FrozenRequest, MASK, Redactor, Surroundings, freeze},
    value::Reference,
};

/// What is said when nothing can be sent, and how the command ends then.
pub(super) enum Stop {
    /// Lines for people, each an error of its own.
    Refused(Vec<String>),
    /// The output cannot be written.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// One line for people.
pub(super) fn refused(error: impl std::fmt::Display) -> Stop {
    Stop::Refused(vec![error.to_string()])
}

/// A request that is ready to leave.
pub(super) struct Ready {
    pub(super) action: Action,
    pub(super) request: FrozenRequest,
    pub(super) secrets: SecretStore,
    pub(super) redactor: Redactor,
    /// By variable, sensitive ones masked.
    pub(super) arguments: Json,
}

/// Checks everything that can be checked before the request leaves, and freezes it.
pub(super) fn prepare(
    args: &CallArgs,
    environment: &Environment,
    (agent, loaded): (&Agent, &LoadedAgent),
    err: &mut dyn Write,
) -> Result<Ready, Stop> {
    let action = find_action(agent, &args.action)?;
    let now = args.now.map_or_else(chrono::Utc::now, |now| now.to_utc());
    let at = Reference { now: now.with_timezone(&agent.timezone), region: agent.region };
    let given = values::read(action, &args.values, &at).map_err(Stop::Refused)?;
    let opening = Opening::new(texts(&args.contact), context(&args.context), 0);
    let state = opening.state();
    let runtime = with_time(&opening.runtime, at);
    let known = |name: &str| state.context.contains_key(name) || runtime.contains_key(name);
    for name in values::unknown_names(action, known) {
        let name = visible_line(&name);
        writeln!(err, "note: {name} is not known here and left out; add --context {name}=…")?;
    }
    let secrets = secrets(args, environment, (action, loaded), err)?;
    // New for each call: an API must not take two rehearsals for one.
    let key = format!("call-{:016x}", fastrand::u64(..));
    let around = Surroundings {
        context: &state.context,
        saved: &state.saved,
        runtime: &runtime,
        idempotency_key: Some(&key),
    };
    let request = freeze(action, &given, &around, &secrets).map_err(refused)?;
    if args.reach.live && !args.dry_run {
        let carries = if action.auth == Auth::None { Carries::NoSecrets } else { Carries::Secrets };
        args.reach.policy(environment).check(&request.url, carries).map_err(refused)?;
    }
    let mut redactor = secrets.redactor(agent);
    for variable in action.variables.iter().filter(|variable| variable.sensitive) {
        given.get(&variable.name).into_iter().for_each(|value| redactor.add_sensitive(value));
    }
    let arguments: Map<String, Json> = given
        .iter()
        .map(|(name, value)| {
            let hidden = action.variable(name).is_some_and(|variable| variable.sensitive);
            let shown = if hidden { MASK.into() } else { redactor.json(&value.to_json()) };
            (name.as_str().to_owned(), shown)
        })
        .collect();
    Ok(Ready { action: action.clone(), request, secrets, redactor, arguments: arguments.into() })
}

fn find_action<'a>(agent: &'a Agent, name: &str) -> Result<&'a Action, Stop> {
    let names = agent.actions.iter().map(|action| action.name.as_str());
    let found = agent.actions.iter().find(|action| action.name.as_str() == name);
    found.ok_or_else(|| {
        refused(format!("the agent has no action `{name}`; {}", did_you_mean(name, names)))
    })
}

/// The secrets of the action; what is made up or passed over is said.
fn secrets(
    args: &CallArgs,
    environment: &Environment,
    (action, loaded): (&Action, &LoadedAgent),
    err: &mut dyn Write,
) -> Result<SecretStore, Stop> {
    let needed: Vec<_> = action.auth.secrets().into_iter().cloned().collect();
    let (dotenv, passed_over) = dotenv(&loaded.project.root);
    for why in passed_over {
        writeln!(err, "note: {}", visible_line(&why.to_string()))?;
    }
    let unset = if args.dry_run { Unset::MakeUp } else { args.reach.unset() };
    let secrets = gather(&needed, environment, &dotenv, unset).map_err(refused)?;
    for name in secrets.made_up() {
        writeln!(err, "note: {name} is not set; a made-up value stands in for it")?;
    }
    Ok(secrets)
}

fn texts(pairs: &[(String, String)]) -> Map<String, Json> {
    pairs.iter().map(|(name, text)| (name.clone(), text.as_str().into())).collect()
}

/// Context values are JSON where they read as such, else text.
fn context(pairs: &[(String, String)]) -> Map<String, Json> {
    let json = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| text.into());
    pairs.iter().map(|(name, text)| (name.clone(), json(text))).collect()
}
