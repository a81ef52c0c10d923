use serde_json::Value as Json;

use super::{
    Change, Fate, Finished, Frame, Ignored, Known, Phase, Question, Slot, SystemAct, turn::Turn,
};
use crate::{
    agent::Action,
    request::{Body, Outcome, keep, save},
};

impl Turn<'_> {
    /// Takes the outcome of the call the frame at work waits for.
    pub fn take_outcome(&mut self, outcome: &Outcome) {
        let is_awaited = self.top().is_some_and(|frame| frame.phase == Phase::Calling);
        let Some(action) = self.top_action().filter(|_| is_awaited) else {
            return self.ignore(outcome.class_name(), Ignored::OutOfOrder);
        };
        match outcome {
            Outcome::Success { body, .. } => self.succeed(action, body),
            Outcome::Failure { .. } => self.fail(action, outcome),
        }
        if !self.is_over() && self.call.is_none() {
            self.pose();
        }
    }

    fn succeed(&mut self, action: &Action, body: &Body) {
        let Some(frame) = self.state.frames.pop() else { return };
        let answer = json_of(body);
        for (key, value) in save(&action.response, &answer) {
            self.changes.push(Change::Saved { key: key.clone() });
            self.state.saved.insert(key, (value, action.name.clone()));
        }
        self.state.succeeded.insert(action.name.clone());
        let gate_for = frame.gate_for.clone();
        let was_gate = gate_for.is_some();
        self.close(frame, Fate::Done);
        let result = keep(&action.response, &answer);
        self.say(SystemAct::Report { action: action.name.clone(), gate_for, result });
        if self.state.frames.is_empty() {
            self.state.question = Some(Question::More);
        } else if !was_gate {
            self.resume();
        }
    }

    /// Remembers a finished frame and its values.
    pub fn close(&mut self, frame: Frame, fate: Fate) {
        self.changes.push(Change::Closed { action: frame.action.clone() });
        match fate {
            Fate::Done => drop(self.state.uncertain.remove(&frame.action)),
            Fate::Unknown => drop(self.state.uncertain.insert(frame.action.clone())),
            Fate::Failed => {}
        }
        if fate == Fate::Done {
            self.share(&frame);
        }
        for (name, slot) in &frame.slots {
            if let Slot::Filled(value) = slot {
                let known = Known { action: frame.action.clone(), value: value.clone(), fate };
                self.state.known.insert(name.clone(), known);
            }
        }
        self.state.last = Some(Finished { frame, fate });
    }
}

/// The answer as JSON: text stays text, nothing is null.
fn json_of(body: &Body) -> Json {
    match body {
        Body::Empty => Json::Null,
        Body::Json(json) => json.clone(),
        Body::Text(text) => Json::String(text.clone()),
    }
}
