use std::ops::Range;

use super::{
    Assent, Change, HandoffReason, Ignored, Phase, Question, Slot, SystemAct, Told, UserAct,
    step::MOST_TURNS, turn::Turn,
};
use crate::agent::VariableName;

impl Turn<'_> {
    /// Acts on what was heard, then poses the question that stands open.
    pub fn hear(&mut self, acts: &[UserAct]) {
        self.state.turn += 1;
        self.state.silences = 0;
        if self.state.turn > MOST_TURNS {
            return self.hand_off(HandoffReason::Limit);
        }
        let mut waiting = Vec::new();
        for (at, act) in acts.iter().enumerate() {
            if self.waits_for_request(act, &acts[at + 1..]) {
                waiting.push(act);
            } else {
                self.heed(act);
                if matches!(act, UserAct::Request { .. }) {
                    waiting.drain(..).for_each(|value| self.heed(value));
                }
            }
            if self.is_over() {
                return;
            }
        }
        if self.heeded {
            self.state.no_matches = 0;
        } else {
            self.no_match();
        }
        if !self.is_over() {
            self.pose();
        }
    }

    /// "48213, and where is my order?": a value that no open action takes is for the one asked for
    /// behind it.
    fn waits_for_request(&self, act: &UserAct, rest: &[UserAct]) -> bool {
        let (UserAct::Inform { variable, .. } | UserAct::Correct { variable, raw: Some(_), .. }) =
            act
        else {
            return false;
        };
        let is_kept = matches!(self.state.question, Some(Question::WhichAction { .. }));
        !is_kept
            && self.frame_with(variable).is_none()
            && rest.iter().any(|act| matches!(act, UserAct::Request { .. }))
    }

    fn heed(&mut self, act: &UserAct) {
        match act {
            UserAct::Request { action } => self.request(action),
            UserAct::Inform { variable, raw, span } => self.inform(variable, raw, span),
            UserAct::Correct { variable, raw, span } => {
                self.correct(variable, raw.as_deref(), span);
            }
            UserAct::Recall { variable, raw, turn, span } => {
                let (variable, raw, span) = (variable.clone(), raw.clone(), span.clone());
                self.recall(&Told { variable, raw, turn: *turn, span });
            }
            UserAct::Affirm => self.affirm(),
            UserAct::Deny => self.deny(),
            UserAct::Cancel => self.cancel(),
            UserAct::Skip => self.skip(),
            UserAct::Repeat => self.repeat(),
            UserAct::AskHandoff => self.hand_off(HandoffReason::Asked),
            UserAct::Chat => self.chat(),
            UserAct::Goodbye => self.say_goodbye(),
            UserAct::Unclear { candidates } => self.offer(candidates),
        }
    }

    /// Whether the words really stand in the utterance.
    pub fn is_grounded(&self, raw: &str, span: &Range<usize>) -> bool {
        !raw.is_empty() && self.utterance.get(span.clone()) == Some(raw)
    }

    fn inform(&mut self, variable: &VariableName, raw: &str, span: &Range<usize>) {
        if !self.is_grounded(raw, span) {
            return self.ignore(variable.as_str(), Ignored::Ungrounded);
        }
        let told = Told {
            variable: variable.clone(),
            raw: raw.to_owned(),
            turn: self.state.turn,
            span: span.clone(),
        };
        if let Some(Question::WhichAction { told: kept, .. }) = &mut self.state.question {
            kept.push(told);
            return;
        }
        self.take_told(&told);
    }

    fn repeat(&mut self) {
        self.heeded = true;
        self.say(SystemAct::SayAgain);
        let again = self.state.last_said.iter().filter(|act| !act.is_question()).cloned();
        let again: Vec<_> = again.filter(|act| *act != SystemAct::SayAgain).collect();
        self.said.extend(again);
    }

    fn chat(&mut self) {
        self.heeded = true;
        self.say(SystemAct::AnswerChat);
    }

    fn skip(&mut self) {
        match self.state.question {
            Some(Question::Callback | Question::WhichAction { .. }) => return self.deny(),
            Some(Question::More) | None => {}
        }
        let Some(variable) = self.asked() else { return };
        self.heeded = true;
        if variable.is_required() {
            let action = self.top().map(|frame| frame.action.clone());
            if let Some(action) = action {
                self.say(SystemAct::CannotSkip { action, variable: variable.name.clone() });
            }
            return self.count_failed_try(&variable.name);
        }
        self.decline(&variable.name);
    }

    /// Leaves an optional value out.
    pub fn decline(&mut self, variable: &VariableName) {
        let Some(frame) = self.top_mut() else { return };
        frame.slots.insert(variable.clone(), Slot::Declined);
        frame.doubts.retain(|doubt| doubt.variable != *variable);
        frame.phase = Phase::Waiting;
        let action = frame.action.clone();
        self.changes.push(Change::Declined { action, variable: variable.clone() });
        self.say(SystemAct::Skipped { variable: variable.clone() });
    }

    fn affirm(&mut self) {
        match self.take_question() {
            Some(question) => self.affirm_question(question),
            None => self.affirm_phase(),
        }
    }

    fn affirm_question(&mut self, question: Question) {
        self.heeded = true;
        match question {
            Question::WhichAction { candidates, told } => match candidates.as_slice() {
                [only] => self.choose(only, &told),
                _ => {
                    self.heeded = false;
                    self.state.question = Some(Question::WhichAction { candidates, told });
                }
            },
            Question::Callback => self.say(SystemAct::CallbackAccepted),
            Question::More => self.say(SystemAct::TellAbilities),
        }
    }

    fn affirm_phase(&mut self) {
        let Some(frame) = self.top_mut() else { return };
        match frame.phase.clone() {
            Phase::ConfirmingValue(doubt) => self.settle(doubt.variable, doubt.reading),
            Phase::Confirming => {
                frame.assent = Assent::Given;
                frame.phase = Phase::Waiting;
                self.heeded = true;
            }
            // A yes changes nothing of what the API refused.
            Phase::Changing if frame.was_refused() => {}
            Phase::Changing => {
                frame.phase = Phase::Waiting;
                self.heeded = true;
            }
            Phase::Eliciting { .. } => self.answer_boolean(),
            Phase::Calling | Phase::Waiting => {}
        }
    }

    fn deny(&mut self) {
        match self.take_question() {
            Some(Question::WhichAction { .. }) => {
                self.heeded = true;
                self.say(SystemAct::OfferDeclined);
                if self.top().is_none() {
                    self.say(SystemAct::TellAbilities);
                }
            }
            Some(Question::Callback) => {
                self.heeded = true;
                self.say(SystemAct::OfferDeclined);
            }
            Some(Question::More) => self.say_goodbye(),
            None => self.deny_phase(),
        }
    }

    fn deny_phase(&mut self) {
        let Some(frame) = self.top_mut() else { return };
        match frame.phase.clone() {
            Phase::ConfirmingValue(doubt) => self.doubt_denied(doubt),
            Phase::Confirming => {
                frame.phase = Phase::Changing;
                self.heeded = true;
            }
            Phase::Changing => self.cancel(),
            Phase::Eliciting { .. } => self.deny_elicitation(),
            Phase::Calling | Phase::Waiting => {}
        }
    }

    fn deny_elicitation(&mut self) {
        let Some(variable) = self.asked() else { return };
        if variable.spec.variable_type == crate::value::VariableType::Boolean {
            self.answer_boolean();
        } else if !variable.is_required() {
            self.heeded = true;
            self.decline(&variable.name);
        }
    }

    /// A bare yes or no is the value where a boolean is asked for.
    fn answer_boolean(&mut self) {
        let Some(variable) = self.asked() else { return };
        if variable.spec.variable_type != crate::value::VariableType::Boolean {
            return;
        }
        let told = Told {
            variable: variable.name.clone(),
            raw: self.utterance.to_owned(),
            turn: self.state.turn,
            span: 0..self.utterance.len(),
        };
        self.take_told(&told);
    }
}
