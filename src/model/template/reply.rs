use super::{failure, phrase, question, report, small_talk};
use crate::{
    agent::{ActionName, Agent, Variable, VariableName},
    dialogue::{HandoffReason, SystemAct},
    model::{BoxFuture, ModelFailure, Word, Wording},
    value::Value,
};

/// Words replies by templates.
#[derive(Clone, Copy, Debug, Default)]
pub struct TemplateWording;

impl Word for TemplateWording {
    fn word<'a>(&'a self, wording: Wording<'a>) -> BoxFuture<'a, Result<String, ModelFailure>> {
        Box::pin(std::future::ready(Ok(reply(&Placed::of(&wording)))))
    }
}

/// The acts of one reply and the agent that says them.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    /// The agent.
    pub agent: &'a Agent,
    /// What is said, in order.
    pub acts: &'a [SystemAct],
    /// The rendered greeting.
    pub greeting: &'a str,
    /// What the user said last; small talk is answered by it.
    pub utterance: &'a str,
}

impl<'a> Placed<'a> {
    /// What a wording says by template.
    pub fn of(wording: &Wording<'a>) -> Self {
        Self {
            agent: wording.agent,
            acts: wording.acts,
            greeting: &wording.agent.greeting,
            utterance: wording.utterance,
        }
    }
}

/// The reply to these acts, as one line.
pub fn reply(placed: &Placed<'_>) -> String {
    let mut said = String::new();
    for at in 0..placed.acts.len() {
        let sentence = sentence(placed, at, &said);
        let sentence = match is_final(placed.acts.get(at + 1)) {
            true => without_last_question(&sentence),
            false => follow(&said, sentence),
        };
        if !sentence.is_empty() {
            if !said.is_empty() {
                said.push(' ');
            }
            said.push_str(sentence.trim());
        }
    }
    said
}

/// Whether an act leaves nothing open, so that a question before it would be in vain.
fn is_final(act: Option<&SystemAct>) -> bool {
    matches!(act, Some(SystemAct::HandOff { .. } | SystemAct::Cancelled { .. }))
}

/// A text without the questions at its end.
fn without_last_question(text: &str) -> String {
    let mut kept = text.trim_end();
    while kept.ends_with('?') {
        let end = kept[..kept.len() - 1].rfind(['.', '!', '?']);
        kept = end.map_or("", |end| &kept[..=end]);
    }
    kept.to_owned()
}

/// A sentence behind a colon begins small, unless it begins with a name.
fn follow(said: &str, sentence: String) -> String {
    let small = ["What ", "Which ", "At ", "For ", "How ", "In ", "Please ", "Where ", "When "];
    match said.ends_with(':') && small.iter().any(|word| sentence.starts_with(word)) {
        true => sentence[..1].to_lowercase() + &sentence[1..],
        false => sentence,
    }
}

fn sentence(placed: &Placed<'_>, at: usize, said: &str) -> String {
    let agent = placed.agent;
    match &placed.acts[at] {
        SystemAct::Greet => placed.greeting.to_owned(),
        SystemAct::Refuse { action, variable, refusal } => {
            refused(agent, action, variable, &refusal.message)
        }
        SystemAct::NoMatch { .. } | SystemAct::NoInput => apology(&placed.acts[at]).to_owned(),
        SystemAct::AlreadyTried { action, variable, value } => {
            tried(agent, action, variable, value)
        }
        SystemAct::Elicit { .. } | SystemAct::ConfirmValue { .. } | SystemAct::Confirm { .. } => {
            asked(placed, at, said)
        }
        SystemAct::Gate { .. } => gate(placed, at),
        SystemAct::AskWhatToChange { .. } if said.ends_with('?') => String::new(),
        SystemAct::AskWhatToChange { .. } => "What should I change?".to_owned(),
        SystemAct::Corrected { action, variable, value } => {
            corrected(agent, action, variable, value)
        }
        SystemAct::Skipped { .. } => "All right, I'll leave that out.".to_owned(),
        SystemAct::CannotSkip { action, variable } => {
            let label = phrase::variable_label(agent, action, variable);
            format!("I can't go on without the {label}.")
        }
        SystemAct::Report { action, gate_for, result } => {
            report::report(agent, (action, gate_for.as_ref()), result)
        }
        SystemAct::ReportFailure { action, class, status, unknown_result } => {
            let told = failure::failure_sentence(agent, action, *class, *status);
            if *unknown_result { format!("{told} {}", failure::UNKNOWN_RESULT) } else { told }
        }
        SystemAct::OfferActions { candidates } => question::which_action(candidates),
        SystemAct::TellAbilities => question::abilities(agent),
        SystemAct::AnswerChat => chat(placed, at),
        SystemAct::Resume { action } => format!("Back to: {}.", phrase::deed(action)),
        SystemAct::Cancelled { action } => {
            format!("All right, I won't {}.", phrase::deed(action))
        }
        SystemAct::OfferCallback
        | SystemAct::CallbackAccepted
        | SystemAct::OfferDeclined
        | SystemAct::NothingToCancel
        | SystemAct::SayAgain
        | SystemAct::AskMore
        | SystemAct::CallLimit
        | SystemAct::Farewell => fixed(&placed.acts[at]).to_owned(),
        SystemAct::HandOff { reason } => hand_off(reason).to_owned(),
    }
}

