use std::{
    fmt::Display,
    io::{self, Write},
};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use super::{CallArgs, values};
use crate::{
    agent::{Action, Agent},
    cli::{
        Environment,
        reach::{dotenv, gather},
        visible::visible_line,
    },
    diagnostic::did_you_mean,
    http::{Carries, SecretStore, Unset},
    rehearse::{LoadedAgent, Opening, Reach, with_time},
    request::{FrozenRequest, MASK, Redactor, Surroundings, freeze},
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
pub(super) fn refused(error: impl Display) -> Stop {
    Stop::Refused(vec![error.to_string()])
}

/// A request that is ready to leave.
pub(super) struct Ready {
    /// When it is.
    pub(super) now: DateTime<Utc>,
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
    let at = args.scene.reference(agent).map_err(refused)?;
    let given = values::read(action, &args.values, &at).map_err(Stop::Refused)?;
    let scene = &args.scene;
    let contact = scene.contact.iter().cloned().collect();
    let opening = Opening::new(contact, scene.context.iter().cloned().collect(), scene.seed);
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
    if let (Reach::Live(policy), false) = (scene.reach(environment), args.dry_run) {
        policy.check(&request.url, Carries::of(&action.auth)).map_err(refused)?;
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
    Ok(Ready {
        now: at.now.to_utc(),
        action: action.clone(),
        request,
        secrets,
        redactor,
        arguments: arguments.into(),
    })
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
    let unset = if args.scene.reach.live && !args.dry_run { Unset::Refuse } else { Unset::MakeUp };
    let secrets = gather(&needed, environment, &dotenv, unset).map_err(refused)?;
    for name in secrets.made_up() {
        writeln!(err, "note: {name} is not set; a made-up value stands in for it")?;
    }
    Ok(secrets)
}
