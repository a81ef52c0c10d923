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
