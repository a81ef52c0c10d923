//! What every report says of a tally, so that all say the same.

use std::collections::BTreeMap;

use crate::{
    agent::{ActionName, Agent},
    tuning::{CellOutcome, Column, Comparison, Matrix, Tally, TuneResult, Variant},
};

/// What stands where a cell was not played.
pub(super) const NOT_PLAYED: &str = "–";
/// What stands where nothing can be said. Not the separating dot: both must differ in ASCII too.
pub(super) const NOTHING_SAID: &str = "∙";

/// An outcome of an action in every variant, the first one first.
pub(super) struct Across<'a> {
    pub outcome: CellOutcome,
    pub cells: Vec<Glance<'a>>,
}

/// One cell of a table.
#[derive(Clone, Copy)]
pub(super) struct Glance<'a> {
    /// None where it was not played.
    pub tally: Option<&'a Tally>,
    /// Points won or lost against the first variant, where a difference is shown.
    pub moved: Option<i64>,
}

impl Glance<'_> {
    /// The share that held, or the sign for why there is none.
    pub fn text(&self) -> String {
        match (self.tally, self.points()) {
            (None, _) => NOT_PLAYED.to_owned(),
            (Some(_), None) => NOTHING_SAID.to_owned(),
            (Some(_), Some(points)) => points.to_string(),
        }
    }

    /// The share that held in whole points: 100 only when all did, 0 only when none did.
    pub fn points(&self) -> Option<i64> {
        points(self.tally?)
    }

    /// The mark under a cell that is better or worse than in the first variant.
    pub fn mark(&self) -> Option<String> {
        let moved = self.moved?;
        let sign = if moved > 0 { "▲ +" } else { "▼ -" };
        Some(format!("{sign}{}", moved.abs()))
    }
}

/// See [`Glance::points`].
pub(super) fn points(tally: &Tally) -> Option<i64> {
    let (held, all) = (i64::from(tally.held), i64::from(tally.conclusive()));
    match (held, all) {
        (_, 0) => None,
        (0, _) => Some(0),
        (held, all) => Some((100 * held / all).max(1)),
    }
}

/// All actions that any variant played, in the order of the first that has them.
pub(super) fn actions(result: &TuneResult) -> Vec<&ActionName> {
    let mut actions: Vec<&ActionName> = Vec::new();
    for row in result.variants.iter().flat_map(|variant| &variant.matrix.rows) {
        if !actions.contains(&&row.action) {
            actions.push(&row.action);
        }
    }
    actions
}

/// The outcomes of an action, in every variant.
pub(super) fn across<'a>(result: &'a TuneResult, action: &ActionName) -> Vec<Across<'a>> {
    let mut outcomes: Vec<CellOutcome> = Vec::new();
    for column in result.variants.iter().flat_map(|variant| columns(&variant.matrix, action)) {
        if !outcomes.contains(&column.outcome) {
            outcomes.push(column.outcome);
        }
    }
    outcomes.sort_by_key(|outcome| outcome.rank());
    outcomes.into_iter().map(|outcome| one(result, action, outcome)).collect()
}

fn one<'a>(result: &'a TuneResult, action: &ActionName, outcome: CellOutcome) -> Across<'a> {
    let first = result.variants.first().and_then(|variant| tally(&variant.matrix, action, outcome));
    let cell = |variant: &'a Variant| {
        let tally = tally(&variant.matrix, action, outcome);
        let moved = comparison(result, variant)
            .and_then(|comparison| moved(comparison, outcome, first?, tally?));
        Glance { tally, moved }
    };
    Across { outcome, cells: result.variants.iter().map(cell).collect() }
}

/// The points between two cells, when the test of their outcome shows a difference that way.
fn moved(
    comparison: &Comparison,
    outcome: CellOutcome,
    first: &Tally,
    then: &Tally,
) -> Option<i64> {
    let moved = points(then)? - points(first)?;
    let pairing = comparison.by_outcome.get(&outcome.to_string())?;
    let same_way = (moved > 0) == (pairing.won > pairing.lost);
    (moved != 0 && same_way && pairing.is_shown()).then_some(moved)
}

/// A variant against the first; none for the first itself.
pub(super) fn comparison<'a>(result: &'a TuneResult, variant: &Variant) -> Option<&'a Comparison> {
    result.comparisons.iter().find(|comparison| comparison.variant == variant.name)
}

fn columns<'a>(matrix: &'a Matrix, action: &ActionName) -> impl Iterator<Item = &'a Column> {
    let row = matrix.rows.iter().find(|row| row.action == *action);
    row.into_iter().flat_map(|row| &row.columns)
}

fn tally<'a>(matrix: &'a Matrix, action: &ActionName, outcome: CellOutcome) -> Option<&'a Tally> {
    columns(matrix, action).find(|column| column.outcome == outcome).map(|column| &column.tally)
}

/// How many held, with the share, its interval and the number it stands on.
pub(super) fn share(tally: &Tally) -> String {
    let Some(points) = points(tally) else {
        return "nothing can be said of it".to_owned();
    };
    let (low, high) = tally.interval();
    format!(
        "{} of {} held, {points} % (95 % interval {low} to {high})",
        tally.held,
        tally.conclusive()
    )
}

/// What of a tally says nothing, in words; empty when all of it does.
pub(super) fn silent(tally: &Tally) -> String {
    let counts = [(tally.unreached, "never made the call"), (tally.inconclusive, "inconclusive")];
    let told = counts.iter().filter(|(count, _)| *count > 0);
    told.map(|(count, what)| format!("{count} {what}")).collect::<Vec<_>>().join(", ")
}

/// The place of a line of a variant's prompt.
pub(super) fn place(variant: &Variant, line: Option<usize>) -> String {
    match line {
        Some(line) => format!("{}:{line}", variant.prompt),
        None => variant.prompt.clone(),
    }
}

/// The error lines of an agent's prompt as written, by their number: [`Variant::prompt_lines`].
pub fn prompt_lines(agent: &Agent) -> BTreeMap<usize, String> {
    let lines: Vec<&str> = agent.prompt.text.lines().collect();
    let numbers = agent.prompt.error_lines.iter().map(|line| line.line);
    let text = |number: usize| lines.get(number.checked_sub(1)?).map(|text| (*text).to_owned());
    numbers.filter_map(|number| Some((number, text(number)?))).collect()
}
