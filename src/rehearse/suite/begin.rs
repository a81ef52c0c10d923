//! The state that a talk begins in, when a scenario names one.

use crate::{
    agent::VariableName,
    dialogue::{DialogueState, Input, Next, UserAct, step},
    rehearse::Conversation,
    scenario::{Opened, Start},
};

/// Puts the conversation where the scenario wants it to begin. What comes back is what the customer
/// would have said for it, so that its values stay grounded; an error is a sentence.
pub(super) fn begin(
    conversation: &mut Conversation,
    start: &Start,
) -> Result<Option<String>, String> {
    let mut memory = conversation.memory().clone();
    memory.state.succeeded.extend(start.succeeded.iter().cloned());
    memory.state.saved.extend(start.saved.clone());
    let said = match &start.open {
        None => None,
        Some(opened) => {
            let (said, acts) = as_said(opened);
            memory.state = opened_state(conversation, memory.state, (&said, &acts))?;
            Some(said)
        }
    };
    conversation.restore(memory);
    Ok(said)
}

/// The values one after the other, as an utterance, and what it means.
fn as_said(opened: &Opened) -> (String, Vec<UserAct>) {
    let mut said = String::new();
    let mut acts = vec![UserAct::Request { action: opened.action.clone() }];
    for (variable, value) in &opened.values {
        if !said.is_empty() {
            said.push_str("; ");
        }
        let start = said.len();
        said.push_str(value);
        let (variable, raw) = (variable.clone(), value.clone());
        acts.push(UserAct::Inform { variable, raw, span: start..said.len() });
    }
    (said, acts)
}

fn opened_state(
    conversation: &Conversation,
    state: DialogueState,
    (said, acts): (&str, &[UserAct]),
) -> Result<DialogueState, String> {
    let at = conversation.reference();
    let input = Input::Heard { acts, utterance: said, at };
    let step = step(conversation.agent(), state, input);
    if let Next::Call(call) = &step.next {
        return Err(format!(
            "`start` leaves nothing to ask for: {} would be called before the first turn; leave one \
             value out and let a turn say it",
            call.action
        ));
    }
    let mut state = step.state;
    let refused = acts.iter().find_map(|act| match act {
        UserAct::Inform { variable, raw, .. } if !holds(&state, variable) => Some((variable, raw)),
        _ => None,
    });
    if let Some((variable, raw)) = refused {
        return Err(format!(
            "`start` gives {variable} as \"{raw}\", which is no valid value of it"
        ));
    }
    // It was no turn of this talk.
    state.turn = 0;
    Ok(state)
}

fn holds(state: &DialogueState, variable: &VariableName) -> bool {
    state.frames.iter().any(|frame| frame.value(variable).is_some())
}
