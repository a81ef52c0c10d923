//! Laying text out in a width.

use unicode_width::UnicodeWidthStr;

use crate::shown::{Line, Tone, visible::visible_line};

/// The narrowest that anything is laid out for.
const NARROWEST: usize = 40;

/// The columns a text takes on a screen.
pub(super) fn width_of(text: &str) -> usize {
    visible_line(text).width()
}

/// A text on the left of so many columns.
pub(super) fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(width_of(text))))
}

/// A text on the right of so many columns.
pub(super) fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(width_of(text))))
}

/// A head and a text behind it that goes on below itself.
pub(super) fn wrapped(head: &str, tone: Tone, text: &str, width: usize) -> Vec<Line> {
    let indent = width_of(head);
    let room = width.max(NARROWEST).saturating_sub(indent).max(NARROWEST / 2);
    let rows = folded(text, room);
    let row = |(at, row): (usize, String)| match at {
        0 => Line::new().with(head, tone).plain(&row),
        _ => Line::of(&" ".repeat(indent)).plain(&row),
    };
    rows.into_iter().enumerate().map(row).collect()
}

/// A text in rows of at most so many columns, broken at blanks; a longer word stays whole, so that
/// it can be copied.
fn folded(text: &str, room: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut filled = 0;
    for word in visible_line(text).split(' ').filter(|word| !word.is_empty()) {
        let needed = word.width();
        if filled > 0 && filled + 1 + needed > room {
            rows.push(String::new());
            filled = 0;
        }
        if let Some(row) = rows.last_mut() {
            if filled > 0 {
                row.push(' ');
                filled += 1;
            }
            row.push_str(word);
            filled += needed;
        }
    }
    rows
}

/// The longest beginning of parts that fits, with what is left counted.
pub(super) fn fitting(parts: &[String], room: usize) -> String {
    let mut text = String::new();
    for (at, part) in parts.iter().enumerate() {
        let more = parts.len() - at;
        let rest = if more > 1 { format!(" and {} more", more - 1).len() } else { 0 };
        let between = if at == 0 { "" } else { ", " };
        if at > 0 && width_of(&text) + between.len() + width_of(part) + rest > room {
            return format!("{text} and {more} more");
        }
        text += between;
        text += part;
    }
    text
}
