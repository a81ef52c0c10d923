use std::collections::HashMap;

use crate::{
    agent::{ActionName, Agent},
    model::ActionScore,
};

/// Below this score no action is taken without asking.
pub const FLOOR: f32 = 1.6;
/// How far the best must be ahead of the second.
pub const LEAD: f32 = 0.2;
/// Below this score an action is not even offered.
const OFFER_FLOOR: f32 = 0.9;
/// How far ahead an action below the floor must be to be offered alone.
const OFFER_LEAD: f32 = 0.3;
/// Candidates offered, at most.
const MOST_OFFERED: usize = 3;

/// What the scores come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// One action, clearly.
    Clear(ActionName),
    /// These are to be asked about.
    Offer(Vec<ActionName>),
    /// Nothing fits.
    Nothing,
}

/// Chooses as [`choose`] does, but never doubts between an action and what it requires first.
pub fn choose_for(agent: &Agent, scores: &[ActionScore]) -> Choice {
    let best = best_of_what_requires(agent, scores);
    let comes_first = |score: &ActionScore| {
        best.get(&score.action).is_some_and(|other| *other > score.score - LEAD)
    };
    let rest: Vec<&ActionScore> = scores.iter().filter(|score| !comes_first(score)).collect();
    choose(&rest)
}

/// For each action that others require: the best score of those that do.
fn best_of_what_requires<'a>(
    agent: &'a Agent,
    scores: &[ActionScore],
) -> HashMap<&'a ActionName, f32> {
    let scores: HashMap<&ActionName, f32> =
        scores.iter().map(|score| (&score.action, score.score)).collect();
    let mut best = HashMap::new();
    for action in agent.actions.iter().filter(|action| !action.requires.is_empty()) {
        let score = scores.get(&action.name).copied().unwrap_or(f32::MIN);
        for first in &action.requires {
            let held = best.entry(first).or_insert(score);
            *held = f32::max(*held, score);
        }
    }
    best
}

/// Chooses among scores that are sorted, best first. A question back is cheaper than a wrong call.
fn choose(scores: &[&ActionScore]) -> Choice {
    let Some(best) = scores.first() else { return Choice::Nothing };
    let second = scores.get(1).map_or(0.0, |second| second.score);
    let lead = best.score - second;
    if best.score >= FLOOR && lead >= LEAD {
        return Choice::Clear(best.action.clone());
    }
    if best.score >= FLOOR {
        return Choice::Offer(within(scores, LEAD));
    }
    if best.score >= OFFER_FLOOR && lead >= OFFER_LEAD {
        return Choice::Offer(vec![best.action.clone()]);
    }
    Choice::Nothing
}

fn within(scores: &[&ActionScore], lead: f32) -> Vec<ActionName> {
    let best = scores.first().map_or(0.0, |best| best.score);
    let near = scores.iter().filter(|score| best - score.score < lead);
    near.take(MOST_OFFERED).map(|score| score.action.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(of: &[(&str, f32)]) -> Vec<ActionScore> {
        let score = |(name, score): &(&str, f32)| ActionScore {
            action: ActionName::new(*name),
            score: *score,
            terms: Vec::new(),
        };
        of.iter().map(score).collect()
    }

    fn chosen(of: &[(&str, f32)]) -> Choice {
        choose(&scores(of).iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_clear_lead_chooses_and_a_small_one_asks() {
        assert_eq!(chosen(&[("A", 2.5), ("B", 1.0)]), Choice::Clear(ActionName::new("A")));
        assert_eq!(
            chosen(&[("A", 2.5), ("B", 2.4), ("C", 1.0)]),
            Choice::Offer(vec![ActionName::new("A"), ActionName::new("B")])
        );
        assert_eq!(chosen(&[("A", 1.2), ("B", 0.5)]), Choice::Offer(vec![ActionName::new("A")]));
        assert_eq!(chosen(&[("A", 0.5)]), Choice::Nothing);
        assert_eq!(chosen(&[]), Choice::Nothing);
    }
}
