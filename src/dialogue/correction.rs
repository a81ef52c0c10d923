use std::ops::Range;

use super::{
    Assent, Finished, Frame, Ignored, Phase, Provenance, Question, SlotValue, Told, turn::Turn,
};
use crate::{
    agent::{Confirmation, Variable, VariableName},
    value,
};

impl Turn<'_> {
    /// Replaces a value given earlier, or asks for it again when the new one was not said.
    pub fn correct(&mut self, variable: &VariableName, raw: Option<&str>, span: &Range<usize>) {
        let Some(raw) = raw else { return self.take_back(variable) };
        if !self.is_grounded(raw, span) {
            return self.ignore(variable.as_str(), Ignored::Ungrounded);
        }
        self.set_question_aside();
        let disowned = self.frame_with(variable).filter(|at| self.cannot_take(*at, variable, raw));
        self.take_told(&Told {
            variable: variable.clone(),
            raw: raw.to_owned(),
            turn: self.state.turn,
            span: span.clone(),
        });
        if let Some(at) = disowned {
            self.disown(at, variable, raw);
        }
    }

    /// Whether the words hold no value of the variable, or one that the API refused.
    fn cannot_take(&self, at: usize, variable: &VariableName, raw: &str) -> bool {
        let frame = &self.state.frames[at];
        self.variable(frame, variable).is_some_and(|declared| {
            match value::parse(&declared.spec, raw, &self.at) {
                Ok(reading) => frame.was_rejected(variable, &reading.value),
                Err(_) => true,
            }
        })
    }

    /// Whoever replaces a value no longer stands by it, though what replaces it is refused: it is
    /// asked for again, and not sent.
    fn disown(&mut self, at: usize, variable: &VariableName, raw: &str) {
        let Some(frame) = self.state.frames.get(at).filter(|_| !self.is_over()) else { return };
        if frame.phase != Phase::Calling && frame.value(variable).is_some() {
            self.heeded = true;
            self.refuse_no_value(at, variable, raw);
            self.reopen(at, variable);
        }
    }

    /// Elsewhere words that hold no value are no answer; in place of a value they are a wrong one.
    fn refuse_no_value(&mut self, at: usize, variable: &VariableName, raw: &str) {
        let Some(declared) = self.variable(&self.state.frames[at], variable) else { return };
        if let Err(refusal) = value::parse(&declared.spec, raw, &self.at)
            && refusal.kind.is_no_value()
        {
            self.say_refusal(at, variable, refusal);
        }
    }

    fn take_back(&mut self, variable: &VariableName) {
        let Some(at) = self.frame_with(variable) else {
            return self.ignore(variable.as_str(), Ignored::UnknownVariable);
        };
        if self.state.frames[at].phase == Phase::Calling {
            return;
        }
        self.heeded = true;
        self.set_question_aside();
        let Some(at) = self.frame_with(variable) else { return };
        self.reopen(at, variable);
    }

    /// Drops the question beside the frames; values that waited for its answer are taken.
    fn set_question_aside(&mut self) {
        if let Some(Question::WhichAction { told, .. }) = self.take_question() {
            told.iter().for_each(|told| self.take_told(told));
        }
    }

    /// A value without an open action: the last action again, about something else.
    pub fn follow_up(&mut self, told: &Told) {
        let Some((finished, variable)) = self.last_with(&told.variable) else {
            return self.ignore(told.variable.as_str(), Ignored::UnknownVariable);
        };
        let reading = match value::parse(&variable.spec, &told.raw, &self.at) {
            Ok(reading) => reading,
            Err(_) => return self.ignore(told.variable.as_str(), Ignored::NotAValue),
        };
        let value = SlotValue {
            value: reading.value,
            raw: told.raw.clone(),
            provenance: Provenance::User { turn: told.turn, span: told.span.clone() },
        };
        let held = finished.frame.value(&told.variable);
        if held.is_some_and(|held| held.value == value.value) {
            return self.ignore(told.variable.as_str(), Ignored::UnknownVariable);
        }
        self.open_again(finished, told, value);
    }

    fn last_with(&self, name: &VariableName) -> Option<(Finished, &Variable)> {
        let finished = self.state.last.clone()?;
        let variable = self.agent.action(&finished.frame.action)?.variable(name)?;
        Some((finished, variable))
    }

    /// Opens the last action with its values and one of them replaced; a write is affirmed first.
    fn open_again(&mut self, finished: Finished, told: &Told, value: SlotValue) {
        let action = finished.frame.action.clone();
        self.open(&action, None);
        let at = self.state.frames.len() - 1;
        let Some(declared) = self.agent.action(&action) else { return };
        self.heeded = true;
        self.state.question = None;
        self.state.frames[at].take_over(&finished.frame, &told.variable);
        if declared.method.is_write() {
            self.state.frames[at].assent = Assent::Needed;
        }
        self.fill(at, &told.variable, value);
        self.open_gates();
    }

    /// Whether a call of this action is affirmed first, as things stand.
    pub fn assent_for(&self, action: &crate::agent::Action) -> Assent {
        let is_uncertain = self.state.uncertain.contains(&action.name);
        match action.confirm {
            Confirmation::Always => Assent::Needed,
            Confirmation::Never if is_uncertain => Assent::Needed,
            Confirmation::Never => Assent::NotNeeded,
        }
    }
}

impl Frame {
    /// Takes the slots of an earlier frame over, but for one.
    fn take_over(&mut self, earlier: &Frame, but: &VariableName) {
        let kept = earlier.slots.iter().filter(|(name, _)| *name != but);
        self.slots.extend(kept.map(|(name, slot)| (name.clone(), slot.clone())));
    }
}
