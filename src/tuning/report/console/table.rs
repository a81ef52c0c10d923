//! The matrix: a table for each action, a row for each variant, a column for each outcome.

use super::laid::{left, right, width_of, wrapped};
use crate::{
    agent::ActionName,
    shown::{Line, Tone},
    tuning::{
        TuneResult,
        report::glance::{Across, Glance, across},
    },
};

/// Between two columns.
const GAP: usize = 2;
/// Widest column of names.
const WIDEST_NAME: usize = 30;
/// With more bands than this, columns that hold in full everywhere are named in a line instead.
const MOST_BANDS: usize = 2;

/// The table of an action.
pub(super) fn table(result: &TuneResult, action: &ActionName, width: usize) -> Vec<Line> {
    let all = across(result, action);
    let names = names(result, action);
    let room = width.saturating_sub(names);
    let folds = bands(&all.iter().collect::<Vec<_>>(), room).len() > MOST_BANDS;
    let (whole, told): (Vec<_>, Vec<_>) =
        all.iter().partition(|column| folds && holds_in_full(column));
    let mut lines = Vec::new();
    for (at, band) in bands(&told, room).iter().enumerate() {
        let title = if at == 0 { action.as_str() } else { "  …" };
        lines.extend(drawn(result, (title, names), band));
    }
    if !whole.is_empty() {
        let outcomes: Vec<String> = whole.iter().map(|column| column.outcome.to_string()).collect();
        if told.is_empty() {
            lines.push(Line::new().with(action.as_str(), Tone::Strong));
        }
        lines.extend(wrapped("  100 throughout: ", Tone::Good, &outcomes.join(", "), width));
    }
    lines
}

fn names(result: &TuneResult, action: &ActionName) -> usize {
    let variants = result.variants.iter().map(|variant| width_of(&variant.name) + 2);
    variants.chain([width_of(action.as_str())]).max().unwrap_or(0).min(WIDEST_NAME)
}

/// Whether every variant held every time, and every playing says so.
fn holds_in_full(column: &Across<'_>) -> bool {
    column.cells.iter().all(|cell| {
        cell.tally.is_some_and(|tally| {
            tally.held > 0 && tally.lapsed + tally.unreached + tally.inconclusive == 0
        })
    })
}

/// The columns in bands that fit.
fn bands<'a, 'b>(columns: &[&'b Across<'a>], room: usize) -> Vec<Vec<&'b Across<'a>>> {
    let mut bands: Vec<Vec<&Across<'_>>> = Vec::new();
    let mut filled = 0;
    for &column in columns {
        let needed = GAP + breadth(column);
        match bands.last_mut() {
            Some(band) if filled + needed <= room => {
                band.push(column);
                filled += needed;
            }
            _ => {
                bands.push(vec![column]);
                filled = needed;
            }
        }
    }
    bands
}

fn breadth(column: &Across<'_>) -> usize {
    let cells = column.cells.iter();
    let texts = cells.flat_map(|cell| [Some(cell.text()), cell.mark()]).flatten();
    let widest = texts.map(|text| width_of(&text)).max().unwrap_or(0);
    widest.max(width_of(&column.outcome.to_string()))
}

fn drawn(result: &TuneResult, (title, names): (&str, usize), band: &[&Across<'_>]) -> Vec<Line> {
    let mut head = Line::new().with(&left(title, names), Tone::Strong);
    for column in band {
        let name = right(&column.outcome.to_string(), GAP + breadth(column));
        head = head.with(&name, Tone::Name);
    }
    let mut lines = vec![head];
    for (at, variant) in result.variants.iter().enumerate() {
        let mut line = Line::of(&left(&format!("  {}", variant.name), names));
        for column in band {
            let cell = column.cells[at];
            line = line.with(&right(&cell.text(), GAP + breadth(column)), tone(cell));
        }
        lines.push(line);
        lines.extend(marks(at, names, band));
    }
    lines
}

/// What is better or worse than in the first variant, under the row.
fn marks(at: usize, names: usize, band: &[&Across<'_>]) -> Option<Line> {
    let mut line = Line::of(&" ".repeat(names));
    let mut is_marked = false;
    for column in band {
        let cell = column.cells[at];
        let mark = cell.mark().unwrap_or_default();
        is_marked |= !mark.is_empty();
        let tone = if cell.moved > Some(0) { Tone::Good } else { Tone::Bad };
        line = line.with(&right(&mark, GAP + breadth(column)), tone);
    }
    is_marked.then_some(line)
}

fn tone(cell: Glance<'_>) -> Tone {
    match cell.points() {
        None => Tone::Dim,
        Some(100) => Tone::Good,
        Some(50..) => Tone::Warn,
        Some(_) => Tone::Bad,
    }
}
