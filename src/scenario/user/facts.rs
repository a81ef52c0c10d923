use std::collections::BTreeMap;

use crate::agent::{Agent, VariableName};

/// A valid value for every variable of an agent: its example, else one that is made up.
pub fn facts_of(agent: &Agent) -> BTreeMap<VariableName, String> {
    let variables = agent.actions.iter().flat_map(|action| &action.variables);
    variables
        .filter_map(|variable| Some((variable.name.clone(), variable.spec.example.clone()?)))
        .collect()
}
