use std::io::{self, Write};

use serde_json::{Value as Json, json};

use super::super::{
    found::Found,
    json::one,
    show::{how_many, write_found},
};
use crate::shown::visible::visible_line;

/// What exploring under the free policy came to.
pub(super) struct Led {
    pub agent: String,
    pub model: String,
    /// Where the model is, when the arguments say so.
    pub base_url: Option<String>,
    pub seed: u64,
    /// Talks that were to be played.
    pub planned: usize,
    /// Talks that were played to their end.
    pub talks: u64,
    /// What customers said in all talks that began.
    pub turns: u64,
    /// Requests to the model, those that shortened talks included.
    pub requests: u64,
    /// Why not all was played, in sentences.
    pub notes: Vec<String>,
    pub found: Vec<Found>,
}

/// Writes it for people.
pub(super) fn write(led: &Led, out: &mut dyn Write) -> io::Result<()> {
    let mut played = format!(" --policy free --model {}", visible_line(&led.model));
    if let Some(url) = &led.base_url {
        played.push_str(&format!(" --base-url {}", visible_line(url)));
    }
    for found in &led.found {
        write_found(found, &played, out)?;
    }
    writeln!(out, "{}", visible_line(&led.agent))?;
    writeln!(
        out,
        "  led by {}  {} of {} talks, {} turns, seed {}; {} requests",
        visible_line(&led.model),
        led.talks,
        led.planned,
        led.turns,
        led.seed,
        led.requests
    )?;
    for note in &led.notes {
        writeln!(out, "  {}", visible_line(note))?;
    }
    let so_far = if led.notes.is_empty() { "" } else { " in what was played" };
    writeln!(out, "{}{so_far}", how_many(led.found.len()))
}

/// The same for programs, with the keys of every exploration.
pub(super) fn object(led: &Led) -> Json {
    let found: Vec<Json> = led.found.iter().map(one).collect();
    json!({
        "schema_version": 1,
        "agent": led.agent,
        "seed": led.seed,
        "policy": "free",
        "model": led.model,
        "model_calls": led.requests,
        "planned_talks": led.planned,
        "levels": [],
        "states": 0,
        "transitions": 0,
        "talks": led.talks,
        "turns": led.turns,
        "checked_talks": led.talks,
        "said_talks": led.talks,
        "turns_per_second": 0,
        "stopped": !led.notes.is_empty(),
        "notes": led.notes,
        "found": found,
    })
}
