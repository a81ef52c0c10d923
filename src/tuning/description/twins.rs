use serde::{Deserialize, Serialize};

use crate::agent::{ActionName, Agent, shared_words};

/// Two descriptions that say nearly the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Twins {
    /// The earlier action.
    pub one: ActionName,
    /// The later action.
    pub other: ActionName,
    /// Share of words they have in common, from 0 to 1.
    pub shared: f64,
}

/// From this share of common words on, two descriptions are worth a look.
const CLOSE: f64 = 0.6;

/// The pairs of actions whose descriptions say nearly the same, the closest first.
pub fn twins(agent: &Agent) -> Vec<Twins> {
    let mut found = Vec::new();
    for (at, other) in agent.actions.iter().enumerate() {
        for one in &agent.actions[..at] {
            let shared = shared_words(&one.description, &other.description);
            if shared >= CLOSE {
                found.push(Twins { one: one.name.clone(), other: other.name.clone(), shared });
            }
        }
    }
    found.sort_by(|one, other| other.shared.total_cmp(&one.shared));
    found
}