/// What a value is needed for is known without a model.
fn chat(placed: &Placed<'_>, at: usize) -> String {
    match placed.acts.get(at + 1) {
        Some(SystemAct::Elicit { action, .. }) if small_talk::asks_why(placed.utterance) => {
            format!("I need it to {}.", phrase::deed(action))
        }
        Some(_) | None => small_talk::answer(placed.utterance).to_owned(),
    }
}

fn fixed(act: &SystemAct) -> &'static str {
    match act {
        SystemAct::OfferCallback => "Shall I have someone call you back?",
        SystemAct::CallbackAccepted => "All right, I'll pass on that you would like a call back.",
        SystemAct::OfferDeclined => "All right.",
        SystemAct::NothingToCancel => "There is nothing to cancel.",
        SystemAct::SayAgain => "I said:",
        SystemAct::AskMore => "Is there anything else?",
        SystemAct::CallLimit => "I have asked the system too often in this talk.",
        SystemAct::Farewell => "Thank you, goodbye.",
        _ => "",
    }
}

fn apology(act: &SystemAct) -> &'static str {
    match act {
        SystemAct::NoInput => "Are you still there?",
        _ => "Sorry, I didn't get that.",
    }
}

/// A question; left out where the sentence before it already asks ("could you double-check?").
fn asked(placed: &Placed<'_>, at: usize, said: &str) -> String {
    let agent = placed.agent;
    let declared = |action: &ActionName, variable: &VariableName| -> Option<&Variable> {
        agent.action(action)?.variable(variable)
    };
    match &placed.acts[at] {
        SystemAct::Elicit { action, variable, attempt } => match declared(action, variable) {
            Some(_) if said.ends_with('?') && has_refused_before(placed, at) => String::new(),
            Some(variable) => question::elicit(variable, *attempt),
            None => format!("What is the {}?", variable.in_words()),
        },
        SystemAct::ConfirmValue { action, variable, value, alternatives } => {
            declared(action, variable)
                .map(|variable| question::confirm_value(variable, value, alternatives))
                .unwrap_or_default()
        }
        SystemAct::Confirm { action, slots } => agent
            .action(action)
            .map(|action| question::confirm(agent, action, slots))
            .unwrap_or_default(),
        _ => String::new(),
    }
}

fn has_refused_before(placed: &Placed<'_>, at: usize) -> bool {
    at > 0
        && matches!(placed.acts[at - 1], SystemAct::ReportFailure { .. } | SystemAct::Refuse { .. })
}

/// Said only where a question of the gate follows.
fn gate(placed: &Placed<'_>, at: usize) -> String {
    match placed.acts.get(at + 1) {
        Some(SystemAct::Elicit { .. }) => "Before I do that:".to_owned(),
        _ => String::new(),
    }
}

/// Whether a value is never to be said aloud.
fn is_sensitive(agent: &Agent, action: &ActionName, variable: &VariableName) -> bool {
    let declared = agent.action(action).and_then(|action| action.variable(variable));
    declared.is_some_and(|variable| variable.sensitive)
}

/// The reason for a refusal; that of a sensitive value would repeat it.
fn refused(agent: &Agent, action: &ActionName, variable: &VariableName, message: &str) -> String {
    match is_sensitive(agent, action, variable) {
        true => format!("That's not a valid {}.", phrase::variable_label(agent, action, variable)),
        false => phrase::plain_text(message),
    }
}

fn tried(agent: &Agent, action: &ActionName, variable: &VariableName, value: &Value) -> String {
    match is_sensitive(agent, action, variable) {
        true => "I have already tried that one.".to_owned(),
        false => format!("I have already tried {}.", phrase::spoken_value(value)),
    }
}

fn corrected(agent: &Agent, action: &ActionName, variable: &VariableName, value: &Value) -> String {
    let label = phrase::variable_label(agent, action, variable);
    match is_sensitive(agent, action, variable) {
        true => format!("I've changed the {label}."),
        false => format!("I've changed the {label} to {}.", phrase::spoken_value(value)),
    }
}

fn hand_off(reason: &HandoffReason) -> &'static str {
    match reason {
        HandoffReason::Asked => "I'll put you through to a colleague.",
        HandoffReason::Exhausted { .. } | HandoffReason::Refused { .. } => {
            "I can't get any further here, so I'll put you through to a colleague."
        }
        HandoffReason::NotUnderstood => {
            "I'm sorry, I don't understand. I'll put you through to a colleague."
        }
        HandoffReason::Silence => "I can't hear you, so I'll pass this on to a colleague.",
        HandoffReason::Limit => "This is taking too long, so I'll put you through to a colleague.",
    }
}
