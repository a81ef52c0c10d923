//! The matrix: a table for each action, a part for each kind of outcome; in it a row for each variant
//! and a column for each outcome, or a line for all when they are alike.

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
/// Columns that a share takes at least.
const LEAST_SHARE: usize = 3;

/// The table of an action: its outcomes by their kind, a kind that is all the same in a line.
pub(super) fn table(result: &TuneResult, action: &ActionName, width: usize) -> Vec<Line> {
    let all = across(result, action);
    let kinds: Vec<&[Across<'_>]> =
        all.chunk_by(|one, other| one.outcome.kind() == other.outcome.kind()).collect();
    let texts = kinds.iter().filter_map(|columns| alike(columns)).map(|cells| from_to(&cells));
    let share = texts.map(|text| width_of(&text)).max().unwrap_or(0).max(LEAST_SHARE);
    let mut lines = vec![Line::new().with(action.as_str(), Tone::Strong)];
    for columns in kinds {
        lines.extend(match alike(columns) {
            Some(cells) => in_a_line((&cells, share), columns, width),
            None => in_bands(result, columns, width),
        });
    }
    lines
}

/// The cells of the variants, when those of every variant are alike over all columns.
fn alike<'a>(columns: &[Across<'a>]) -> Option<Vec<Glance<'a>>> {
    let (first, rest) = columns.split_first()?;
    let is_same = |column: &Across<'_>| {
        let mut pairs = column.cells.iter().zip(&first.cells);
        pairs.all(|(cell, known)| cell.text() == known.text() && cell.mark().is_none())
    };
    let is_marked = first.cells.iter().any(|cell| cell.mark().is_some());
    (!is_marked && rest.iter().all(is_same)).then(|| first.cells.clone())
}

/// What all variants have, or what it is in each of them in turn.
fn from_to(cells: &[Glance<'_>]) -> String {
    let mut texts: Vec<String> = cells.iter().map(Glance::text).collect();
    if texts.iter().all(|text| *text == texts[0]) {
        texts.truncate(1);
    }
    texts.join(" → ")
}

fn in_a_line(
    (cells, share): (&[Glance<'_>], usize),
    columns: &[Across<'_>],
    width: usize,
) -> Vec<Line> {
    let outcomes: Vec<String> = columns.iter().map(|column| column.outcome.to_string()).collect();
    let kind = columns[0].outcome.kind().title();
    let head = format!("  {}{}  ", left(kind, KIND), right(&from_to(cells), GAP + share));
    let tone = cells.last().map_or(Tone::Plain, |cell| tone(*cell));
    wrapped(&head, tone, &outcomes.join(", "), width)
}

fn in_bands(result: &TuneResult, columns: &[Across<'_>], width: usize) -> Vec<Line> {
    let kind = columns[0].outcome.kind().title();
    let names = names(result);
    let bands = bands(&columns.iter().collect::<Vec<_>>(), width.saturating_sub(names));
    let title = |at: usize| if at == 0 { kind } else { "…" };
    let drawn = |(at, band): (usize, &Vec<&Across<'_>>)| drawn(result, (title(at), names), band);
    bands.iter().enumerate().flat_map(drawn).collect()
}

/// Columns of the longest title of a kind.
const KIND: usize = 13;

fn names(result: &TuneResult) -> usize {
    let variants = result.variants.iter().map(|variant| width_of(&variant.name) + 4);
    variants.chain([KIND + 2]).max().unwrap_or(0).min(WIDEST_NAME)
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
    let mut head = Line::of(&left(&format!("  {title}"), names));
    for column in band {
        let name = right(&column.outcome.to_string(), GAP + breadth(column));
        head = head.with(&name, Tone::Name);
    }
    let mut lines = vec![head];
    for (at, variant) in result.variants.iter().enumerate() {
        let mut line = Line::of(&left(&format!("    {}", variant.name), names));
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
