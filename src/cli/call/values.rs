//! Reading the values that were given for an action's variables.

use std::collections::BTreeMap;

use crate::{
    agent::{Action, VariableName},
    diagnostic::did_you_mean,
    request::MASK,
    value::{Reference, Value, parse},
};

/// Typed values by variable.
pub(super) type Values = BTreeMap<VariableName, Value>;

/// Reads each value by its variable, and asks for those that are missing.
///
/// # Errors
/// Everything that is wrong, at once.
pub(super) fn read(
    action: &Action,
    given: &[(String, String)],
    at: &Reference,
) -> Result<Values, Vec<String>> {
    let mut values = Values::new();
    let mut wrong = Vec::new();
    for (name, text) in given {
        let Some(variable) = action.variables.iter().find(|known| known.name.as_str() == name)
        else {
            let known = action.variables.iter().map(|known| known.name.as_str());
            let help = did_you_mean(name, known);
            wrong.push(format!("{} has no variable {name}; {help}", action.name));
            continue;
        };
        match parse(&variable.spec, text, at) {
            Ok(reading) => drop(values.insert(variable.name.clone(), reading.value)),
            Err(refusal) => {
                // A refusal repeats what it heard.
                let hides = variable.sensitive && !text.is_empty();
                let said =
                    if hides { refusal.message.replace(text, MASK) } else { refusal.message };
                wrong.push(format!("{name} is not accepted: {said}"));
            }
        }
    }
    let is_given = |name: &VariableName| given.iter().any(|(given, _)| given == name.as_str());
    for variable in action.variables.iter().filter(|known| known.is_required()) {
        if !is_given(&variable.name) {
            let name = &variable.name;
            wrong.push(format!("{name} is missing ({}); add --set {name}=…", variable.description));
        }
    }
    if wrong.is_empty() { Ok(values) } else { Err(wrong) }
}

/// Names in the action's templates that stand for nothing here, each once.
pub(super) fn unknown_names(action: &Action, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let headers = action.headers.iter().flat_map(|header| header.value.names());
    let query = action.query.iter().flat_map(|pair| pair.value.names());
    let path = action.path.iter().flat_map(|path| path.names());
    let body = action.body.iter().flat_map(|body| body.names());
    let mut names: Vec<String> = Vec::new();
    for name in headers.chain(query).chain(path).chain(body) {
        let declared = action.variables.iter().any(|known| known.name.as_str() == name);
        if !declared && !is_known(name) && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}
