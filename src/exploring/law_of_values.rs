//! What must hold of the values and actions that stand open.

use super::{
    Broken, Law,
    ledger::is_refusal,
    position::{Came, Seen, when},
};
use crate::{
    agent::{ActionName, VariableName},
    dialogue::{DialogueState, Frame, Phase, Question, SystemAct, UserAct},
    request::Outcome,
    value::{Value, parse},
};

pub(super) fn broken(seen: &Seen<'_>) -> Option<Broken> {
    lost_action(seen)
        .or_else(|| seen.before.frames.iter().find_map(|frame| lost_value(seen, frame)))
        .or_else(|| dropped(seen))
        .or_else(|| asked_again(seen))
        .or_else(|| asked_in_vain(seen))
}

fn frame_of<'s>(state: &'s DialogueState, action: &ActionName) -> Option<&'s Frame> {
    state.frames.iter().find(|frame| frame.action == *action)
}

fn lost_action(seen: &Seen<'_>) -> Option<Broken> {
    if seen.step.state.ending.is_some() {
        return None;
    }
    let frames = &seen.before.frames;
    let may_go = match seen.came {
        Came::Answered(_, Outcome::Success { .. }) => 1,
        Came::Answered(..) => chain(frames).len(),
        Came::Heard(_) | Came::Silence => 0,
    };
    let stays = frames.len().saturating_sub(may_go);
    let given_up = |frame: &Frame| {
        let chain = links(frames, frame);
        seen.step
            .said
            .iter()
            .any(|act| matches!(act, SystemAct::Cancelled { action } if chain.contains(&action)))
    };
    let gone = |frame: &&Frame| frame_of(&seen.step.state, &frame.action).is_none();
    let lost = frames[..stays].iter().filter(gone).find(|frame| !given_up(frame))?;
    let why = format!("{} was open, and nobody gave it up", lost.action);
    Some(Broken::new(Law::LostAction, why))
}

/// The frame at work and what it was opened for, from the top down.
fn chain(frames: &[Frame]) -> Vec<&ActionName> {
    frames.last().map_or_else(Vec::new, |top| links(frames, top))
}

/// A frame's action and those that wait for it.
fn links<'f>(frames: &'f [Frame], frame: &'f Frame) -> Vec<&'f ActionName> {
    let (mut chain, mut at) = (vec![&frame.action], frame);
    while let Some(wanted) = &at.gate_for
        && let Some(below) = frames.iter().find(|below| below.action == *wanted)
        && !chain.contains(&wanted)
    {
        chain.push(wanted);
        at = below;
    }
    chain
}

fn lost_value(seen: &Seen<'_>, frame: &Frame) -> Option<Broken> {
    let kept = frame_of(&seen.step.state, &frame.action)?;
    let is_top = seen.before.frames.last().is_some_and(|top| top.action == frame.action);
    let is_refused = match seen.came {
        Came::Answered(answer, _) => is_top && is_refusal(*answer),
        Came::Heard(_) | Came::Silence => false,
    };
    let restarts = seen.acts().iter().any(|act| matches!(act, UserAct::Cancel | UserAct::Deny));
    if is_refused || (restarts && seen.acts().len() > 1) {
        return None;
    }
    let lost = frame.slots.keys().find(|name| {
        let held = frame.value(name).map(|held| &held.value);
        let now = kept.value(name).map(|held| &held.value);
        held.is_some() && held != now && !is_touched(seen, frame, name)
    })?;
    let why = format!("the {lost} of {} was known and is another or none now", frame.action);
    Some(Broken::new(Law::LostValue, why))
}

