use super::{english, word::Token};
use crate::value::VariableType;

/// Which types of value an utterance seems to carry; cheap and without the declared limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Present {
    number: bool,
    long_number: bool,
    date: bool,
    email: bool,
}

/// What values of all needed types count.
const ALL_THERE: f32 = 0.2;

impl Present {
    /// Looks an utterance over.
    pub fn of(text: &str, tokens: &[Token]) -> Self {
        let has = |test: fn(&str) -> bool| tokens.iter().any(|token| test(&token.text));
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
        Self {
            number: has(|word| word.starts_with(|c: char| c.is_ascii_digit()))
                || has(english::is_number_word),
            long_number: tokens.iter().map(|token| digits(&token.text)).sum::<usize>() >= 7,
            date: has(|word| english::DATE_WORDS.contains(&word)) || has(is_ordinal),
            email: text.contains('@') || (has(|word| word == "at") && has(|word| word == "dot")),
        }
    }

    /// Whether any type is there at all.
    pub fn any(self) -> bool {
        self.number || self.date || self.email
    }

    /// What it counts for an action that needs these types.
    pub fn evidence(self, needed: &[VariableType]) -> f32 {
        let typed = needed.iter().filter(|needed| self.has(**needed).is_some()).count();
        let there = needed.iter().filter(|needed| self.has(**needed) == Some(true)).count();
        if typed == 0 { 0.0 } else { ALL_THERE * there as f32 / typed as f32 }
    }

    fn has(self, needed: VariableType) -> Option<bool> {
        match needed {
            VariableType::Integer | VariableType::Float => Some(self.number),
            VariableType::Date => Some(self.date),
            VariableType::Email => Some(self.email),
            VariableType::Phone => Some(self.long_number),
            VariableType::String | VariableType::Boolean => None,
        }
    }
}

fn is_ordinal(word: &str) -> bool {
    let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
    letters.len() < word.len() && matches!(letters, "st" | "nd" | "rd" | "th")
}
