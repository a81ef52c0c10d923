//! Two variants on the same conversations with the same seeds: paired, exact, and honest about what
//! is not shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Cell, CellScore, Scored, Variant};
use crate::report::statistics::mcnemar;

/// Below this, corrected, a difference counts as shown.
pub(super) const LEVEL: f64 = 0.05;

/// How a variant compares with the first one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The variant's name.
    pub variant: String,
    /// Over all cells, corrected for the number of variants compared (Holm).
    pub overall: Pairing,
    /// By outcome, each corrected for the number of outcomes compared (Holm).
    pub by_outcome: BTreeMap<String, Pairing>,
    /// The cells that flipped, those that were lost first.
    pub flips: Vec<CellFlip>,
    /// What follows, in a sentence.
    pub conclusion: String,
}

/// Pairs of playings of the same cell with the same seed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pairing {
    /// That say something in both variants.
    pub pairs: u32,
    /// That held only in the new variant.
    pub won: u32,
    /// That held only in the first.
    pub lost: u32,
    /// Chance of so uneven a split if nothing differed, corrected for the number of comparisons.
    pub p: f64,
}

/// A cell that came out otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellFlip {
    /// Whether it holds now.
    pub won: bool,
    /// Which.
    pub cell: Cell,
    /// In how many of its repeats.
    pub times: u32,
}

impl Pairing {
    fn count(&mut self, before: bool, after: bool) {
        self.pairs += 1;
        self.won += u32::from(after && !before);
        self.lost += u32::from(before && !after);
    }

    /// Whether a difference is shown.
    pub fn is_shown(&self) -> bool {
        self.won != self.lost && self.p < LEVEL
    }
}

/// Compares every later variant with the first one, each corrected for how many there are.
pub fn compare_all(variants: &[Variant]) -> Vec<Comparison> {
    let Some((first, later)) = variants.split_first() else { return Vec::new() };
    let of = |variant: &Variant| compare(&variant.name, &first.scored, &variant.scored);
    let mut comparisons: Vec<Comparison> = later.iter().map(of).collect();
    correct(comparisons.iter_mut().map(|comparison| &mut comparison.overall).collect());
    for comparison in &mut comparisons {
        comparison.conclusion = conclusion(&comparison.variant, comparison.overall);
    }
    comparisons
}

/// Compares a variant with the first one.
pub fn compare(name: &str, first: &[Scored], variant: &[Scored]) -> Comparison {
    let held = |scored: &Scored| match scored.score {
        CellScore::Held => Some(true),
        CellScore::Lapsed(_) => Some(false),
        CellScore::Unreached(_) | CellScore::Inconclusive(_) => None,
    };
    let before: BTreeMap<(&Cell, u32), bool> = first
        .iter()
        .filter_map(|scored| Some(((&scored.cell, scored.repeat), held(scored)?)))
        .collect();
    let mut overall = Pairing::default();
    let mut by_outcome: BTreeMap<String, Pairing> = BTreeMap::new();
    let mut flips: BTreeMap<(bool, &Cell), u32> = BTreeMap::new();
    for scored in variant {
        let key = (&scored.cell, scored.repeat);
        let (Some(before), Some(after)) = (before.get(&key), held(scored)) else { continue };
        overall.count(*before, after);
        by_outcome.entry(scored.cell.outcome.to_string()).or_default().count(*before, after);
        if *before != after {
            *flips.entry((after, &scored.cell)).or_default() += 1;
        }
    }
    overall.p = mcnemar(overall.won, overall.lost);
    correct(by_outcome.values_mut().collect());
    let flip =
        |((won, cell), times): ((bool, &Cell), u32)| CellFlip { won, cell: cell.clone(), times };
    Comparison {
        variant: name.to_owned(),
        conclusion: conclusion(name, overall),
        overall,
        by_outcome,
        flips: flips.into_iter().map(flip).collect(),
    }
}

/// Holm's step-down correction: the smallest p counts as often as there are comparisons, the next
/// once less, and none may be smaller than one before it.
pub(super) fn correct(mut pairings: Vec<&mut Pairing>) {
    for pairing in &mut pairings {
        pairing.p = mcnemar(pairing.won, pairing.lost);
    }
    pairings.sort_by(|one, other| one.p.total_cmp(&other.p));
    let count = u32::try_from(pairings.len()).unwrap_or(u32::MAX);
    let mut least = 0.0_f64;
    for (at, pairing) in (0_u32..).zip(pairings) {
        least = least.max((pairing.p * f64::from(count - at)).min(1.0));
        pairing.p = least;
    }
}

fn conclusion(name: &str, pairing: Pairing) -> String {
    let Pairing { pairs, won, lost, p } = pairing;
    if pairs == 0 {
        return format!("Nothing can be said of {name}: no cell says something in both.");
    }
    if pairing.is_shown() {
        let which = if won > lost { "better" } else { "worse" };
        return format!("{name} is {which}: {won} of {pairs} won, {lost} lost ({}).", chance(p));
    }
    let more = pairs_for_ten_points(pairing).saturating_sub(pairs);
    let need = match more {
        0 => "a difference of 10 points would have been seen".to_owned(),
        more => {
            let times = more.div_ceil(pairs);
            format!(
                "about {times} more {} of everything would show one of 10 points",
                if times == 1 { "repeat" } else { "repeats" }
            )
        }
    };
    format!(
        "No difference shown for {name}: {won} of {pairs} won, {lost} lost ({}); {need}.",
        chance(p)
    )
}

