use super::{HandoffReason, SystemAct, step::PATIENCE, turn::Turn};
use crate::agent::{OnExhausted, VariableName};

impl Turn<'_> {
    /// Nothing came of the utterance.
    pub fn no_match(&mut self) {
        let asked = self.asked().map(|variable| variable.name.clone());
        if self.top().is_some() || self.state.question.is_some() {
            self.say(SystemAct::NoMatch { variable: asked.clone() });
        }
        match asked {
            Some(variable) => self.count_failed_try(&variable),
            None => {
                self.state.no_matches += 1;
                if self.state.no_matches >= PATIENCE {
                    self.hand_off(HandoffReason::NotUnderstood);
                }
            }
        }
    }

    /// The user said nothing for too long: the open question again, then a person.
    pub fn notice_silence(&mut self) {
        self.state.silences += 1;
        self.say(SystemAct::NoInput);
        if self.state.silences >= PATIENCE {
            return self.hand_off(HandoffReason::Silence);
        }
        self.pose();
    }

    /// Counts a failed try at a variable of the frame at work and gives up at its cap.
    pub fn count_failed_try(&mut self, variable: &VariableName) {
        let Some(declared) = self.top_action().and_then(|action| action.variable(variable)) else {
            return;
        };
        let Some(frame) = self.top_mut() else { return };
        let tries = frame.attempts.entry(variable.clone()).or_insert(0);
        *tries += 1;
        if *tries >= declared.attempts {
            self.give_up_on(variable, declared.on_exhausted, declared.is_required());
        }
    }

    fn give_up_on(&mut self, variable: &VariableName, how: OnExhausted, is_required: bool) {
        match how {
            OnExhausted::Skip if !is_required => {
                self.note_declined(variable);
                self.set_phase(super::Phase::Waiting);
                self.say(SystemAct::Skipped { variable: variable.clone() });
            }
            OnExhausted::Handoff | OnExhausted::Skip => {
                self.hand_off(HandoffReason::Exhausted { variable: variable.clone() });
            }
            OnExhausted::Cancel => {
                if let Some(action) = self.drop_top() {
                    self.say(SystemAct::Cancelled { action });
                    self.resume();
                }
            }
        }
    }
}
