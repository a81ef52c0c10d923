//! Talks at random, each from a seed of its own.

use std::{collections::BTreeMap, ops::ControlFlow};

use super::{
    Answer, Dice, Event, Failing, Ground, Kind, Position, Quality,
    checked::{Wording, trespasses},
    saying::Kind as Sort,
};
use crate::dialogue::{PATIENCE, Phase, Question};

/// How long is wandered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wandering {
    /// How many talks.
    pub talks: u64,
    /// The seed of all of them.
    pub seed: u64,
    /// The built-in checks look at one talk in so many; 0 is none.
    pub checked_every: u64,
}

/// What wandering came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wandered {
    /// Talks that were played.
    pub talks: u64,
    /// Inputs that came in.
    pub turns: u64,
    /// Talks that the checks looked at.
    pub checked: u64,
    /// The first failure of each kind.
    pub failures: Vec<Failing>,
    /// Whether it was stopped before its end.
    pub is_stopped: bool,
}

/// Most inputs of a talk.
const LONGEST: usize = 40;
/// How often the law of copies is looked at: once in so many inputs.
const COPIES_EVERY: u64 = 61;
/// How often it is asked whether to go on: once in so many talks.
const ASK_EVERY: u64 = 16;

/// Plays talks at random. `go_on` is asked now and then and told how far it is.
pub fn wander(
    ground: &Ground,
    word: Wording,
    wandering: Wandering,
    go_on: &mut dyn FnMut(&Wandered) -> ControlFlow<()>,
) -> Wandered {
    let mut wandered = Wandered::default();
    let mut failures: BTreeMap<Kind, Failing> = BTreeMap::new();
    for talk in 0..wandering.talks {
        if talk % ASK_EVERY == 0 && go_on(&wandered).is_break() {
            wandered.is_stopped = true;
            break;
        }
        let (events, failing) = walk(ground, wandering.seed, talk);
        wandered.talks += 1;
        wandered.turns += events.len() as u64;
        if let Some(failing) = failing {
            failures.entry(failing.kind).or_insert(failing);
            continue;
        }
        if wandering.checked_every > 0 && talk % wandering.checked_every == 0 {
            wandered.checked += 1;
            for failing in trespasses(ground, word, &events) {
                failures.entry(failing.kind).or_insert(failing);
            }
        }
    }
    wandered.failures = failures.into_values().collect();
    wandered
}

/// How a customer is in one talk.
#[derive(Clone, Copy)]
enum Mood {
    /// Mostly answers what is asked.
    Helpful,
    /// Says anything.
    Anything,
    /// Says the same again and again.
    Stubborn,
}

/// One talk at random: what came in, and the failure it ends in, when it ends in one.
pub fn walk(ground: &Ground, seed: u64, talk: u64) -> (Vec<Event>, Option<Failing>) {
    let mut dice = Dice::of(seed, talk);
    let mood = match dice.below(10) {
        0 => Mood::Stubborn,
        1..=3 => Mood::Anything,
        _ => Mood::Helpful,
    };
    let mut position = ground.start();
    let mut events: Vec<Event> = Vec::new();
    let longest = 4 + dice.below(LONGEST - 4);
    let mut after = 0;
    while events.len() < longest && after < 2 {
        let event = next(ground, &position, (mood, events.last()), &mut dice);
        events.push(event);
        let copies = (talk * 7 + events.len() as u64).is_multiple_of(COPIES_EVERY);
        let Some(event) = events.last() else { break };
        if let Err(broken) = ground.advance(&mut position, event, copies) {
            let failing = Failing::of(broken, &events);
            return (events, Some(failing));
        }
        after += usize::from(position.is_over());
    }
    let failing = close(ground, &mut position, &mut events, &mut dice);
    (events, failing)
}

/// Every talk can end: by a goodbye, or by silence alone.
fn close(
    ground: &Ground,
    position: &mut Position,
    events: &mut Vec<Event>,
    dice: &mut Dice,
) -> Option<Failing> {
    let goodbye = plain(ground, &crate::dialogue::UserAct::Goodbye);
    let is_silent = dice.chance(50);
    for _ in 0..PATIENCE {
        if position.is_over() || position.is_calling() {
            return None;
        }
        events.push(match goodbye {
            Some(goodbye) if !is_silent => Event::Heard(vec![goodbye]),
            _ => Event::Silence,
        });
        let event = events.last()?;
        if let Err(broken) = ground.advance(position, event, false) {
            return Some(Failing::of(broken, events));
        }
    }
    None
}

