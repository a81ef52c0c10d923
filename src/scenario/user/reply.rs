//! How a customer answers when something other than a value is asked for.

use super::{
    Simulator, Style,
    english::{CORRECTIONS, Phrase, by_choice, by_name, labelled},
    line::Line,
};
use crate::{
    agent::{ActionName, Variable, VariableName},
    dialogue::SlotValue,
    transcript::{MASK, TurnRecord},
    value::Value,
};

/// Times that a value read back wrong is corrected before the customer gives up.
const CORRECTED: u32 = 2;
/// Pleas for another try.
const PLEAS: u32 = 2;

impl<'a> Simulator<'a> {
    /// Says whether a reading is the truth.
    pub(super) fn settle(
        &mut self,
        last: &TurnRecord,
        name: &VariableName,
        (value, others): (&Value, &[Value]),
    ) -> Line {
        let Some(truth) = self.truths.get(name).cloned() else { return self.phrase(Phrase::Yes) };
        if is_same(value, &truth) {
            return self.phrase(Phrase::Yes);
        }
        let action = self.at_work(last);
        let Some(variable) = self.variable(last, name) else { return self.phrase(Phrase::No) };
        let is_offered = others.iter().any(|other| is_same(other, &truth));
        match self.tries(&action, name).corrected < CORRECTED {
            true if is_offered && self.random.bool() => self.phrase(Phrase::No),
            true => self.correct((&action, variable), &truth),
            false => self.surrender(),
        }
    }

    /// Says yes to all that was read back, or corrects the first of it that is wrong.
    pub(super) fn check(&mut self, last: &TurnRecord, slots: &[(VariableName, SlotValue)]) -> Line {
        let wrong = slots.iter().find(|(name, held)| {
            self.truths.get(name).is_some_and(|truth| !is_same(&held.value, truth))
        });
        let Some((name, _)) = wrong else { return self.phrase(Phrase::Yes) };
        self.mend(last, name)
    }

    /// Corrects a value that is known wrong; gives up when that was in vain.
    fn mend(&mut self, last: &TurnRecord, name: &VariableName) -> Line {
        let action = self.at_work(last);
        let truth = self.truths.get(name).cloned();
        let (Some(variable), Some(truth)) = (self.variable(last, name), truth) else {
            return self.surrender();
        };
        match self.tries(&action, name).corrected < CORRECTED {
            true => self.correct((&action, variable), &truth),
            false => self.surrender(),
        }
    }

    /// "No, the order number is …".
    pub(super) fn correct(
        &mut self,
        (action, variable): (&ActionName, &Variable),
        truth: &Value,
    ) -> Line {
        self.tries(action, &variable.name).corrected += 1;
        let head = CORRECTIONS[self.random.usize(..CORRECTIONS.len())];
        let frame = labelled(&variable.name.in_words());
        let spoken = self.speech().again(truth);
        let frame = format!("{head}{}", frame.replacen("The", "the", 1));
        Line::default().framed(&frame, (variable, truth), spoken).clearly()
    }

    /// Says what is to be changed: what is held wrong, else one thing once more.
    pub(super) fn change(&mut self, last: &TurnRecord) -> Line {
        let is_wrong = |name: &&VariableName| {
            let held = &last.slots[*name];
            let text = held.value.as_str().map_or_else(|| held.value.to_string(), str::to_owned);
            self.truths.get(*name).is_some_and(|truth| text != MASK && text != truth.to_string())
        };
        if let Some(name) = last.slots.keys().find(is_wrong).cloned() {
            return self.mend(last, &name);
        }
        let action = self.at_work(last);
        let declared = self.agent.action(&action).map(|action| action.variables.as_slice());
        let known = declared.unwrap_or_default().iter().find_map(|variable| {
            let truth = self.truths.get(&variable.name)?;
            (self.told(&action, variable) < 2).then(|| (variable, truth.clone()))
        });
        match known.filter(|_| self.progress.surrenders == 0) {
            Some((variable, truth)) => {
                self.progress.surrenders += 1;
                self.again((&action, variable), &truth)
            }
            None => self.surrender(),
        }
    }

    /// Says which action is meant.
    pub(super) fn choose(&mut self, candidates: &[ActionName]) -> Line {
        let Some(want) = self.progress.detour.clone().or_else(|| self.progress.want.clone()) else {
            return self.phrase(Phrase::NeverMind);
        };
        match candidates {
            [only] if *only == want => self.phrase(Phrase::Yes),
            _ if self.progress.openings > super::opening::WAYS => self.surrender(),
            _ => {
                self.progress.openings += 1;
                Line::of(by_choice(want.as_str()))
            }
        }
    }

    /// Answers the offer of a callback.
    pub(super) fn callback(&mut self) -> Line {
        match self.spec.style {
            Style::AcceptsCallback => self.phrase(Phrase::YesCallback),
            Style::Impatient if self.progress.pleas < PLEAS => {
                self.progress.pleas += 1;
                let want = self.progress.want.clone().filter(|_| self.progress.pleas == PLEAS);
                want.map_or_else(
                    || self.phrase(Phrase::TryAgain),
                    |want| Line::of(by_name(want.as_str())),
                )
            }
            Style::ClaimsDone if self.progress.pleas == 0 => {
                self.progress.pleas += 1;
                self.phrase(Phrase::DoneAlready)
            }
            _ => self.phrase(Phrase::NoThanks),
        }
    }
}

/// Whether a value that is read back is the truth, as far as can be seen.
fn is_same(value: &Value, truth: &Value) -> bool {
    let text = value.to_string();
    text == MASK || text == truth.to_string()
}
