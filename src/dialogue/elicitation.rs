use std::collections::BTreeMap;

use super::{
    Assent, Call, Change, DialogueState, Doubt, Frame, HandoffReason, Ignored, Phase, Provenance,
    Question, Slot, SlotValue, SystemAct, Told,
    reuse::{held_below, said_before},
    step::MOST_CALLS,
    turn::Turn,
};
use crate::{
    agent::{Action, Presence, Variable, VariableName},
    value::{self, Value},
};

impl Turn<'_> {
    /// Poses the question that stands open, or makes the call when none does.
    pub fn pose(&mut self) {
        match &self.state.question {
            Some(Question::WhichAction { candidates, .. }) => {
                let candidates = candidates.clone();
                return self.say(SystemAct::OfferActions { candidates });
            }
            Some(Question::Callback) => return self.say(SystemAct::OfferCallback),
            Some(Question::More) | None => {}
        }
        let Some(frame) = self.top() else { return self.pose_nothing() };
        let action = frame.action.clone();
        match frame.phase.clone() {
            Phase::Calling => {}
            Phase::Changing => self.say(SystemAct::AskWhatToChange { action }),
            Phase::ConfirmingValue(doubt) => self.ask_doubt(doubt),
            Phase::Confirming | Phase::Eliciting { .. } | Phase::Waiting => self.collect(),
        }
    }

    fn pose_nothing(&mut self) {
        if self.said.is_empty() {
            self.say(SystemAct::TellAbilities);
        }
    }

    /// Looks for what the frame at work still needs.
    fn collect(&mut self) {
        if self.open_gates() {
            return self.pose();
        }
        let Some(action) = self.top_action() else { return self.drop_unknown() };
        self.prefill(action);
        let Some(frame) = self.top_mut() else { return };
        if !frame.doubts.is_empty() {
            let doubt = frame.doubts.remove(0);
            return self.ask_doubt(doubt);
        }
        let missing = missing(action, frame).map(|variable| variable.name.clone());
        match missing {
            Some(variable) => self.elicit(action, variable),
            None => self.conclude(action),
        }
    }

    fn drop_unknown(&mut self) {
        if let Some(frame) = self.state.frames.pop() {
            self.ignore(frame.action.as_str(), Ignored::UnknownAction);
        }
        self.pose();
    }

    fn elicit(&mut self, action: &Action, variable: VariableName) {
        let attempt =
            self.top().and_then(|frame| frame.attempts.get(&variable)).copied().unwrap_or(0);
        self.set_phase(Phase::Eliciting { variable: variable.clone() });
        self.say(SystemAct::Elicit { action: action.name.clone(), variable, attempt });
    }

    fn ask_doubt(&mut self, doubt: Doubt) {
        let Some(frame) = self.top_mut() else { return };
        let act = SystemAct::ConfirmValue {
            action: frame.action.clone(),
            variable: doubt.variable.clone(),
            value: doubt.reading.value.clone(),
            alternatives: doubt.alternatives.clone(),
        };
        frame.phase = Phase::ConfirmingValue(doubt);
        self.say(act);
    }

    /// All is known: confirm, or call.
    fn conclude(&mut self, action: &Action) {
        if let Some(variable) = self.expired(action) {
            return self.refuse_expired(variable);
        }
        let Some(frame) = self.top_mut() else { return };
        if frame.was_refused() {
            // The same call again would be in vain.
            frame.phase = Phase::Changing;
            let action = action.name.clone();
            return self.say(SystemAct::AskWhatToChange { action });
        }
        if frame.assent == Assent::Needed {
            frame.phase = Phase::Confirming;
            let slots = filled(action, frame);
            let action = action.name.clone();
            return self.say(SystemAct::Confirm { action, slots });
        }
        self.make_call(action, 0);
    }

    /// A value that was valid when said and no longer is, such as a date that has passed.
    fn expired(&self, action: &Action) -> Option<(VariableName, value::Refusal)> {
        let frame = self.top()?;
        action.variables.iter().find_map(|variable| {
            let held = frame.value(&variable.name)?;
            let refusal = value::validate(&variable.spec, &held.value, &self.at).err()?;
            Some((variable.name.clone(), refusal))
        })
    }

    fn refuse_expired(&mut self, (variable, refusal): (VariableName, value::Refusal)) {
        let at = self.state.frames.len() - 1;
        self.reopen(at, &variable);
        self.say_refusal(at, &variable, refusal);
        self.count_failed_try(&variable);
        if !self.is_over() {
            self.pose();
        }
    }

    /// Makes the call of the frame at work.
    pub fn make_call(&mut self, action: &Action, delay_ms: u64) {
        if self.state.calls >= MOST_CALLS {
            self.say(SystemAct::CallLimit);
            return self.hand_off(HandoffReason::Limit);
        }
        let Some(frame) = self.top_mut() else { return };
        frame.phase = Phase::Calling;
        let retry = frame.retries;
        let arguments = arguments(action, frame);
        self.state.calls += 1;
        self.call = Some(Call { action: action.name.clone(), arguments, delay_ms, retry });
    }

    /// Takes a value that was told into the topmost frame that has its variable.
    pub fn take_told(&mut self, told: &Told) {
        let Some(at) = self.frame_with(&told.variable) else { return self.follow_up(told) };
        let Some(variable) = self.variable(&self.state.frames[at], &told.variable) else { return };
        match value::parse(&variable.spec, &told.raw, &self.at) {
            Ok(reading) => {
                let value = SlotValue {
                    value: reading.value,
                    raw: told.raw.clone(),
                    provenance: Provenance::User { turn: told.turn, span: told.span.clone() },
                };
                self.weigh(at, variable, value, reading.alternatives);
            }
            Err(refusal) => self.take_refusal(at, variable, refusal),
        }
    }

    /// Decides whether a readable value is taken, doubted or was tried before.
    pub(super) fn weigh(
        &mut self,
        at: usize,
        variable: &Variable,
        value: SlotValue,
        alternatives: Vec<Value>,
    ) {
        self.heeded = true;
        let frame = &mut self.state.frames[at];
        if frame.was_rejected(&variable.name, &value.value) {
            return self.refuse_tried(at, variable, value.value);
        }
        let settled = frame.has_offered(&variable.name, &value.value);
        let held = frame.value(&variable.name).map(|held| &held.value);
        let is_same = held == Some(&value.value);
        let is_change = held.is_some() && !is_same;
        if is_same && !matches!(frame.phase, Phase::ConfirmingValue(_)) {
            return;
        }
        if (!alternatives.is_empty() || variable.confirm) && !settled {
            return frame.doubt(&variable.name, value, alternatives);
        }
        let said = is_change.then(|| SystemAct::Corrected {
            action: frame.action.clone(),
            variable: variable.name.clone(),
            value: value.value.clone(),
        });
        self.fill(at, &variable.name, value);
        self.said.extend(said);
    }

    pub(super) fn refuse_tried(&mut self, at: usize, variable: &Variable, value: Value) {
        let action = self.state.frames[at].action.clone();
        self.say(SystemAct::AlreadyTried { action, variable: variable.name.clone(), value });
        if at + 1 == self.state.frames.len() {
            self.count_failed_try(&variable.name);
        }
    }

    fn take_refusal(&mut self, at: usize, variable: &Variable, refusal: value::Refusal) {
        let is_asked = self.asked().is_some_and(|asked| asked.name == variable.name);
        if refusal.kind.is_no_value() {
            if !is_asked {
                self.ignore(variable.name.as_str(), Ignored::NotAValue);
            }
            return;
        }
        self.heeded = true;
        self.say_refusal(at, &variable.name, refusal);
        let is_top = at + 1 == self.state.frames.len();
        if is_top && self.state.frames[at].value(&variable.name).is_none() {
            self.set_phase(Phase::Eliciting { variable: variable.name.clone() });
            self.count_failed_try(&variable.name);
        }
    }

    pub(super) fn say_refusal(
        &mut self,
        at: usize,
        variable: &VariableName,
        refusal: value::Refusal,
    ) {
        let action = self.state.frames[at].action.clone();
        self.say(SystemAct::Refuse { action, variable: variable.clone(), refusal });
    }

    /// Fills empty slots of the frame at work from what is known without asking.
    fn prefill(&mut self, action: &Action) {
        let at = self.state.frames.len() - 1;
        for variable in &action.variables {
            if self.state.frames[at].is_untouched(&variable.name)
                && let Some(value) = self.known_value(action, variable)
            {
                self.fill(at, &variable.name, value);
            }
        }
    }

    fn known_value(&self, action: &Action, variable: &Variable) -> Option<SlotValue> {
        let found = held_below(self.agent, &self.state, variable)
            .or_else(|| said_before(self.agent, &self.state, action, variable))
            .or_else(|| saved_before(&self.state, variable, &self.at))
            .or_else(|| in_context(&self.state, variable, &self.at))?;
        let frame = self.top()?;
        let is_valid = value::validate(&variable.spec, &found.value, &self.at).is_ok();
        (is_valid && !frame.was_rejected(&variable.name, &found.value)).then_some(found)
    }
}