/// Whether what was said is about this variable.
fn is_touched(seen: &Seen<'_>, frame: &Frame, name: &VariableName) -> bool {
    let is_doubted = frame.doubts.iter().any(|doubt| doubt.variable == *name)
        || matches!(&frame.phase, Phase::ConfirmingValue(doubt) if doubt.variable == *name);
    let is_named = seen.acts().iter().any(|act| match act {
        UserAct::Inform { variable, raw, span } => variable == name && is_said(seen, raw, span),
        UserAct::Correct { variable, raw: Some(raw), span } => {
            variable == name && is_said(seen, raw, span)
        }
        UserAct::Correct { variable, raw: None, .. } => variable == name,
        _ => false,
    });
    // A value that waited for a choice of action comes with the choice.
    let waited = matches!(&seen.before.question, Some(Question::WhichAction { told, .. })
        if told.iter().any(|told| told.variable == *name));
    is_doubted || is_named || waited
}

fn is_said(seen: &Seen<'_>, raw: &str, span: &std::ops::Range<usize>) -> bool {
    let said = match seen.came {
        Came::Heard(utterance) => utterance.text.get(span.clone()),
        Came::Silence | Came::Answered(..) => None,
    };
    said == Some(raw)
}

/// A good value that was given alone for an open action and is not taken.
fn dropped(seen: &Seen<'_>) -> Option<Broken> {
    let [
        UserAct::Inform { variable, raw, span }
        | UserAct::Correct { variable, raw: Some(raw), span },
    ] = seen.acts()
    else {
        return None;
    };
    let is_kept = matches!(seen.before.question, Some(Question::WhichAction { .. }));
    if is_kept || !is_said(seen, raw, span) {
        return None;
    }
    let mut frames = seen.before.frames.iter().rev();
    let declares = |frame: &&Frame| {
        seen.agent.action(&frame.action).is_some_and(|action| action.variable(variable).is_some())
    };
    let frame = frames.find(declares)?;
    let spec = &seen.agent.action(&frame.action)?.variable(variable)?.spec;
    let reading = parse(spec, raw, &seen.at).ok()?;
    let kept = frame_of(&seen.step.state, &frame.action)?;
    let is_taken = holds(kept, variable, &reading.value)
        || reading.alternatives.iter().any(|value| holds(kept, variable, value));
    when(
        !is_taken && !was_refused(seen, frame, variable, &reading.value),
        Law::DroppedValue,
        || {
            format!(
                "{} was given as {variable} of {}, and it was not taken",
                reading.value, frame.action
            )
        },
    )
}

fn holds(frame: &Frame, variable: &VariableName, value: &Value) -> bool {
    let pending = match &frame.phase {
        Phase::ConfirmingValue(doubt) => Some(doubt),
        _ => None,
    };
    let mut doubts = frame.doubts.iter().chain(pending);
    frame.value(variable).is_some_and(|held| held.value == *value)
        || doubts.any(|doubt| doubt.variable == *variable && doubt.reading.value == *value)
}

fn was_refused(seen: &Seen<'_>, frame: &Frame, variable: &VariableName, value: &Value) -> bool {
    let of_frame = |(name, values): &&(ActionName, super::ledger::Values)| {
        *name == frame.action && values.get(variable) == Some(value)
    };
    seen.ledger.refused.iter().any(|refused| of_frame(&refused))
}

fn asked_again(seen: &Seen<'_>) -> Option<Broken> {
    seen.step.said.iter().find_map(|act| {
        let SystemAct::Elicit { action, variable, .. } = act else { return None };
        let held = frame_of(&seen.step.state, action)?.value(variable)?;
        let why = format!("the {variable} of {action} is {}, and it was asked for", held.value);
        Some(Broken::new(Law::AskedAgain, why))
    })
}

fn asked_in_vain(seen: &Seen<'_>) -> Option<Broken> {
    let (Came::Answered(answer, Outcome::Failure { .. }), Some(call)) =
        (seen.came, &seen.ledger.pending)
    else {
        return None;
    };
    let asks =
        |act: &SystemAct| matches!(act, SystemAct::Elicit { action, .. } if *action == call.action);
    when(!is_refusal(*answer) && seen.step.said.iter().any(asks), Law::AskedInVain, || {
        format!("{} failed through no fault of the customer, who is asked again", call.action)
    })
}
