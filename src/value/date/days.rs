use chrono::{Datelike, NaiveDate};

use super::super::hit::Meaning;
use super::super::{Refusal, RefusalKind, Value};

/// What a piece of text says about a day.
pub(super) type Outcome = Result<Meaning, Refusal>;

/// One day.
pub(super) fn sure(day: NaiveDate) -> Outcome {
    Ok(Meaning { value: Value::Date(day), alternatives: Vec::new() })
}

/// A day that could also be another.
pub(super) fn likely(day: NaiveDate, other: NaiveDate) -> Outcome {
    let alternatives = if other == day { Vec::new() } else { vec![Value::Date(other)] };
    Ok(Meaning { value: Value::Date(day), alternatives })
}

/// Which of these days?
pub(super) fn which(days: &[NaiveDate], why: &str) -> Outcome {
    let named: Vec<String> = days.iter().map(|day| in_words(*day)).collect();
    let message = if named.is_empty() {
        why.to_owned()
    } else {
        format!("{why} Do you mean {}?", named.join(" or "))
    };
    let alternatives = days.iter().map(|day| Value::Date(*day)).collect();
    Err(Refusal::new(RefusalKind::Ambiguous, message).offering(alternatives))
}

/// A period where a day is wanted.
pub(super) fn which_day(period: &str) -> Outcome {
    which(&[], &format!("Which day of {period} do you mean?"))
}

/// A month where a day is wanted, by its name and the year where that was said.
pub(super) fn which_day_of_month(month: u32, year: Option<i32>) -> Outcome {
    let name = month_name(month).unwrap_or("that month");
    which_day(&year.map_or(name.to_owned(), |year| format!("{name} {year}")))
}

/// A day that is not in the calendar.
pub(super) fn impossible(year: Option<i32>, month: u32, day: u32) -> Outcome {
    let message = match (month_name(month), day) {
        (Some(name), 1..) => {
            let year = year.map_or(String::new(), |year| format!(" {year}"));
            format!(
                "That's the {day}{} of {name}{year}, which doesn't exist. Which day do you mean?",
                suffix(day)
            )
        }
        (Some(name), 0) => format!("There is no day 0 in {name}. Which day do you mean?"),
        (None, _) => format!("There is no month {month}. Which day do you mean?"),
    };
    Err(Refusal::new(RefusalKind::Impossible, message))
}

/// A day in words, such as "Monday, 2 March 2026".
pub(super) fn in_words(day: NaiveDate) -> String {
    day.format("%A, %-d %B %Y").to_string()
}

fn month_name(month: u32) -> Option<&'static str> {
    let month = u8::try_from(month).ok()?;
    Some(chrono::Month::try_from(month).ok()?.name())
}

fn suffix(day: u32) -> &'static str {
    match (day % 10, day % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    }
}

/// Two days of different weekday names do not agree.
pub(super) fn agrees(day: NaiveDate, weekday: u32) -> bool {
    day.weekday().num_days_from_monday() == weekday
}
