//! The findings on the sample agents.

use std::path::Path;

use rehearsal::{rehearse::load, tuning::advise};

const PROMISE: &str = "promise-without-action";
const NO_SENTENCE: &str = "outcome-without-sentence";
const NO_LINE: &str = "outcome-without-line";

fn findings(name: &str) -> Vec<(Option<usize>, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    let agent = load(&path).ok().and_then(|loaded| loaded.agent);
    let Some(agent) = agent else { panic!("{name} does not load") };
    advise(&agent, &[]).into_iter().map(|advice| (advice.line, advice.code)).collect()
}

/// None of them has an action for the callback that its prompt offers, and few of their last lines
/// quote what to say.
#[test]
fn the_samples_are_told_what_is_so_and_nothing_else() {
    for (name, expected) in [
        ("bookings", &[(14, PROMISE), (14, NO_SENTENCE), (21, PROMISE), (22, NO_SENTENCE)][..]),
        ("crm", &[(20, NO_SENTENCE), (24, PROMISE), (26, NO_SENTENCE)]),
        ("inventory", &[(13, PROMISE), (24, NO_SENTENCE), (0, NO_LINE), (0, NO_LINE)]),
        ("order-desk", &[(17, PROMISE), (19, NO_SENTENCE), (27, NO_SENTENCE)]),
        ("support-tickets", &[(13, PROMISE), (24, NO_SENTENCE), (0, NO_LINE)]),
    ] {
        let expected: Vec<(Option<usize>, String)> = expected
            .iter()
            .map(|(line, code)| ((*line > 0).then_some(*line), (*code).to_owned()))
            .collect();
        assert_eq!(findings(name), expected, "{name}");
    }
}
