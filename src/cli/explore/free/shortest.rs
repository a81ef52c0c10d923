//! The shortest talk in which a model that leads does the same wrong.

use super::{
    super::shorten::fewest,
    misstep::{Misstep, missteps},
    stand::Stand,
};
use crate::exploring::{Event, LedTalk};

/// Most talks that a model leads to shorten one.
const MOST_TRIES: usize = 40;

/// What is said in one turn: the place of the turn, and one thing of it; nothing is a silence.
type Part = (usize, Option<u16>);

/// Shortens a talk as long as the model does the same wrong: calls that succeed first, then fewer turns,
/// then fewer things in one turn.
pub(super) async fn shortest(
    stand: &Stand<'_>,
    (mut talk, mut misstep): (LedTalk, Misstep),
) -> (LedTalk, Misstep) {
    let plain = talk.without_failures();
    if plain != talk
        && let Some(again) = again(stand, &plain, &misstep).await
    {
        (talk, misstep) = (plain, again);
    }
    let answers = talk.clone();
    let fails = async |turns: &[Event]| again(stand, &answers.with(turns.to_vec()), &misstep).await;
    let (turns, found) = fewest(talk.turns, MOST_TRIES, fails).await;
    let misstep = found.unwrap_or(misstep);
    if !turns.iter().any(|turn| matches!(turn, Event::Heard(heard) if heard.len() > 1)) {
        return (answers.with(turns), misstep);
    }
    let fails = async |parts: &[Part]| again(stand, &answers.with(joined(parts)), &misstep).await;
    let (parts, found) = fewest(parts(&turns), MOST_TRIES, fails).await;
    (answers.with(joined(&parts)), found.unwrap_or(misstep))
}

/// The same wrong in another talk, where the model does it there too. Nothing is asked once nothing more
/// can be.
async fn again(stand: &Stand<'_>, talk: &LedTalk, misstep: &Misstep) -> Option<Misstep> {
    if talk.turns.is_empty() || stand.is_out() {
        return None;
    }
    let rehearsed = stand.play(std::slice::from_ref(talk)).await.ok()?;
    rehearsed.iter().flat_map(missteps).find(|found| found.is_alike(misstep))
}

fn parts(turns: &[Event]) -> Vec<Part> {
    let parts = turns.iter().enumerate().flat_map(|(at, turn)| match turn {
        Event::Heard(heard) => heard.iter().map(|said| (at, Some(*said))).collect(),
        Event::Silence => vec![(at, None)],
        Event::Answered(_) => Vec::new(),
    });
    parts.collect()
}

fn joined(parts: &[Part]) -> Vec<Event> {
    let mut turns: Vec<(usize, Event)> = Vec::new();
    for (at, said) in parts {
        match (said, turns.last_mut()) {
            (Some(said), Some((last, Event::Heard(heard)))) if last == at => heard.push(*said),
            (Some(said), _) => turns.push((*at, Event::Heard(vec![*said]))),
            (None, _) => turns.push((*at, Event::Silence)),
        }
    }
    turns.into_iter().map(|(_, turn)| turn).collect()
}
