use std::ops::Range;

use super::{
    english,
    slot::name_words,
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
}

/// Values of free text that a preposition marks: "from Berlin", "to the arena", "in Tokyo".
pub fn marked(variable: &Variable, tokens: &[Token], text: &str, at: &Reference) -> Vec<Candidate> {
    let Some(kind) = kind(variable) else { return Vec::new() };
    let runs = (0..tokens.len()).filter_map(|place| {
        let strict = !introduces(kind, tokens, place)?;
        run(tokens, place + 1, strict)
    });
    runs.filter_map(|run| candidate(variable, tokens, run, (text, at))).collect()
}

fn candidate(
    variable: &Variable,
    tokens: &[Token],
    run: Range<usize>,
    (text, at): (&str, &Reference),
) -> Option<Candidate> {
    let span = tokens.get(run.start)?.span.start..tokens.get(run.end.checked_sub(1)?)?.span.end;
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
    if has(english::TIME_WORDS) {
        None
    } else if has(english::START_WORDS) {
        Some(Kind::Start)
    } else if has(english::END_WORDS) {
        Some(Kind::End)
    } else {
        has(english::PLACE_WORDS).then_some(Kind::Place)
    }
}

/// Whether the token introduces a value: surely, or only where what follows has a capital.
fn introduces(kind: Kind, tokens: &[Token], at: usize) -> Option<bool> {
    let word = tokens[at].text.as_str();
    let has = |other: &str| tokens.iter().any(|token| token.text == other);
    match (kind, word) {
        (Kind::Start, "from") => Some(true),
        (Kind::Start, "leaving" | "departing") => Some(false),
        (Kind::End, "to") => Some(has("from")),
        (Kind::End, "into" | "towards" | "toward") => Some(true),
        (Kind::End, "for" | "reaching") => Some(false),
        (Kind::Place, "in" | "near" | "around") => Some(true),
        (Kind::Place, "at" | "for" | "of" | "to" | "from") => Some(false),
        _ => None,
    }
}

/// The tokens of the value from `start` on: a run with capitals, or of plain content words.
fn run(tokens: &[Token], start: usize, strict: bool) -> Option<Range<usize>> {
    let article = |token: &Token| matches!(token.text.as_str(), "the" | "a" | "an");
    let skips = tokens.get(start).is_some_and(article);
    let first = start + usize::from(skips);
    let token = tokens.get(first).filter(|token| !token.after_break)?;
    if token.capital && !is_other(token) {
        return Some(first..first + length(&tokens[first..], |token| token.capital));
    }
    let plain = |token: &Token| !english::is_stop_word(&token.text) && !is_other(token);
    let loose = skips || !strict;
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
