use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::english::calendar::{DATE_OPENERS, MONTHS, OWNING_WEEKDAYS, RELATIVE, UNITS, WEEKDAYS};
use super::english::holidays::{FOLLOWING, HOLIDAYS};
use super::english::numbers::{NUMBER_OPENERS, NUMBERS, NumberWord, ORDINALS};

/// What a word can begin: looked up once for each token, so that most words are passed over at once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WordClass {
    /// The cardinal it means.
    pub number: Option<NumberWord>,
    /// Whether a number can begin with it.
    pub opens_number: bool,
    /// Whether a date can begin with it.
    pub opens_date: bool,
}

/// The class of a folded word.
pub(super) fn class(word: &str) -> WordClass {
    match word.len() {
        1..=LONGEST => CLASSES.get(word).copied().unwrap_or_default(),
        _ => WordClass::default(),
    }
}

/// Longer words are in no table.
const LONGEST: usize = 16;

type Classes = HashMap<&'static str, WordClass, BuildHasherDefault<Fnv>>;

static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    let mut classes = Classes::default();
    for (word, number) in NUMBERS {
        let entry = classes.entry(word).or_default();
        (entry.number, entry.opens_number, entry.opens_date) = (Some(*number), true, true);
    }
    for (word, number) in run_together() {
        let entry = classes.entry(word).or_default();
        (entry.number, entry.opens_number, entry.opens_date) = (Some(number), true, true);
    }
    for (word, _) in ORDINALS {
        let entry = classes.entry(word).or_default();
        (entry.opens_number, entry.opens_date) = (true, true);
    }
    for word in NUMBER_OPENERS {
        classes.entry(word).or_default().opens_number = true;
    }
    for word in date_openers() {
        classes.entry(word).or_default().opens_date = true;
    }
    classes
});

/// "twentyone": tens and units without a hyphen, made once.
fn run_together() -> impl Iterator<Item = (&'static str, NumberWord)> {
    let tens = NUMBERS.iter().filter_map(|(word, number)| match number {
        NumberWord::Tens(tens) => Some((*word, *tens)),
        _ => None,
    });
    let units = NUMBERS.iter().filter_map(|(word, number)| match number {
        NumberWord::Unit(unit) if *unit > 0 => Some((*word, *unit)),
        _ => None,
    });
    tens.flat_map(move |(tens_word, tens)| {
        units.clone().map(move |(unit_word, unit)| {
            let word: &'static str = Box::leak(format!("{tens_word}{unit_word}").into_boxed_str());
            (word, NumberWord::Teen(tens + unit))
        })
    })
}

fn date_openers() -> impl Iterator<Item = &'static str> {
    let first = |phrase: &'static str| phrase.split(' ').next().unwrap_or(phrase);
    let phrases = RELATIVE.iter().map(|(phrase, _)| *phrase);
    let phrases = phrases.chain(HOLIDAYS.iter().map(|(phrase, _)| *phrase));
    let phrases = phrases.chain(FOLLOWING.iter().map(|(phrase, _, _)| *phrase));
    let names = MONTHS.iter().chain(WEEKDAYS).map(|(word, _)| *word);
    let names =
        names.chain(OWNING_WEEKDAYS.iter().copied()).chain(UNITS.iter().map(|(word, _)| *word));
    phrases.map(first).chain(names).chain(DATE_OPENERS.iter().copied())
}

/// A quick hash for short words; the tables are ours, so nobody can choose what collides.
#[derive(Clone, Copy)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_numbers_and_dates_have_a_class() {
        assert_eq!(class("seven").number, Some(NumberWord::Unit(7)));
        assert!(class("third").opens_number && class("third").opens_date);
        assert!(class("easter").opens_date && !class("easter").opens_number);
        assert!(!class("where").opens_date && !class("where").opens_number);
    }

    #[test]
    fn no_word_of_the_tables_is_too_long_to_be_found() {
        assert!(CLASSES.keys().all(|word| word.len() <= LONGEST));
    }
}
