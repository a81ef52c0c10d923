use super::{Line, Talk, Tone, outline, why::value_line};
use crate::{
    dialogue::{DialogueState, Frame, Phase, Question, Slot},
    transcript::{MASK, Mask},
};

/// Where the talk stands: what is open, what is known and where it came from.
pub fn standing(talk: &Talk) -> Vec<Line> {
    let memory = talk.memory();
    let state = &memory.state;
    let mut lines = vec![
        Line::new()
            .dim("time ")
            .plain(&memory.clock.now().format("%Y-%m-%d %H:%M:%S %Z").to_string())
            .dim("   branch ")
            .plain(talk.branch())
            .dim("   turn ")
            .plain(&state.turn.to_string()),
    ];
    lines.extend(state.frames.iter().rev().flat_map(|frame| open(talk, frame)));
    if state.frames.is_empty() {
        lines.push(Line::dimmed("no action is open"));
    }
    lines.extend(question(state));
    lines.extend(known(talk));
    lines.extend(state.ending.as_ref().map(|ending| {
        Line::new()
            .with(&format!("the talk is over: {}", outline::ending_name(ending)), Tone::Strong)
    }));
    lines
}

fn open(talk: &Talk, frame: &Frame) -> Vec<Line> {
    let phase = match &frame.phase {
        Phase::Eliciting { variable } => format!("asks for {variable}"),
        Phase::ConfirmingValue(doubt) => format!("makes sure of {}", doubt.variable),
        Phase::Confirming => "asks for a yes".to_owned(),
        Phase::Changing => "asks what to change".to_owned(),
        Phase::Calling => "calls".to_owned(),
        Phase::Waiting => "waits".to_owned(),
    };
    let mut head = Line::new().with(frame.action.as_str(), Tone::Strong).dim(&format!("  {phase}"));
    if let Some(wanted) = &frame.gate_for {
        head = head.dim(&format!(", first, for {wanted}"));
    }
    let mut lines = vec![head];
    let mask = Mask::new(talk.agent());
    for (variable, slot) in &frame.slots {
        lines.push(Line::of("  ").then(match slot {
            Slot::Filled(held) => value_line(talk.turns(), variable, &mask.slot(variable, held)),
            Slot::Declined => Line::new().with(variable.as_str(), Tone::Name).dim(" left out"),
        }));
    }
    let missing = talk.agent().action(&frame.action).into_iter().flat_map(|action| {
        action
            .variables
            .iter()
            .filter(|variable| variable.is_required() && !frame.slots.contains_key(&variable.name))
    });
    lines.extend(missing.map(|variable| {
        Line::of("  ").with(variable.name.as_str(), Tone::Name).dim(" is missing")
    }));
    lines
}

fn question(state: &DialogueState) -> Option<Line> {
    let text = match state.question.as_ref()? {
        Question::WhichAction { candidates, .. } => {
            let names: Vec<_> = candidates.iter().map(|name| name.as_str()).collect();
            format!("asked: {}?", names.join(" or "))
        }
        Question::Callback => "asked: shall someone call back?".to_owned(),
        Question::More => "asked: anything else?".to_owned(),
    };
    Some(Line::dimmed(&text))
}

fn known(talk: &Talk) -> Vec<Line> {
    let state = &talk.memory().state;
    let mask = Mask::new(talk.agent());
    let mut lines = Vec::new();
    if !state.succeeded.is_empty() {
        let names: Vec<_> = state.succeeded.iter().map(|name| name.as_str()).collect();
        lines.push(Line::new().dim("succeeded ").plain(&names.join(", ")));
    }
    for (variable, known) in &state.known {
        let held = mask.slot(variable, &known.value);
        lines.push(Line::new().dim("known ").then(value_line(talk.turns(), variable, &held)));
    }
    let hidden = talk.sensitive_values();
    for (key, (value, action)) in &state.saved {
        let shown = talk.backstage().redact(&value.to_string());
        let shown = hidden
            .iter()
            .filter(|text| !text.is_empty())
            .fold(shown, |shown, text| shown.replace(text.as_str(), MASK));
        let line = Line::new().dim("kept ").with(key, Tone::Name).dim(" = ");
        lines.push(line.with(&shown, Tone::Value).dim(&format!("  from {action}")));
    }
    lines
}
