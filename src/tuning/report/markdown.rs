//! A tuning as a comment on a pull request.

use std::io::{self, Write};

use super::{
    flipped::flipped,
    glance::{Across, Glance, across, actions, place, share, silent},
    lapsed::lapsed,
    unshown::{listed, not_played, not_shown, says_nothing},
};
use crate::{
    agent::ActionName,
    shown::visible::visible_line,
    tuning::{Comparison, TuneResult},
};

/// Most outcomes of an action that are named where they flipped.
const MOST_FLIPS: usize = 20;
/// Most lapses that are named.
const MOST_LAPSES: usize = 15;
/// Most outcomes that are named in a line.
const MOST_NAMED: usize = 6;

/// Writes the report.
///
/// # Errors
/// When it cannot be written.
pub fn write_markdown(result: &TuneResult, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## Prompt of {}\n", text(&result.facts.agent))?;
    if result.facts.interrupted {
        writeln!(out, "**Stopped before its end: this is what was played.**\n")?;
    }
    for comparison in &result.comparisons {
        writeln!(out, "**{}**\n", text(&comparison.conclusion))?;
    }
    totals(result, out)?;
    for comparison in &result.comparisons {
        flips(comparison, out)?;
    }
    for action in actions(result) {
        table(result, action, out)?;
    }
    lapses(result, out)?;
    honesty(result, out)?;
    facts(result, out)
}

fn totals(result: &TuneResult, out: &mut dyn Write) -> io::Result<()> {
    for variant in &result.variants {
        let total = variant.matrix.total();
        let silent = silent(&total);
        let silent = if silent.is_empty() { silent } else { format!("; {silent}") };
        writeln!(out, "- {}: {}{silent}", text(&variant.name), share(&total))?;
    }
    writeln!(out)
}

/// The matrix of an action: a row for each outcome, because pages are narrow. Outcomes that hold in
/// full everywhere are named below it.
fn table(result: &TuneResult, action: &ActionName, out: &mut dyn Write) -> io::Result<()> {
    let all = across(result, action);
    let is_whole = |column: &&Across<'_>| column.cells.iter().all(|cell| cell.text() == "100");
    let (whole, told): (Vec<_>, Vec<_>) = all.iter().partition(is_whole);
    writeln!(out, "### {}\n", text(action.as_str()))?;
    if !told.is_empty() {
        head(result, out)?;
        for column in told {
            row(column, out)?;
        }
        writeln!(out)?;
    }
    if whole.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = whole.iter().map(|column| format!("`{}`", column.outcome)).collect();
    let tallies = whole.iter().flat_map(|column| &column.cells).filter_map(|cell| cell.tally);
    // The fewest playings bear the widest interval.
    let fewest = tallies.min_by_key(|tally| tally.conclusive());
    let (number, low) = fewest.map_or((0, 0.0), |tally| (tally.conclusive(), tally.interval().0));
    writeln!(
        out,
        "100 % throughout, of at least {number} each (95 % interval from {low}): {}\n",
        names.join(", ")
    )
}

fn head(result: &TuneResult, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "| held (95 % interval; number) |")?;
    for variant in &result.variants {
        write!(out, " {} |", text(&variant.name))?;
    }
    write!(out, "\n|:--|")?;
    for _ in &result.variants {
        write!(out, "--:|")?;
    }
    writeln!(out)
}

fn row(column: &Across<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "| `{}` |", column.outcome)?;
    for cell in &column.cells {
        let mark = cell.mark().map(|mark| format!(" {mark}")).unwrap_or_default();
        write!(out, " {}{mark} |", rate(cell))?;
    }
    writeln!(out)
}

/// The share that held with its interval and the number it stands on; a sign where there is none.
fn rate(cell: &Glance<'_>) -> String {
    match (cell.tally, cell.points()) {
        (Some(tally), Some(points)) => {
            let (low, high) = tally.interval();
            format!("{points} % ({low}–{high}; {})", tally.conclusive())
        }
        _ => cell.text(),
    }
}

