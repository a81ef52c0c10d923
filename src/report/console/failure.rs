use unicode_width::UnicodeWidthStr;

use super::aligned::aligned;
use crate::{
    report::{Group, Located, Occurrence, RunResult, Said, Speaker, again, groups},
    shown::{Line, Tone, visible::visible_line},
};

/// Most lines of one failure; what is beyond is counted.
pub const MOST_LINES: usize = 25;
/// Longest chain of reasons that stands on one line, in characters.
const ONE_LINE: usize = 120;
/// Fewest links of a longer one, that of what was lost included.
const FEWEST_LINKS: usize = 3;
/// Most characters of one utterance or reason that are shown.
const LONGEST: usize = 400;
/// Most other scenarios that are named.
const MOST_NAMED: usize = 5;

/// Every failure in full, those that are alike once, a blank line behind each.
pub fn failures(run: &RunResult) -> Vec<Line> {
    groups(run).iter().flat_map(self::group).collect()
}

/// One failure in full, by itself.
pub fn single(occurrence: Occurrence<'_>) -> Vec<Line> {
    group(&Group { first: occurrence, others: Vec::new() })
}

/// One failure with those alike: at most [`MOST_LINES`] lines, then a blank one.
pub fn group(group: &Group<'_>) -> Vec<Line> {
    let mut lines = vec![head(group)];
    for part in parts(group).into_iter().filter(|part| !part.is_empty()) {
        lines.push(Line::new());
        lines.extend(part.into_iter().map(|line| Line::of("  ").then(line)));
    }
    let again = again(group.first.scenario, group.first.attempt);
    let again = Line::of("  ").then(labelled("again", &again, Tone::Strong));
    if lines.len() + 1 > MOST_LINES {
        let kept = MOST_LINES - 2;
        let more = lines.len() - kept;
        lines.truncate(kept);
        lines.push(Line::dimmed(&format!("  … {more} more lines; a JSON or HTML report has them")));
    }
    lines.extend([again, Line::new()]);
    lines
}

/// Verdict, scenario, turn, kind and code.
fn head(group: &Group<'_>) -> Line {
    let (scenario, failure) = (group.first.scenario, group.first.failure);
    let mut line =
        Line::new().with("FAILED", Tone::Bad).plain("  ").with(&scenario.id, Tone::Strong);
    let others = group.other_ids().len();
    if others > 0 {
        line = line.plain(&format!(" and {others} more alike"));
    }
    let turn = match failure.turn {
        Some(0) => Some("greeting".to_owned()),
        Some(turn) => Some(format!("turn {turn}")),
        None => None,
    };
    let parts = [turn, Some(failure.kind.clone()), Some(failure.code.clone())];
    for part in parts.into_iter().flatten().filter(|part| !part.is_empty()) {
        line = line.dim(" · ").plain(&part);
    }
    line
}

/// The parts below the head, in their order; empty ones too.
fn parts(group: &Group<'_>) -> Vec<Vec<Line>> {
    let failure = group.first.failure;
    let mut parts = vec![
        alike(group),
        sentence(&failure.message),
        failure.place.iter().flat_map(place).collect(),
        failure.said.iter().map(said).collect(),
        comparison(group),
    ];
    // The head, a line between the parts, and the command that plays it again.
    let taken = parts.iter().filter(|part| !part.is_empty()).map(|part| part.len() + 1);
    let left = MOST_LINES.saturating_sub(3 + taken.sum::<usize>());
    parts.push(reasons(group, left));
    parts
}

fn sentence(message: &str) -> Vec<Line> {
    if message.is_empty() { Vec::new() } else { vec![Line::of(&shortened(message))] }
}

