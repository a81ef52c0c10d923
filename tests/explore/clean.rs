//! The true engine keeps every law, and exploring is the same every time.

use std::ops::ControlFlow;

use rehearsal::exploring::{Bounds, Breadth, Wandered, Wandering, breadth, wander};

use crate::grounds::{SAMPLES, ground, word};

fn wandered(name: &str, talks: u64, seed: u64) -> Wandered {
    let wandering = Wandering { talks, seed, checked_every: 25 };
    wander(&ground(name), word, wandering, &mut |_| ControlFlow::Continue(()))
}

fn wide(name: &str, depth: usize, states: usize) -> Breadth {
    breadth(&ground(name), Bounds { depth, states }, &mut |_| ControlFlow::Continue(()))
}

#[test]
fn talks_at_random_keep_every_law_and_every_check() {
    for name in SAMPLES {
        let found = wandered(name, 500, 11);
        assert_eq!(found.failures, [], "{name}");
        assert_eq!((found.talks, found.checked), (500, 20), "{name}");
    }
}

#[test]
fn every_short_talk_keeps_every_law() {
    for name in SAMPLES {
        let found = wide(name, 3, 1_000_000);
        assert_eq!(found.failures, [], "{name}");
        assert!(found.levels.iter().all(|level| level.states > 0 && level.left == 0), "{name}");
    }
}

#[test]
#[ignore = "minutes without optimisation"]
fn twenty_thousand_talks_and_every_talk_of_five_inputs_keep_every_law() {
    for name in SAMPLES {
        assert_eq!(wandered(name, 20_000, 1).failures, [], "{name}");
        let found = wide(name, 5, 5_000_000);
        assert_eq!(found.failures, [], "{name}");
        assert!(found.levels.iter().all(|level| level.left == 0), "{name}");
    }
}

#[test]
fn the_same_seed_comes_to_the_same_and_another_does_not() {
    assert_eq!(wandered("crm", 60, 5), wandered("crm", 60, 5));
    assert_ne!(wandered("crm", 60, 5).turns, wandered("crm", 60, 6).turns);
    assert_eq!(wide("order-desk", 3, 1_000), wide("order-desk", 3, 1_000));
}

#[test]
fn no_more_states_are_remembered_than_allowed_and_what_is_left_is_told() {
    let found = wide("crm", 3, 50);
    assert!(found.states() < 50);
    assert!(found.levels.iter().any(|level| level.left > 0));
}

#[test]
fn exploring_stops_when_it_is_told_to() {
    let bounds = Bounds { depth: 9, states: 1_000_000 };
    let found = breadth(&ground("crm"), bounds, &mut |_| ControlFlow::Break(()));
    assert!(found.is_stopped);
    let wandering = Wandering { talks: 9, seed: 1, checked_every: 0 };
    let found = wander(&ground("crm"), word, wandering, &mut |_| ControlFlow::Break(()));
    assert!(found.is_stopped && found.talks == 0);
}
