//! Values that one action has and another asks for: the same name alone is not the same meaning.

use super::{DialogueState, Fate, Frame, Slot, SlotValue, turn::Turn};
use crate::agent::{Action, Agent, Variable, VariableName};

impl Turn<'_> {
    /// Gives the values of a frame that succeeded to the frames below that still wait for them.
    pub fn share(&mut self, done: &Frame) {
        for (name, slot) in &done.slots {
            let Slot::Filled(value) = slot else { continue };
            for at in 0..self.state.frames.len() {
                if self.lacks(at, name, done, value) {
                    self.fill(at, name, value.clone());
                }
            }
        }
    }

    fn lacks(&self, at: usize, name: &VariableName, done: &Frame, value: &SlotValue) -> bool {
        let frame = &self.state.frames[at];
        let is_open = !frame.slots.contains_key(name)
            && !frame.was_rejected(name, &value.value)
            && !frame.is_doubtful(name);
        let given = self.variable(done, name);
        let wanted = self.variable(frame, name);
        is_open && given.zip(wanted).is_some_and(|(given, wanted)| means_the_same(given, wanted))
    }
}

/// The value that an open action below has.
pub(super) fn held_below(
    agent: &Agent,
    state: &DialogueState,
    variable: &Variable,
) -> Option<SlotValue> {
    let (_, below) = state.frames.split_last()?;
    below.iter().rev().find_map(|frame| {
        let declared = agent.action(&frame.action)?.variable(&variable.name)?;
        let held = frame.value(&variable.name)?;
        means_the_same(declared, variable).then(|| held.clone())
    })
}

/// The value another action was given, or this one when its call failed.
pub(super) fn said_before(
    agent: &Agent,
    state: &DialogueState,
    action: &Action,
    variable: &Variable,
) -> Option<SlotValue> {
    let known = state.known.get(&variable.name)?;
    let fits = match known.action == action.name {
        true => {
            known.fate != Fate::Done
                && known.value.value.variable_type() == variable.spec.variable_type
        }
        false => agent
            .action(&known.action)
            .and_then(|other| other.variable(&variable.name))
            .is_some_and(|other| means_the_same(other, variable)),
    };
    fits.then(|| known.value.clone())
}

/// Whether two actions mean the same by a name: one type and form, and nothing told in confidence
/// to one of them.
fn means_the_same(one: &Variable, other: &Variable) -> bool {
    let (a, b) = (&one.spec, &other.spec);
    one.name == other.name
        && a.variable_type == b.variable_type
        && a.pattern == b.pattern
        && a.choices == b.choices
        && !one.sensitive
        && !other.sensitive
}
