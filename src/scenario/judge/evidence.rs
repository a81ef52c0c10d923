use std::time::Duration;

use crate::{
    dialogue::{DialogueState, Ending, SystemAct, UserAct},
    scenario::EndingName,
    transcript::{Breach, PlayedTurn, SentCall, TurnRecord},
};

/// What is judged: one turn, or the whole talk.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The turns that are looked at; at the end of a talk, all of them.
    pub turns: &'a [PlayedTurn],
    /// The turns before, for what came nearest.
    pub earlier: &'a [PlayedTurn],
}

impl<'a> Evidence<'a> {
    /// One turn of a talk, by its place in it.
    pub fn of_turn(talk: &'a [PlayedTurn], at: usize) -> Self {
        let end = (at + 1).min(talk.len());
        Self { turns: talk.get(at..end).unwrap_or_default(), earlier: &talk[..at.min(end)] }
    }

    /// The whole talk.
    pub fn of_talk(talk: &'a [PlayedTurn]) -> Self {
        Self { turns: talk, earlier: &[] }
    }

    /// The turn's number, where a single one is looked at.
    pub fn turn(&self) -> Option<u32> {
        match self.turns {
            [only] => Some(only.record.turn),
            _ => None,
        }
    }

    pub(super) fn last(&self) -> Option<&'a PlayedTurn> {
        self.turns.last()
    }

    pub(super) fn record(&self) -> Option<&'a TurnRecord> {
        self.last().map(|turn| &turn.record)
    }

    pub(super) fn state(&self) -> Option<&'a DialogueState> {
        self.last().map(|turn| &turn.state)
    }

    /// All calls, retries included.
    pub(super) fn requests(&self) -> impl Iterator<Item = &'a SentCall> + use<'a> {
        self.turns.iter().flat_map(|turn| &turn.calls)
    }

    /// All calls but the retries.
    pub(super) fn calls(&self) -> Vec<&'a SentCall> {
        self.requests().filter(|call| call.retry == 0).collect()
    }

    /// Calls of turns before, the latest first, with their turn.
    pub(super) fn earlier_calls(&self) -> impl Iterator<Item = (u32, &'a SentCall)> + use<'a> {
        let turns = self.earlier.iter().rev();
        turns.flat_map(|turn| turn.calls.iter().rev().map(|call| (turn.record.turn, call)))
    }

    /// What the agent said, masked; of several turns one reply a line.
    pub fn said(&self) -> String {
        let replies = self.turns.iter().map(|turn| turn.record.reply.as_str());
        replies.collect::<Vec<_>>().join("\n")
    }

    pub(super) fn replies(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.turns.iter().map(|turn| turn.reply.as_str())
    }

    pub(super) fn user_acts(&self) -> impl Iterator<Item = &'a UserAct> + use<'a> {
        self.turns.iter().flat_map(|turn| &turn.record.user_acts)
    }

    pub(super) fn system_acts(&self) -> impl Iterator<Item = &'a SystemAct> + use<'a> {
        self.turns.iter().flat_map(|turn| &turn.record.system_acts)
    }

    pub(super) fn breaches(&self) -> impl Iterator<Item = &'a Breach> + use<'a> {
        self.turns.iter().flat_map(|turn| &turn.record.breaches)
    }

    /// How long the answers took on the talk's clock.
    pub(super) fn took(&self) -> Duration {
        let of = |turn: &PlayedTurn| {
            let timings = turn.record.timings;
            timings.understand_ms + timings.calls_ms + timings.word_ms
        };
        Duration::from_millis(self.turns.iter().map(of).sum())
    }

    /// How the talk stands at its end.
    pub fn ending(&self) -> Option<EndingName> {
        let state = self.state()?;
        Some(match &state.ending {
            Some(Ending::Completed) => EndingName::Completed,
            Some(Ending::Abandoned) => EndingName::Abandoned,
            Some(Ending::HandedOff { .. }) => EndingName::HandedOff,
            None if state.frames.is_empty() => EndingName::Completed,
            None => EndingName::Open,
        })
    }
}