fn flips(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let lost = comparison.flips.iter().filter(|flip| !flip.won).count();
    let won = comparison.flips.len() - lost;
    if comparison.flips.is_empty() {
        return Ok(());
    }
    let title = format!("{}: {lost} cells lost, {won} won", html(&comparison.variant));
    writeln!(out, "<details><summary>{title}</summary>\n")?;
    for one in flipped(comparison) {
        let sign = if one.won { "▲ won" } else { "▼ lost" };
        let outcomes = listed(&one.pieces(), MOST_FLIPS, ", ");
        writeln!(out, "- {sign} at {}: {outcomes}", text(one.action.as_str()))?;
    }
    writeln!(out, "\n</details>\n")
}

fn lapses(result: &TuneResult, out: &mut dyn Write) -> io::Result<()> {
    let all = lapsed(result);
    if all.is_empty() {
        return Ok(());
    }
    writeln!(out, "### What did not hold\n")?;
    for one in all.iter().take(MOST_LAPSES) {
        let outcomes: Vec<String> =
            one.outcomes.iter().map(|outcome| format!("`{outcome}`")).collect();
        writeln!(
            out,
            "- {}, {}: {} of {}, {}, at {} ({})",
            text(&one.variant.name),
            text(one.action.as_str()),
            one.times,
            one.of,
            text(&one.lapse.message()),
            listed(&outcomes, MOST_NAMED, ", "),
            text(&place(one.variant, one.line)),
        )?;
    }
    if all.len() > MOST_LAPSES {
        writeln!(out, "- and {} more", all.len() - MOST_LAPSES)?;
    }
    writeln!(out)
}

fn honesty(result: &TuneResult, out: &mut dyn Write) -> io::Result<()> {
    let mut told = Vec::new();
    for comparison in &result.comparisons {
        let unclear = not_shown(comparison);
        if !unclear.is_empty() {
            let list = listed(&unclear, MOST_NAMED, "; ");
            told.push(format!("Not shown for {}: {list}", comparison.variant));
        }
    }
    for variant in &result.variants {
        let reasons = says_nothing(variant);
        if !reasons.is_empty() {
            let list = listed(&reasons, MOST_NAMED, "; ");
            told.push(format!("Says nothing in {}: {list}", variant.name));
        }
    }
    let unplayed = not_played(result);
    if !unplayed.is_empty() {
        told.push(format!("Not played: {}", unplayed.join("; ")));
    }
    told.extend(result.facts.notes.iter().map(|note| format!("Note: {note}")));
    for line in told {
        writeln!(out, "{}\n", text(&line))?;
    }
    Ok(())
}

fn facts(result: &TuneResult, out: &mut dyn Write) -> io::Result<()> {
    let facts = &result.facts;
    let calls = facts
        .model_calls
        .map(|calls| format!(" · {} model calls, {} from recordings", calls.asked, calls.recorded));
    writeln!(
        out,
        "<sub>rehearsal {} · repeats: {} · seed {}{}</sub>",
        text(&facts.version),
        facts.repeat,
        facts.seed,
        calls.unwrap_or_default()
    )
}

/// Text from outside as text and nothing else: no element, link, mention, heading or cell of a table
/// comes of it.
fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible_line(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // GitHub would call people and name other threads, whatever is escaped.
            '@' => escaped.push_str("@\u{200b}"),
            '#' => escaped.push_str("\\#\u{200b}"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '|' | '!' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // An address would become a link.
            ':' => escaped.push_str("&#58;"),
            _ => escaped.push(c),
        }
    }
    escaped.replace("www.", "www&#46;")
}

/// The same inside an element of HTML, where backslashes stand as they are.
fn html(text: &str) -> String {
    let broken = |text: String, what: &str| {
        let (head, tail) = what.split_at(1);
        text.replace(what, &format!("{head}\u{200b}{tail}"))
    };
    // An entity of a character begins with the sign of a thread, and is none.
    let text = crate::report::markup::html_line(&broken(text.to_owned(), "#"));
    let text = ["@", "://", "www."].into_iter().fold(text, broken);
    let signs = [("[", "&#91;"), ("]", "&#93;"), ("`", "&#96;"), ("*", "&#42;"), ("_", "&#95;")];
    signs.into_iter().fold(text, |text, (sign, entity)| text.replace(sign, entity))
}
