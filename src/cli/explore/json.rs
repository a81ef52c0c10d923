use serde_json::{Value as Json, json};

use super::{found::Found, run::Explored};
use crate::exploring::Level;

/// What exploring came to, for programs.
pub(super) fn json(explored: &Explored) -> Json {
    let levels: Vec<Json> = explored.breadth.levels.iter().map(level).collect();
    let found: Vec<Json> = explored.found.iter().map(one).collect();
    json!({
        "schema_version": 1,
        "agent": explored.agent,
        "seed": explored.seed,
        "levels": levels,
        "states": explored.breadth.states(),
        "transitions": explored.breadth.transitions(),
        "talks": explored.wandered.talks,
        "turns": explored.wandered.turns,
        "checked_talks": explored.wandered.checked,
        "said_talks": explored.said,
        "turns_per_second": explored.turns_a_second(),
        "stopped": explored.breadth.is_stopped || explored.wandered.is_stopped,
        "found": found,
    })
}

fn level(level: &Level) -> Json {
    json!({
        "depth": level.depth,
        "states": level.states,
        "transitions": level.transitions,
        "left": level.left,
    })
}

pub(super) fn one(found: &Found) -> Json {
    json!({
        "layer": found.layer,
        "name": found.name,
        "demands": found.demands,
        "why": found.why,
        "inputs": found.inputs,
        "scenario": found.scenario,
        "path": found.is_written.then(|| found.path.display().to_string()),
    })
}
