//! What did not hold, gathered: the same lapse of the same line counts once.

use std::collections::BTreeMap;

use crate::{
    agent::ActionName,
    tuning::{CellOutcome, CellScore, Lapse, TuneResult, Variant},
};

/// A lapse of a variant at an action, over all outcomes it was seen at.
pub(super) struct Lapsed<'a> {
    pub variant: &'a Variant,
    pub action: &'a ActionName,
    pub lapse: &'a Lapse,
    /// The line of the prompt that was meant.
    pub line: Option<usize>,
    /// The outcomes, those it was seen at most first.
    pub outcomes: Vec<CellOutcome>,
    /// How often it was seen at each of them.
    pub counts: Vec<(CellOutcome, u32)>,
    /// How often it was seen.
    pub times: u32,
    /// Of how many playings of these outcomes that say something.
    pub of: u32,
}

/// All lapses, the most frequent first.
pub(super) fn lapsed(result: &TuneResult) -> Vec<Lapsed<'_>> {
    let mut all: Vec<Lapsed<'_>> = result.variants.iter().flat_map(of_variant).collect();
    all.sort_by_key(|lapsed| std::cmp::Reverse(lapsed.times));
    all
}

type Key<'a> = (&'a ActionName, &'a Lapse, Option<usize>);

fn of_variant(variant: &Variant) -> Vec<Lapsed<'_>> {
    let mut found: BTreeMap<Key<'_>, BTreeMap<CellOutcome, u32>> = BTreeMap::new();
    for scored in &variant.scored {
        let CellScore::Lapsed(lapses) = &scored.score else { continue };
        for lapse in lapses {
            let key = (&scored.cell.action, lapse, scored.prompt_line);
            *found.entry(key).or_default().entry(scored.cell.outcome).or_default() += 1;
        }
    }
    found.into_iter().map(|(key, counts)| gathered(variant, key, counts)).collect()
}

fn gathered<'a>(
    variant: &'a Variant,
    (action, lapse, line): Key<'a>,
    counts: BTreeMap<CellOutcome, u32>,
) -> Lapsed<'a> {
    let times = counts.values().sum();
    let mut outcomes: Vec<(CellOutcome, u32)> = counts.into_iter().collect();
    outcomes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let counts = outcomes.clone();
    let outcomes: Vec<CellOutcome> = outcomes.into_iter().map(|(outcome, _)| outcome).collect();
    let is_conclusive = |score: &CellScore| matches!(score, CellScore::Held | CellScore::Lapsed(_));
    let of = variant.scored.iter().filter(|scored| {
        scored.cell.action == *action
            && outcomes.contains(&scored.cell.outcome)
            && is_conclusive(&scored.score)
    });
    let of = u32::try_from(of.count()).unwrap_or(u32::MAX);
    Lapsed { variant, action, lapse, line, outcomes, counts, times, of }
}
