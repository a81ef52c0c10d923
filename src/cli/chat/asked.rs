use serde_json::Value as Json;

use super::{Casting, Done, Line, Talk, Tone};
use crate::{
    model::openai::{Seen, Spent},
    shown::lines_of,
    transcript::Mask,
};

/// Most lines of one message that are shown.
const MOST_LINES: usize = 400;

/// What is looked at of the last turn's requests to the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What the model saw.
    Sent,
    /// What it answered.
    Answered,
}

/// What the model was sent in the last turn, or what it answered, secrets masked.
pub fn asked(talk: &Talk, side: Side) -> Done {
    let Some(casting) = talk.casting().filter(|casting| casting.model().is_some()) else {
        let sees = match side {
            Side::Sent => "is sent no prompt",
            Side::Answered => "answers no request",
        };
        return Done::Refused(format!(
            "the offline model {sees}: name a model with /model NAME, or begin with --model NAME"
        ));
    };
    let seen = casting.seen();
    if seen.is_empty() {
        let why = "the model was not asked in the last turn: what was said needed no model";
        return Done::Told(vec![Line::of(why)]);
    }
    let shown = |(at, seen): (usize, &Seen)| {
        let mut lines = vec![head(at, seen)];
        lines.extend(match side {
            Side::Sent => sent(talk, &seen.request),
            Side::Answered => body(talk, &seen.answer).collect(),
        });
        lines
    };
    Done::Told(seen.iter().enumerate().flat_map(shown).collect())
}

fn head(at: usize, seen: &Seen) -> Line {
    let name = seen.request.get("model").and_then(Json::as_str).unwrap_or_default();
    let line = Line::new().with(&format!("request {} to {name}", at + 1), Tone::Strong);
    match seen.first_token {
        Some(after) => line.dim(&format!("   first token after {:.1} s", after.as_secs_f32())),
        None => line,
    }
}

fn sent(talk: &Talk, request: &Json) -> Vec<Line> {
    let mut lines = Vec::new();
    for message in request.get("messages").and_then(Json::as_array).into_iter().flatten() {
        let role = message.get("role").and_then(Json::as_str).unwrap_or_default();
        lines.push(Line::new().with(role, Tone::Name));
        if let Some(content) = message.get("content").and_then(Json::as_str) {
            lines.extend(body(talk, content));
        }
        if let Some(calls) = message.get("tool_calls") {
            lines.extend(body(talk, &calls.to_string()));
        }
    }
    for tool in request.get("tools").and_then(Json::as_array).into_iter().flatten() {
        let function = tool.get("function").unwrap_or(tool);
        lines.push(Line::new().with("tool", Tone::Name));
        lines.extend(body(talk, &function.to_string()));
    }
    lines
}

fn body<'a>(talk: &'a Talk, text: &str) -> impl Iterator<Item = Line> + use<'a> {
    let sensitive = Mask::new(talk.agent()).redactor(&talk.memory().state);
    let masked = talk.backstage().redact(text);
    let lines: Vec<Line> =
        lines_of(&sensitive.text(&masked), Tone::Plain).take(MOST_LINES).collect();
    lines.into_iter().map(|line| Line::of("  ").then(line))
}

/// The model of the last turn, the tokens it took, and how long the first one took.
pub fn usage(talk: &Talk, before: Option<Spent>) -> Option<Line> {
    let casting = talk.casting()?;
    let name = casting.model()?;
    let (before, spent) = (before?, casting.spent());
    if spent.calls == before.calls {
        return None;
    }
    let tokens = |spent: Spent| spent.prompt_tokens + spent.answer_tokens;
    let about = if spent.is_estimate { "about " } else { "" };
    let mut line =
        format!("{name} · {about}{} tokens", tokens(spent).saturating_sub(tokens(before)));
    if let Some(after) = first_token(casting) {
        line.push_str(&format!(" · first token {after:.1} s"));
    }
    let cost = spent.cost - before.cost;
    if cost > 0.0 {
        line.push_str(&format!(" · cost {cost:.4}"));
    }
    Some(Line::dimmed(&line))
}

fn first_token(casting: &Casting) -> Option<f32> {
    let seen = casting.seen();
    seen.iter().rev().find_map(|seen| seen.first_token).map(|after| after.as_secs_f32())
}
