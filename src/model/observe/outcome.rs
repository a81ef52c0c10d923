use serde_json::{Value as Json, json};

use super::Scene;
use crate::{
    dialogue::{DialogueState, Fate, Finished, Input, Provenance, SystemAct, step},
    model::openai::ask::told,
    request::Outcome,
};

/// What a call of the model came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// The dialogue with what the answer brought.
    pub state: DialogueState,
    /// The report of it.
    pub act: Option<SystemAct>,
    /// What became of the call.
    pub fate: Fate,
    /// What the model is told, in the fixed shape of its class.
    pub answer: Json,
}

/// Takes an outcome into the dialogue that waits for it. What the engine would say and ask then is
/// left to the model.
pub fn observe(scene: &Scene<'_>, calling: DialogueState, outcome: &Outcome) -> Observed {
    let waiting = calling.frames.last().cloned();
    let last_said = calling.last_said.clone();
    let stepped = step(scene.agent, calling, Input::Outcome { outcome, at: scene.at });
    let act = stepped
        .said
        .into_iter()
        .find(|act| matches!(act, SystemAct::Report { .. } | SystemAct::ReportFailure { .. }));
    let act = act.map(|act| as_gate(scene, act));
    let fate = match &act {
        Some(SystemAct::Report { .. }) => Fate::Done,
        Some(SystemAct::ReportFailure { unknown_result: true, .. }) => Fate::Unknown,
        _ => Fate::Failed,
    };
    let mut state = stepped.state;
    if let Some(frame) = waiting.filter(|_| fate == Fate::Failed) {
        state.last = Some(Finished { frame, fate });
    }
    state.frames.clear();
    state.question = None;
    state.ending = None;
    state.last_said = last_said;
    // What the model made up is nothing that is known.
    state.known.retain(|_, known| known.value.provenance != Provenance::Model);
    let answer = act.as_ref().and_then(told).unwrap_or_else(|| json!({ "outcome": "failure" }));
    Observed { state, act, fate, answer }
}

/// What opens the way to another action need not be told to the customer.
fn as_gate(scene: &Scene<'_>, act: SystemAct) -> SystemAct {
    match act {
        SystemAct::Report { action, result, .. } => {
            let mut all = scene.agent.actions.iter();
            let gated = all.find(|other| other.requires.contains(&action));
            SystemAct::Report { gate_for: gated.map(|other| other.name.clone()), action, result }
        }
        other => other,
    }
}
