use crate::play::{Desk, SAMPLES};
use rehearsal::scenario::user::{Form, Noise, NoiseKind, Style, Taken, UserSpec, taken};
use std::collections::BTreeMap;

#[tokio::test]
async fn noisy() {
    let mut scores: BTreeMap<(NoiseKind, String), [u32; 3]> = BTreeMap::new();
    for sample in SAMPLES {
        let desk = Desk::open(sample).await;
        for want in desk.wants() {
            for kind in NoiseKind::ALL {
                for style in [Style::OneByOne, Style::AllAtOnce] {
                    for seed in 0..20 {
                        let mut user =
                            UserSpec { noise: Noise::always(kind), ..desk.user(&want, style) };
                        user.facts = desk.varied(seed);
                        let talk = desk.play(&user, seed).await;
                        let mut bad = false;
                        for at in 0..talk.told.len() {
                            if !talk.told[at].1.noise.contains(&kind) {
                                continue;
                            }
                            let Some(t) = taken(&talk.told, at, &talk.turns) else { continue };
                            let s = scores
                                .entry((kind, talk.told[at].1.variable_type.name().to_owned()))
                                .or_default();
                            s[t as usize] += 1;
                            if t != Taken::Right {
                                println!(
                                    "MISS {kind:?} {t:?} {} {:?} = {}",
                                    talk.told[at].1.variable,
                                    talk.told[at].1.said,
                                    talk.told[at].1.truth
                                );
                                let turn = talk.told[at].0;
                                println!("   {:?}", talk.turns[turn as usize].utterance);
                                bad = true;
                            }
                        }
                        for f in &talk.findings {
                            println!("  !! {kind:?} {} {} {:?}", f.code, f.message, f.turn);
                            bad = true;
                        }
                        if bad {
                            println!("{}", talk.text());
                        }
                        let _ = Form::Faithful;
                    }
                }
            }
        }
    }
    for (k, s) in scores {
        println!("SCORE {k:?} {s:?}");
    }
}
