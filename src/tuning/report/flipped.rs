//! The cells that flipped, gathered: an action and a direction once, with its outcomes.

use std::collections::BTreeMap;

use crate::{
    agent::ActionName,
    tuning::{CellOutcome, Comparison, OutcomeKind},
};

/// What flipped one way at an action.
pub(super) struct Flipped<'a> {
    pub won: bool,
    pub action: &'a ActionName,
    /// How many playings of each outcome, the most first.
    pub outcomes: Vec<(CellOutcome, u32)>,
}

impl Flipped<'_> {
    /// The outcomes with their numbers, each in words; many of them by their kind.
    pub fn pieces(&self) -> Vec<String> {
        counted(&self.outcomes)
    }

    /// All of them.
    pub fn times(&self) -> u32 {
        self.outcomes.iter().map(|(_, times)| times).sum()
    }
}

/// What flipped in a comparison, what was lost first.
pub(super) fn flipped(comparison: &Comparison) -> Vec<Flipped<'_>> {
    let mut found: BTreeMap<(bool, &ActionName), BTreeMap<CellOutcome, u32>> = BTreeMap::new();
    for flip in &comparison.flips {
        let outcomes = found.entry((flip.won, &flip.cell.action)).or_default();
        *outcomes.entry(flip.cell.outcome).or_default() += flip.times;
    }
    let gathered = |((won, action), outcomes): ((bool, _), BTreeMap<CellOutcome, u32>)| {
        let mut outcomes: Vec<(CellOutcome, u32)> = outcomes.into_iter().collect();
        outcomes.sort_by_key(|(outcome, times)| (std::cmp::Reverse(*times), outcome.rank()));
        Flipped { won, action, outcomes }
    };
    found.into_iter().map(gathered).collect()
}

/// More outcomes than this are told by their kind.
const MOST_OUTCOMES: usize = 4;

/// Outcomes with a number each, in words: `404 (2)`, or `status 4xx (9)` when there are many.
pub(super) fn counted(outcomes: &[(CellOutcome, u32)]) -> Vec<String> {
    if outcomes.len() <= MOST_OUTCOMES {
        return outcomes.iter().map(|(outcome, times)| format!("{outcome} ({times})")).collect();
    }
    let mut kinds: BTreeMap<OutcomeKind, u32> = BTreeMap::new();
    for (outcome, times) in outcomes {
        *kinds.entry(outcome.kind()).or_default() += times;
    }
    kinds.iter().map(|(kind, times)| format!("{} ({times})", kind.title())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        scenario::user::Style,
        tuning::{Cell, CellFlip, Pairing, Point},
    };

    #[test]
    fn many_outcomes_are_counted_by_their_kind() {
        let of = |names: &[&str]| -> Vec<(CellOutcome, u32)> {
            names.iter().map(|name| (CellOutcome::parse(name).unwrap(), 2)).collect()
        };
        assert_eq!(counted(&of(&["404", "reset"])), ["404 (2)", "reset (2)"]);
        let many = counted(&of(&["404", "reset", "401", "dns", "429_date"]));
        assert_eq!(many, ["status 4xx (6)", "no connection (4)"]);
    }

    #[test]
    fn flips_are_told_once_for_an_action_and_a_direction() {
        let flip = |won, outcome: &str, caller, times| CellFlip {
            won,
            times,
            cell: Cell {
                action: ActionName::new("Look Up"),
                outcome: CellOutcome::parse(outcome).unwrap(),
                point: Point::First,
                caller,
            },
        };
        let comparison = Comparison {
            variant: "b.md".to_owned(),
            overall: Pairing::default(),
            by_outcome: BTreeMap::new(),
            flips: vec![
                flip(false, "404", Style::Silent, 1),
                flip(true, "reset", Style::Silent, 1),
                flip(true, "404", Style::OneByOne, 2),
                flip(true, "reset", Style::OneByOne, 3),
            ],
            conclusion: String::new(),
        };
        let told: Vec<_> = flipped(&comparison)
            .iter()
            .map(|one| (one.won, one.times(), one.pieces().join(", ")))
            .collect();
        let expected =
            [(false, 1, "404 (1)".to_owned()), (true, 6, "reset (4), 404 (2)".to_owned())];
        assert_eq!(told, expected);
    }
}
