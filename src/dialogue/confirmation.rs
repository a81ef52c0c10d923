use super::{Doubt, Phase, SlotValue, turn::Turn};

impl Turn<'_> {
    /// A no to one of several readings: the next reading is offered, or the value asked again.
    pub fn doubt_denied(&mut self, mut doubt: Doubt) {
        self.heeded = true;
        let variable = doubt.variable.clone();
        if doubt.alternatives.is_empty() {
            self.set_phase(Phase::Eliciting { variable: variable.clone() });
            return self.count_failed_try(&variable);
        }
        let value = doubt.alternatives.remove(0);
        doubt.reading = SlotValue { value, ..doubt.reading };
        self.set_phase(Phase::ConfirmingValue(doubt));
    }
}
