use std::ops::Range;

use crate::{
    agent::{Agent, VariableName},
    dialogue::{Change, Frame, SlotValue, SystemAct, UserAct},
    request::MASK,
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

    /// The texts of all sensitive values in these frames, to be masked wherever else they stand.
    pub fn hidden_values<'f>(&self, frames: impl IntoIterator<Item = &'f Frame>) -> Vec<String> {
        let mut values = Vec::new();
        for frame in frames {
            let Some(action) = self.agent.action(&frame.action) else { continue };
            for variable in action.variables.iter().filter(|variable| variable.sensitive) {
                values.extend(frame.value(&variable.name).map(|held| held.value.to_string()));
            }
        }
        values
    }
}

/// A text with hidden values masked wherever they stand as words of their own; the shortest are too
/// common to look for.
pub fn cover(text: &str, hidden: &[String]) -> String {
    const SHORTEST: usize = 3;
    let values = hidden.iter().filter(|value| value.len() >= SHORTEST);
    values.fold(text.to_owned(), |text, value| cover_words(&text, value))
}

fn cover_words(text: &str, value: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in text.match_indices(value) {
        let end = at + value.len();
        let joined = text[..at].ends_with(char::is_alphanumeric)
            || text[end..].starts_with(char::is_alphanumeric);
        shown.push_str(&text[from..at]);
        shown.push_str(if joined { value } else { MASK });
        from = end;
    }
    shown.push_str(&text[from..]);
    shown
}

fn masked() -> Value {
    Value::String(MASK.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_value_is_covered_as_a_word_and_not_inside_another() {
        let hidden = ["4821".to_owned()];
        assert_eq!(cover("48213, and 4821.", &hidden), "48213, and ••••.");
        assert_eq!(cover("4821", &hidden), "••••");
    }
}
