use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{agent::ActionName, api::Difference};

/// What the stub remembers of one conversation; saved and restored with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StubState {
    /// How often each rule of an action has answered.
    pub hits: BTreeMap<ActionName, Vec<usize>>,
    /// How often each action was called.
    #[serde(default)]
    pub called: BTreeMap<ActionName, usize>,
    /// What rules have stored.
    pub stored: BTreeMap<String, Json>,
    /// What became of each fault of the scenario, in its order.
    #[serde(default)]
    pub faults: Vec<Met>,
    /// The last good answers of each action, the newest last, each to another request.
    #[serde(default)]
    pub answers: BTreeMap<ActionName, Vec<Remembered>>,
}

/// What became of a fault that a scenario binds to calls.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Met {
    /// Calls of its action.
    pub called: u32,
    /// Those whose arguments fit.
    pub fitting: u32,
    /// Those that it was laid over.
    pub laid: u32,
    /// By what the last call that did not fit differed.
    #[serde(skip)]
    pub differed: Option<Difference>,
}

/// A good answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remembered {
    /// Tells requests apart; nothing of the request can be read from it.
    pub request: u64,
    /// The answer's body.
    pub body: Json,
}

impl StubState {
    /// How often the rule at this place in its action's list has answered.
    pub fn hits(&self, action: &ActionName, rule: usize) -> usize {
        self.hits.get(action).and_then(|hits| hits.get(rule)).copied().unwrap_or_default()
    }

    /// Counts an answer of a rule.
    pub(super) fn count(&mut self, action: &ActionName, rule: usize) {
        if !self.hits.contains_key(action) {
            self.hits.insert(action.clone(), Vec::new());
        }
        if let Some(hits) = self.hits.get_mut(action) {
            if hits.len() <= rule {
                hits.resize(rule + 1, 0);
            }
            hits[rule] += 1;
        }
    }

    /// What became of the fault at this place.
    pub(super) fn met(&mut self, fault: usize) -> &mut Met {
        if self.faults.len() <= fault {
            self.faults.resize(fault + 1, Met::default());
        }
        &mut self.faults[fault]
    }

    /// Keeps a good answer, for whoever is answered with a stale one.
    pub(super) fn remember(&mut self, action: &ActionName, request: u64, body: &Json) {
        if !self.answers.contains_key(action) {
            self.answers.insert(action.clone(), Vec::new());
        }
        let Some(known) = self.answers.get_mut(action) else { return };
        known.retain(|answer| answer.request != request);
        known.push(Remembered { request, body: body.clone() });
        // Of two different requests one differs from any third.
        if known.len() > 2 {
            known.remove(0);
        }
    }

    /// The newest good answer to another request.
    pub(super) fn stale(&self, action: &ActionName, request: u64) -> Option<&Json> {
        let known = self.answers.get(action)?;
        known.iter().rev().find(|answer| answer.request != request).map(|answer| &answer.body)
    }
}
