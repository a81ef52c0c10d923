use serde::{Deserialize, Serialize};

use crate::{
    report::statistics::mcnemar,
    tuning::{
        Comparison, Pairing,
        compare::{LEVEL, chance, correct},
    },
};

/// Most cells of which a remark makes sense.
const MOST_CELLS: u32 = 100_000;

/// What the held-out cells say of a proposal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Which proposal.
    pub number: u32,
    /// Its cells against those of the prompt as it is, corrected for the number of proposals.
    pub pairing: Pairing,
    /// What follows.
    pub finding: Finding,
}

/// What follows of a comparison on held-out cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// It is better, and no outcome is worse.
    Better,
    /// It is worse.
    Worse,
    /// It is better as a whole, and worse at this outcome.
    WorseAt(String),
    /// Neither is shown; so many more cells of the same kind would show it.
    Unshown(Option<u32>),
    /// No cell says anything.
    Nothing,
}

/// Decides over all proposals that were played, each with how it compares on the held-out cells.
/// Corrected for their number (Holm), so that the luckiest of many is not taken for the best.
pub fn decide(played: &[(u32, Comparison)]) -> Vec<Decision> {
    let mut pairings: Vec<Pairing> = played.iter().map(|(_, found)| found.overall).collect();
    correct(pairings.iter_mut().collect());
    let count = u32::try_from(played.len()).unwrap_or(u32::MAX);
    let decided = played.iter().zip(pairings).map(|((number, comparison), pairing)| Decision {
        number: *number,
        pairing,
        finding: finding(comparison, pairing, count),
    });
    decided.collect()
}

fn finding(comparison: &Comparison, pairing: Pairing, comparisons: u32) -> Finding {
    let worse = |pairing: &Pairing| pairing.is_shown() && pairing.lost > pairing.won;
    if pairing.pairs == 0 {
        return Finding::Nothing;
    }
    if worse(&pairing) {
        return Finding::Worse;
    }
    if !pairing.is_shown() {
        return Finding::Unshown(cells_more(pairing, comparisons));
    }
    match comparison.by_outcome.iter().find(|(_, of_outcome)| worse(of_outcome)) {
        Some((outcome, _)) => Finding::WorseAt(outcome.clone()),
        None => Finding::Better,
    }
}

/// How many more cells would show it, were they won and lost at the same rate.
fn cells_more(pairing: Pairing, comparisons: u32) -> Option<u32> {
    let Pairing { pairs, won, lost, .. } = pairing;
    if won <= lost {
        return None;
    }
    // The test is the stricter the more cells there are, so the first that shows it is found in steps.
    let at = |cells: u32| {
        let share = |flips: u32| {
            let part = u64::from(flips) * u64::from(cells) / u64::from(pairs);
            u32::try_from(part).unwrap_or(u32::MAX)
        };
        mcnemar(share(won), share(lost)) * f64::from(comparisons.max(1)) < LEVEL
    };
    let step = usize::try_from((pairs / won).max(1)).unwrap_or(1);
    let cells = (pairs..MOST_CELLS).step_by(step).find(|cells| at(*cells))?;
    Some(cells - pairs)
}

impl Decision {
    /// Whether the proposal is offered.
    pub fn is_offered(&self) -> bool {
        self.finding == Finding::Better
    }

    /// How much more was won than lost.
    pub fn gain(&self) -> i64 {
        i64::from(self.pairing.won) - i64::from(self.pairing.lost)
    }

    /// What follows, with its numbers.
    pub fn sentence(&self) -> String {
        let Pairing { pairs, won, lost, p } = self.pairing;
        let numbers = format!("+{won} -{lost} of {pairs} held-out cells, {}", chance(p));
        match &self.finding {
            Finding::Better => format!("better: {numbers}"),
            Finding::Worse => format!("worse: {numbers}"),
            Finding::WorseAt(outcome) => {
                format!("better as a whole, and worse at {outcome}: {numbers}")
            }
            Finding::Unshown(Some(more)) => {
                format!("not better: {numbers}; about {more} more would show a gain at this rate")
            }
            Finding::Unshown(None) => format!("not better: {numbers}"),
            Finding::Nothing => "not better: no held-out cell says anything".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn compared(won: u32, lost: u32, pairs: u32) -> Comparison {
        let overall = Pairing { pairs, won, lost, p: mcnemar(won, lost) };
        Comparison {
            variant: String::new(),
            overall,
            by_outcome: BTreeMap::new(),
            flips: Vec::new(),
            conclusion: String::new(),
        }
    }

    fn one(won: u32, lost: u32, pairs: u32) -> Decision {
        decide(&[(1, compared(won, lost, pairs))]).remove(0)
    }

    #[test]
    fn only_what_is_shown_is_better() {
        assert!(one(6, 0, 14).is_offered() && !one(5, 0, 14).is_offered());
        assert_eq!(one(0, 9, 20).finding, Finding::Worse);
        assert_eq!(one(0, 0, 0).finding, Finding::Nothing);
        let unshown = one(2, 0, 14);
        assert_eq!(
            unshown.sentence(),
            "not better: +2 -0 of 14 held-out cells, exact test, p = 0.500; about 28 more would show a \
             gain at this rate"
        );
        // 42 cells at the same rate: six won, the fewest that the test shows.
        assert!(one(6, 0, 42).is_offered());
        assert_eq!(one(2, 2, 14).finding, Finding::Unshown(None));
    }

    #[test]
    fn many_proposals_are_held_to_more() {
        let six = || compared(6, 0, 14);
        let found = decide(&[(1, six()), (2, six())]);
        assert!(found.iter().all(|one| !one.is_offered()), "{found:?}");
        let found = decide(&[(1, compared(14, 0, 14)), (2, six())]);
        assert_eq!(found.iter().map(Decision::is_offered).collect::<Vec<_>>(), [true, true]);
    }

    #[test]
    fn a_gain_does_not_buy_the_loss_of_an_outcome() {
        let mut found = compared(40, 8, 100);
        found.by_outcome.insert("404".into(), Pairing { pairs: 8, won: 0, lost: 8, p: 0.01 });
        let decided = decide(&[(1, found)]).remove(0);
        assert_eq!(decided.finding, Finding::WorseAt("404".into()));
        assert!(!decided.is_offered());
    }
}
