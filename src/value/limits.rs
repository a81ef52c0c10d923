use chrono::NaiveDate;

use super::{Reading, Reference, Refusal, RefusalKind, Spec, Value};

/// Whether a value that is already typed keeps the limits of the slot.
///
/// # Errors
/// A [`Refusal`] that names the limit.
pub fn validate(spec: &Spec, value: &Value, at: &Reference) -> Result<(), Refusal> {
    if value.variable_type() != spec.variable_type {
        return Err(super::answer::no_match(spec));
    }
    match value {
        Value::Integer(number) => range(spec, approximate(*number)),
        Value::Float(number) if number.is_finite() => range(spec, *number),
        Value::Float(_) => Err(super::answer::no_match(spec)),
        Value::Date(day) => days(spec, *day, at),
        Value::String(text) => string(spec, text),
        Value::Boolean(_) | Value::Email(_) | Value::Phone(_) => Ok(()),
    }
}

/// The reading, when its value or else one of its alternatives keeps the limits.
pub(super) fn within(spec: &Spec, reading: Reading, at: &Reference) -> Result<Reading, Refusal> {
    let mut reading = reading;
    reading.alternatives.retain(|value| validate(spec, value, at).is_ok());
    match validate(spec, &reading.value, at) {
        Ok(()) => Ok(reading),
        Err(refusal) => Err(refusal.offering(reading.alternatives)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "limits are declared as floats")]
fn approximate(number: i64) -> f64 {
    number as f64
}

fn range(spec: &Spec, number: f64) -> Result<(), Refusal> {
    if let Some(min) = spec.min.filter(|min| number < *min) {
        let message = format!("That's too small: it must be at least {min}. What should it be?");
        return Err(Refusal::new(RefusalKind::TooSmall, message));
    }
    if let Some(max) = spec.max.filter(|max| number > *max) {
        let message = format!("That's too large: it can be at most {max}. What should it be?");
        return Err(Refusal::new(RefusalKind::TooLarge, message));
    }
    Ok(())
}

fn days(spec: &Spec, day: NaiveDate, at: &Reference) -> Result<(), Refusal> {
    let today = at.now.date_naive();
    let bound = |bound: Option<super::DateBound>| bound.and_then(|bound| bound.resolve(today));
    if let Some(earliest) = bound(spec.earliest).filter(|earliest| day < *earliest) {
        let message = format!(
            "{} is too early: it can be {} or later. Which day do you mean?",
            named(day),
            named(earliest)
        );
        return Err(Refusal::new(RefusalKind::TooSmall, message));
    }
    if let Some(latest) = bound(spec.latest).filter(|latest| day > *latest) {
        let message = format!(
            "{} is too late: it can be {} at the latest. Which day do you mean?",
            named(day),
            named(latest)
        );
        return Err(Refusal::new(RefusalKind::TooLarge, message));
    }
    Ok(())
}

fn named(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

fn string(spec: &Spec, text: &str) -> Result<(), Refusal> {
    if !spec.choices.is_empty() && !spec.choices.iter().any(|choice| choice.value == text) {
        let listed: Vec<&str> = spec.choices.iter().map(|choice| choice.value.as_str()).collect();
        let message = format!("That's not one of the choices. You can say {}.", listed.join(", "));
        return Err(Refusal::new(RefusalKind::Choice, message));
    }
    match &spec.pattern {
        Some(pattern) if !pattern.matches(text) => {
            let like = spec
                .example
                .as_ref()
                .map_or(String::new(), |example| format!(" It should look like {example}."));
            Err(Refusal::new(
                RefusalKind::Pattern,
                format!("That doesn't have the right form.{like}"),
            ))
        }
        _ => Ok(()),
    }
}