/// The place of what is said without a value.
fn plain(ground: &Ground, act: &crate::dialogue::UserAct) -> Option<u16> {
    let at = ground.repertoire.sayings.iter().position(|saying| saying.act == *act)?;
    u16::try_from(at).ok()
}

fn next(
    ground: &Ground,
    position: &Position,
    (mood, last): (Mood, Option<&Event>),
    dice: &mut Dice,
) -> Event {
    if position.is_calling() {
        return answer(dice);
    }
    match (mood, last) {
        (Mood::Stubborn, Some(Event::Heard(heard))) if dice.chance(80) => {
            return Event::Heard(heard.clone());
        }
        (Mood::Stubborn, Some(Event::Silence)) if dice.chance(80) => return Event::Silence,
        (Mood::Helpful | Mood::Stubborn, _) if dice.chance(60) => {
            if let Some(at) = fitting(ground, position, dice) {
                return Event::Heard(vec![at]);
            }
        }
        _ => {}
    }
    if dice.chance(4) {
        return Event::Silence;
    }
    let parts = if dice.chance(20) { 2 + dice.below(2) } else { 1 };
    Event::Heard(several(ground, parts, dice))
}

/// Several things in one utterance, which speaks of each variable once.
fn several(ground: &Ground, parts: usize, dice: &mut Dice) -> Vec<u16> {
    let mut heard: Vec<u16> = Vec::new();
    for _ in 0..parts {
        let Some(at) = anything(ground, dice) else { continue };
        let of = |at: u16| ground.repertoire.saying(at).and_then(|saying| saying.variable());
        if !heard.iter().any(|known| *known == at || (of(at).is_some() && of(*known) == of(at))) {
            heard.push(at);
        }
    }
    // Whoever understands tells a request before the values that come with it.
    let is_request =
        |at: &u16| ground.repertoire.saying(*at).is_some_and(|saying| saying.kind == Sort::Request);
    heard.sort_by_key(|at| !is_request(at));
    heard
}

fn answer(dice: &mut Dice) -> Event {
    if dice.chance(50) {
        return Event::Answered(Answer::Success);
    }
    Event::Answered(dice.pick(&Answer::ALL).unwrap_or(Answer::Success))
}

/// Anything; goodbyes are rare, or no talk would come far.
fn anything(ground: &Ground, dice: &mut Dice) -> Option<u16> {
    use crate::dialogue::UserAct::{AskHandoff, Goodbye};
    let sayings = &ground.repertoire.sayings;
    let mut at = dice.below(sayings.len());
    if matches!(sayings.get(at)?.act, Goodbye | AskHandoff) && dice.chance(70) {
        at = dice.below(sayings.len());
    }
    u16::try_from(at).ok()
}

/// What answers the question that stands open, or asks for an action where none is open.
fn fitting(ground: &Ground, position: &Position, dice: &mut Dice) -> Option<u16> {
    use crate::dialogue::UserAct::{Affirm, Deny, Request};
    let repertoire = &ground.repertoire;
    let plain = |act: crate::dialogue::UserAct| plain(ground, &act);
    if matches!(position.state.question, Some(Question::Callback | Question::WhichAction { .. })) {
        return plain(if dice.chance(50) { Affirm } else { Deny });
    }
    let Some(frame) = position.state.frames.last() else {
        let actions = &ground.agent.actions;
        let action = actions.get(dice.below(actions.len()))?.name.clone();
        return plain(Request { action });
    };
    match &frame.phase {
        Phase::Eliciting { variable } => {
            dice.pick(&repertoire.of_kind(variable, Sort::Value(Quality::Good)))
        }
        Phase::ConfirmingValue(_) | Phase::Confirming => {
            plain(if dice.chance(80) { Affirm } else { Deny })
        }
        Phase::Changing | Phase::Calling | Phase::Waiting => {
            let variables = &ground.agent.action(&frame.action)?.variables;
            let variable = variables.get(dice.below(variables.len()))?;
            dice.pick(&repertoire.of_kind(&variable.name, Sort::Correction(Quality::Good)))
        }
    }
}
