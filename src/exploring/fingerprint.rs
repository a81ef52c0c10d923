//! A state as one number: two states with the same number go on alike.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::position::Position;
use crate::{
    dialogue::{DialogueState, Doubt, Frame, Phase, Provenance, Question, Slot, SlotValue},
    value::Value,
};

impl Position {
    /// The number of this point of a talk. What only counts or only tells where words stood is left
    /// out: turns, calls, spans and what was said last.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.state.put(&mut hasher);
        self.put_ledger(&mut hasher);
        hasher.finish()
    }

    fn put_ledger(&self, hasher: &mut DefaultHasher) {
        let ledger = &self.ledger;
        (&ledger.succeeded, &ledger.unknown, ledger.silences, &ledger.useless).hash(hasher);
        ledger.pending.as_ref().map(|call| (&call.action, call.retry)).hash(hasher);
        for (action, values, is_affirmed) in ledger.read_back.iter().chain(&ledger.writes) {
            (action, is_affirmed).hash(hasher);
            values.iter().for_each(|(name, value)| {
                name.hash(hasher);
                value.put(hasher);
            });
        }
        ledger.refused.len().hash(hasher);
        for (action, values) in &ledger.refused {
            action.hash(hasher);
            values.values().for_each(|value| value.put(hasher));
        }
    }
}

/// What can be put into a number.
trait Put {
    fn put(&self, hasher: &mut DefaultHasher);
}

impl<T: Put> Put for [T] {
    fn put(&self, hasher: &mut DefaultHasher) {
        self.len().hash(hasher);
        self.iter().for_each(|item| item.put(hasher));
    }
}

impl Put for DialogueState {
    fn put(&self, hasher: &mut DefaultHasher) {
        self.frames.put(hasher);
        self.question.is_some().hash(hasher);
        if let Some(question) = &self.question {
            question.put(hasher);
        }
        (&self.succeeded, self.silences, self.no_matches).hash(hasher);
        self.last.is_some().hash(hasher);
        if let Some(last) = &self.last {
            (last.fate as u8).hash(hasher);
            last.frame.put(hasher);
        }
        for (name, known) in &self.known {
            (name, &known.action, known.fate as u8).hash(hasher);
            known.value.put(hasher);
        }
        for (key, (json, action)) in &self.saved {
            (key, json.to_string(), action).hash(hasher);
        }
        std::mem::discriminant(&self.ending).hash(hasher);
        if let Some(ending) = &self.ending {
            std::mem::discriminant(ending).hash(hasher);
        }
    }
}

impl Put for Frame {
    fn put(&self, hasher: &mut DefaultHasher) {
        (&self.action, &self.gate_for, self.assent as u8).hash(hasher);
        (&self.attempts, self.failures, self.retries).hash(hasher);
        self.phase.put(hasher);
        for (name, slot) in &self.slots {
            name.hash(hasher);
            match slot {
                Slot::Filled(held) => held.put(hasher),
                Slot::Declined => 0_u8.hash(hasher),
            }
        }
        self.doubts.put(hasher);
        for (name, values) in &self.rejected {
            name.hash(hasher);
            values.put(hasher);
        }
    }
}

impl Put for Phase {
    fn put(&self, hasher: &mut DefaultHasher) {
        std::mem::discriminant(self).hash(hasher);
        match self {
            Self::Eliciting { variable } => variable.hash(hasher),
            Self::ConfirmingValue(doubt) => doubt.put(hasher),
            Self::Confirming | Self::Changing | Self::Calling | Self::Waiting => {}
        }
    }
}

impl Put for Doubt {
    fn put(&self, hasher: &mut DefaultHasher) {
        self.variable.hash(hasher);
        self.reading.put(hasher);
        self.alternatives.put(hasher);
    }
}

impl Put for Question {
    fn put(&self, hasher: &mut DefaultHasher) {
        std::mem::discriminant(self).hash(hasher);
        if let Self::WhichAction { candidates, told } = self {
            candidates.hash(hasher);
            told.iter().for_each(|told| (&told.variable, &told.raw).hash(hasher));
        }
    }
}

impl Put for SlotValue {
    fn put(&self, hasher: &mut DefaultHasher) {
        self.value.put(hasher);
        match &self.provenance {
            Provenance::User { .. } => 0_u8.hash(hasher),
            Provenance::Context { key } => (1_u8, key).hash(hasher),
            Provenance::Default => 2_u8.hash(hasher),
            Provenance::Model => 3_u8.hash(hasher),
            Provenance::Saved { action, key } => (4_u8, action, key).hash(hasher),
        }
    }
}

impl Put for Value {
    fn put(&self, hasher: &mut DefaultHasher) {
        std::mem::discriminant(self).hash(hasher);
        match self {
            Self::String(text) | Self::Email(text) | Self::Phone(text) => text.hash(hasher),
            Self::Integer(number) => number.hash(hasher),
            Self::Float(number) => number.to_bits().hash(hasher),
            Self::Boolean(is_so) => is_so.hash(hasher),
            Self::Date(day) => day.hash(hasher),
        }
    }
}
