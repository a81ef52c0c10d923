use super::{
    findings::{advice, honesty, lapses},
    laid::{left, width_of, wrapped},
    table::table,
};
use crate::{
    shown::{Line, Tone},
    tuning::{
        TuneResult,
        report::{
            flipped::flipped,
            glance::{NOT_PLAYED, NOTHING_SAID, across, actions, share, silent},
        },
    },
};

/// What stands under the tables.
const LEGEND: &str = "Percent of the talks in which the prompt was kept: its line for the failure was \
                      said, its guidance followed, and no check failed. 100 is green, from 50 yellow, \
                      less red";

/// A whole tuning: the matrix, what lapsed, what follows, and the totals last.
pub fn lines(result: &TuneResult, width: usize) -> Vec<Line> {
    let mut parts: Vec<Vec<Line>> =
        actions(result).into_iter().map(|action| table(result, action, width)).collect();
    parts.push(legend(result, width));
    parts.push(lapses(result, width));
    parts.push(advice(result, width));
    parts.push(flips(result, width));
    parts.push(honesty(result, width));
    parts.push(conclusions(result, width));
    parts.push(totals(result));
    parts.push(vec![facts(result)]);
    let mut lines: Vec<Line> = Vec::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        lines.extend(part);
        lines.push(Line::new());
    }
    lines.pop();
    lines.extend(see(result));
    lines
}

/// What a number of the tables is, and the signs that stand in its place.
fn legend(result: &TuneResult, width: usize) -> Vec<Line> {
    let columns = actions(result).into_iter().flat_map(|action| across(result, action));
    let texts: Vec<String> =
        columns.flat_map(|column| column.cells).map(|cell| cell.text()).collect();
    let signs = [(NOT_PLAYED, "not played"), (NOTHING_SAID, "nothing can be said")];
    let met = signs.iter().filter(|(sign, _)| texts.iter().any(|text| text == sign));
    let met: String = met.map(|(sign, meaning)| format!("; {sign} {meaning}")).collect();
    let turn = match result.variants.as_slice() {
        [_] | [] => String::new(),
        several => {
            let names: Vec<&str> = several.iter().map(|variant| variant.name.as_str()).collect();
            format!("; several numbers are those of {}", names.join(" → "))
        }
    };
    wrapped("", Tone::Dim, &format!("{LEGEND}{turn}{met}."), width)
}

/// What flipped, what was lost first.
fn flips(result: &TuneResult, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for comparison in &result.comparisons {
        for one in flipped(comparison) {
            let (word, tone) = if one.won { ("won", Tone::Good) } else { ("lost", Tone::Bad) };
            let head = format!("{}  {word} at {}: ", comparison.variant, one.action);
            let text =
                format!("{} {}: {}", one.times(), talks(one.times()), one.pieces().join(", "));
            lines.extend(wrapped(&head, tone, &text, width));
        }
    }
    lines
}

fn talks(count: u32) -> &'static str {
    if count == 1 { "talk" } else { "talks" }
}

fn conclusions(result: &TuneResult, width: usize) -> Vec<Line> {
    let comparisons = result.comparisons.iter();
    comparisons
        .flat_map(|comparison| wrapped("", Tone::Plain, &comparison.conclusion, width))
        .collect()
}

/// Each variant with its share, its interval and its number.
fn totals(result: &TuneResult) -> Vec<Line> {
    let names = result.variants.iter().map(|variant| width_of(&variant.name)).max().unwrap_or(0);
    let variants = result.variants.iter();
    variants
        .map(|variant| {
            let total = variant.matrix.total();
            let line = Line::new()
                .with(&left(&variant.name, names), Tone::Strong)
                .plain("  ")
                .plain(&share(&total));
            match silent(&total) {
                silent if silent.is_empty() => line,
                silent => line.dim(" · ").with(&silent, Tone::Warn),
            }
        })
        .collect()
}

fn facts(result: &TuneResult) -> Line {
    let facts = &result.facts;
    let repeats = if facts.repeat == 1 { "repeat" } else { "repeats" };
    let mut line = Line::of(&format!("{} {repeats} · seed {}", facts.repeat, facts.seed));
    if let Some(calls) = facts.model_calls {
        let text = format!(" · {} model calls, {} from recordings", calls.asked, calls.recorded);
        line = line.plain(&text);
    }
    line = line.plain(&format!(" · {}", duration(facts.ms)));
    if facts.interrupted {
        line = line.dim(" · ").with("stopped before its end; this is what was played", Tone::Warn);
    }
    line
}

/// The notes, and how the worst cell is looked at.
fn see(result: &TuneResult) -> Vec<Line> {
    let note = |note: &String| Line::new().with("note", Tone::Warn).plain("  ").plain(note);
    let mut lines: Vec<Line> = result.facts.notes.iter().map(note).collect();
    if let Some(cell) = worst(result) {
        let command = format!("rehearsal tune … --cell \"{cell}\"");
        lines.push(Line::dimmed("See a cell: ").plain(&command));
    }
    lines
}

/// The action and outcome that lapsed most, by the name that `--cell` takes.
fn worst(result: &TuneResult) -> Option<String> {
    let rows = result.variants.iter().flat_map(|variant| &variant.matrix.rows);
    let cells = rows.flat_map(|row| row.columns.iter().map(move |column| (row, column)));
    let (row, column) = cells
        .filter(|(_, column)| column.tally.lapsed > 0)
        // The first of those alike.
        .reduce(|most, cell| if cell.1.tally.lapsed > most.1.tally.lapsed { cell } else { most })?;
    Some(format!("{}/{}", row.action, column.outcome))
}

fn duration(ms: u64) -> String {
    match ms {
        0..100 => format!("{ms} ms"),
        100..60_000 => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
        _ => format!("{} min {} s", ms / 60_000, ms % 60_000 / 1000),
    }
}
