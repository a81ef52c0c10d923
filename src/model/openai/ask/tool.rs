use serde_json::{Value as Json, json};

use super::schema;
use crate::{
    agent::{Action, ActionName, Agent, VariableName},
    dialogue::{DialogueState, Phase, Question, Slot},
    model::veil::asked,
    value::VariableType,
};

/// Longest name of a tool that every server takes.
const LONGEST_NAME: usize = 64;
/// Most actions that are offered at once, open ones first.
const MOST_ACTIONS: usize = 64;

/// Most actions that are offered to a model that drives: no server takes more tools.
const MOST_DECLARED: usize = 128;

/// What a tool's name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tool {
    /// An action.
    Action(ActionName),
    /// Something a customer does besides.
    Control(Control),
}

/// What a customer does besides asking for actions and giving values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Gives the open action up.
    Cancel,
    /// Won't say the value asked for.
    Skip,
    /// Takes a value back or replaces it.
    Correct,
    /// Wants a person.
    HandOff,
    /// Wants to hear it again.
    Repeat,
    /// Says yes.
    Affirm,
    /// Says no.
    Deny,
    /// Ends the talk.
    Goodbye,
    /// Asks or says something else.
    Chat,
}

impl Control {
    const ALL: [Self; 9] = [
        Self::Cancel,
        Self::Skip,
        Self::Correct,
        Self::HandOff,
        Self::Repeat,
        Self::Affirm,
        Self::Deny,
        Self::Goodbye,
        Self::Chat,
    ];

    /// The tool's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cancel => "cancel_request",
            Self::Skip => "skip_question",
            Self::Correct => "correct_value",
            Self::HandOff => "hand_off_to_person",
            Self::Repeat => "repeat_last_reply",
            Self::Affirm => "customer_says_yes",
            Self::Deny => "customer_says_no",
            Self::Goodbye => "customer_says_goodbye",
            Self::Chat => "other_talk",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Self::Cancel => "The customer gives up what is being done",
            Self::Skip => "The customer does not know or does not want to say what was asked for",
            Self::Correct => "The customer changes a value given earlier",
            Self::HandOff => "The customer asks for a person",
            Self::Repeat => "The customer wants to hear the last reply again",
            Self::Affirm => "The customer says yes to the open question",
            Self::Deny => "The customer says no to the open question",
            Self::Goodbye => "The customer ends the talk",
            Self::Chat => "Small talk, or a question that needs no other tool",
        }
    }

    /// Whether it makes sense as things stand.
    fn is_open(self, agent: &Agent, state: &DialogueState) -> bool {
        match self {
            Self::Cancel => !state.frames.is_empty(),
            Self::Skip => asked(agent, state).is_some(),
            Self::Correct => !correctable(agent, state).is_empty(),
            Self::Repeat => !state.last_said.is_empty(),
            Self::Affirm | Self::Deny => wants_yes_or_no(agent, state),
            Self::HandOff | Self::Goodbye | Self::Chat => true,
        }
    }
}

/// The tools of one request and what their names stand for.
#[derive(Clone, Debug, Default)]
pub struct Tools {
    named: Vec<(String, Tool)>,
    schemas: Vec<Json>,
}

impl Tools {
    /// The tools that make sense as things stand.
    pub fn of(agent: &Agent, state: &DialogueState) -> Self {
        let mut tools = Self::default();
        let is_open =
            |action: &Action| state.frames.iter().any(|frame| frame.action == action.name);
        let open = agent.actions.iter().filter(|action| is_open(action));
        let other = agent.actions.iter().filter(|action| !is_open(action));
        for action in open.chain(other).take(MOST_ACTIONS) {
            let name = tools.free_name(action.name.as_str());
            let parameters = schema::parameters(action);
            tools.add(name, Tool::Action(action.name.clone()), &action.description, parameters);
        }
        for control in Control::ALL.into_iter().filter(|control| control.is_open(agent, state)) {
            let parameters = control_parameters(control, agent, state);
            let name = control.name().to_owned();
            tools.add(name, Tool::Control(control), control.description(), parameters);
        }
        tools
    }

    /// All actions as they are declared, for a model that drives.
    pub fn declared(agent: &Agent) -> Self {
        let mut tools = Self::default();
        for action in agent.actions.iter().take(MOST_DECLARED) {
            let name = tools.free_name(action.name.as_str());
            let parameters = schema::declared(action);
            tools.add(name, Tool::Action(action.name.clone()), &action.description, parameters);
        }
        tools
    }

    fn add(&mut self, name: String, tool: Tool, description: &str, parameters: Json) {
        self.schemas.push(json!({
            "type": "function",
            "function": { "name": &name, "description": description, "parameters": parameters },
        }));
        self.named.push((name, tool));
    }

    /// The tools as a request carries them.
    pub fn schemas(&self) -> &[Json] {
        &self.schemas
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.named.iter().map(|(name, _)| name.as_str())
    }

