//! Values that are not the true one: valid ones to be corrected, and invalid ones to be refused.

use chrono::{Days, NaiveDate};

use crate::{
    agent::Variable,
    value::{Reference, Spec, Value, parse, validate},
};

/// A valid value of this variable that is not the true one.
pub(super) fn another(variable: &Variable, truth: &Value, at: &Reference) -> Option<Value> {
    let fits = |value: &Value| value != truth && is_read(&variable.spec, value, at);
    neighbours(&variable.spec, truth).into_iter().find(fits)
}

/// Whether the variable takes the value when it is said plainly.
fn is_read(spec: &Spec, value: &Value, at: &Reference) -> bool {
    let is_valid = validate(spec, value, at).is_ok();
    is_valid && parse(spec, &value.to_string(), at).is_ok_and(|reading| reading.value == *value)
}

fn neighbours(spec: &Spec, truth: &Value) -> Vec<Value> {
    match truth {
        Value::Integer(number) => [1, -1, 10]
            .iter()
            .filter_map(|step| number.checked_add(*step))
            .map(Value::Integer)
            .collect(),
        Value::Float(number) => [1.0, -1.0].map(|step| Value::Float(number + step)).into(),
        Value::Boolean(_) => Vec::new(),
        Value::Date(day) => [after(*day, 1), before(*day, 1), after(*day, 7)]
            .into_iter()
            .flatten()
            .map(Value::Date)
            .collect(),
        Value::Email(mailbox) => vec![Value::Email(format!("x{mailbox}"))],
        Value::Phone(number) => other_digits(number).into_iter().map(Value::Phone).collect(),
        Value::String(text) if spec.choices.is_empty() && text.contains(' ') => Vec::new(),
        Value::String(text) if spec.choices.is_empty() => {
            other_digits(text).into_iter().map(Value::String).collect()
        }
        Value::String(_) => {
            spec.choices.iter().map(|choice| Value::String(choice.value.clone())).collect()
        }
    }
}

/// The text with its last digit replaced by each other one.
fn other_digits(text: &str) -> Vec<String> {
    let Some(at) = text.rfind(|letter: char| letter.is_ascii_digit()) else { return Vec::new() };
    let digit = text.as_bytes()[at] - b'0';
    let replaced = |step: u8| {
        let mut other = text.to_owned();
        other.replace_range(at..=at, &((digit + step) % 10).to_string());
        other
    };
    (1..10).map(replaced).collect()
}

fn after(day: NaiveDate, days: u64) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(days))
}

fn before(day: NaiveDate, days: u64) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(days))
}

/// Words that this variable refuses; `None` where anything is valid.
pub(super) fn invalid(variable: &Variable, truth: &Value, at: &Reference) -> Option<String> {
    let spec = &variable.spec;
    let tries: Vec<String> = match truth {
        Value::Integer(_) | Value::Float(_) => numbers_outside(spec, truth),
        Value::Boolean(_) => Vec::new(),
        Value::Date(_) => dates_outside(spec, at),
        Value::Email(mailbox) => vec![mailbox.replace('@', " ")],
        Value::Phone(number) => vec![number.chars().take(SHORT_PHONE).collect()],
        Value::String(text) => without_last(text),
    };
    tries.into_iter().find(|text| parse(spec, text, at).is_err())
}

/// Letters of a phone number that are too few for any.
const SHORT_PHONE: usize = 6;

fn numbers_outside(spec: &Spec, truth: &Value) -> Vec<String> {
    let below = spec.min.map(|min| (min - 1.0).to_string());
    let above = spec.max.map(|max| (max + 1.0).to_string());
    let fraction = matches!(truth, Value::Integer(_)).then(|| "3.5".to_owned());
    below.into_iter().chain(above).chain(fraction).collect()
}

fn dates_outside(spec: &Spec, at: &Reference) -> Vec<String> {
    let today = at.now.date_naive();
    let early = spec.earliest.and_then(|bound| before(bound.resolve(today)?, 2));
    let late = spec.latest.and_then(|bound| after(bound.resolve(today)?, 2));
    let outside = early.into_iter().chain(late).map(|day| day.format("%-d %B %Y").to_string());
    outside.chain([format!("31 February {}", today.format("%Y"))]).collect()
}

/// A text that has lost its end: too short for a pattern that counts.
fn without_last(text: &str) -> Vec<String> {
    let cut: String = text.chars().take(text.chars().count().saturating_sub(1)).collect();
    if cut.is_empty() { Vec::new() } else { vec![cut] }
}
