use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::agent::ActionName;

/// What the stub remembers of one conversation; saved and restored with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StubState {
    /// How often each rule of an action has answered.
    pub hits: BTreeMap<ActionName, Vec<usize>>,
    /// What rules have stored.
    pub stored: BTreeMap<String, Json>,
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
}
