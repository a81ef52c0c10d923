//! What holds of every talk with a simulated customer.

use std::sync::LazyLock;

use proptest::prelude::*;
use rehearsal::scenario::user::{Noise, NoiseKind, Style, UserSpec};
use tokio::runtime::Runtime;

use crate::play::{Desk, SAMPLES, Talk};

/// How the stub API fails where it is not healthy.
const FAULTS: [&str; 12] = [
    "404",
    "409",
    "422",
    "429",
    "500",
    "503",
    "timeout",
    "reset",
    "malformed_json",
    "empty",
    "error_in_200",
    "timeout_after_commit",
];

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
static DESKS: LazyLock<Vec<Desk>> =
    LazyLock::new(|| SAMPLES.iter().map(|sample| RUNTIME.block_on(Desk::open(sample))).collect());

fn play(desk: &Desk, user: &UserSpec, seed: u64) -> Talk {
    RUNTIME.block_on(desk.play(user, seed))
}

/// What is wrong with a talk that should have gone well.
fn complaint(talk: &Talk, user: &UserSpec) -> Option<String> {
    let turns = talk.turns.len() - 1;
    let last = &talk.turns.last().unwrap().record;
    let findings: Vec<_> = talk.findings.iter().map(|finding| &finding.message).collect();
    if turns > user.max_turns as usize {
        return Some(format!("it took {turns} turns"));
    }
    if last.ending.is_none() {
        return Some("nobody ended it".to_owned());
    }
    (!findings.is_empty()).then(|| format!("{findings:?}"))
}

#[test]
fn every_talk_with_a_healthy_api_ends_and_passes_every_check() {
    let mut wrong = Vec::new();
    let mut talks = 0;
    for desk in DESKS.iter() {
        for want in desk.wants() {
            for style in Style::ALL {
                for seed in 0..20 {
                    let user = desk.user(&want, style);
                    let talk = play(desk, &user, seed);
                    talks += 1;
                    let done = style == Style::AsksForPerson || talk.made(&want);
                    let complaint = complaint(&talk, &user)
                        .or((!done).then(|| "what was wanted was not done".to_owned()));
                    if let Some(complaint) = complaint {
                        let style = style.name();
                        wrong.push(format!("{want} {style} {seed}: {complaint}\n{}", talk.text()));
                    }
                }
            }
        }
    }
    assert_eq!(talks, 12 * 12 * 20);
    assert!(
        wrong.is_empty(),
        "{} of {talks}\n{}",
        wrong.len(),
        wrong[..wrong.len().min(3)].join("\n")
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_talk_ends_whatever_the_noise_and_the_api(
        desk in 0..SAMPLES.len(),
        want in any::<prop::sample::Index>(),
        style in prop::sample::select(&Style::ALL[..]),
        kinds in prop::collection::btree_set(prop::sample::select(&NoiseKind::ALL[..]), 0..4),
        level in 0.0_f32..=1.0,
        fault in prop::option::of(prop::sample::select(&FAULTS[..])),
        max_turns in 1_u32..40,
        seed in any::<u64>(),
    ) {
        let desk = &DESKS[desk];
        let want = want.get(&desk.wants()).clone();
        let noise = Noise { kinds, level };
        let facts = desk.varied(seed);
        let user = UserSpec { noise, max_turns, facts, ..desk.user(&want, style) };
        let talk = RUNTIME.block_on(desk.play_with(&user, seed, fault));
        prop_assert!(talk.turns.len() <= max_turns as usize + 1, "{}", talk.text());
        let findings: Vec<_> = talk.findings.iter().map(|it| (it.code, &it.message)).collect();
        prop_assert!(findings.is_empty(), "{findings:?}\n{}", talk.text());
        let again = RUNTIME.block_on(desk.play_with(&user, seed, fault));
        prop_assert_eq!(talk.text(), again.text());
    }
}