/// How likely so uneven a split is by chance, in words.
pub(super) fn chance(p: f64) -> String {
    if p < 0.001 { "exact test, p < 0.001".to_owned() } else { format!("exact test, p = {p:.3}") }
}

/// Pairs with which a difference of 10 points would be seen four times in five, by the rate of flips
/// (Connor 1987, sample size for McNemar's test).
fn pairs_for_ten_points(pairing: Pairing) -> u32 {
    const POINTS: f64 = 0.1;
    const Z_LEVEL: f64 = 1.96;
    const Z_POWER: f64 = 0.842;
    let flips = f64::from(pairing.won + pairing.lost) / f64::from(pairing.pairs.max(1));
    let flips = flips.max(POINTS);
    let root = Z_LEVEL * flips.sqrt() + Z_POWER * (flips - POINTS * POINTS).max(0.0).sqrt();
    let pairs = (root / POINTS).powi(2).ceil();
    // Far below what a whole number of 32 bits holds: flips are at most 1.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1000"
    )]
    let pairs = pairs as u32;
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        agent::ActionName,
        scenario::user::Style,
        tuning::{CellOutcome, Lapse, LineUse, Point},
    };

    fn scored(at: u32, held: bool) -> Scored {
        let cell = Cell {
            action: ActionName::new("Look Up"),
            outcome: CellOutcome::parse(if at.is_multiple_of(2) { "404" } else { "timeout" })
                .unwrap(),
            point: Point::First,
            caller: Style::OneByOne,
        };
        let score = if held { CellScore::Held } else { CellScore::Lapsed(vec![Lapse::LineUnsaid]) };
        Scored { cell, repeat: at, score, line: LineUse::None, prompt_line: None }
    }

    fn both(won: u32, lost: u32, same: u32) -> Comparison {
        let mut before = Vec::new();
        let mut after = Vec::new();
        for at in 0..won + lost + same {
            before.push(scored(at, at >= won));
            after.push(scored(at, at < won || at >= won + lost));
        }
        compare("b.md", &before, &after)
    }

    #[test]
    fn a_difference_is_claimed_only_when_it_is_shown() {
        let clear = both(20, 1, 10);
        assert_eq!((clear.overall.won, clear.overall.lost, clear.overall.pairs), (20, 1, 31));
        assert!(
            clear.conclusion.starts_with("b.md is better: 20 of 31 won"),
            "{}",
            clear.conclusion
        );
        let unclear = both(3, 1, 27);
        assert!(unclear.conclusion.starts_with("No difference shown"), "{}", unclear.conclusion);
        assert!(unclear.conclusion.contains("would show one of 10 points"));
        assert!(both(0, 9, 30).conclusion.contains("worse"));
    }

    #[test]
    fn five_flips_one_way_are_not_enough_and_six_are() {
        // The exact two-sided test: 2 / 2^5 = 0.0625 and 2 / 2^6 = 0.03125.
        assert!((both(5, 0, 50).overall.p - 0.0625).abs() < 1e-9);
        assert!(!both(5, 0, 50).overall.is_shown());
        assert!((both(6, 0, 50).overall.p - 0.03125).abs() < 1e-9);
        assert!(both(6, 0, 50).overall.is_shown());
    }

    #[test]
    fn variants_are_corrected_for_their_number() {
        let variant = |name: &str, held: &dyn Fn(u32) -> bool| Variant {
            name: name.into(),
            prompt: name.into(),
            model: None,
            policy: "guarded".into(),
            prompt_lines: BTreeMap::new(),
            matrix: crate::tuning::Matrix::default(),
            scored: (0..30).map(|at| scored(at, held(at))).collect(),
            advice: Vec::new(),
            talks: BTreeMap::new(),
        };
        let first = variant("a.md", &|at| at >= 6);
        let better = variant("b.md", &|_| true);
        let two = compare_all(&[first.clone(), better.clone()]);
        assert!(two[0].overall.is_shown(), "0.03125 alone: {:?}", two[0].overall);
        let three = compare_all(&[first.clone(), better, first]);
        assert!((three[0].overall.p - 0.0625).abs() < 1e-9, "{:?}", three[0].overall);
        assert!(three[0].conclusion.starts_with("No difference shown for b.md"));
        assert!(compare_all(&[]).is_empty());
    }

    #[test]
    fn outcomes_are_corrected_for_their_number() {
        let found = both(12, 0, 0);
        // Six flips in each of two outcomes: 0.03125, times two and times one, never falling.
        for pairing in found.by_outcome.values() {
            assert!((pairing.p - 0.0625).abs() < 1e-9, "{pairing:?}");
            assert!(!pairing.is_shown());
        }
    }
}
