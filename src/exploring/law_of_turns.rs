//! What must hold of a turn as a whole: what is next, what is asked, and that it ends.

use super::{
    Broken, Law,
    ledger::Ledger,
    position::{Came, Ground, Seen, when},
};
use crate::{
    agent::{ActionName, VariableName},
    dialogue::{
        DialogueState, Ending, HandoffReason, MOST_CALLS, MOST_FRAMES, MOST_TURNS, Next, PATIENCE,
        Phase, Question, SystemAct, UserAct,
    },
    request::Outcome,
    value::parse,
};

/// What an answer was no use to, and how often in a row.
type Useless = Option<(Option<(ActionName, VariableName)>, u32)>;

pub(super) fn after_the_end(seen: &Seen<'_>) -> Option<Broken> {
    let stays = seen.step.state == *seen.before
        && seen.step.said.is_empty()
        && matches!(seen.step.next, Next::End(_));
    when(!stays, Law::AfterTheEnd, || "the talk was over, and something happened".to_owned())
}

/// What is next, what is open and what is known agree.
pub(super) fn coherent(seen: &Seen<'_>) -> Option<Broken> {
    let state = &seen.step.state;
    let top = state.frames.last();
    let is_calling = top.is_some_and(|frame| frame.phase == Phase::Calling);
    let why = match &seen.step.next {
        Next::Call(call) => (!is_calling || top.is_none_or(|frame| frame.action != call.action))
            .then(|| format!("{} is called, and it is not at work", call.action)),
        Next::Listen => (is_calling || state.ending.is_some())
            .then(|| "the customer is listened to, and it is not their turn".to_owned()),
        Next::End(ending) => (state.ending.as_ref() != Some(ending))
            .then(|| "the talk ends, and the state does not say so".to_owned()),
    };
    let forgotten = match (seen.came, &seen.ledger.pending) {
        (Came::Answered(_, Outcome::Success { .. }), Some(call)) => {
            (!state.succeeded.contains(&call.action))
                .then(|| format!("{} succeeded, and that is not known", call.action))
        }
        _ => None,
    };
    why.or(forgotten).map(|why| Broken::new(Law::Incoherent, why))
}

pub(super) fn broken(seen: &Seen<'_>) -> Option<Broken> {
    not_ended(seen).or_else(|| endless(seen)).or_else(|| unasked(seen))
}

fn not_ended(seen: &Seen<'_>) -> Option<Broken> {
    let ending = seen.step.state.ending.as_ref();
    let why = match seen.acts() {
        [UserAct::Goodbye] => ending.is_none().then_some("a goodbye did not end the talk"),
        [UserAct::AskHandoff] => {
            let asked = Ending::HandedOff { reason: HandoffReason::Asked };
            (ending != Some(&asked)).then_some("the wish for a person was not followed")
        }
        _ => None,
    };
    why.map(|why| Broken::new(Law::NotEnded, why))
}

fn endless(seen: &Seen<'_>) -> Option<Broken> {
    let state = &seen.step.state;
    if state.ending.is_some() {
        return None;
    }
    let is_silence = matches!(seen.came, Came::Silence);
    let most_frames = MOST_FRAMES + seen.agent.actions.len();
    let why = if is_silence && seen.ledger.silences + 1 >= PATIENCE {
        Some(format!("{} silences in a row did not end the talk", seen.ledger.silences + 1))
    } else if seen.ledger.said.len() > MOST_TURNS as usize {
        Some(format!("{} turns did not end the talk", seen.ledger.said.len()))
    } else if matches!(seen.step.next, Next::Call(_)) && seen.ledger.calls >= MOST_CALLS {
        Some(format!("{} calls did not end the talk", seen.ledger.calls + 1))
    } else {
        (state.frames.len() > most_frames)
            .then(|| format!("{} actions are open at once", state.frames.len()))
    };
    why.or_else(|| worn_out(seen)).map(|why| Broken::new(Law::NoEnd, why))
}

