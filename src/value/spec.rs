use std::sync::{Arc, OnceLock};

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use regex::Regex;

use super::VariableType;

/// What a slot accepts: the type and the limits its variable declares.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// The declared type.
    pub variable_type: VariableType,
    /// The variable's name in words ("order number"), trimmed off answers and used in refusals.
    pub label: String,
    /// A valid value as written in the file; teaches how identifiers look.
    pub example: Option<String>,
    /// What a string must match as a whole.
    pub pattern: Option<Pattern>,
    /// The only values a string may take, when not empty.
    pub choices: Vec<Choice>,
    /// Smallest number allowed.
    pub min: Option<f64>,
    /// Largest number allowed.
    pub max: Option<f64>,
    /// First day allowed.
    pub earliest: Option<DateBound>,
    /// Last day allowed.
    pub latest: Option<DateBound>,
}

impl Spec {
    /// A slot of this type without any limit.
    pub fn of(variable_type: VariableType) -> Self {
        Self {
            variable_type,
            label: String::new(),
            example: None,
            pattern: None,
            choices: Vec::new(),
            min: None,
            max: None,
            earliest: None,
            latest: None,
        }
    }
}

/// A compiled pattern that the whole text must match; its size is bounded. Copies share what is
/// compiled: a talk has a copy of its agent, and to compile takes longer than to talk.
#[derive(Clone, Debug)]
pub struct Pattern(Arc<Compiled>);

#[derive(Debug)]
struct Compiled {
    source: String,
    whole: Regex,
    /// Compiled when it is first looked for.
    part: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Largest compiled pattern, in bytes.
    pub const SIZE_LIMIT: usize = 256 * 1024;

    /// Compiles `source`, which need not be anchored.
    ///
    /// # Errors
    /// When it is not a regular expression, or too large.
    pub fn new(source: &str) -> Result<Self, regex::Error> {
        let whole = regex::RegexBuilder::new(&format!("^(?:{source})$"))
            .size_limit(Self::SIZE_LIMIT)
            .build()?;
        Ok(Self(Arc::new(Compiled { source: source.to_owned(), whole, part: OnceLock::new() })))
    }

    /// The pattern as written.
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.0.whole.is_match(text)
    }

    /// Whether a part of the text matches.
    pub fn finds(&self, text: &str) -> bool {
        let compile =
            || regex::RegexBuilder::new(&self.0.source).size_limit(Self::SIZE_LIMIT).build();
        let part = self.0.part.get_or_init(|| compile().ok());
        part.as_ref().is_some_and(|part| part.is_match(text))
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.source == other.0.source
    }
}

/// One allowed value and the other words people use for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value that is sent.
    pub value: String,
    /// Other wordings that mean it.
    pub synonyms: Vec<String>,
}

/// A limit on a date, fixed or relative to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateBound {
    /// This very day.
    Day(NaiveDate),
    /// So many days from today; 0 is today.
    DaysFromToday(i64),
}

impl DateBound {
    /// The day this limit means when today is `today`.
    pub fn resolve(self, today: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::DaysFromToday(days) => {
                today.checked_add_signed(chrono::TimeDelta::try_days(days)?)
            }
        }
    }
}

/// A country, ISO 3166-1 alpha-2, upper case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region([u8; 2]);

impl Region {
    /// Reads a two-letter code in either case.
    pub fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => None,
        }
    }

    /// The code, such as `DE`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// When and where something is said: what relative dates and national numbers are read against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    /// The time of the utterance in the agent's zone.
    pub now: DateTime<Tz>,
    /// The agent's country, where it declares one.
    pub region: Option<Region>,
}
