use unicode_width::UnicodeWidthStr;

use crate::{
    report::{Failure, difference},
    shown::{Line, Tone, visible::visible_line},
};

/// Most columns of a value that are shown.
const WIDEST: usize = 120;
/// How much is shown before the first difference of a long value.
const LEAD: usize = 30;

/// One label with what was expected and what came, either of which may be absent.
struct Pair<'a> {
    label: &'a str,
    expected: Option<&'a str>,
    got: Option<&'a str>,
}

/// Expected and got, aligned, with the differing part marked by signs.
pub fn aligned(failure: &Failure) -> Vec<Line> {
    let pairs = pairs(failure);
    let width = pairs.iter().map(|pair| visible_line(pair.label).width()).max().unwrap_or(0);
    pairs.iter().flat_map(|pair| drawn(pair, width)).collect()
}

fn pairs(failure: &Failure) -> Vec<Pair<'_>> {
    let mut pairs: Vec<Pair<'_>> = failure
        .expected
        .iter()
        .map(|(label, value)| Pair { label, expected: Some(value), got: None })
        .collect();
    for (label, value) in &failure.got {
        let waiting = pairs.iter_mut().find(|pair| pair.label == label && pair.got.is_none());
        match waiting {
            Some(pair) => pair.got = Some(value),
            None => pairs.push(Pair { label, expected: None, got: Some(value) }),
        }
    }
    pairs
}

fn drawn(pair: &Pair<'_>, width: usize) -> Vec<Line> {
    match (pair.expected, pair.got) {
        (Some(expected), Some(got)) => compared(pair.label, expected, got, width),
        (Some(alone), None) => {
            vec![row("expected", pair.label, width).plain(&cut(&visible_line(alone), 0))]
        }
        (None, Some(alone)) => {
            vec![row("got", pair.label, width).plain(&cut(&visible_line(alone), 0))]
        }
        (None, None) => Vec::new(),
    }
}

fn compared(label: &str, expected: &str, got: &str, width: usize) -> Vec<Line> {
    let (expected, got) = (visible_line(expected), visible_line(got));
    let first = expected.chars().zip(got.chars()).take_while(|(a, b)| a == b).count();
    let (expected, got) = (cut(&expected, first), cut(&got, first));
    let found = difference::Difference::between(&expected, &got);
    let words = found.in_words(&expected, &got);
    let missing = difference::signs(&expected, &found.missing, '-');
    let surplus = difference::signs(&got, &found.surplus, '^');
    let mut lines = vec![marked(row("expected", label, width), &expected, &found.missing)];
    let speaks_above = surplus.is_empty();
    if !missing.is_empty() {
        let words = words.as_deref().filter(|_| speaks_above);
        lines.push(under(&missing, width, words));
    }
    lines.push(marked(row("got", label, width), &got, &found.surplus));
    if !surplus.is_empty() {
        lines.push(under(&surplus, width, words.as_deref()));
    }
    lines
}

/// What stands before a value.
fn row(side: &str, label: &str, width: usize) -> Line {
    let label = visible_line(label);
    let padding = " ".repeat(width - label.width());
    let gap = if width == 0 { "" } else { "  " };
    Line::dimmed(&format!("{side:<8}  ")).with(&label, Tone::Name).plain(&format!("{padding}{gap}"))
}

/// A value whose marked characters have the tone of what is wrong.
fn marked(line: Line, value: &str, marks: &[bool]) -> Line {
    let mut line = line;
    let mut run = String::new();
    let mut is_wrong = false;
    for (c, mark) in value.chars().zip(marks) {
        if *mark != is_wrong && !run.is_empty() {
            line = line.with(&run, tone(is_wrong));
            run.clear();
        }
        is_wrong = *mark;
        run.push(c);
    }
    if run.is_empty() { line } else { line.with(&run, tone(is_wrong)) }
}

fn tone(is_wrong: bool) -> Tone {
    if is_wrong { Tone::Bad } else { Tone::Value }
}

fn under(signs: &str, width: usize, words: Option<&str>) -> Line {
    let gap = if width == 0 { 0 } else { 2 };
    let line = Line::of(&" ".repeat(10 + width + gap)).with(signs, Tone::Bad);
    match words {
        Some(words) => line.dim(&format!("   {words}")),
        None => line,
    }
}

/// A long value cut to what stands around a place of it.
fn cut(value: &str, around: usize) -> String {
    let length = value.chars().count();
    if length <= WIDEST {
        return value.to_owned();
    }
    let start = around.saturating_sub(LEAD).min(length - WIDEST);
    let kept: String = value.chars().skip(start).take(WIDEST).collect();
    let head = if start > 0 { "…" } else { "" };
    let tail = if start + WIDEST < length { "…" } else { "" };
    format!("{head}{kept}{tail}")
}
