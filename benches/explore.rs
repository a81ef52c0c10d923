//! Exploring without HTTP: turns a second on one core, beside the bare step of the engine.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and may stop")]

use std::{hint::black_box, ops::ControlFlow, path::Path, sync::Arc, time::Instant};

use chrono::TimeZone;
use rehearsal::{
    agent::Agent,
    dialogue::{DialogueState, Input, SystemAct, step},
    exploring::{Bounds, Event, Ground, Wandering, breadth, wander},
    model::template::{Placed, reply},
    rehearse::{Opening, load},
    value::Reference,
};

const SAMPLES: [&str; 5] = ["bookings", "crm", "inventory", "order-desk", "support-tickets"];
const TALKS: u64 = 4000;

fn main() {
    for name in SAMPLES {
        let ground = ground(name);
        let bare = bare(&ground);
        let unchecked = at_random(&ground, 0);
        let checked = at_random(&ground, 50);
        let wide = wide(&ground);
        println!(
            "{name:16} at random {unchecked:>8.0} turns/s, with checks {checked:>8.0}, breadth {wide:>8.0}, \
             bare step {bare:>8.0}: ratio {:.2}",
            checked / bare
        );
    }
}

fn ground(name: &str) -> Ground {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    let agent = load(&folder).unwrap().agent.unwrap();
    let now = agent.timezone.with_ymd_and_hms(2026, 3, 2, 12, 0, 0).unwrap();
    let at = Reference { now, region: agent.region };
    let rendered = Opening::default().rendered(&agent, at).unwrap();
    Ground::new(Arc::new(rendered), at, step)
}

fn word(agent: &Agent, acts: &[SystemAct], utterance: &str) -> String {
    reply(&Placed { agent, acts, greeting: &agent.greeting, utterance })
}

fn at_random(ground: &Ground, checked_every: u64) -> f64 {
    let wandering = Wandering { talks: TALKS, seed: 1, checked_every };
    let began = Instant::now();
    let wandered = wander(ground, word, wandering, &mut |_| ControlFlow::Continue(()));
    wandered.turns as f64 / began.elapsed().as_secs_f64()
}

fn wide(ground: &Ground) -> f64 {
    let bounds = Bounds { depth: 4, states: 1_000_000 };
    let began = Instant::now();
    let breadth = breadth(ground, bounds, &mut |_| ControlFlow::Continue(()));
    breadth.transitions() as f64 / began.elapsed().as_secs_f64()
}

/// The first step of a talk, for everything that may be said.
fn bare(ground: &Ground) -> f64 {
    const ROUNDS: usize = 300;
    let utterances: Vec<_> = ground
        .repertoire
        .while_listening
        .iter()
        .filter_map(|event| match event {
            Event::Heard(heard) => Some(ground.repertoire.utterance(heard)),
            _ => None,
        })
        .collect();
    let began = Instant::now();
    for _ in 0..ROUNDS {
        for said in &utterances {
            let input = Input::Heard { acts: &said.acts, utterance: &said.text, at: ground.at };
            black_box(step(&ground.agent, DialogueState::default(), input));
        }
    }
    (ROUNDS * utterances.len()) as f64 / began.elapsed().as_secs_f64()
}
