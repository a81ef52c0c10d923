//! What the numbers do not say: differences that may be chance, and what says nothing.

use std::collections::BTreeMap;

use crate::tuning::{CellScore, Comparison, Pairing, Point, TuneResult, Variant, compare::correct};

/// More repeats than this are not proposed.
const MOST_TIMES: u32 = 100;

/// The outcomes that came out otherwise without a difference being shown, each in words.
pub(super) fn not_shown(comparison: &Comparison) -> Vec<String> {
    let unclear: Vec<(&str, Pairing)> = comparison
        .by_outcome
        .iter()
        .filter(|(_, pairing)| pairing.won != pairing.lost && !pairing.is_shown())
        .map(|(outcome, pairing)| (outcome.as_str(), *pairing))
        .collect();
    let needed = times_needed(comparison, unclear.len());
    let words = |(outcome, pairing): (&str, Pairing)| {
        in_words(outcome, pairing, needed.get(outcome).copied())
    };
    unclear.into_iter().map(words).collect()
}

fn in_words(outcome: &str, pairing: Pairing, times: Option<u32>) -> String {
    let Pairing { pairs, won, lost, .. } = pairing;
    let more = match times {
        Some(times) => format!("; {times} times the repeats would show one this large"),
        None => String::new(),
    };
    format!("{outcome}, {won} won and {lost} lost of {pairs}{more}")
}

/// How many times the repeats would show each outcome's difference, by the same correction over all
/// outcomes, if all went on like this.
fn times_needed(comparison: &Comparison, unclear: usize) -> BTreeMap<&str, u32> {
    let mut needed = BTreeMap::new();
    for times in 2..=MOST_TIMES {
        let mut scaled: Vec<(&str, Pairing)> = Vec::new();
        for (outcome, pairing) in &comparison.by_outcome {
            scaled.push((outcome, times_over(*pairing, times)));
        }
        correct(scaled.iter_mut().map(|(_, pairing)| pairing).collect());
        for (outcome, _) in scaled.iter().filter(|(_, pairing)| pairing.is_shown()) {
            let was_shown = comparison.by_outcome.get(*outcome).is_some_and(Pairing::is_shown);
            if !was_shown {
                needed.entry(*outcome).or_insert(times);
            }
        }
        if needed.len() == unclear {
            break;
        }
    }
    needed
}

fn times_over(pairing: Pairing, times: u32) -> Pairing {
    let Pairing { pairs, won, lost, p } = pairing;
    Pairing { pairs: pairs * times, won: won * times, lost: lost * times, p }
}

/// What cannot happen, one piece for each reason.
pub(super) fn not_played(result: &TuneResult) -> Vec<String> {
    let mut reasons: Vec<(&str, Vec<(&str, Point)>)> = Vec::new();
    for unplayed in &result.unplayed {
        let one = (unplayed.action.as_str(), unplayed.point);
        match reasons.iter_mut().find(|(why, _)| *why == unplayed.why) {
            Some((_, places)) => places.push(one),
            None => reasons.push((&unplayed.why, vec![one])),
        }
    }
    let piece = |(why, places): (&str, Vec<(&str, Point)>)| {
        let mut points: Vec<&str> = places.iter().map(|(_, point)| point.name()).collect();
        points.dedup();
        let actions: Vec<&str> = places.iter().map(|(action, _)| *action).collect();
        format!("{} of {}, because {why}", points.join(" and "), actions.join(", "))
    };
    reasons.into_iter().map(piece).collect()
}

/// Why playings of a variant say nothing, each reason once with its number.
pub(super) fn says_nothing(variant: &Variant) -> Vec<String> {
    let mut reasons: BTreeMap<&str, u32> = BTreeMap::new();
    for scored in &variant.scored {
        if let CellScore::Unreached(why) | CellScore::Inconclusive(why) = &scored.score {
            *reasons.entry(why.trim_end_matches('.')).or_default() += 1;
        }
    }
    let mut reasons: Vec<(&str, u32)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let piece = |(why, count): (&str, u32)| match why {
        "" => format!("{count} for a reason that is not known"),
        why => format!("{count}: {why}"),
    };
    reasons.into_iter().map(piece).collect()
}

/// At most so many pieces in one text, the rest counted.
pub(super) fn listed(pieces: &[String], most: usize, between: &str) -> String {
    let mut text = pieces.iter().take(most).cloned().collect::<Vec<_>>().join(between);
    if pieces.len() > most {
        text += &format!(" and {} more", pieces.len() - most);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comparison(outcomes: &[(&str, u32, u32)]) -> Comparison {
        let pairing = |won, lost| Pairing { pairs: 50, won, lost, p: 0.0 };
        let mut by_outcome: BTreeMap<String, Pairing> = outcomes
            .iter()
            .map(|(name, won, lost)| ((*name).to_owned(), pairing(*won, *lost)))
            .collect();
        correct(by_outcome.values_mut().collect());
        Comparison {
            variant: "b.md".into(),
            overall: Pairing::default(),
            by_outcome,
            flips: Vec::new(),
            conclusion: String::new(),
        }
    }

    #[test]
    fn the_repeats_that_are_proposed_show_it_by_the_same_correction() {
        // One of ten outcomes: 2 / 2^8 = 0.0078 times ten is not below 0.05, and 2 / 2^9 times ten is.
        let silent: Vec<String> = (0..9).map(|at| format!("s{at}")).collect();
        let mut outcomes: Vec<(&str, u32, u32)> =
            silent.iter().map(|name| (name.as_str(), 0, 0)).collect();
        outcomes.push(("404", 3, 0));
        let told = not_shown(&comparison(&outcomes));
        assert_eq!(
            told,
            ["404, 3 won and 0 lost of 50; 3 times the repeats would show one this large"]
        );
        // Step down: beside one that is shown already the next counts once less.
        let two = comparison(&[("404", 40, 0), ("500", 3, 0)]);
        assert_eq!(
            not_shown(&two),
            ["500, 3 won and 0 lost of 50; 2 times the repeats would show one this large"]
        );
    }

    #[test]
    fn nothing_is_proposed_where_no_number_of_repeats_would_help() {
        let told = not_shown(&comparison(&[("404", 21, 20)]));
        assert_eq!(told, ["404, 21 won and 20 lost of 50"]);
    }
}
