use super::phrase::{deed, label, list_and, list_or, spoken_value};
use crate::{
    agent::{Action, ActionName, Agent, Variable, VariableName},
    dialogue::SlotValue,
    value::{Value, VariableType},
};

/// The question for a variable; it says more each time it is asked again.
pub(super) fn elicit(variable: &Variable, attempt: u32) -> String {
    let first = variable.ask.clone().unwrap_or_else(|| plain_question(variable));
    if attempt == 0 {
        return first;
    }
    if let Some(written) = written_reprompt(variable, attempt) {
        return written.to_owned();
    }
    match attempt {
        1 => [first, hint(variable)].join(" ").trim_end().to_owned(),
        _ => {
            let more = "You can also say \"cancel\", or ask for a person.";
            [first, hint(variable), more.to_owned()]
                .iter()
                .filter(|part| !part.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join(" ")
        }
    }
}

fn written_reprompt(variable: &Variable, attempt: u32) -> Option<&str> {
    let last = variable.reprompts.len().checked_sub(1)?;
    let at = usize::try_from(attempt - 1).unwrap_or(last).min(last);
    variable.reprompts.get(at).map(String::as_str)
}

fn plain_question(variable: &Variable) -> String {
    let label = label(variable);
    if variable.description.trim_end().ends_with('?') {
        return variable.description.trim_end().to_owned();
    }
    if !variable.spec.choices.is_empty() {
        let choices: Vec<_> = variable.spec.choices.iter().map(|c| c.value.clone()).collect();
        return format!("Which {label} would you like: {}?", list_or(&choices));
    }
    match variable.spec.variable_type {
        VariableType::Boolean => format!("{}: yes or no?", super::phrase::sentence(&label)),
        VariableType::Date if !label.contains("date") => format!("What date is the {label}?"),
        VariableType::String
        | VariableType::Integer
        | VariableType::Float
        | VariableType::Date
        | VariableType::Email
        | VariableType::Phone => format!("What is the {label}?"),
    }
}

/// What a valid answer looks like; nothing of a sensitive one.
fn hint(variable: &Variable) -> String {
    match (&variable.spec.example, variable.sensitive) {
        (Some(example), false) => format!("For example {example}."),
        (Some(_), true) | (None, _) => {
            let text = variable.description.trim_end_matches('.');
            if text.is_empty() || text.ends_with('?') { String::new() } else { format!("{text}.") }
        }
    }
}

/// "Do you mean the 3rd of April or the 4th of March?"
pub(super) fn confirm_value(variable: &Variable, value: &Value, others: &[Value]) -> String {
    let readings: Vec<_> = std::iter::once(value).chain(others).map(spoken_value).collect();
    match readings.as_slice() {
        [only] => format!("I understood {only} as the {}. Is that right?", label(variable)),
        _ => format!("Do you mean {}?", list_or(&readings)),
    }
}

/// Reads all values back before the call.
pub(super) fn confirm(
    agent: &Agent,
    action: &Action,
    slots: &[(VariableName, SlotValue)],
) -> String {
    let items: Vec<_> = slots
        .iter()
        .filter_map(|(name, held)| Some(read_back(action.variable(name)?, held)))
        .collect();
    let deed = deed(&agent.action(&action.name).unwrap_or(action).name);
    match items.is_empty() {
        true => format!("I'm about to {deed}. Shall I go ahead?"),
        false => format!("I'm about to {deed} with {}. Shall I go ahead?", list_and(&items)),
    }
}

fn read_back(variable: &Variable, held: &SlotValue) -> String {
    match variable.sensitive {
        true => format!("the {} you gave", label(variable)),
        false => format!("{} {}", label(variable), spoken_value(&held.value)),
    }
}

/// Asks which of several actions is meant.
pub(super) fn which_action(candidates: &[ActionName]) -> String {
    let deeds: Vec<_> = candidates.iter().map(deed).collect();
    match deeds.as_slice() {
        [only] => format!("Would you like me to {only}?"),
        _ => format!("Do you mean {}?", list_or(&deeds)),
    }
}

/// What the agent can do, in its own names.
pub(super) fn abilities(agent: &Agent) -> String {
    let deeds: Vec<_> = agent.actions.iter().map(|action| deed(&action.name)).collect();
    match deeds.is_empty() {
        true => "I can't do anything for you yet; I have no actions.".to_owned(),
        false => format!("I can help with: {}. What would you like?", deeds.join(", ")),
    }
}