/// Where else the same is wrong.
fn alike(group: &Group<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    let attempts = group.attempts();
    let played = group.first.scenario.attempts.len();
    if played > 1 {
        let numbers: Vec<String> = attempts.iter().map(u32::to_string).collect();
        let word = if numbers.len() == 1 { "attempt" } else { "attempts" };
        lines.push(Line::dimmed(&format!("in {word} {} of {played}", numbers.join(", "))));
    }
    let ids = group.other_ids();
    if !ids.is_empty() {
        let named = ids.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
        let rest = ids.len().saturating_sub(MOST_NAMED);
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        lines.push(Line::dimmed(&format!("also in {named}{more}")));
    }
    lines
}

/// Path, line and column, then the line of the file with what is meant underlined.
fn place(place: &Located) -> Vec<Line> {
    let head = format!("{}:{}:{}", place.path, place.line, place.column);
    let mut lines = vec![Line::new().with(&head, Tone::Name)];
    if place.text.is_empty() {
        return lines;
    }
    let gutter = format!("{}  | ", place.line);
    lines.push(Line::dimmed(&gutter).plain(&place.text));
    let before: String = place.text.chars().take(place.column.saturating_sub(1)).collect();
    let meant: String =
        place.text.chars().skip(place.column.saturating_sub(1)).take(place.length).collect();
    let width = |text: &str| visible_line(text).width();
    let blanks = " ".repeat(gutter.len() - 2);
    lines.push(
        Line::dimmed(&format!("{blanks}| "))
            .plain(&" ".repeat(width(&before)))
            .with(&"^".repeat(width(&meant).max(1)), Tone::Bad)
            .dim(&format!(" {}", place.key_path)),
    );
    lines
}

fn said(said: &Said) -> Line {
    let (label, tone) = match said.by {
        Speaker::User => ("you", Tone::User),
        Speaker::Agent => ("agent", Tone::Agent),
    };
    Line::new().with(&format!("{label:<7}"), tone).plain(&shortened(&said.text))
}

/// Expected, got and what came nearest.
fn comparison(group: &Group<'_>) -> Vec<Line> {
    let failure = group.first.failure;
    let mut lines = aligned(failure);
    if let Some(nearest) = &failure.nearest {
        lines.push(Line::dimmed("nearest   ").plain(&shortened(nearest)));
    }
    lines
}

/// Why it came to this and how to mend it, in so many lines.
fn reasons(group: &Group<'_>, most: usize) -> Vec<Line> {
    let failure = group.first.failure;
    let mut lines = Vec::new();
    if !failure.why.is_empty() {
        lines.extend(chained(&failure.why, most.saturating_sub(failure.mend.len())));
    }
    for (at, mend) in failure.mend.iter().enumerate() {
        lines.push(labelled(if at == 0 { "mend" } else { "" }, mend, Tone::Plain));
    }
    lines
}

/// The chain of reasons: on one line where it is short, else a link a line; too long, it loses links in
/// the middle, for what decided comes last.
fn chained(why: &[String], most: usize) -> Vec<Line> {
    let whole = why.join(" → ");
    if whole.chars().count() <= ONE_LINE {
        return vec![labelled("why", &whole, Tone::Plain)];
    }
    // The first link and the last stand in any case.
    let most = most.max(FEWEST_LINKS);
    let lost = if why.len() > most { why.len() - (most - 1) } else { 0 };
    let link = |(at, link): (usize, &String)| {
        let shown = if at == 0 { link.clone() } else { format!("→ {link}") };
        labelled(if at == 0 { "why" } else { "" }, &shown, Tone::Plain)
    };
    let mut lines: Vec<Line> = why.iter().enumerate().take(1).map(link).collect();
    if lost > 0 {
        let gap = format!("→ … {lost} more");
        lines.push(labelled("", &gap, Tone::Dim));
    }
    lines.extend(why.iter().enumerate().skip(1 + lost).map(link));
    lines
}

fn labelled(label: &str, text: &str, tone: Tone) -> Line {
    Line::dimmed(&format!("{label:<7}")).with(&shortened(text), tone)
}

fn shortened(text: &str) -> String {
    let length = text.chars().count();
    if length <= LONGEST {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LONGEST).collect();
    format!("{kept}… and {} more characters", length - LONGEST)
}
