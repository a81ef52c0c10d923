//! The matrix: action by outcome, over points, callers and repeats.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CellOutcome, CellScore, LineUse, Scored};
use crate::{
    agent::ActionName,
    report::statistics::{whole_percent, wilson},
};

/// What a variant came to, action by action.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// In the order of the agent's actions.
    pub rows: Vec<Row>,
}

/// One action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The action.
    pub action: ActionName,
    /// Each outcome that was played, in the order of the outcomes.
    pub columns: Vec<Column>,
}

/// One action with one outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// The outcome.
    pub outcome: CellOutcome,
    /// What its cells came to.
    pub tally: Tally,
}

/// What several playings came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// That held.
    pub held: u32,
    /// That did not.
    pub lapsed: u32,
    /// In which the call was never made.
    pub unreached: u32,
    /// Of which nothing can be said.
    pub inconclusive: u32,
    /// How often each lapse was seen, by its message.
    pub lapses: BTreeMap<String, u32>,
    /// How often each line of the prompt was said, by its number.
    pub lines: BTreeMap<usize, u32>,
}

impl Matrix {
    /// Counts what was scored; `actions` gives the order of the rows.
    pub fn of(actions: &[ActionName], scored: &[Scored]) -> Self {
        let mut rows: Vec<Row> = actions
            .iter()
            .map(|action| Row { action: action.clone(), columns: Vec::new() })
            .collect();
        for one in scored {
            let Some(row) = rows.iter_mut().find(|row| row.action == one.cell.action) else {
                continue;
            };
            row.tally(one.cell.outcome).count(one);
        }
        for row in &mut rows {
            row.columns.sort_by_key(|column| column.outcome.rank());
        }
        rows.retain(|row| !row.columns.is_empty());
        Self { rows }
    }

    /// Over everything.
    pub fn total(&self) -> Tally {
        let columns = self.rows.iter().flat_map(|row| &row.columns);
        columns.fold(Tally::default(), |total, column| total.with(&column.tally))
    }
}

impl Row {
    fn tally(&mut self, outcome: CellOutcome) -> &mut Tally {
        let at = self.columns.iter().position(|column| column.outcome == outcome);
        let at = at.unwrap_or_else(|| {
            self.columns.push(Column { outcome, tally: Tally::default() });
            self.columns.len() - 1
        });
        &mut self.columns[at].tally
    }
}

impl Tally {
    fn count(&mut self, scored: &Scored) {
        match &scored.score {
            CellScore::Held => self.held += 1,
            CellScore::Unreached(_) => self.unreached += 1,
            CellScore::Inconclusive(_) => self.inconclusive += 1,
            CellScore::Lapsed(lapses) => {
                self.lapsed += 1;
                for lapse in lapses {
                    *self.lapses.entry(lapse.message()).or_default() += 1;
                }
            }
        }
        if let (LineUse::Said | LineUse::InOtherWords, Some(line)) =
            (scored.line, scored.prompt_line)
        {
            *self.lines.entry(line).or_default() += 1;
        }
    }

    fn with(mut self, other: &Self) -> Self {
        self.held += other.held;
        self.lapsed += other.lapsed;
        self.unreached += other.unreached;
        self.inconclusive += other.inconclusive;
        for (lapse, count) in &other.lapses {
            *self.lapses.entry(lapse.clone()).or_default() += count;
        }
        for (line, count) in &other.lines {
            *self.lines.entry(*line).or_default() += count;
        }
        self
    }

    /// How many say something: those that held and those that did not.
    pub fn conclusive(&self) -> u32 {
        self.held + self.lapsed
    }

    /// The share that held, in percent; none when nothing says anything.
    pub fn percent(&self) -> Option<f64> {
        let all = self.conclusive();
        (all > 0).then(|| 100.0 * f64::from(self.held) / f64::from(all))
    }

    /// The 95 % interval of the share, in whole percent, rounded outward.
    pub fn interval(&self) -> (f64, f64) {
        whole_percent(wilson(self.held, self.conclusive()))
    }
}
