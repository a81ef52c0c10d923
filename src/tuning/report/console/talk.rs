//! A talk with a line of state under each turn.

use crate::{
    report::Attempt,
    shown::{Line, Tone},
    transcript::{CallRecord, TurnRecord},
};

/// A talk of a cell.
pub(super) fn talk(attempt: &Attempt) -> Vec<Line> {
    attempt.turns.iter().flat_map(turn).collect()
}

fn turn(turn: &TurnRecord) -> Vec<Line> {
    let mut lines = Vec::new();
    if turn.turn > 0 {
        let said = turn.user.as_deref();
        let line = Line::new().with("  you    ", Tone::User);
        lines.push(match said {
            Some(said) => line.plain(said),
            None => line.dim("(silence)"),
        });
    }
    for call in &turn.calls {
        lines.extend(self::call(call));
    }
    lines.push(Line::new().with("  agent  ", Tone::Agent).plain(&turn.reply));
    lines.push(Line::dimmed(&format!("         {}", state(turn))));
    lines
}

/// What a turn came to, on one line.
fn state(turn: &TurnRecord) -> String {
    let mut parts = vec![turn.phase.replace('_', " ")];
    if let Some(asks_for) = &turn.asks_for {
        parts[0] = format!("{} {asks_for}", parts[0]);
    }
    let slots = turn.slots.iter();
    parts.extend(slots.map(|(name, slot)| match slot.value.as_str() {
        Some(text) => format!("{name} = {text}"),
        None => format!("{name} = {}", slot.value),
    }));
    parts.extend(turn.refused.iter().cloned());
    parts.extend(turn.breaches.iter().map(|breach| breach.message.clone()));
    parts.join(" · ")
}

/// A call with its status and what was done to it.
fn call(call: &CallRecord) -> Vec<Line> {
    let is_fine = call.outcome.class == "success";
    let sent = match &call.request {
        Some(request) => format!("{} {}", request.method, request.url),
        None => format!("{}, and nothing left", call.action),
    };
    let status = call.outcome.status.map(|status| format!("{status} ")).unwrap_or_default();
    let came = format!("{status}{}", call.outcome.class.replace('_', " "));
    let line = Line::dimmed("         └ ")
        .plain(&sent)
        .plain("  ")
        .with(&came, if is_fine { Tone::Good } else { Tone::Bad })
        .dim(&format!(" · {} ms", call.ms));
    let retry = if call.retry > 0 { format!(" · try {}", call.retry + 1) } else { String::new() };
    let note = call.note.iter().map(|note| Line::dimmed("           ").with(note, Tone::Warn));
    std::iter::once(line.dim(&retry)).chain(note).collect()
}