impl Frame {
    /// Whether nothing was ever said or asked about this variable.
    pub(super) fn is_untouched(&self, variable: &VariableName) -> bool {
        !self.slots.contains_key(variable)
            && !self.attempts.contains_key(variable)
            && !self.rejected.contains_key(variable)
            && !self.is_doubtful(variable)
            && self.phase != Phase::Eliciting { variable: variable.clone() }
    }

    /// Whether a reading of this variable waits for a yes.
    pub(super) fn is_doubtful(&self, variable: &VariableName) -> bool {
        self.doubts.iter().any(|doubt| doubt.variable == *variable)
            || matches!(&self.phase, Phase::ConfirmingValue(doubt) if doubt.variable == *variable)
    }

    pub(super) fn was_rejected(&self, variable: &VariableName, value: &Value) -> bool {
        self.rejected.get(variable).is_some_and(|values| values.contains(value))
    }

    /// Whether the open question offered this very value.
    fn has_offered(&self, variable: &VariableName, value: &Value) -> bool {
        matches!(&self.phase, Phase::ConfirmingValue(doubt) if doubt.variable == *variable
            && (doubt.reading.value == *value || doubt.alternatives.contains(value)))
    }

    pub(super) fn doubt(
        &mut self,
        variable: &VariableName,
        reading: SlotValue,
        alternatives: Vec<Value>,
    ) {
        self.doubts.retain(|doubt| doubt.variable != *variable);
        if let Phase::ConfirmingValue(pending) = &self.phase
            && pending.variable != *variable
        {
            self.doubts.insert(0, pending.clone());
        }
        self.doubts.push(Doubt { variable: variable.clone(), reading, alternatives });
        if !matches!(self.phase, Phase::Calling) {
            self.phase = Phase::Waiting;
        }
    }
}

