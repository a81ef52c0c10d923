//! What the numbers do not say: differences that may be chance, and what says nothing.

use std::collections::BTreeMap;

use crate::{
    report::statistics::mcnemar,
    tuning::{CellScore, Comparison, Pairing, Point, TuneResult, Variant},
};

/// Below this a difference counts as shown.
const LEVEL: f64 = 0.05;
/// More repeats than this are not proposed.
const MOST_TIMES: u32 = 100;

/// The outcomes that came out otherwise without a difference being shown, each in words.
pub(super) fn not_shown(comparison: &Comparison) -> Vec<String> {
    let outcomes = comparison.by_outcome.iter();
    let unclear =
        outcomes.filter(|(_, pairing)| pairing.won != pairing.lost && !pairing.is_shown());
    let count = u32::try_from(comparison.by_outcome.len()).unwrap_or(u32::MAX);
    unclear.map(|(outcome, pairing)| in_words(outcome, *pairing, count)).collect()
}

fn in_words(outcome: &str, pairing: Pairing, comparisons: u32) -> String {
    let Pairing { pairs, won, lost, .. } = pairing;
    let more = match times_needed(pairing, comparisons) {
        Some(times) => format!("; {times} times the repeats would show one this large"),
        None => String::new(),
    };
    format!("{outcome}, {won} won and {lost} lost of {pairs}{more}")
}

/// How many times as many pairs would show the difference, if it went on like this.
fn times_needed(pairing: Pairing, comparisons: u32) -> Option<u32> {
    let is_shown = |times: &u32| {
        let p = mcnemar(pairing.won * times, pairing.lost * times);
        p * f64::from(comparisons) < LEVEL
    };
    (2..=MOST_TIMES).find(is_shown)
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
