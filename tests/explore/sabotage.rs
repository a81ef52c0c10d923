//! Engines with a fault, each found and shrunk to a handful of inputs.

use std::ops::ControlFlow;

use rehearsal::{
    agent::{ActionName, Agent},
    dialogue::{
        Assent, Call, DialogueState, Ending, Input, Next, Phase, Provenance, Question, Slot,
        SlotValue, Step, SystemAct, UserAct, step,
    },
    exploring::{Bounds, Failing, Ground, Kind, Wandering, breadth, shrink, wander},
    request::Outcome,
    value::Value,
};

use crate::grounds::{ground_under, word};

type Engine = fn(&Agent, DialogueState, Input<'_>) -> Step;

/// The agent, the law, the most inputs that the shortest talk has, and what is broken.
const ROWS: &[(&str, &str, usize, Engine)] = &[
    ("bookings", "unconfirmed-call", 9, calls_without_assent),
    ("crm", "unconfirmed-call", 9, sends_other_values_than_affirmed),
    ("order-desk", "repeated-write", 4, repeats_a_write),
    ("order-desk", "repeated-write", 5, repeats_a_write_when_thanked),
    ("order-desk", "dropped-value", 2, drops_a_good_value),
    ("crm", "dropped-value", 3, ignores_corrections),
    ("order-desk", "skipped-gate", 5, skips_a_gate),
    ("order-desk", "no-end", 4, asks_forever),
    ("crm", "no-end", 3, bears_any_silence),
    ("inventory", "lost-action", 4, loses_the_frame_below),
    ("inventory", "lost-action", 3, cancels_everything),
    ("order-desk", "ungrounded-value", 3, sends_what_nobody_said),
    ("order-desk", "ungrounded-value", 4, sends_an_unsaid_value),
    ("order-desk", "missing-value", 3, forgets_an_argument),
    ("inventory", "invalid-value", 3, sends_an_invalid_value),
    ("order-desk", "unfaithful-copy", 2, saves_what_cannot_be_read),
    ("crm", "lost-value", 3, forgets_when_there_is_silence),
    ("crm", "asked-again", 3, asks_what_it_knows),
    ("crm", "refused-again", 4, sends_what_was_refused),
    ("order-desk", "unannounced-unknown", 4, hides_that_a_result_is_unknown),
    ("crm", "false-success", 3, tells_a_failure_as_success),
    ("crm", "asked-in-vain", 3, asks_after_a_failure_of_ours),
    ("crm", "no-question", 1, says_nothing),
    ("crm", "not-ended", 1, goes_on_after_a_goodbye),
    ("crm", "after-the-end", 2, talks_after_the_end),
    ("crm", "incoherent", 3, forgets_a_success),
];

#[test]
fn every_broken_engine_is_found_and_shrunk() {
    let mut wrong = Vec::new();
    for (at, (agent, law, most, engine)) in ROWS.iter().enumerate() {
        let ground = ground_under(agent, *engine);
        let found = explored(&ground, law);
        match found.map(|failing| shrink(&ground, word, failing)) {
            None => wrong.push(format!("row {at}: {law} of {agent} is not found")),
            Some(short) if short.events.len() > *most => {
                let told: Vec<_> =
                    short.events.iter().map(|event| ground.repertoire.in_words(event)).collect();
                wrong.push(format!("row {at}: {law} of {agent} takes {told:#?}"));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), ROWS.len(), wrong.join("\n"));
}

/// What a small budget finds of this law: first all short talks, then a few at random.
fn explored(ground: &Ground, law: &str) -> Option<Failing> {
    let is_it = |failing: &Failing| failing.kind.name() == law;
    let on = |_: &_| ControlFlow::Continue(());
    let bounds = Bounds { depth: 2, states: 10_000 };
    let wide = breadth(ground, bounds, &mut { on }).failures.into_iter().find(is_it);
    let wandering = Wandering { talks: 400, seed: 1, checked_every: 0 };
    wide.or_else(|| {
        wander(ground, word, wandering, &mut |_| ControlFlow::Continue(()))
            .failures
            .into_iter()
            .find(is_it)
    })
}

/// Changes what the true engine says.
fn told(mut step: Step, change: impl Fn(&mut Vec<SystemAct>)) -> Step {
    change(&mut step.said);
    step
}

/// Changes the call that the true engine makes.
fn called(mut step: Step, change: impl Fn(&mut Call)) -> Step {
    if let Next::Call(call) = &mut step.next {
        change(call);
    }
    step
}

fn calls_without_assent(agent: &Agent, mut state: DialogueState, input: Input<'_>) -> Step {
    for frame in &mut state.frames {
        frame.assent = Assent::NotNeeded;
    }
    step(agent, state, input)
}

fn sends_other_values_than_affirmed(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let was_confirming = state.frames.last().is_some_and(|top| top.phase == Phase::Confirming);
    called(step(agent, state, input), |call| {
        if was_confirming && call.arguments.len() > 1 {
            let optional = |name: &str| name == "new_phone";
            call.arguments.retain(|name, _| !optional(name.as_str()));
        }
    })
}

fn repeats_a_write(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let is_failure = matches!(&input, Input::Outcome { outcome: Outcome::Failure { .. }, .. });
    let before = state.frames.last().cloned();
    let mut stepped = step(agent, state, input);
    if let Some(mut frame) = before.filter(|frame| is_failure && frame.phase == Phase::Calling)
        && stepped.state.ending.is_none()
    {
        let held = frame.slots.iter().filter_map(|(name, slot)| match slot {
            Slot::Filled(held) => Some((name.clone(), held.clone())),
            Slot::Declined => None,
        });
        let action = frame.action.clone();
        let call = Call { action, arguments: held.collect(), delay_ms: 0, retry: 1 };
        frame.retries += 1;
        stepped.state.frames.retain(|open| open.action != frame.action);
        stepped.state.frames.push(frame);
        stepped.state.question = None;
        stepped.said.clear();
        stepped.next = Next::Call(call);
    }
    stepped
}

fn repeats_a_write_when_thanked(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let chats = matches!(&input, Input::Heard { acts: [UserAct::Chat], .. });
    let last = state.last.clone().filter(|_| chats && state.frames.is_empty());
    let mut stepped = step(agent, state, input);
    if let Some(finished) = last {
        let mut frame = finished.frame;
        frame.phase = Phase::Calling;
        let held =
            frame.slots.keys().filter_map(|name| Some((name.clone(), frame.value(name)?.clone())));
        let (action, arguments) = (frame.action.clone(), held.collect());
        stepped.next = Next::Call(Call { action, arguments, delay_ms: 0, retry: 0 });
        stepped.state.frames.push(frame);
    }
    stepped
}

fn drops_a_good_value(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    match &input {
        Input::Heard { acts: [UserAct::Inform { variable, .. }], utterance, at }
            if variable.as_str() == "pin" =>
        {
            step(agent, state, Input::Heard { acts: &[UserAct::Chat], utterance, at: *at })
        }
        _ => step(agent, state, input),
    }
}

fn ignores_corrections(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    match &input {
        Input::Heard { acts: [UserAct::Correct { raw: Some(_), .. }], utterance, at } => {
            step(agent, state, Input::Heard { acts: &[UserAct::Chat], utterance, at: *at })
        }
        _ => step(agent, state, input),
    }
}

fn skips_a_gate(agent: &Agent, mut state: DialogueState, input: Input<'_>) -> Step {
    state.succeeded.insert(ActionName::new("Verify Customer"));
    step(agent, state, input)
}

fn asks_forever(agent: &Agent, mut state: DialogueState, input: Input<'_>) -> Step {
    for frame in &mut state.frames {
        frame.attempts.clear();
    }
    step(agent, state, input)
}

fn bears_any_silence(agent: &Agent, mut state: DialogueState, input: Input<'_>) -> Step {
    state.silences = 0;
    step(agent, state, input)
}

fn loses_the_frame_below(agent: &Agent, mut state: DialogueState, input: Input<'_>) -> Step {
    let succeeds = matches!(&input, Input::Outcome { outcome: Outcome::Success { .. }, .. });
    if succeeds && state.frames.len() > 1 {
        let top = state.frames.pop();
        state.frames = top.into_iter().collect();
    }
    step(agent, state, input)
}

fn cancels_everything(agent: &Agent, mut state: DialogueState, input: Input<'_>) -> Step {
    if matches!(&input, Input::Heard { acts: [UserAct::Cancel], .. }) {
        let top = state.frames.pop();
        state.frames = top.into_iter().collect();
    }
    step(agent, state, input)
}

fn held(value: Value, provenance: Provenance) -> SlotValue {
    SlotValue { raw: value.to_string(), value, provenance }
}

fn sends_what_nobody_said(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    called(step(agent, state, input), |call| {
        for argument in call.arguments.values_mut() {
            if let Value::Integer(number) = &mut argument.value {
                *number += 1;
            }
        }
    })
}

/// Takes a value whose words do not stand in the utterance.
fn sends_an_unsaid_value(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    if let Input::Heard { acts: [UserAct::Inform { variable, raw, .. }], at, .. } = &input {
        let (variable, raw) = (variable.clone(), raw.clone());
        let act = [UserAct::Inform { variable, span: 0..raw.len(), raw: raw.clone() }];
        return step(agent, state, Input::Heard { acts: &act, utterance: &raw, at: *at });
    }
    step(agent, state, input)
}

fn forgets_an_argument(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    called(step(agent, state, input), |call| {
        call.arguments.pop_first();
    })
}

fn sends_an_invalid_value(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    called(step(agent, state, input), |call| {
        for argument in call.arguments.values_mut() {
            if let Value::String(text) = &mut argument.value {
                text.push('!');
            }
        }
    })
}

fn saves_what_cannot_be_read(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let mut stepped = step(agent, state, input);
    let value = held(Value::Float(f64::NAN), Provenance::Default);
    if let Some(frame) = stepped.state.frames.last_mut() {
        frame.slots.insert(rehearsal::agent::VariableName::new("amount"), Slot::Filled(value));
    }
    stepped
}

fn forgets_when_there_is_silence(
    agent: &Agent,
    mut state: DialogueState,
    input: Input<'_>,
) -> Step {
    if matches!(&input, Input::Silence { .. }) {
        state.frames.iter_mut().for_each(|frame| frame.slots.clear());
    }
    step(agent, state, input)
}

fn asks_what_it_knows(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    told(step(agent, state, input), |said| {
        for act in said {
            if let SystemAct::Elicit { variable, .. } = act
                && variable.as_str() == "customer_id"
            {
                *variable = rehearsal::agent::VariableName::new("new_email");
            }
        }
    })
}

fn sends_what_was_refused(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let mut state = state;
    for frame in &mut state.frames {
        frame.rejected.clear();
        frame.refused.clear();
    }
    step(agent, state, input)
}

fn hides_that_a_result_is_unknown(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    told(step(agent, state, input), |said| {
        for act in said {
            if let SystemAct::ReportFailure { unknown_result, .. } = act {
                *unknown_result = false;
            }
        }
    })
}

fn tells_a_failure_as_success(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    told(step(agent, state, input), |said| {
        for act in said {
            if let SystemAct::ReportFailure { action, .. } = act {
                let result = serde_json::Value::Null;
                *act = SystemAct::Report { action: action.clone(), gate_for: None, result };
            }
        }
    })
}

fn asks_after_a_failure_of_ours(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    told(step(agent, state, input), |said| {
        let failed = said.iter().find_map(|act| match act {
            SystemAct::ReportFailure { action, .. } => agent.action(action),
            _ => None,
        });
        if let Some(variable) = failed.and_then(|action| Some((action, action.variables.first()?)))
        {
            let (action, variable) = (variable.0.name.clone(), variable.1.name.clone());
            said.insert(1, SystemAct::Elicit { action, variable, attempt: 1 });
        }
    })
}

fn says_nothing(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    told(step(agent, state, input), Vec::clear)
}

fn goes_on_after_a_goodbye(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let mut stepped = step(agent, state, input);
    if stepped.state.ending == Some(Ending::Completed) {
        stepped.state.ending = None;
        stepped.state.question = Some(Question::More);
        stepped.next = Next::Listen;
    }
    stepped
}

fn talks_after_the_end(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let was_over = state.ending.is_some();
    told(step(agent, state, input), |said| {
        if was_over {
            said.push(SystemAct::Farewell);
        }
    })
}

fn forgets_a_success(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let mut stepped = step(agent, state, input);
    stepped.state.succeeded.clear();
    stepped
}

#[test]
fn the_kind_of_a_failure_survives_shrinking() {
    let ground = ground_under("order-desk", asks_forever);
    let found = explored(&ground, "no-end").unwrap();
    let short = shrink(&ground, word, found.clone());
    assert_eq!(short.kind, found.kind);
    assert!(matches!(short.kind, Kind::Law(_)));
    assert!(short.events.len() <= found.events.len());
}