fn saved_before(
    state: &DialogueState,
    variable: &Variable,
    at: &value::Reference,
) -> Option<SlotValue> {
    let (json, action) = state.saved.get(variable.name.as_str())?;
    let key = variable.name.as_str().to_owned();
    let provenance = Provenance::Saved { action: action.clone(), key };
    read_json(variable, json, provenance, at)
}

fn in_context(
    state: &DialogueState,
    variable: &Variable,
    at: &value::Reference,
) -> Option<SlotValue> {
    let json = state.context.get(variable.name.as_str())?;
    let provenance = Provenance::Context { key: variable.name.as_str().to_owned() };
    read_json(variable, json, provenance, at)
}

fn read_json(
    variable: &Variable,
    json: &serde_json::Value,
    provenance: Provenance,
    at: &value::Reference,
) -> Option<SlotValue> {
    let raw = match json {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Number(_) | serde_json::Value::Bool(_) => json.to_string(),
        serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => {
            return None;
        }
    };
    let reading = value::parse(&variable.spec, &raw, at).ok()?;
    reading.alternatives.is_empty().then_some(SlotValue { value: reading.value, raw, provenance })
}

/// The next variable to ask for: the one already asked, then required ones in order, then
/// optional ones whose author wrote a question.
fn missing<'a>(action: &'a Action, frame: &Frame) -> Option<&'a Variable> {
    let is_open = |variable: &&Variable| !frame.slots.contains_key(&variable.name);
    let asked = match &frame.phase {
        Phase::Eliciting { variable } => action.variable(variable),
        _ => None,
    };
    asked
        .filter(is_open)
        .or_else(|| action.variables.iter().filter(|v| v.is_required()).find(is_open))
        .or_else(|| action.variables.iter().filter(|v| v.ask.is_some()).find(is_open))
}

/// The filled slots in the order of declaration.
fn filled(action: &Action, frame: &Frame) -> Vec<(VariableName, SlotValue)> {
    let held =
        |variable: &Variable| Some((variable.name.clone(), frame.value(&variable.name)?.clone()));
    action.variables.iter().filter_map(held).collect()
}

/// What is sent: filled slots, and defaults for the rest.
fn arguments(action: &Action, frame: &Frame) -> BTreeMap<VariableName, SlotValue> {
    let mut arguments: BTreeMap<_, _> = filled(action, frame).into_iter().collect();
    for variable in &action.variables {
        if let Presence::Optional { default: Some(value) } = &variable.presence {
            arguments.entry(variable.name.clone()).or_insert_with(|| SlotValue {
                value: value.clone(),
                raw: value.to_string(),
                provenance: Provenance::Default,
            });
        }
    }
    arguments
}

impl Turn<'_> {
    /// Takes a value whose reading the user has just affirmed.
    pub fn settle(&mut self, variable: VariableName, value: SlotValue) {
        self.heeded = true;
        let at = self.state.frames.len() - 1;
        self.fill(at, &variable, value);
    }

    /// Records that a slot was declined by giving up on it.
    pub fn note_declined(&mut self, variable: &VariableName) {
        let Some(frame) = self.top_mut() else { return };
        frame.slots.insert(variable.clone(), Slot::Declined);
        let action = frame.action.clone();
        self.changes.push(Change::Declined { action, variable: variable.clone() });
    }
}
