use std::{borrow::Cow, ops::Range};

use chrono::NaiveDate;

use super::english::{
    units::{half_day, is_date_word, is_idiom, is_number_word, is_ordinal, is_suffix},
    words::{plain, squeeze},
};
use crate::value::{self, Reference, Spec, Value, VariableType};

/// Something in a text that must come from somewhere.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figure {
    /// Bytes of the text.
    pub span: Range<usize>,
    pub kind: Kind,
}

/// What a figure may mean.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// Letters and digits mixed.
    Code,
    /// A number, in every way it can be read.
    Number(Vec<f64>),
    /// A day, in every way it can be read.
    Day(Vec<NaiveDate>),
    /// A time, in minutes of the day; whether it says which half of the day.
    Time { minutes: u16, is_sure: bool },
    /// An email address.
    Mail,
    /// Digits in groups, as phone numbers are read.
    Groups(String),
}

/// The whitespace-parted words of a text, trimmed of marks, with their bytes.
pub(super) fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || c == '|' || c == '\u{2014}') {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let kept = |c: char| {
            c.is_alphanumeric() || matches!(c, '+' | '#' | '€' | '$' | '£' | '%' | '¥' | '•' | '*')
        };
        let Some(first) = word.find(kept) else { continue };
        let last = word.rfind(kept).unwrap_or(first);
        let end = last + word[last..].chars().next().map_or(1, char::len_utf8);
        found.push(start + first..start + end);
    }
    found
}

/// Whether a text may hold a date in any wording.
pub(super) fn may_hold_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_numeric = bytes.windows(3).any(|three| {
        three[0].is_ascii_digit()
            && matches!(three[1], b'/' | b'.' | b'-')
            && three[2].is_ascii_digit()
    });
    is_numeric || lower_words(text).any(|word| is_date_word(&word)) || has_ordinal(text)
}

fn has_ordinal(text: &str) -> bool {
    lower_words(text).any(|word| {
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        letters.len() < word.len() && is_ordinal(letters)
    })
}

/// Whether a text holds a number in words.
pub(super) fn may_hold_number_word(text: &str) -> bool {
    lower_words(text).any(|word| is_number_word(&word))
}

fn lower_words(text: &str) -> impl Iterator<Item = Cow<'_, str>> + use<'_> {
    let is_lower = |word: &str| word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9'));
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(move |word| match is_lower(word) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(word.to_lowercase()),
    })
}

/// The days of a text, in every way they can be read, with their bytes.
pub(super) fn days(text: &str, at: &Reference) -> Vec<(Range<usize>, Vec<NaiveDate>)> {
    if !may_hold_date(text) {
        return Vec::new();
    }
    let found = value::find(&Spec::of(VariableType::Date), text, at);
    found
        .into_iter()
        .map(|hit| {
            let readings = std::iter::once(hit.value).chain(hit.alternatives);
            let days = readings.filter_map(|value| match value {
                Value::Date(day) => Some(day),
                _ => None,
            });
            (hit.span, days.collect())
        })
        .collect()
}

/// The numbers that a text holds in words, with their bytes.
pub(super) fn number_words(text: &str, at: &Reference) -> Vec<(Range<usize>, f64)> {
    if !may_hold_number_word(text) {
        return Vec::new();
    }
    let found = value::find(&Spec::of(VariableType::Float), text, at);
    let in_words = found.into_iter().filter(|hit| !hit.text.contains(|c: char| c.is_ascii_digit()));
    in_words
        .filter(|hit| !hit.text.to_lowercase().contains("couple"))
        .filter_map(|hit| match hit.value {
            Value::Float(number) => Some((hit.span, number)),
            _ => None,
        })
        .collect()
}

