use std::{collections::BTreeMap, ops::AddAssign};

use super::{Form, Told};
use crate::{
    agent::VariableName,
    dialogue::{Frame, Phase},
    transcript::PlayedTurn,
    value::{Value, VariableType},
};

/// How well the values of a talk were taken, by type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accuracy {
    /// By the type of the variable.
    pub by_type: BTreeMap<VariableType, Score>,
}

/// What became of values that were told as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Held, or asked about, as they are.
    pub right: u32,
    /// Held as something else.
    pub wrong: u32,
    /// Not taken at all.
    pub missed: u32,
}

impl Score {
    /// The part of them that was right; `None` where nothing was told.
    pub fn rate(&self) -> Option<f64> {
        let all = self.right + self.wrong + self.missed;
        (all > 0).then(|| f64::from(self.right) / f64::from(all))
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

impl AddAssign<&Accuracy> for Accuracy {
    fn add_assign(&mut self, other: &Accuracy) {
        for (of, score) in &other.by_type {
            *self.by_type.entry(*of).or_default() += *score;
        }
    }
}

/// What became of one told value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Held, or asked about, as it is.
    Right,
    /// Held as something else.
    Wrong,
    /// Not taken.
    Missed,
}

/// Scores what was told, each with the number of its turn. Only faithful values count, and each only
/// until its variable is told again.
pub fn accuracy(told: &[(u32, Told)], turns: &[PlayedTurn]) -> Accuracy {
    let mut all = Accuracy::default();
    for (at, (_, one)) in told.iter().enumerate() {
        let score = all.by_type.entry(one.variable_type).or_default();
        match taken(told, at, turns) {
            None => {}
            Some(Taken::Right) => score.right += 1,
            Some(Taken::Wrong) => score.wrong += 1,
            Some(Taken::Missed) => score.missed += 1,
        }
    }
    all.by_type.retain(|_, score| score.rate().is_some());
    all
}

/// What became of the value that was told at this place of the list; `None` where what was said is
/// not the truth, or where it was followed by another telling in the same breath.
pub fn taken(told: &[(u32, Told)], at: usize, turns: &[PlayedTurn]) -> Option<Taken> {
    let (turn, one) = told.get(at)?;
    let next = told[at + 1..].iter().find(|(_, other)| other.variable == one.variable);
    let until = next.map_or(u32::MAX, |(turn, _)| *turn);
    if one.form != Form::Faithful || until == *turn {
        return None;
    }
    let heard = turns.iter().filter(|played| (*turn..until).contains(&played.record.turn));
    let held = heard.map(|played| held(played, &one.variable)).find(|held| !held.is_empty());
    Some(match held {
        None => Taken::Missed,
        Some(held) if held.iter().any(|value| value.to_string() == one.truth) => Taken::Right,
        Some(_) => Taken::Wrong,
    })
}

/// The values that a turn has for a variable: sent, held, or asked about.
fn held(played: &PlayedTurn, variable: &VariableName) -> Vec<Value> {
    let sent = played.calls.iter().filter_map(|call| call.arguments.get(variable));
    let mut values: Vec<Value> = sent.map(|held| held.value.clone()).collect();
    for frame in &played.state.frames {
        values.extend(frame.value(variable).map(|held| held.value.clone()));
        values.extend(doubted(frame, variable));
    }
    values
}

/// The readings that a frame asks about, or will.
fn doubted(frame: &Frame, variable: &VariableName) -> Vec<Value> {
    let asked = match &frame.phase {
        Phase::ConfirmingValue(doubt) => Some(doubt),
        _ => None,
    };
    let doubts = asked.into_iter().chain(&frame.doubts);
    doubts
        .filter(|doubt| doubt.variable == *variable)
        .flat_map(|doubt| {
            let offered = doubt.alternatives.iter().cloned();
            std::iter::once(doubt.reading.value.clone()).chain(offered)
        })
        .collect()
}
