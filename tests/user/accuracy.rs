//! How well the offline model takes what a noisy customer says, by kind of noise and type of value.

use std::collections::BTreeMap;

use rehearsal::{
    scenario::user::{Form, Noise, NoiseKind, Score, Style, Taken, UserSpec, accuracy, taken},
    value::VariableType,
};

use crate::play::{Desk, SAMPLES, Talk};

type Scores = BTreeMap<(NoiseKind, VariableType), Score>;

/// Adds what became of the values that this noise has touched; returns those taken wrong.
fn add(talk: &Talk, kind: NoiseKind, scores: &mut Scores) -> Vec<String> {
    let mut wrong = Vec::new();
    for (at, (_, told)) in talk.told.iter().enumerate() {
        let Some(taken) = taken(&talk.told, at, &talk.turns) else { continue };
        if !told.noise.contains(&kind) {
            continue;
        }
        let score = scores.entry((kind, told.variable_type)).or_default();
        match taken {
            Taken::Right => score.right += 1,
            Taken::Missed => score.missed += 1,
            Taken::Wrong => score.wrong += 1,
        }
        if taken != Taken::Right {
            wrong.push(format!("{taken:?} {}: {} for {}", told.variable, told.said, told.truth));
        }
    }
    wrong
}

#[tokio::test]
async fn what_is_said_without_loss_is_taken_as_it_is() {
    let (mut scores, mut wrong) = (Scores::new(), Vec::new());
    for sample in SAMPLES {
        let desk = Desk::open(sample).await;
        for want in desk.wants() {
            for kind in NoiseKind::ALL {
                for (style, seed) in [Style::OneByOne, Style::AllAtOnce]
                    .into_iter()
                    .flat_map(|style| (0..10).map(move |seed| (style, seed)))
                {
                    let (noise, facts) = (Noise::always(kind), desk.varied(seed));
                    let user = UserSpec { noise, facts, ..desk.user(&want, style) };
                    wrong.extend(add(&desk.play(&user, seed).await, kind, &mut scores));
                }
            }
        }
    }
    for ((kind, of), score) in &scores {
        let rate = 100.0 * score.rate().unwrap();
        println!("{:16} {:8} {rate:5.1} % {score:?}", kind.name(), of.name());
    }
    let least = scores.values().filter_map(Score::rate).fold(1.0, f64::min);
    assert!(least >= 0.97, "{least}\n{}", wrong.join("\n"));
    assert!(scores.len() >= 25, "{}", scores.len());
    assert_eq!(scores.values().map(|score| score.wrong).sum::<u32>(), 0, "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_mishearing_is_marked_and_counts_for_nothing() {
    let desk = Desk::open("order-desk").await;
    let noise = Noise::always(NoiseKind::SoundAlikes);
    let user = UserSpec { noise, ..desk.user("Lookup Order Status", Style::OneByOne) };
    let talk = desk.play(&user, 1).await;
    let heard = talk.told.iter().find(|(_, told)| told.form == Form::Misheard);
    let (_, heard) = heard.unwrap();
    assert_eq!(heard.truth, "ORD-12345");
    assert_ne!(heard.said, heard.truth);
    let all = accuracy(&talk.told, &talk.turns);
    let strings = all.by_type[&VariableType::String];
    // The PIN, and the order number told again.
    assert_eq!(strings, Score { right: 2, wrong: 0, missed: 0 }, "{}", talk.text());
    assert!(talk.made("Lookup Order Status"), "{}", talk.text());
}
