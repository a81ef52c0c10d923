//! What the customers of the matrix know.

use std::collections::BTreeMap;

use super::TuneArgs;
use crate::{
    agent::{Agent, Variable, VariableName},
    rehearse::suite::usual_time,
    scenario::user::{fact_of, facts_of},
    value::Reference,
};

/// What customers know, by the variable it is for.
pub(super) type Facts = BTreeMap<VariableName, String>;

/// A value for every variable of the agent, and in their place those that are given.
///
/// # Errors
/// A sentence, where one that is given is for no variable or no value of it.
pub(super) fn facts(args: &TuneArgs, agent: &Agent) -> Result<Facts, String> {
    let at = Reference { now: usual_time(agent.timezone), region: agent.region };
    let mut facts = facts_of(agent, &at);
    for (name, text) in &args.fact {
        let name = VariableName::new(name.clone());
        let value = fact(agent, (&name, text), &at);
        let value = value.map_err(|why| format!("--fact {name}={text}: {why}"))?;
        facts.insert(name, value);
    }
    Ok(facts)
}

/// The value as the variable takes it, or the first one of its namesakes that does.
fn fact(
    agent: &Agent,
    (name, text): (&VariableName, &str),
    at: &Reference,
) -> Result<String, String> {
    let namesakes = agent.actions.iter().filter_map(|action| action.variable(name));
    let mut why = None;
    for Variable { spec, .. } in namesakes {
        match fact_of(spec, text, at) {
            Ok(value) => return Ok(value),
            Err(reason) => why = why.or(Some(reason)),
        }
    }
    Err(match why {
        Some(why) => format!("`{name}` does not take this value: {why}"),
        None => format!("no action has a variable of this name; {}", known(agent)),
    })
}

fn known(agent: &Agent) -> String {
    let variables = agent.actions.iter().flat_map(|action| &action.variables);
    let mut names: Vec<&str> = variables.map(|variable| variable.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    match names.is_empty() {
        true => "the actions take no value".to_owned(),
        false => format!("there are {}", names.join(", ")),
    }
}
