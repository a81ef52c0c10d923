//! The sample agents as they are explored.

use std::{path::Path, sync::Arc};

use chrono::TimeZone;
use rehearsal::{
    agent::Agent,
    dialogue::{Engine, SystemAct, step},
    exploring::Ground,
    model::template::{Placed, reply},
    rehearse::{Opening, load},
    value::Reference,
};

pub const SAMPLES: [&str; 5] = ["bookings", "crm", "inventory", "order-desk", "support-tickets"];

pub fn word(agent: &Agent, acts: &[SystemAct], utterance: &str) -> String {
    reply(&Placed { agent, acts, greeting: &agent.greeting, utterance })
}

/// A sample under the true engine.
pub fn ground(name: &str) -> Ground {
    ground_under(name, step)
}

/// A sample under another engine.
pub fn ground_under(name: &str, engine: Engine) -> Ground {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    let agent = load(&folder).unwrap().agent.unwrap();
    let now = agent.timezone.with_ymd_and_hms(2026, 3, 2, 12, 0, 0).unwrap();
    let at = Reference { now, region: agent.region };
    let rendered = Opening::default().rendered(&agent, at).unwrap();
    Ground::new(Arc::new(rendered), at, engine)
}
