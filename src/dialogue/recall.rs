use super::{Ignored, Provenance, SlotValue, Told, turn::Turn};
use crate::value;

impl Turn<'_> {
    /// Takes a value that was said in an earlier turn. It never replaces one, and unless it goes into a
    /// reading that was never asked for it, the customer is asked whether it is meant.
    pub fn recall(&mut self, told: &Told) {
        if !self.was_said(told) {
            return self.ignore(told.variable.as_str(), Ignored::Ungrounded);
        }
        let Some(at) = self.frame_with(&told.variable) else {
            return self.ignore(told.variable.as_str(), Ignored::UnknownVariable);
        };
        let frame = &self.state.frames[at];
        let Some(variable) = self.variable(frame, &told.variable) else { return };
        if frame.value(&told.variable).is_some() {
            return self.ignore(told.variable.as_str(), Ignored::NotAValue);
        }
        let Ok(reading) = value::parse(&variable.spec, &told.raw, &self.at) else {
            return self.ignore(told.variable.as_str(), Ignored::NotAValue);
        };
        let value = SlotValue {
            value: reading.value,
            raw: told.raw.clone(),
            provenance: Provenance::User { turn: told.turn, span: told.span.clone() },
        };
        let reads =
            self.agent.action(&frame.action).is_some_and(|action| !action.method.is_write());
        match reads && frame.is_untouched(&told.variable) {
            true => self.weigh(at, variable, value, reading.alternatives),
            false if frame.was_rejected(&told.variable, &value.value) => {
                self.refuse_tried(at, variable, value.value);
            }
            false => {
                self.heeded = true;
                self.state.frames[at].doubt(&told.variable, value, reading.alternatives);
            }
        }
    }

    /// Whether the words really stand in the utterance of that turn.
    fn was_said(&self, told: &Told) -> bool {
        let mut exchanges = self.state.exchanges.iter();
        let said = exchanges.find(|exchange| exchange.turn == told.turn && exchange.said.is_some());
        let words = said.and_then(|exchange| exchange.said.as_ref()?.text.get(told.span.clone()));
        !told.raw.is_empty() && words == Some(told.raw.as_str())
    }
}
