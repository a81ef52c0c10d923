use std::collections::BTreeMap;

use serde::Serialize;

use crate::tuning::{
    CellFlip, CellOutcome, TuneFacts, TuneResult, Variant,
    report::{
        glance::{Across, Glance, across, actions, place, share, silent},
        lapsed::{Lapsed, lapsed},
        unshown::{not_played, not_shown, says_nothing},
    },
};

/// All that the page needs before a cell is looked at.
#[derive(Serialize)]
pub(super) struct Index<'a> {
    facts: &'a TuneFacts,
    variants: Vec<Entry<'a>>,
    actions: Vec<Table<'a>>,
    comparisons: Vec<Compared<'a>>,
    lapses: Vec<Told>,
    /// What the numbers do not say, a sentence each.
    unshown: Vec<String>,
}

#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    prompt: &'a str,
    model: Option<&'a str>,
    policy: &'a str,
    share: String,
    silent: String,
    prompt_lines: &'a BTreeMap<usize, String>,
    advice: Vec<(String, &'a str, &'a str)>,
}

#[derive(Serialize)]
struct Table<'a> {
    action: &'a str,
    columns: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    outcome: CellOutcome,
    /// What happens, in plain words.
    meaning: String,
    cells: Vec<Heat>,
}

#[derive(Serialize)]
struct Heat {
    text: String,
    points: Option<i64>,
    mark: Option<String>,
    /// The share in words.
    told: String,
}

#[derive(Serialize)]
struct Compared<'a> {
    variant: &'a str,
    conclusion: &'a str,
    flips: &'a [CellFlip],
}

#[derive(Serialize)]
struct Told {
    variant: String,
    action: String,
    message: String,
    times: u32,
    of: u32,
    outcomes: Vec<CellOutcome>,
    place: String,
}

impl<'a> Index<'a> {
    /// Of a tuning.
    pub fn of(result: &'a TuneResult) -> Self {
        let tables = actions(result).into_iter().map(|action| Table {
            action: action.as_str(),
            columns: across(result, action).iter().map(Shown::of).collect(),
        });
        let comparisons = result.comparisons.iter().map(|comparison| Compared {
            variant: &comparison.variant,
            conclusion: &comparison.conclusion,
            flips: &comparison.flips,
        });
        Self {
            facts: &result.facts,
            variants: result.variants.iter().map(Entry::of).collect(),
            actions: tables.collect(),
            comparisons: comparisons.collect(),
            lapses: lapsed(result).iter().map(Told::of).collect(),
            unshown: unshown(result),
        }
    }
}

fn unshown(result: &TuneResult) -> Vec<String> {
    let mut told = Vec::new();
    for comparison in &result.comparisons {
        let unclear = not_shown(comparison).into_iter();
        told.extend(unclear.map(|text| format!("Not shown for {}: {text}", comparison.variant)));
    }
    for variant in &result.variants {
        let reasons = says_nothing(variant).into_iter();
        told.extend(reasons.map(|text| format!("Says nothing in {}: {text}", variant.name)));
    }
    told.extend(not_played(result).into_iter().map(|text| format!("Not played: {text}")));
    told
}

impl<'a> Entry<'a> {
    fn of(variant: &'a Variant) -> Self {
        let total = variant.matrix.total();
        let advice = variant.advice.iter().map(|advice| {
            (place(variant, advice.line), advice.message.as_str(), advice.mend.as_str())
        });
        Self {
            name: &variant.name,
            prompt: &variant.prompt,
            model: variant.model.as_deref(),
            policy: &variant.policy,
            share: share(&total),
            silent: silent(&total),
            prompt_lines: &variant.prompt_lines,
            advice: advice.collect(),
        }
    }
}

impl Shown {
    fn of(column: &Across<'_>) -> Self {
        let meaning = match column.outcome {
            CellOutcome::Success => "the call succeeds".to_owned(),
            CellOutcome::Fails(failing) => failing.meaning(),
        };
        let cells = column.cells.iter().map(Heat::of).collect();
        Self { outcome: column.outcome, meaning, cells }
    }
}

impl Heat {
    fn of(cell: &Glance<'_>) -> Self {
        let told = match cell.tally {
            None => "not played".to_owned(),
            Some(tally) => {
                let parts = [share(tally), silent(tally)];
                let parts: Vec<String> =
                    parts.into_iter().filter(|part| !part.is_empty()).collect();
                parts.join("; ")
            }
        };
        Self { text: cell.text(), points: cell.points(), mark: cell.mark(), told }
    }
}

impl Told {
    fn of(lapsed: &Lapsed<'_>) -> Self {
        Self {
            variant: lapsed.variant.name.clone(),
            action: lapsed.action.to_string(),
            message: lapsed.lapse.message(),
            times: lapsed.times,
            of: lapsed.of,
            outcomes: lapsed.outcomes.clone(),
            place: place(lapsed.variant, lapsed.line),
        }
    }
}
