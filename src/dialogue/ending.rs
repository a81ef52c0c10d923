use serde::{Deserialize, Serialize};

use super::{DialogueState, Ending, HandoffReason, Provenance, SystemAct, turn::Turn};
use crate::agent::{ActionName, Agent, VariableName};

impl Turn<'_> {
    /// Passes the customer to a person.
    pub fn hand_off(&mut self, reason: HandoffReason) {
        self.heeded = true;
        self.say(SystemAct::HandOff { reason: reason.clone() });
        self.end(Ending::HandedOff { reason });
    }

    /// Ends the talk as the customer wishes.
    pub fn say_goodbye(&mut self) {
        self.heeded = true;
        let is_done = self.state.frames.is_empty();
        self.say(SystemAct::Farewell);
        self.end(if is_done { Ending::Completed } else { Ending::Abandoned });
    }
}

/// What a person who takes over needs to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Why it was passed on.
    pub reason: HandoffReason,
    /// What the customer wanted and did not get, first wanted first.
    pub open: Vec<ActionName>,
    /// What succeeded.
    pub done: Vec<ActionName>,
    /// What is known, `sensitive` values masked.
    pub values: Vec<(VariableName, String)>,
}

impl Summary {
    /// Sums a handed-off dialogue up; `None` when it was not handed off.
    pub fn of(agent: &Agent, state: &DialogueState) -> Option<Self> {
        let Some(Ending::HandedOff { reason }) = &state.ending else { return None };
        Some(Self {
            reason: reason.clone(),
            open: state.frames.iter().map(|frame| frame.action.clone()).collect(),
            done: state.succeeded.iter().cloned().collect(),
            values: known_values(agent, state),
        })
    }
}

fn known_values(agent: &Agent, state: &DialogueState) -> Vec<(VariableName, String)> {
    let mut values: Vec<(VariableName, String)> = Vec::new();
    for frame in &state.frames {
        let Some(action) = agent.action(&frame.action) else { continue };
        for variable in &action.variables {
            let Some(held) = frame.value(&variable.name) else { continue };
            let is_said = matches!(held.provenance, Provenance::User { .. });
            if is_said && !values.iter().any(|(name, _)| *name == variable.name) {
                let text = match variable.sensitive {
                    true => "••••".to_owned(),
                    false => held.value.to_string(),
                };
                values.push((variable.name.clone(), text));
            }
        }
    }
    values
}
