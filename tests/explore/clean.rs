//! The true engine.

use std::{ops::ControlFlow, time::Instant};

use rehearsal::exploring::{Bounds, Wandering, breadth, shrink, wander};

use crate::grounds::{SAMPLES, ground, word};

#[test]
fn trial() {
    for name in SAMPLES {
        let ground = ground(name);
        let start = Instant::now();
        let found = wander(
            &ground,
            word,
            Wandering { talks: 3000, seed: 2, checked_every: 5 },
            &mut |_| ControlFlow::Continue(()),
        );
        println!(
            "{name} sayings {} events {} turns {} in {:?} {:.0}/s",
            ground.repertoire.sayings.len(),
            ground.repertoire.while_listening.len(),
            found.turns,
            start.elapsed(),
            found.turns as f64 / start.elapsed().as_secs_f64()
        );
        let start = Instant::now();
        let wide = breadth(&ground, Bounds { depth: 3, states: 200_000 }, &mut |_| {
            ControlFlow::Continue(())
        });
        println!(
            "   {:?} {:?} {:.0}/s",
            wide.levels,
            start.elapsed(),
            wide.transitions() as f64 / start.elapsed().as_secs_f64()
        );
        for failing in found.failures.into_iter().chain(wide.failures) {
            let short = shrink(&ground, word, failing);
            println!("   {}: {}", short.kind.name(), short.why);
            for event in &short.events {
                println!("       {}", ground.repertoire.in_words(event));
            }
            if matches!(short.kind, rehearsal::exploring::Kind::Check(_)) {
                for turn in rehearsal::exploring::play(&ground, word, &short.events) {
                    println!("       > {:?} < {}", turn.utterance, turn.reply);
                }
            }
        }
    }
}
