use serde::{Deserialize, Serialize};

use super::{Choice, Expected, Heard, Utterance};
use crate::agent::Agent;

/// Expected actions by heard ones.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Confusion {
    /// What may be heard: the actions in their order, then `asks` and `none`.
    pub columns: Vec<String>,
    /// The actions in their order, then none, then what nobody expects anything of; empty ones are left out.
    pub rows: Vec<ConfusionRow>,
    /// Every utterance that was not heard as it should be.
    pub missed: Vec<Missed>,
}

/// One expectation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConfusionRow {
    /// What was expected.
    pub expected: Expected,
    /// How often each column was heard.
    pub counts: Vec<u32>,
    /// How often what was expected was heard.
    pub right: u32,
}

/// An utterance that was heard as something else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Missed {
    /// The words.
    pub utterance: String,
    /// What was expected.
    pub expected: Expected,
    /// What it was heard as: an action, the actions that were asked about, or none.
    pub heard: Vec<String>,
    /// Whether it was asked which of these is meant.
    pub asks: bool,
}

/// The column of a question back.
pub(super) const ASKS: &str = "asks";
/// The column of no action.
pub(super) const NONE: &str = "none";

impl Confusion {
    /// Counts what was heard, utterance by utterance.
    pub(super) fn of(agent: &Agent, heard: &[(&Utterance, Heard)]) -> Self {
        let actions = agent.actions.iter().map(|action| action.name.to_string());
        let columns: Vec<String> = actions.chain([ASKS.to_owned(), NONE.to_owned()]).collect();
        let all = agent.actions.iter().map(|action| Expected::Action(action.name.clone()));
        let rows = all.chain([Expected::None, Expected::Unsaid]).filter_map(|expected| {
            let own = heard.iter().filter(|(utterance, _)| utterance.expected == expected);
            let own: Vec<&Heard> = own.map(|(_, heard)| heard).collect();
            (!own.is_empty()).then(|| row(expected, &columns, &own))
        });
        let rows = rows.collect();
        Self { columns, rows, missed: heard.iter().filter_map(missed).collect() }
    }

    /// Utterances of which something was expected, and how many of them were heard so.
    pub fn right(&self) -> (u32, u32) {
        let told = self.rows.iter().filter(|row| row.expected != Expected::Unsaid);
        told.fold((0, 0), |(right, all), row| {
            (right + row.right, all + row.counts.iter().sum::<u32>())
        })
    }
}

fn row(expected: Expected, columns: &[String], heard: &[&Heard]) -> ConfusionRow {
    let count = |column: &String| heard.iter().filter(|one| column_of(one) == column).count();
    let counts = columns.iter().map(|column| u32::try_from(count(column)).unwrap_or(u32::MAX));
    let right = heard.iter().filter(|one| is_right(&expected, one)).count();
    ConfusionRow {
        counts: counts.collect(),
        right: u32::try_from(right).unwrap_or(u32::MAX),
        expected,
    }
}

fn column_of(heard: &Heard) -> &str {
    match &heard.choice {
        Choice::Chosen(action) => action.as_str(),
        Choice::Asked(_) => ASKS,
        Choice::Nothing => NONE,
    }
}

pub(super) fn is_right(expected: &Expected, heard: &Heard) -> bool {
    match (expected, &heard.choice) {
        (Expected::Action(action), Choice::Chosen(chosen)) => action == chosen,
        (Expected::None, Choice::Nothing) => true,
        _ => false,
    }
}

fn missed((utterance, heard): &(&Utterance, Heard)) -> Option<Missed> {
    if utterance.expected == Expected::Unsaid || is_right(&utterance.expected, heard) {
        return None;
    }
    let names = match &heard.choice {
        Choice::Chosen(action) => vec![action.to_string()],
        Choice::Asked(actions) => actions.iter().map(ToString::to_string).collect(),
        Choice::Nothing => Vec::new(),
    };
    let (text, expected) = (utterance.text.clone(), utterance.expected.clone());
    let asks = matches!(heard.choice, Choice::Asked(_));
    Some(Missed { utterance: text, expected, heard: names, asks })
}