/// All that a reply tells and that must come from somewhere.
pub(super) fn figures(reply: &str, at: &Reference) -> Vec<Figure> {
    let mut found: Vec<Figure> = days(reply, at)
        .into_iter()
        .filter(|(span, _)| !is_idiom(&squeeze(&reply[span.clone()])))
        .map(|(span, days)| Figure { span, kind: Kind::Day(days) })
        .collect();
    for (span, number) in number_words(reply, at) {
        let is_free = !found.iter().any(|other| overlaps(&other.span, &span));
        if is_free && (number - 1.0).abs() > f64::EPSILON {
            found.push(Figure { span, kind: Kind::Number(vec![number]) });
        }
    }
    let mut scan = Scan { reply, tokens: tokens(reply), found };
    scan.go();
    scan.found
}

fn overlaps(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Reads the words with digits, one after the other.
struct Scan<'a> {
    reply: &'a str,
    tokens: Vec<Range<usize>>,
    found: Vec<Figure>,
}

impl Scan<'_> {
    fn go(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            let span = self.tokens[at].clone();
            let word = &self.reply[span.clone()];
            let tells = word.contains(|c: char| c.is_ascii_digit() || c == '@');
            let is_taken = self.found.iter().any(|other| overlaps(&other.span, &span));
            if !tells || is_taken || self.is_list_mark(&span) {
                at += 1;
                continue;
            }
            let end = self.group_end(at);
            if end > at + 1 {
                let span = span.start..self.tokens[end - 1].end;
                let digits =
                    self.reply[span.clone()].chars().filter(char::is_ascii_digit).collect();
                self.found.push(Figure { span, kind: Kind::Groups(digits) });
            } else if let Some(kind) = self.kind(at) {
                self.found.push(Figure { span, kind });
            }
            at = end;
        }
    }

    /// "1." or "2)" at the head of a line.
    fn is_list_mark(&self, span: &Range<usize>) -> bool {
        let before = self.reply[..span.start].rsplit('\n').next().unwrap_or_default();
        let after = self.reply[span.end..].chars().next();
        span.len() <= 2
            && before.trim_matches(['*', ' ', '#', '(']).is_empty()
            && matches!(after, Some('.' | ')' | ':'))
    }

    /// The end of a run of digit groups that is long enough for a phone number.
    fn group_end(&self, at: usize) -> usize {
        let is_group = |span: &Range<usize>| {
            self.reply[span.clone()]
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | '-' | '/' | '.'))
        };
        let joined = |from: usize, to: usize| {
            self.reply[from..to].chars().all(|c| c.is_whitespace() || matches!(c, '(' | ')' | '-'))
        };
        let mut end = at + 1;
        while end < self.tokens.len()
            && is_group(&self.tokens[end - 1])
            && is_group(&self.tokens[end])
            && joined(self.tokens[end - 1].end, self.tokens[end].start)
        {
            end += 1;
        }
        let digits = self.reply[self.tokens[at].start..self.tokens[end - 1].end]
            .chars()
            .filter(char::is_ascii_digit)
            .count();
        if digits >= 6 { end } else { at + 1 }
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        let word = plain(&self.reply[self.tokens[at].clone()]);
        let next = self.tokens.get(at + 1).map_or(String::new(), |span| {
            let end = self.reply.len().min(span.end + 1);
            plain(self.reply.get(span.start..end).unwrap_or(&self.reply[span.clone()]))
        });
        if word.contains('@') {
            return word.contains('.').then_some(Kind::Mail);
        }
        if is_idiom(&squeeze(&word)) {
            return None;
        }
        if let Some(kind) = time(&word, &next) {
            return Some(kind);
        }
        let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
        let core = word.trim_end_matches(char::is_alphabetic);
        if letters.is_empty() {
            return Some(Kind::Number(readings(&word)));
        }
        let is_number = !core.contains(char::is_alphabetic) && is_suffix(&letters);
        match is_number {
            true if is_ordinal(&letters) => None,
            true => Some(Kind::Number(with_thousands(readings(core), &letters))),
            false => Some(Kind::Code),
        }
    }
}

fn with_thousands(mut readings: Vec<f64>, letters: &str) -> Vec<f64> {
    if letters == "k" {
        readings.extend(readings.clone().iter().map(|number| number * 1000.0));
    }
    readings
}

