use std::collections::BTreeMap;

use super::{
    Call, Change, DialogueState, Ending, Frame, Ignored, Next, Phase, Question, Slot, Step,
    SystemAct, state::SlotValue,
};
use crate::{
    agent::{Action, ActionName, Agent, Variable, VariableName},
    value::{Reference, Value},
};

/// One step at work: the state as it changes and what has been decided so far.
pub(super) struct Turn<'a> {
    pub agent: &'a Agent,
    pub state: DialogueState,
    pub utterance: &'a str,
    pub at: Reference,
    pub said: Vec<SystemAct>,
    pub changes: Vec<Change>,
    pub call: Option<Call>,
    /// Whether anything came of the utterance.
    pub heeded: bool,
}

impl<'a> Turn<'a> {
    pub fn new(agent: &'a Agent, state: DialogueState, utterance: &'a str, at: Reference) -> Self {
        Self {
            agent,
            state,
            utterance,
            at,
            said: Vec::new(),
            changes: Vec::new(),
            call: None,
            heeded: false,
        }
    }

    pub fn finish(mut self) -> Step {
        let next = match (&self.state.ending, self.call.take()) {
            (Some(ending), _) => Next::End(ending.clone()),
            (None, Some(call)) => Next::Call(call),
            (None, None) => Next::Listen,
        };
        if next == Next::Listen && !self.said.is_empty() {
            self.state.last_said = self.said.clone();
        }
        Step { state: self.state, said: self.said, next, changes: self.changes }
    }

    pub fn say(&mut self, act: SystemAct) {
        self.said.push(act);
    }

    pub fn ignore(&mut self, what: impl Into<String>, why: Ignored) {
        self.changes.push(Change::Ignored { what: what.into(), why });
    }

    pub fn is_over(&self) -> bool {
        self.state.ending.is_some()
    }

    pub fn end(&mut self, ending: Ending) {
        self.call = None;
        self.state.ending = Some(ending);
    }

    pub fn top(&self) -> Option<&Frame> {
        self.state.frames.last()
    }

    pub fn top_mut(&mut self) -> Option<&mut Frame> {
        self.state.frames.last_mut()
    }

    /// The action at work with its declaration.
    pub fn top_action(&self) -> Option<&'a Action> {
        self.top().and_then(|frame| self.agent.action(&frame.action))
    }

    pub fn set_phase(&mut self, phase: Phase) {
        if let Some(frame) = self.top_mut() {
            frame.phase = phase;
        }
    }

    /// The variable the frame at work asks for.
    pub fn asked(&self) -> Option<&'a Variable> {
        let frame = self.top()?;
        let name = match &frame.phase {
            Phase::Eliciting { variable } => variable,
            Phase::ConfirmingValue(doubt) => &doubt.variable,
            Phase::Confirming | Phase::Changing | Phase::Calling | Phase::Waiting => return None,
        };
        self.agent.action(&frame.action)?.variable(name)
    }

    /// The topmost open frame whose action declares this variable.
    pub fn frame_with(&self, variable: &VariableName) -> Option<usize> {
        self.state.frames.iter().rposition(|frame| self.variable(frame, variable).is_some())
    }

    pub fn variable(&self, frame: &Frame, variable: &VariableName) -> Option<&'a Variable> {
        self.agent.action(&frame.action)?.variable(variable)
    }

    /// Puts a value into a slot; an assent given before no longer holds.
    pub fn fill(&mut self, at: usize, variable: &VariableName, value: SlotValue) {
        let frame = &mut self.state.frames[at];
        frame.withdraw_assent();
        frame.doubts.retain(|doubt| doubt.variable != *variable);
        frame.attempts.remove(variable);
        frame.slots.insert(variable.clone(), Slot::Filled(value.clone()));
        let keeps_asking = match &frame.phase {
            Phase::Eliciting { variable: asked } => asked != variable,
            Phase::ConfirmingValue(doubt) => doubt.variable != *variable,
            Phase::Calling | Phase::Waiting => true,
            Phase::Confirming | Phase::Changing => false,
        };
        if !keeps_asking {
            frame.phase = Phase::Waiting;
        }
        let action = frame.action.clone();
        self.changes.push(Change::Filled { action, variable: variable.clone(), value });
    }

    pub fn reopen(&mut self, at: usize, variable: &VariableName) {
        let frame = &mut self.state.frames[at];
        frame.withdraw_assent();
        frame.slots.remove(variable);
        // Asked for, if not yet in vain: what is known elsewhere does not fill it again.
        frame.attempts.entry(variable.clone()).or_insert(0);
        frame.doubts.retain(|doubt| doubt.variable != *variable);
        frame.phase = Phase::Eliciting { variable: variable.clone() };
        let action = frame.action.clone();
        self.changes.push(Change::Reopened { action, variable: variable.clone() });
    }

    /// Takes the question beside the frames away.
    pub fn take_question(&mut self) -> Option<Question> {
        self.state.question.take()
    }
}

impl Frame {
    /// A frame with nothing known yet.
    pub fn new(action: ActionName) -> Self {
        Self {
            action,
            gate_for: None,
            phase: Phase::Waiting,
            assent: super::Assent::NotNeeded,
            slots: Default::default(),
            attempts: Default::default(),
            doubts: Vec::new(),
            rejected: Default::default(),
            refused: Vec::new(),
            failures: 0,
            retries: 0,
        }
    }

    /// The value of a slot, when it has one.
    pub fn value(&self, variable: &VariableName) -> Option<&SlotValue> {
        match self.slots.get(variable)? {
            Slot::Filled(value) => Some(value),
            Slot::Declined => None,
        }
    }

    /// The values as they are, without those that stand in.
    pub(super) fn values(&self) -> BTreeMap<VariableName, Value> {
        let held = self.slots.keys().filter_map(|name| Some((name, self.value(name)?)));
        held.map(|(name, held)| (name.clone(), held.value.clone())).collect()
    }

    /// Whether the API refused just these values together.
    pub(super) fn was_refused(&self) -> bool {
        !self.refused.is_empty() && self.refused.contains(&self.values())
    }

    pub(super) fn withdraw_assent(&mut self) {
        if self.assent == super::Assent::Given {
            self.assent = super::Assent::Needed;
        }
    }
}
