use serde_json::Value as Json;

use crate::{
    agent::{Action, Agent},
    dialogue::{DialogueState, Frame, Phase, Question, Slot},
};

/// Where the talk stands, in a few lines: what is open, what is asked, what is known.
pub(super) fn situation(agent: &Agent, state: &DialogueState) -> String {
    let mut lines = Vec::new();
    for frame in state.frames.iter().rev() {
        if let Some(action) = agent.action(&frame.action) {
            lines.push(open_action(action, frame));
        }
    }
    if lines.is_empty() {
        lines.push("No action is open.".to_owned());
    }
    if let Some(asked) = asked(agent, state) {
        lines.push(asked);
    }
    if !state.succeeded.is_empty() {
        let done: Vec<_> = state.succeeded.iter().map(|name| name.as_str()).collect();
        lines.push(format!("Done in this talk: {}.", done.join(", ")));
    }
    lines.join("\n")
}

fn open_action(action: &Action, frame: &Frame) -> String {
    let known = action.variables.iter().filter_map(|variable| {
        let told = match frame.slots.get(&variable.name)? {
            Slot::Declined => "left out".to_owned(),
            Slot::Filled(_) if variable.sensitive => "given".to_owned(),
            // As JSON, so that a value cannot pass for a line of its own.
            Slot::Filled(held) => Json::from(held.value.to_string()).to_string(),
        };
        Some(format!("{} = {told}", variable.name))
    });
    let known: Vec<_> = known.collect();
    match known.is_empty() {
        true => format!("Open action: {}.", action.name),
        false => format!("Open action: {} with {}.", action.name, known.join(", ")),
    }
}

fn asked(agent: &Agent, state: &DialogueState) -> Option<String> {
    match &state.question {
        Some(Question::WhichAction { candidates, .. }) => {
            let names: Vec<_> = candidates.iter().map(|name| name.as_str()).collect();
            return Some(format!("The customer was asked which is meant: {}.", names.join(" or ")));
        }
        Some(Question::Callback) => {
            return Some("The customer was asked whether someone shall call back.".to_owned());
        }
        Some(Question::More) => {
            return Some("The customer was asked whether there is anything else.".to_owned());
        }
        None => {}
    }
    let frame = state.frames.last()?;
    match &frame.phase {
        Phase::Eliciting { variable } => {
            let declared = agent.action(&frame.action)?.variable(variable)?;
            Some(format!("The customer was asked for {variable}: {}.", declared.description))
        }
        Phase::ConfirmingValue(doubt) => {
            Some(format!("The customer was asked whether {} is right.", doubt.variable))
        }
        Phase::Confirming => {
            Some(format!("The customer was asked to say yes before {}.", frame.action))
        }
        Phase::Changing => Some("The customer was asked what to change.".to_owned()),
        Phase::Calling | Phase::Waiting => None,
    }
}
