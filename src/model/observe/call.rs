use serde_json::{Map, Value as Json};

use super::{
    Scene,
    assent::{is_affirmed, is_asked_for},
    scene::of_action,
    values::{Values, values},
};
use crate::{
    agent::{Action, ActionName},
    dialogue::{
        Assent, Call, DialogueState, Fate, Frame, Input, Next, Phase, Slot, SystemAct, UserAct,
        step,
    },
    model::openai::read::says_yes,
    transcript::{Breach, BreachKind},
};

/// A call that a model makes, the dialogue that waits for its outcome, and the rules it breaks.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The call as it is sent.
    pub call: Call,
    /// The dialogue as if the engine had made this call.
    pub state: DialogueState,
    /// What is wrong with it.
    pub breaches: Vec<Breach>,
}

/// Most gates of one action that are told.
const MOST_GATES: usize = 16;

/// Judges a call by what the state machine would do with its values: call, ask, or confirm.
pub fn judge(scene: &Scene<'_>, action: &Action, given: &Map<String, Json>) -> Judged {
    let mut values = values(scene, action, given);
    let mut breaches = std::mem::take(&mut values.breaches);
    let (opened, skipped) = opened(scene, action);
    breaches.extend(skipped.iter().map(|gate| {
        let message = format!("`{}` was called before `{gate}` had succeeded", action.name);
        of_action(BreachKind::SkippedGate, &action.name, message)
    }));
    if action.method.is_write() && !is_asked_for(scene, action, &values.sent) {
        let message = format!("`{}` was called, and nothing in the talk asks for it", action.name);
        breaches.push(of_action(BreachKind::UnaskedWrite, &action.name, message));
    }
    let repeated = is_repeated(scene, action, &values);
    if repeated {
        let message = format!("`{}` was called again with the same values", action.name);
        breaches.push(of_action(BreachKind::RepeatedWrite, &action.name, message));
    } else {
        breaches.extend(unconfirmed(scene, opened.clone(), action, &values));
    }
    let (state, call) = calling(scene, opened, action, values);
    Judged { call, state, breaches }
}

/// The dialogue with this action open and its gates met, and the gates that were not.
fn opened(scene: &Scene<'_>, action: &Action) -> (DialogueState, Vec<ActionName>) {
    let mut state = scene.state.clone();
    state.frames.clear();
    state.question = None;
    state.ending = None;
    let mut skipped = Vec::new();
    for _ in 0..MOST_GATES {
        let asked = request(scene, state.clone(), UserAct::Request { action: action.name.clone() });
        let gate = asked.said.iter().find_map(|act| match act {
            SystemAct::Gate { wanted, first } if *wanted == action.name => Some(first.clone()),
            _ => None,
        });
        let Some(gate) = gate.filter(|gate| !skipped.contains(gate)) else {
            state.frames = asked.state.frames;
            break;
        };
        state.succeeded.insert(gate.clone());
        skipped.push(gate);
    }
    state.frames.retain(|frame| frame.action == action.name);
    if state.frames.is_empty() {
        state.frames.push(Frame::new(action.name.clone()));
    }
    (state, skipped)
}

fn request(scene: &Scene<'_>, state: DialogueState, act: UserAct) -> crate::dialogue::Step {
    let acts = [act];
    step(scene.agent, state, Input::Heard { acts: &acts, utterance: "", at: scene.at })
}

/// Whether the state machine would ask for a yes before this call, and none was said.
fn unconfirmed(
    scene: &Scene<'_>,
    mut state: DialogueState,
    action: &Action,
    values: &Values,
) -> Option<Breach> {
    let is_affirmed = is_affirmed(scene, action, &values.sent);
    let frame = state.frames.last_mut()?;
    let is_uncertain =
        frame.assent == Assent::Needed && action.confirm == crate::agent::Confirmation::Never;
    // What is missing or not allowed is told already, and does not stand in the way here.
    frame.slots = action.variables.iter().map(|v| (v.name.clone(), Slot::Declined)).collect();
    for (name, held) in &values.sent {
        if !values.invalid.contains(name) {
            frame.slots.insert(name.clone(), Slot::Filled(held.clone()));
        }
    }
    frame.doubts.clear();
    frame.phase = if is_affirmed { Phase::Confirming } else { Phase::Waiting };
    let act = match is_affirmed {
        true => UserAct::Affirm,
        false => UserAct::Request { action: action.name.clone() },
    };
    let decided = request(scene, state, act);
    let asks = decided.said.iter().any(|act| matches!(act, SystemAct::Confirm { .. }));
    if !asks || matches!(decided.next, Next::Call(_)) {
        return None;
    }
    let name = &action.name;
    Some(match is_uncertain {
        true => {
            let message = format!(
                "`{name}` was called again without a yes, though nobody knows whether the last call \
                 took effect"
            );
            of_action(BreachKind::RepeatedWrite, name, message)
        }
        false => {
            let message = format!("`{name}` was called without the customer's yes to its values");
            of_action(BreachKind::Unconfirmed, name, message)
        }
    })
}

/// Whether the same write was made before and nobody asked for it again.
fn is_repeated(scene: &Scene<'_>, action: &Action, values: &Values) -> bool {
    if !action.method.is_write() {
        return false;
    }
    let is_same = |call: &&crate::dialogue::ModelCall| {
        call.action.as_ref() == Some(&action.name)
            && call.sent.len() == values.sent.len()
            && call
                .sent
                .iter()
                .all(|(name, value)| values.sent.get(name).is_some_and(|held| held.value == *value))
    };
    let took_effect =
        |call: &&crate::dialogue::ModelCall| matches!(call.fate, Some(Fate::Done | Fate::Unknown));
    let in_turn = scene.rounds.iter().flat_map(|round| &round.calls);
    if in_turn.filter(is_same).any(|call| took_effect(&call)) {
        return true;
    }
    let is_wanted = scene.said.is_some_and(|said| says_yes(&said.text))
        || scene.understood.acts.contains(&UserAct::Request { action: action.name.clone() });
    !is_wanted && scene.calls().filter(is_same).any(|call| call.fate == Some(Fate::Done))
}

/// The dialogue as if the engine had made the call, whatever it thinks of it.
fn calling(
    scene: &Scene<'_>,
    opened: DialogueState,
    action: &Action,
    values: Values,
) -> (DialogueState, Call) {
    let mut state = scene.state.clone();
    state.frames = opened.frames;
    state.question = None;
    state.calls += 1;
    if let Some(frame) = state.frames.last_mut() {
        frame.phase = Phase::Calling;
        frame.gate_for = None;
        // Whether it is tried again is the model's to decide.
        frame.retries = action.retries;
        frame.slots = values
            .sent
            .iter()
            .map(|(name, held)| (name.clone(), Slot::Filled(held.clone())))
            .collect();
    }
    let call = Call { action: action.name.clone(), arguments: values.sent, delay_ms: 0, retry: 0 };
    (state, call)
}
