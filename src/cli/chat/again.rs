use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Line, Tone};
use crate::transcript::TurnRecord;

/// Below this width two columns are too narrow to read.
const NARROW: usize = 60;
/// Between the columns.
const GAP: &str = "  |  ";

/// Both answers to one utterance, each in its column; one below the other where there is no room.
pub fn side_by_side(before: &TurnRecord, now: &TurnRecord, width: usize) -> Vec<Line> {
    if before.reply == now.reply {
        return vec![Line::dimmed("Both answers are the same.")];
    }
    if width < NARROW {
        return one_below_the_other(before, now);
    }
    let column = (width - GAP.len()) / 2;
    let (left, right) = (rows(&before.reply, column), rows(&now.reply, column));
    let mut lines = vec![
        Line::new().with(&pad("before", column), Tone::Strong).dim(GAP).with("now", Tone::Strong),
    ];
    for at in 0..left.len().max(right.len()) {
        let row = |rows: &[String]| rows.get(at).cloned().unwrap_or_default();
        lines.push(Line::of(&pad(&row(&left), column)).dim(GAP).plain(&row(&right)));
    }
    lines
}

/// Both answers to one utterance.
pub fn one_below_the_other(before: &TurnRecord, now: &TurnRecord) -> Vec<Line> {
    if before.reply == now.reply {
        return vec![Line::dimmed("Both answers are the same.")];
    }
    let line = |label: &str, reply: &str| Line::new().with(label, Tone::Strong).plain(reply);
    vec![line("before: ", &before.reply), line("now:    ", &now.reply)]
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// A text in rows of this width, broken between words, or within one that is wider than a row.
fn rows(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in text.split_whitespace() {
        let word = super::Shown::line(word).to_string();
        let mut rest = word.as_str();
        while !rest.is_empty() {
            let last = rows.last().map_or(0, |row| row.width());
            let gap = usize::from(last > 0);
            if last + gap + rest.width() > width && last > 0 {
                rows.push(String::new());
                continue;
            }
            let fits = fitting(rest, width);
            if let Some(row) = rows.last_mut() {
                row.push_str(&" ".repeat(gap));
                row.push_str(&rest[..fits]);
            }
            rest = &rest[fits..];
        }
    }
    rows
}

/// The bytes of a text that fit a width; never none.
fn fitting(text: &str, width: usize) -> usize {
    let mut left = width;
    for (at, letter) in text.char_indices() {
        let wide = letter.width().unwrap_or(0);
        if wide > left && at > 0 {
            return at;
        }
        left = left.saturating_sub(wide);
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::chat::sample;

    fn turn(reply: &str) -> TurnRecord {
        TurnRecord { reply: reply.into(), ..sample::empty() }
    }

    #[test]
    fn two_answers_stand_in_two_columns() {
        let (before, now) = (turn("Your order has been shipped to you."), turn("It was sent."));
        let lines = side_by_side(&before, &now, 65);
        let texts: Vec<_> = lines.iter().map(|line| line.text()).collect();
        assert_eq!(
            texts,
            [
                "before                          |  now",
                "Your order has been shipped to  |  It was sent.",
                "you.                            |  ",
            ]
        );
    }

    #[test]
    fn without_room_they_stand_one_below_the_other_and_the_same_is_said_once() {
        let (before, now) = (turn("One."), turn("Two."));
        assert_eq!(side_by_side(&before, &now, 40)[1].text(), "now:    Two.");
        assert_eq!(side_by_side(&before, &before, 80).len(), 1);
    }

    #[test]
    fn a_word_wider_than_a_column_is_cut() {
        let rows = rows(&"x".repeat(25), 10);
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| row.width() <= 10));
    }
}
