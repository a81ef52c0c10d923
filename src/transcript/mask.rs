use std::ops::Range;

use crate::{
    agent::{Agent, VariableName},
    dialogue::{Change, DialogueState, SlotValue, SystemAct, UserAct},
    request::{MASK, Redactor},
    value::Value,
};

/// Masks the values of `sensitive` variables wherever a turn shows them.
#[derive(Clone, Copy, Debug)]
pub struct Mask<'a> {
    agent: &'a Agent,
}

impl<'a> Mask<'a> {
    /// The mask for an agent's declared variables.
    pub fn new(agent: &'a Agent) -> Self {
        Self { agent }
    }

    /// Whether any action declares this variable sensitive.
    pub fn hides(&self, variable: &VariableName) -> bool {
        let mut declared = self.agent.actions.iter().filter_map(|action| action.variable(variable));
        declared.any(|variable| variable.sensitive)
    }

    /// The utterance with the words of sensitive values masked.
    pub fn utterance(&self, utterance: &str, acts: &[UserAct]) -> String {
        let mut spans: Vec<_> = acts.iter().filter_map(|act| self.hidden_span(act)).collect();
        spans.sort_by_key(|span| span.start);
        let mut shown = utterance.to_owned();
        for span in spans.into_iter().rev() {
            if shown.get(span.clone()).is_some() {
                shown.replace_range(span, MASK);
            }
        }
        shown
    }

    fn hidden_span(&self, act: &UserAct) -> Option<Range<usize>> {
        match act {
            UserAct::Inform { variable, span, .. } | UserAct::Correct { variable, span, .. } => {
                self.hides(variable).then(|| span.clone())
            }
            _ => None,
        }
    }

    /// The acts with sensitive words masked.
    pub fn user_acts(&self, acts: &[UserAct]) -> Vec<UserAct> {
        acts.iter().cloned().map(|act| self.user_act(act)).collect()
    }

    fn user_act(&self, mut act: UserAct) -> UserAct {
        match &mut act {
            UserAct::Inform { variable, raw, .. } if self.hides(variable) => {
                MASK.clone_into(raw);
            }
            UserAct::Correct { variable, raw: Some(raw), .. } if self.hides(variable) => {
                MASK.clone_into(raw);
            }
            _ => {}
        }
        act
    }

    /// The acts of the agent with sensitive values masked.
    pub fn system_acts(&self, acts: &[SystemAct]) -> Vec<SystemAct> {
        acts.iter().cloned().map(|act| self.system_act(act)).collect()
    }

    fn system_act(&self, mut act: SystemAct) -> SystemAct {
        match &mut act {
            SystemAct::Confirm { slots, .. } => {
                for (variable, held) in slots {
                    *held = self.slot(variable, held);
                }
            }
            SystemAct::Corrected { variable, value, .. }
            | SystemAct::AlreadyTried { variable, value, .. }
                if self.hides(variable) =>
            {
                *value = masked();
            }
            SystemAct::Refuse { variable, refusal, .. } if self.hides(variable) => {
                MASK.clone_into(&mut refusal.message);
                refusal.alternatives.clear();
            }
            SystemAct::ConfirmValue { variable, value, alternatives, .. }
                if self.hides(variable) =>
            {
                *value = masked();
                alternatives.clear();
            }
            _ => {}
        }
        act
    }

    /// The changes with sensitive values masked.
    pub fn changes(&self, changes: &[Change]) -> Vec<Change> {
        let mut shown = changes.to_vec();
        for change in &mut shown {
            if let Change::Filled { variable, value, .. } = change {
                *value = self.slot(variable, value);
            }
        }
        shown
    }

    /// A slot's value, masked where it is sensitive.
    pub fn slot(&self, variable: &VariableName, held: &SlotValue) -> SlotValue {
        match self.hides(variable) {
            true => SlotValue {
                value: masked(),
                raw: MASK.to_owned(),
                provenance: held.provenance.clone(),
            },
            false => held.clone(),
        }
    }

    /// All sensitive values that a dialogue knows: of open actions, of the last one and of earlier ones.
    pub fn sensitive_values<'s>(
        &self,
        state: &'s DialogueState,
    ) -> impl Iterator<Item = &'s Value> + use<'s, 'a> {
        let mask = *self;
        let last = state.last.iter().map(|finished| &finished.frame);
        let held = state.frames.iter().chain(last).flat_map(move |frame| {
            let names = frame.slots.keys().filter(move |name| mask.hides(name));
            names.filter_map(|name| Some(&frame.value(name)?.value))
        });
        let known = state.known.iter().filter(move |(name, _)| mask.hides(name));
        held.chain(known.map(|(_, known)| &known.value.value))
    }

    /// Knows every sensitive value of a dialogue, to be masked wherever else it stands.
    pub fn redactor(&self, state: &DialogueState) -> Redactor {
        let mut redactor = Redactor::default();
        self.sensitive_values(state).for_each(|value| redactor.add_sensitive(value));
        redactor
    }
}

fn masked() -> Value {
    Value::String(MASK.to_owned())
}
