//! Words for the values of a variable: what may be said, well and badly.

use chrono::TimeDelta;

use crate::{
    agent::Variable,
    value::{Reference, RefusalKind, Spec, Value, VariableType, parse},
};

/// How words for a variable are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quality {
    /// As one value that is allowed.
    Good,
    /// As a value that may mean something else.
    Doubtful,
    /// As a value that is not allowed.
    Bad,
    /// As no value at all.
    Empty,
}

/// How these words are read for a variable.
pub fn quality(spec: &Spec, words: &str, at: &Reference) -> Quality {
    match parse(spec, words, at) {
        Ok(reading) if reading.alternatives.is_empty() => Quality::Good,
        Ok(_) => Quality::Doubtful,
        Err(refusal) => match refusal.kind {
            RefusalKind::NotThisType | RefusalKind::Empty => Quality::Empty,
            _ => Quality::Bad,
        },
    }
}

/// Words for a variable, the simplest first: at most `most` of each quality.
pub fn words_for(variable: &Variable, at: &Reference, most: usize) -> Vec<(String, Quality)> {
    let spec = &variable.spec;
    let mut kept: Vec<(String, Quality)> = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    for words in candidates(spec, at) {
        let how = quality(spec, &words, at);
        let has_enough = kept.iter().filter(|(_, known)| *known == how).count() >= most;
        let value = parse(spec, &words, at).ok().map(|reading| reading.value);
        let is_known = value.as_ref().is_some_and(|value| values.contains(value));
        if !has_enough && !is_known && !kept.iter().any(|(known, _)| *known == words) {
            values.extend(value);
            kept.push((words, how));
        }
    }
    kept
}

fn candidates(spec: &Spec, at: &Reference) -> Vec<String> {
    let mut found: Vec<String> = spec.example.iter().cloned().collect();
    found.extend(spec.choices.iter().map(|choice| choice.value.clone()));
    let example = spec.example.clone().unwrap_or_default();
    found.extend(changed(&example));
    found.extend(of_type(spec, at));
    found.extend(["maybe", "banana"].map(str::to_owned));
    if !example.is_empty() {
        found.push(example.chars().skip(1).collect());
    }
    found.retain(|words| !words.trim().is_empty());
    found
}

/// An example with other digits: another value of the same look.
fn changed(example: &str) -> Vec<String> {
    let turned = |by: u32| -> String {
        let turn = |letter: char| match letter.to_digit(10) {
            Some(digit) => char::from_digit((digit + by) % 10, 10).unwrap_or(letter),
            None => letter,
        };
        example.chars().map(turn).collect()
    };
    let last = || {
        let mut letters: Vec<char> = example.chars().collect();
        if let Some(digit) = letters.last().and_then(|letter| letter.to_digit(10)) {
            letters.pop();
            letters.extend(char::from_digit((digit + 1) % 10, 10));
        }
        letters.into_iter().collect()
    };
    vec![last(), turned(1), turned(3)]
}

fn of_type(spec: &Spec, at: &Reference) -> Vec<String> {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let day = |days: i64| {
        let day = at.now.date_naive().checked_add_signed(TimeDelta::days(days));
        day.map(|day| day.format("%Y-%m-%d").to_string()).unwrap_or_default()
    };
    match spec.variable_type {
        VariableType::String => texts(&["something new", "something else"]),
        VariableType::Integer | VariableType::Float => {
            let around = |limit: f64| [limit, limit - 1.0, limit + 1.0].map(|n| n.to_string());
            let mut found: Vec<String> = texts(&["7", "12"]);
            found.extend(spec.min.into_iter().chain(spec.max).flat_map(around));
            found.extend(texts(&["3.5", "99999999999999999999", "NaN"]));
            found
        }
        VariableType::Boolean => texts(&["yes", "no"]),
        VariableType::Date => {
            let mut found = vec![day(1), day(3), "03/04".to_owned(), "30 February".to_owned()];
            found.extend([day(-40), day(4000)]);
            found
        }
        VariableType::Email => {
            texts(&["grace@example.org", "ada@example.com", "ada@gmial.com", "ada@"])
        }
        VariableType::Phone => texts(&["+4915112345679", "+442079460124", "+12025550143", "+49 1"]),
    }
}