    /// The name an action goes by.
    pub fn name_of(&self, action: &ActionName) -> Option<&str> {
        let is_it = |tool: &Tool| matches!(tool, Tool::Action(name) if name == action);
        self.named.iter().find(|(_, tool)| is_it(tool)).map(|(name, _)| name.as_str())
    }

    /// What a name stands for; small models are loose with case and separators.
    pub fn get(&self, name: &str) -> Option<&Tool> {
        let exact = self.named.iter().find(|(known, _)| known == name);
        let loose = || {
            let squeezed = squeeze(name);
            let mut alike = self.named.iter().filter(|(known, _)| squeeze(known) == squeezed);
            alike.next().filter(|_| alike.next().is_none() && !squeezed.is_empty())
        };
        exact.or_else(loose).map(|(_, tool)| tool)
    }

    /// A name that servers take and that no other tool has.
    fn free_name(&self, action: &str) -> String {
        let safe = safe_name(action);
        let is_taken = |name: &str| {
            self.named.iter().any(|(known, _)| known == name)
                || Control::ALL.iter().any(|control| control.name() == name)
        };
        let mut name = safe.clone();
        let mut count = 2;
        while is_taken(&name) {
            let tail = format!("_{count}");
            let room = LONGEST_NAME - tail.len();
            name = format!("{}{tail}", &safe[..safe.len().min(room)]);
            count += 1;
        }
        name
    }
}

/// ASCII letters, digits, underscores; never empty.
fn safe_name(name: &str) -> String {
    let mut safe = String::new();
    for letter in name.chars() {
        match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => safe.push(letter.to_ascii_lowercase()),
            _ if !safe.ends_with('_') => safe.push('_'),
            _ => {}
        }
    }
    safe.truncate(LONGEST_NAME);
    let safe = safe.trim_matches('_').to_owned();
    if safe.is_empty() { "action".to_owned() } else { safe }
}

fn squeeze(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a yes or a no would answer something.
fn wants_yes_or_no(agent: &Agent, state: &DialogueState) -> bool {
    match &state.question {
        Some(Question::Callback | Question::More | Question::WhichAction { .. }) => return true,
        None => {}
    }
    match state.frames.last().map(|frame| &frame.phase) {
        Some(Phase::Confirming | Phase::ConfirmingValue(_) | Phase::Changing) => true,
        Some(Phase::Eliciting { .. }) => asked(agent, state).is_some_and(|asked| {
            asked.spec.variable_type == VariableType::Boolean || !asked.is_required()
        }),
        Some(Phase::Calling | Phase::Waiting) | None => false,
    }
}

/// Filled slots of open actions, that a customer may change.
fn correctable(agent: &Agent, state: &DialogueState) -> Vec<VariableName> {
    let mut names = Vec::new();
    for frame in &state.frames {
        let Some(action) = agent.action(&frame.action) else { continue };
        for variable in action.variables.iter().filter(|variable| !variable.sensitive) {
            let is_filled = matches!(frame.slots.get(&variable.name), Some(Slot::Filled(_)));
            if is_filled && !names.contains(&variable.name) {
                names.push(variable.name.clone());
            }
        }
    }
    names
}

fn control_parameters(control: Control, agent: &Agent, state: &DialogueState) -> Json {
    let properties = match control {
        Control::Correct => {
            let names = correctable(agent, state);
            let names: Vec<_> = names.iter().map(VariableName::as_str).collect();
            let value = "The new value in the customer's own words; left out if there is none yet";
            json!({
                "variable": { "type": "string", "enum": names, "description": "What is changed" },
                "value": { "type": "string", "description": value },
            })
        }
        _ => json!({}),
    };
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_bounded_and_never_empty() {
        assert_eq!(safe_name("Lookup Order Status"), "lookup_order_status");
        assert_eq!(safe_name("Größe ändern!"), "gr_e_ndern");
        assert_eq!(safe_name("注文"), "action");
        assert_eq!(safe_name(&"a".repeat(100)).len(), LONGEST_NAME);
    }

    #[test]
    fn names_that_meet_stay_apart_and_map_back() {
        let mut tools = Tools::default();
        for action in ["Cancel Request", "cancel request!", "注文", "変更"] {
            let name = tools.free_name(action);
            tools.add(name, Tool::Action(ActionName::new(action)), "d", json!({}));
        }
        let names: Vec<_> = tools.names().collect();
        assert_eq!(names, ["cancel_request_2", "cancel_request_3", "action", "action_2"]);
        let found = tools.get("action_2");
        assert_eq!(found, Some(&Tool::Action(ActionName::new("変更"))));
    }

    #[test]
    fn a_loosely_written_name_is_known_when_it_is_the_only_one() {
        let mut tools = Tools::default();
        let name = tools.free_name("Lookup Order");
        tools.add(name, Tool::Action(ActionName::new("Lookup Order")), "d", json!({}));
        assert!(tools.get("LookupOrder").is_some() && tools.get("lookup-order").is_some());
        assert!(tools.get("").is_none() && tools.get("lookup").is_none());
    }
}
