use super::CoverageKind;
use crate::{
    agent::{Action, ActionName, Agent, Confirmation, Presence, Variable, VariableName},
    prompt::{ErrorLine, ErrorMatch},
    request::FailureClass,
    value::VariableType,
};

/// The ways a call fails that an API can be made to show.
const FAILURES: [FailureClass; 10] = [
    FailureClass::NotFound,
    FailureClass::Unauthorized,
    FailureClass::Forbidden,
    FailureClass::Conflict,
    FailureClass::InvalidInput,
    FailureClass::RateLimited,
    FailureClass::ServerError,
    FailureClass::Timeout,
    FailureClass::Unreachable,
    FailureClass::BrokenAnswer,
];

/// What there is to exercise of an agent, each once.
pub fn items(agent: &Agent) -> Vec<(CoverageKind, String)> {
    let mut items = Vec::new();
    for action in &agent.actions {
        items.push((CoverageKind::Action, action.name.to_string()));
        for variable in &action.variables {
            items.push((CoverageKind::Variable, variable_item(&action.name, &variable.name)));
            if can_refuse(variable) {
                items.push((CoverageKind::Validation, variable_item(&action.name, &variable.name)));
            }
        }
        let failure = |class: FailureClass| failure_item(&action.name, class.name());
        items.extend(FAILURES.map(|class| (CoverageKind::Failure, failure(class))));
    }
    let traits = Traits::of(agent);
    let fitting = |list: &[(&str, Need)], kind| {
        let fits = list.iter().filter(|(_, need)| traits.has(*need));
        fits.map(|(name, _)| (kind, (*name).to_owned())).collect::<Vec<_>>()
    };
    items.extend(fitting(TRANSITIONS, CoverageKind::Transition));
    items.extend(fitting(USER_ACTS, CoverageKind::UserAct));
    items.extend(fitting(SYSTEM_ACTS, CoverageKind::SystemAct));
    let lines = agent.prompt.error_lines.iter();
    items.extend(lines.map(|line| (CoverageKind::ErrorLine, line_item(line))));
    items.sort_by_key(|(kind, _)| *kind);
    items
}

/// A variable's name in a list.
pub fn variable_item(action: &ActionName, variable: &VariableName) -> String {
    format!("{action} · {variable}")
}

/// A failure's name in a list.
pub fn failure_item(action: &ActionName, class: &str) -> String {
    format!("{action} · {class}")
}

/// An error line's name in a list.
pub fn line_item(line: &ErrorLine) -> String {
    let conditions = line.matches.iter().map(|condition| match condition {
        ErrorMatch::Status(code) => code.to_string(),
        ErrorMatch::Class(hundreds) => format!("{hundreds}xx"),
        ErrorMatch::Timeout => "timeout".to_owned(),
        ErrorMatch::Unreachable => "unreachable".to_owned(),
        ErrorMatch::Any => "any error".to_owned(),
    });
    let conditions = conditions.collect::<Vec<_>>().join(", ");
    match &line.action {
        Some(action) => format!("line {} · {action} · {conditions}", line.line),
        None => format!("line {} · {conditions}", line.line),
    }
}

/// Any words are a text without limits.
fn can_refuse(variable: &Variable) -> bool {
    let spec = &variable.spec;
    spec.variable_type != VariableType::String || spec.pattern.is_some() || !spec.choices.is_empty()
}

/// What an agent must declare before something can happen.
#[derive(Clone, Copy)]
enum Need {
    /// Nothing.
    Nothing,
    /// An action.
    Action,
    /// Two actions.
    Choice,
    /// An action that asks for a value.
    Question,
    /// A variable that may be left out.
    Optional,
    /// A value that can be refused.
    Refusal,
    /// An action that is affirmed before its call.
    Confirmation,
    /// A value that is affirmed before it is used.
    Doubt,
    /// An action that requires another.
    Gate,
}

struct Traits<'a> {
    actions: &'a [Action],
}

impl<'a> Traits<'a> {
    fn of(agent: &'a Agent) -> Self {
        Self { actions: &agent.actions }
    }

    fn has(&self, need: Need) -> bool {
        let any_action = |holds: fn(&Action) -> bool| self.actions.iter().any(holds);
        let mut variables = self.actions.iter().flat_map(|action| &action.variables);
        match need {
            Need::Nothing => true,
            Need::Action => !self.actions.is_empty(),
            Need::Choice => self.actions.len() > 1,
            Need::Question => variables.any(Variable::is_required),
            Need::Optional => variables.any(|found| {
                matches!(found.presence, Presence::Optional { .. }) && found.ask.is_some()
            }),
            Need::Refusal => variables.any(can_refuse),
            Need::Confirmation => any_action(|action| action.confirm == Confirmation::Always),
            Need::Doubt => variables.any(|variable| variable.confirm),
            Need::Gate => any_action(|action| !action.requires.is_empty()),
        }
    }
}

/// The name of a transition.
pub fn transition_item(before: &str, after: &str) -> String {
    format!("{before} → {after}")
}

const TRANSITIONS: &[(&str, Need)] = &[
    ("idle → idle", Need::Action),
    ("idle → eliciting", Need::Question),
    ("idle → choosing", Need::Choice),
    ("idle → confirming", Need::Confirmation),
    ("idle → offering_callback", Need::Action),
    ("idle → ended", Need::Nothing),
    ("choosing → eliciting", Need::Choice),
    ("eliciting → eliciting", Need::Question),
    ("eliciting → idle", Need::Question),
    ("eliciting → confirming_value", Need::Doubt),
    ("eliciting → confirming", Need::Confirmation),
    ("eliciting → offering_callback", Need::Question),
    ("eliciting → ended", Need::Question),
    ("confirming_value → eliciting", Need::Doubt),
    ("confirming → idle", Need::Confirmation),
    ("confirming → changing", Need::Confirmation),
    ("confirming → confirming", Need::Confirmation),
    ("changing → confirming", Need::Confirmation),
    ("offering_callback → idle", Need::Action),
];

const USER_ACTS: &[(&str, Need)] = &[
    ("request", Need::Action),
    ("inform", Need::Question),
    ("correct", Need::Question),
    ("affirm", Need::Nothing),
    ("deny", Need::Nothing),
    ("cancel", Need::Action),
    ("skip", Need::Question),
    ("repeat", Need::Nothing),
    ("ask_handoff", Need::Nothing),
    ("chat", Need::Nothing),
    ("goodbye", Need::Nothing),
    ("unclear", Need::Nothing),
    ("silence", Need::Nothing),
];

const SYSTEM_ACTS: &[(&str, Need)] = &[
    ("greet", Need::Nothing),
    ("refuse", Need::Refusal),
    ("no_match", Need::Nothing),
    ("already_tried", Need::Question),
    ("no_input", Need::Nothing),
    ("elicit", Need::Question),
    ("gate", Need::Gate),
    ("confirm_value", Need::Doubt),
    ("confirm", Need::Confirmation),
    ("ask_what_to_change", Need::Confirmation),
    ("corrected", Need::Question),
    ("skipped", Need::Optional),
    ("cannot_skip", Need::Question),
    ("report", Need::Action),
    ("report_failure", Need::Action),
    ("offer_callback", Need::Action),
    ("callback_accepted", Need::Action),
    ("offer_declined", Need::Action),
    ("resume", Need::Choice),
    ("cancelled", Need::Action),
    ("offer_actions", Need::Choice),
    ("tell_abilities", Need::Nothing),
    ("answer_chat", Need::Nothing),
    ("say_again", Need::Nothing),
    ("hand_off", Need::Nothing),
    ("farewell", Need::Nothing),
];
