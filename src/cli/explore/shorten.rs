//! The shortest talk that fails alike as text.

use std::sync::Arc;

use super::replay;
use crate::{
    exploring::{Event, Ground, talk_script},
    rehearse::Venue,
    report::Failure,
};

/// Most talks that are said to shorten one.
const MOST_TRIES: usize = 300;

/// A talk that goes wrong in text.
pub(super) struct Short {
    /// The scenario.
    pub text: String,
    /// What does not hold.
    pub failure: Failure,
}

/// Takes turns out of a talk, many at once and then one by one, as long as it fails alike.
pub(super) async fn shorten(
    ground: &Ground,
    venue: &Arc<Venue>,
    events: Vec<Event>,
    failure: &Failure,
) -> Short {
    let about = format!("Found by exploring, {}", failure.kind);
    let turns = by_turn(&events);
    let text = talk_script(ground, &events, &about).unwrap_or_default();
    let fails_alike = async |fewer: &[Vec<Event>]| {
        let events: Vec<Event> = fewer.iter().flatten().cloned().collect();
        let text = talk_script(ground, &events, &about).filter(|_| !fewer.is_empty());
        fails(venue, text, &failure.kind).await
    };
    let (_, short) = fewest(turns, MOST_TRIES, fails_alike).await;
    short.unwrap_or_else(|| Short { text, failure: failure.clone() })
}

/// The fewest parts that still fail, and how they do; many are taken out at once, then one by one.
pub(super) async fn fewest<Part: Clone, Found>(
    mut parts: Vec<Part>,
    most_tries: usize,
    mut fails: impl AsyncFnMut(&[Part]) -> Option<Found>,
) -> (Vec<Part>, Option<Found>) {
    let (mut chunk, mut tries, mut best) = (parts.len().div_ceil(2), 0, None);
    while chunk > 0 && tries < most_tries {
        let (mut at, mut has_shrunk) = (0, false);
        while at < parts.len() && tries < most_tries {
            tries += 1;
            let mut fewer = parts.clone();
            fewer.drain(at..(at + chunk).min(fewer.len()));
            match fails(&fewer).await {
                Some(found) => (best, parts, has_shrunk) = (Some(found), fewer, true),
                None => at += chunk,
            }
        }
        if chunk > 1 || !has_shrunk {
            chunk /= 2;
        }
    }
    (parts, best)
}

async fn fails(venue: &Arc<Venue>, text: Option<String>, kind: &str) -> Option<Short> {
    let text = text?;
    let rehearsed = replay(venue, std::slice::from_ref(&text), None).await.ok()?;
    let mut failures = rehearsed.into_iter().flat_map(|one| one.failures);
    let failure = failures.find(|failure| failure.kind == kind)?;
    Some(Short { text, failure })
}

/// What was said, each with the answers that followed.
fn by_turn(events: &[Event]) -> Vec<Vec<Event>> {
    let mut turns: Vec<Vec<Event>> = Vec::new();
    for event in events {
        match (event, turns.last_mut()) {
            (Event::Answered(_), Some(turn)) => turn.push(event.clone()),
            _ => turns.push(vec![event.clone()]),
        }
    }
    turns
}