/// A time of the day: "10:30", "10.30 am", "6pm", "18h00"; "6" only before "pm" or "o'clock".
pub(super) fn time(word: &str, next: &str) -> Option<Kind> {
    let digits_end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (hour, rest) = word.split_at(digits_end);
    let hour: u16 = hour.parse().ok().filter(|hour| *hour <= 24 && digits_end <= 2)?;
    let (minute, rest, has_minutes) = minutes_of(rest)?;
    let half = half_day(rest).or_else(|| half_day(next));
    let is_clock = has_minutes == Some(':') || rest == "h" || rest == "uhr";
    if !(is_clock
        || half.is_some()
        || next.starts_with("o'clock")
        || next.starts_with("uhr")
        || next.starts_with("oclock"))
    {
        return None;
    }
    let hour = match half {
        Some(shift) => hour % 12 + shift / 60,
        None => hour % 24,
    };
    Some(Kind::Time { minutes: hour * 60 + minute, is_sure: half.is_some() || hour > 12 })
}

/// The minutes behind an hour, what follows them, and what parts them from it.
fn minutes_of(rest: &str) -> Option<(u16, &str, Option<char>)> {
    let Some(mark) = rest.chars().next().filter(|c| matches!(c, ':' | '.' | 'h')) else {
        return Some((0, rest, None));
    };
    let behind = &rest[1..];
    let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
    if end == 0 {
        return (mark == 'h').then_some((0, rest, None));
    }
    let minute = behind[..end].parse().ok().filter(|minute| *minute < 60 && end == 2)?;
    let seconds = behind[end..].trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
    Some((minute, seconds, Some(if mark == 'h' { ':' } else { mark })))
}

/// Every number that digits with points and commas may mean.
pub(super) fn readings(word: &str) -> Vec<f64> {
    let core: String = word
        .trim_matches(|c: char| !c.is_ascii_digit())
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .collect();
    if word
        .trim_matches(|c: char| !c.is_ascii_digit())
        .contains(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\'')))
    {
        return Vec::new();
    }
    let marks: Vec<char> = core.chars().filter(|c| !c.is_ascii_digit()).collect();
    let joined: String = core.chars().filter(char::is_ascii_digit).collect();
    let as_decimal = |mark: char| {
        let (whole, fraction) = core.rsplit_once(mark)?;
        let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
        format!("{whole}.{fraction}").parse::<f64>().ok()
    };
    let mut found: Vec<f64> = Vec::new();
    match marks.as_slice() {
        [] => found.extend(joined.parse::<f64>().ok()),
        [mark] => {
            found.extend(as_decimal(*mark));
            let is_group = core.rsplit(*mark).next().is_some_and(|tail| tail.len() == 3);
            found.extend(is_group.then(|| joined.parse::<f64>().ok()).flatten());
        }
        [.., last] if marks.iter().any(|mark| mark != last) => found.extend(as_decimal(*last)),
        _ => found.extend(joined.parse::<f64>().ok()),
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_in_every_way_they_can_mean() {
        assert_eq!(readings("1,299.50"), [1299.5]);
        assert_eq!(readings("1.299,50"), [1299.5]);
        assert_eq!(readings("€1.299"), [1.299, 1299.0]);
        assert_eq!(readings("49,5"), [49.5]);
        assert_eq!(readings("10-12"), [0.0; 0]);
    }

    #[test]
    fn a_time_needs_a_mark_of_one() {
        let minutes = |word: &str, next: &str| match time(word, next) {
            Some(Kind::Time { minutes, .. }) => Some(minutes),
            _ => None,
        };
        assert_eq!(minutes("10:30", ""), Some(630));
        assert_eq!(minutes("6", "pm."), Some(18 * 60));
        assert_eq!(minutes("12.15am", ""), Some(15));
        assert_eq!(minutes("18h00", ""), Some(18 * 60));
        assert_eq!(minutes("18h", ""), Some(18 * 60));
        assert_eq!(minutes("18:", ""), None);
        assert_eq!(minutes("49.50", "euros"), None);
        assert_eq!(minutes("10.30", "metres"), None);
    }
}