/// Answers that were no use, more often in a row than they may be.
fn worn_out(seen: &Seen<'_>) -> Option<String> {
    let (asked, before) = match (now_useless(seen), &seen.ledger.useless) {
        (None, _) => return None,
        (Some(asked), Some((was, times))) if *was == asked => (asked, *times),
        (Some(asked), _) => (asked, 0),
    };
    let times = before + 1;
    let state = &seen.step.state;
    match &asked {
        None => {
            (times >= PATIENCE && state.frames.is_empty() && state.question.is_none()).then(|| {
                format!("nothing was understood {times} times in a row, and the talk goes on")
            })
        }
        Some((action, variable)) => {
            let most = seen.agent.action(action)?.variable(variable)?.attempts;
            let top = state.frames.last()?;
            let still = top.action == *action
                && top.phase == Phase::Eliciting { variable: variable.clone() };
            (still && times >= most).then(|| {
                format!(
                    "the {variable} was asked for {times} times in vain, and is asked for again"
                )
            })
        }
    }
}

fn now_useless(seen: &Seen<'_>) -> Option<Option<(ActionName, VariableName)>> {
    useless_now(seen.agent, seen.before, seen.came, seen.at)
}

/// What the answer that came is no use to.
fn useless_now(
    agent: &crate::agent::Agent,
    before: &DialogueState,
    came: &Came,
    at: crate::value::Reference,
) -> Option<Option<(ActionName, VariableName)>> {
    let Came::Heard(utterance) = came else { return None };
    if matches!(before.question, Some(Question::WhichAction { .. } | Question::Callback)) {
        return None;
    }
    let asked = before.frames.last().and_then(|frame| match &frame.phase {
        Phase::Eliciting { variable } => Some((frame.action.clone(), variable.clone())),
        _ => None,
    });
    match utterance.acts.as_slice() {
        [UserAct::Unclear { candidates }] if candidates.is_empty() => {
            (asked.is_some() || before.frames.is_empty()).then_some(asked)
        }
        [UserAct::Inform { variable, raw, .. }] => {
            let (action, name) = asked?;
            let spec = &agent.action(&action)?.variable(&name)?.spec;
            let is_free = before.frames.last().is_some_and(|frame| frame.value(&name).is_none());
            let is_no_use = name == *variable && is_free && parse(spec, raw, &at).is_err();
            is_no_use.then_some(Some((action, name)))
        }
        _ => None,
    }
}

/// The run of useless answers after this one.
pub(super) fn useless(
    ground: &Ground,
    before: &DialogueState,
    came: &Came,
    ledger: &Ledger,
) -> Useless {
    let asked = useless_now(&ground.agent, before, came, ground.at)?;
    let times = match &ledger.useless {
        Some((was, times)) if *was == asked => *times,
        _ => 0,
    };
    Some((asked, times + 1))
}

/// Whether the question that stands open is asked.
fn unasked(seen: &Seen<'_>) -> Option<Broken> {
    if seen.step.next != Next::Listen {
        return None;
    }
    let (state, said) = (&seen.step.state, &seen.step.said);
    let last = said.last();
    let top = state.frames.last();
    let is_asked = match (&state.question, top) {
        (Some(Question::WhichAction { .. }), _) => {
            matches!(last, Some(SystemAct::OfferActions { .. }))
        }
        (Some(Question::Callback), _) => matches!(last, Some(SystemAct::OfferCallback)),
        (Some(Question::More) | None, Some(frame)) => {
            last.is_some_and(|act| act.is_question() && is_about(act, &frame.action))
        }
        (Some(Question::More) | None, None) => last.is_some(),
    };
    when(!is_asked, Law::NoQuestion, || match top {
        Some(frame) => format!("{} waits for an answer, and nothing is asked", frame.action),
        None => "the customer is left without an answer".to_owned(),
    })
}

fn is_about(act: &SystemAct, name: &ActionName) -> bool {
    match act {
        SystemAct::Elicit { action, .. }
        | SystemAct::ConfirmValue { action, .. }
        | SystemAct::Confirm { action, .. }
        | SystemAct::AskWhatToChange { action } => action == name,
        _ => false,
    }
}
