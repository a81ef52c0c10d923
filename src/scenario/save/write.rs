use std::fmt::Write as _;

use chrono::SecondsFormat;
use serde_json::{Map, Value as Json};

use super::{answers::answers, expect::expectations, said::Sayings};
use crate::{
    agent::Agent,
    transcript::PlayedTurn,
    yaml::{flow, scalar},
};

/// A talk that is to be kept.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// The agent.
    pub agent: &'a Agent,
    /// What was known of the customer.
    pub contact: &'a Map<String, Json>,
    /// Context keys that were given by hand.
    pub context: &'a Map<String, Json>,
    /// The talk, greeting first.
    pub turns: &'a [PlayedTurn],
    /// How the file names its agent; none where it is the nearest one upward.
    pub reference: Option<&'a str>,
}

/// A scenario file as it is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedScenario {
    /// The whole text.
    pub text: String,
    /// How many turns of the customer it has.
    pub turns: usize,
    /// How many calls it expects.
    pub calls: usize,
    /// How many things it expects.
    pub expectations: usize,
    /// What it does not hold as it was, in sentences: sensitive values.
    pub notes: Vec<String>,
}

/// Writes a talk as a scenario. Sensitive values are not written: the example of their variable
/// stands in their place, and nothing is expected of them.
pub fn save(kept: Kept<'_>) -> SavedScenario {
    let mut sayings = Sayings::new(kept.agent);
    let mut turns = String::new();
    let mut saved = SavedScenario {
        text: String::new(),
        turns: 0,
        calls: 0,
        expectations: 0,
        notes: Vec::new(),
    };
    for turn in kept.turns.iter().filter(|turn| turn.record.turn > 0) {
        let expected = expectations(kept.agent, turn);
        saved.turns += 1;
        saved.calls += turn.calls.iter().filter(|call| call.retry == 0).count();
        saved.expectations += expected.len();
        push_turn(&mut turns, &sayings.event(turn), &expected);
    }
    let finally = super::expect::finally(kept.agent, kept.turns);
    saved.expectations += finally.len();
    saved.text = head(kept);
    saved.text.push_str(&answers(kept.agent, kept.turns));
    saved.text.push_str("turns:\n");
    saved.text.push_str(&turns);
    if !finally.is_empty() {
        saved.text.push_str("finally:\n");
        for line in finally {
            push(&mut saved.text, format_args!("  {line}"));
        }
    }
    saved.notes = sayings.notes;
    saved
}

fn head(kept: Kept<'_>) -> String {
    let mut head = String::new();
    let first = kept.turns.iter().find_map(|turn| turn.record.user.as_deref());
    let about = first.unwrap_or("A talk").chars().take(60).collect::<String>();
    push(&mut head, format_args!("description: {}", scalar(&format!("Saved talk: {about}"))));
    if let Some(reference) = kept.reference {
        push(&mut head, format_args!("agent: {}", scalar(reference)));
    }
    if let Some(turn) = kept.turns.first() {
        let now = turn.at.now.to_rfc3339_opts(SecondsFormat::Secs, false);
        push(&mut head, format_args!("now: {now}"));
    }
    for (key, map) in [("contact", kept.contact), ("context", kept.context)] {
        if !map.is_empty() {
            push(&mut head, format_args!("{key}: {}", flow(&Json::Object(map.clone()))));
        }
    }
    head
}

fn push_turn(text: &mut String, event: &str, expected: &[String]) {
    push(text, format_args!("  - {event}"));
    if !expected.is_empty() {
        text.push_str("    expect:\n");
        for line in expected {
            push(text, format_args!("      {line}"));
        }
    }
}

pub(super) fn push(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{line}");
}
