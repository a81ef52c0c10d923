use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    english,
    label::name_words,
    word::{Token, stem},
};
use crate::{
    agent::Variable,
    value::{self, Candidate, Reference, VariableType},
};

/// Sure enough to be taken, less sure than what has a form of its own.
const CONFIDENCE: f32 = 0.5;
/// Words of a place or the like, at most.
const MOST_WORDS: usize = 4;

/// Which prepositions introduce the variable's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Start,
    End,
    Place,
    Named,
    Time,
}

/// How sure a preposition is to introduce a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Surety {
    /// Whatever follows.
    Any,
    /// What follows an article or has a capital.
    Article,
    /// Only what has a capital.
    Capital,
}

static CLOCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let clock = r"(?i)\b(?:\d{1,2}(?::\d{2})?\s?[ap]\.?m\b\.?|\d{1,2}:\d{2}|noon|midnight)\b";
    Regex::new(clock).ok()
});

/// Values of free text that a preposition marks: "from Berlin", "to the arena", "in Tokyo".
pub fn marked(variable: &Variable, tokens: &[Token], text: &str, at: &Reference) -> Vec<Candidate> {
    let Some(kind) = kind(variable) else { return Vec::new() };
    if kind == Kind::Time {
        return times(variable, text, at);
    }
    let runs = (0..tokens.len())
        .filter_map(|place| run(tokens, place + 1, introduces(kind, tokens, place)?));
    runs.filter_map(|run| {
        let span = tokens.get(run.start)?.span.start..tokens.get(run.end.checked_sub(1)?)?.span.end;
        candidate(variable, span, text, at)
    })
    .collect()
}

fn times(variable: &Variable, text: &str, at: &Reference) -> Vec<Candidate> {
    let Some(clock) = &*CLOCK else { return Vec::new() };
    clock.find_iter(text).filter_map(|hit| candidate(variable, hit.range(), text, at)).collect()
}

fn candidate(
    variable: &Variable,
    span: Range<usize>,
    text: &str,
    at: &Reference,
) -> Option<Candidate> {
    let said = text.get(span.clone())?;
    let reading = value::parse(&variable.spec, said, at).ok()?;
    Some(Candidate {
        value: reading.value,
        span,
        text: said.to_owned(),
        confidence: CONFIDENCE,
        alternatives: reading.alternatives,
    })
}

/// What the variable's name says of it; free text without such a word is not guessed at.
fn kind(variable: &Variable) -> Option<Kind> {
    let spec = &variable.spec;
    let free = spec.variable_type == VariableType::String
        && spec.pattern.is_none()
        && spec.choices.is_empty()
        && !spec.example.as_ref().is_some_and(|one| one.contains(|c: char| c.is_ascii_digit()));
    if !free {
        return None;
    }
    let words = name_words(variable);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if has(&["time", "at", "hour", "by"]) {
        Some(Kind::Time)
    } else if has(english::TIME_WORDS) {
        None
    } else if has(english::START_WORDS) {
        Some(Kind::Start)
    } else if has(english::END_WORDS) {
        Some(Kind::End)
    } else if has(english::PLACE_WORDS) {
        Some(Kind::Place)
    } else {
        (has(&["name"]) && words.len() > 1 && !has(english::NAMED_PERSON)).then_some(Kind::Named)
    }
}

/// Whether the token introduces a value, and how surely.
fn introduces(kind: Kind, tokens: &[Token], at: usize) -> Option<Surety> {
    let word = tokens[at].text.as_str();
    let has = |other: &str| tokens.iter().any(|token| token.text == other);
    match (kind, word) {
        (Kind::Start, "from")
        | (Kind::End, "into" | "towards" | "toward")
        | (Kind::Place, "in" | "near" | "around") => Some(Surety::Any),
        (Kind::End, "to") if has("from") => Some(Surety::Any),
        (Kind::End, "to") | (Kind::Start, "leaving" | "departing") => Some(Surety::Article),
        (Kind::End, "for" | "reaching")
        | (Kind::Place, "at" | "for" | "of" | "to" | "from")
        | (Kind::Named, "at" | "called" | "named") => Some(Surety::Capital),
        _ => None,
    }
}

/// The tokens of the value from `start` on: a run with capitals, or of plain content words.
fn run(tokens: &[Token], start: usize, surety: Surety) -> Option<Range<usize>> {
    let article = |token: &Token| matches!(token.text.as_str(), "the" | "a" | "an");
    let skips = tokens.get(start).is_some_and(article);
    let first = start + usize::from(skips);
    let token = tokens.get(first).filter(|token| !token.after_break)?;
    let plain = |token: &Token| !english::is_stop_word(&token.text) && !is_other(token);
    if token.capital && !is_other(token) {
        let end = first + length(&tokens[first..], |token| token.capital);
        let ends = end + 1 == tokens.len() && plain(&tokens[end]) && !tokens[end].after_break;
        return Some(first..end + usize::from(ends));
    }
    let loose = surety == Surety::Any || surety == Surety::Article && skips;
    let count = if loose { length(&tokens[first..], plain) } else { 0 };
    (count > 0 && count < MOST_WORDS).then(|| first..first + count)
}

fn length(tokens: &[Token], belongs: impl Fn(&Token) -> bool) -> usize {
    let inner = |(at, token): &(usize, &Token)| {
        belongs(token) && !is_other(token) && (*at == 0 || !token.after_break)
    };
    tokens.iter().enumerate().take(MOST_WORDS).take_while(inner).count()
}

/// Dates and numbers are values of their own.
fn is_other(token: &Token) -> bool {
    let word = token.text.as_str();
    english::DATE_WORDS.contains(&word)
        || english::TIME_WORDS.contains(&word)
        || english::TIME_WORDS.contains(&stem(word).as_str())
        || english::is_number_word(word)
        || word.starts_with(|letter: char| letter.is_ascii_digit())
}
