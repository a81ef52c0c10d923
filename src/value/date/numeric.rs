use chrono::NaiveDate;

use super::super::english::calendar::{is_expiry, month};
use super::super::english::requests::is_introduced_otherwise;
use super::super::heard::Heard;
use super::calendar::{Direction, Today, full_year, without_year};
use super::days::{Outcome, impossible, likely, sure, which};

/// A date in digits and joining marks that begins here, with the token after it.
pub(super) fn numeric(heard: &Heard, at: usize, today: Today<'_>) -> Option<(Outcome, usize)> {
    let first = heard.digits(at);
    if first.is_empty() || heard.glued(at) && !opens(heard, at) || is_one_character(heard, at) {
        return None;
    }
    if first.len() == 8 && !heard.glued(at + 1) {
        let other = is_introduced_otherwise(heard, at);
        return compact(first).filter(|_| !other).map(|day| (sure(day), at + 1));
    }
    let joint = heard.mark(at + 1).filter(|mark| matches!(mark, '-' | '/' | '.'))?;
    if !heard.glued(at + 1) && !heard.glued(at + 2) && joint != '/' && joint != '-' {
        return None;
    }
    if let Some(found) = named_month(heard, at, today) {
        return Some(found);
    }
    let second = heard.digits(at + 2);
    if second.is_empty() || second.len() > 2 {
        return month_and_year(heard, at);
    }
    let third = heard.digits(at + 4);
    if heard.is_mark(at + 3, joint) && !third.is_empty() && even_gaps(heard, at) {
        let outcome = three_parts([first, second, third], joint, today)?;
        return ends(heard, at + 5).map(|to| (outcome, to));
    }
    two_parts(heard, at, today)
}

/// The 1/2 of "½" is a half.
fn is_one_character(heard: &Heard, at: usize) -> bool {
    heard.is_mark(at + 1, '/') && heard.said(at, at + 3).chars().count() == 1
}

/// Brackets, quotes and labels may touch a date.
fn opens(heard: &Heard, at: usize) -> bool {
    matches!(
        heard.mark(at - 1),
        Some(
            '(' | '['
                | '"'
                | '\''
                | ':'
                | '='
                | ','
                | '!'
                | '?'
                | '<'
                | '*'
                | '|'
                | ';'
                | '…'
                | '{'
        )
    ) && !(at > 1 && heard.is_mark(at - 1, ':') && !heard.digits(at - 2).is_empty())
}

fn even_gaps(heard: &Heard, at: usize) -> bool {
    let first = (heard.glued(at + 1), heard.glued(at + 2));
    first == (heard.glued(at + 3), heard.glued(at + 4)) || heard.is_mark(at + 1, '.')
}

/// The token after a date, with a glued time of day; none when something else touches it.
fn ends(heard: &Heard, to: usize) -> Option<usize> {
    if !heard.glued(to) {
        return Some(to);
    }
    if heard.word(to) == "t" && heard.glued(to + 1) && !heard.digits(to + 1).is_empty() {
        return Some(heard.cluster_end(to));
    }
    match heard.mark(to) {
        None | Some('-' | '/' | '@' | '_' | ':') => None,
        Some('.') if heard.glued(to + 1) && !heard.digits(to + 1).is_empty() => None,
        Some(_) => Some(to),
    }
}

fn compact(digits: &str) -> Option<NaiveDate> {
    let year: i32 = digits.get(..4)?.parse().ok().filter(|year| (1900..2100).contains(year))?;
    NaiveDate::from_ymd_opt(year, digits.get(4..6)?.parse().ok()?, digits.get(6..)?.parse().ok()?)
}

/// "03-May-2026", "3/May", "3.May 2026".
fn named_month(heard: &Heard, at: usize, today: Today<'_>) -> Option<(Outcome, usize)> {
    let month = month(heard.word(at + 2))?;
    let day: u32 = heard.digits(at).parse().ok().filter(|_| heard.digits(at).len() <= 2)?;
    let joined = matches!(heard.mark(at + 3), Some('-' | '/' | '.'));
    let year = heard.digits(at + 3 + usize::from(joined));
    if matches!(year.len(), 2 | 4) && (joined || year.len() == 4) {
        let year = year_of(year, today)?;
        let to = at + 4 + usize::from(joined);
        return Some((exact(year, month, day), to));
    }
    Some((yearless(month, day, today), at + 3))
}

fn three_parts(parts: [&str; 3], joint: char, today: Today<'_>) -> Option<Outcome> {
    let [first, second, third] = parts;
    let numbers: [u32; 3] = [first.parse().ok()?, second.parse().ok()?, third.parse().ok()?];
    if first.len() == 4 && second.len() <= 2 && third.len() <= 2 {
        return Some(exact(i32::try_from(numbers[0]).ok()?, numbers[1], numbers[2]));
    }
    if first.len() > 2 || !matches!(third.len(), 2 | 4) {
        return None;
    }
    if third.len() == 2
        && joint == '.'
        && (first.len() == 1 && second.len() == 1)
        && numbers[1] > 12
    {
        return None;
    }
    if third.len() == 2 && (year_first(today.region) || numbers[0] > 31) {
        return Some(exact(year_of(first, today)?, numbers[1], numbers[2]));
    }
    let year = year_of(third, today)?;
    Some(either_order(
        numbers[0],
        numbers[1],
        joint,
        |month, day| (exact(year, month, day), year),
        today,
    ))
}

/// Two numbers that are a day and a month in either order, with or without a year.
pub(super) fn in_either_order(
    parts: (u32, u32),
    joint: char,
    reading: impl Fn(u32, u32) -> Outcome,
    today: Today<'_>,
) -> Outcome {
    either_order(parts.0, parts.1, joint, |month, day| (reading(month, day), 0), today)
}

/// Day first or month first, by region; asked where both hold and no region decides.
fn either_order(
    first: u32,
    second: u32,
    joint: char,
    reading: impl Fn(u32, u32) -> (Outcome, i32),
    today: Today<'_>,
) -> Outcome {
    let day_first = reading(second, first).0;
    let month_first = reading(first, second).0;
    let (preferred, other) = match order(today.region, joint) {
        Some(Order::MonthFirst) => (month_first, day_first),
        Some(Order::DayFirst) | None => (day_first, month_first),
    };
    let decided = order(today.region, joint).is_some();
    match (only_day(&preferred), only_day(&other)) {
        (Some(day), Some(other)) if day != other => {
            if decided {
                likely(day, other)
            } else {
                which(&[day, other], "I can read that date in two ways.")
            }
        }
        (None, Some(_)) => other,
        (None, None) if first > 12 && second <= 12 => reading(second, first).0,
        (None, None) if second > 12 && first <= 12 => reading(first, second).0,
        _ => preferred,
    }
}

fn only_day(outcome: &Outcome) -> Option<NaiveDate> {
    match outcome.as_ref().ok()?.value {
        super::super::Value::Date(day) => Some(day),
        _ => None,
    }
}

fn two_parts(heard: &Heard, at: usize, today: Today<'_>) -> Option<(Outcome, usize)> {
    let (first, second) = (heard.digits(at), heard.digits(at + 2));
    let joint = heard.mark(at + 1)?;
    let glued = heard.glued(at + 1) && heard.glued(at + 2);
    let dotted = joint == '.' && heard.is_mark(at + 3, '.') && heard.glued(at + 3);
    let written = joint == '/' && first.len() <= 2
        || joint == '-'
            && first.len() == 2
            && second.len() == 2
            && (first.starts_with('0') || second.starts_with('0'))
        || joint == '-' && is_whole_month_and_day(heard, at, today)
        || dotted
            && (second.len() == 2 || order(today.region, '.') == Some(Order::DayFirst))
            && order(today.region, '.').is_some();
    if !glued || !written || first.len() > 2 {
        return None;
    }
    let (first, second): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    let plausible =
        (1..=31).contains(&first) && (1..=31).contains(&second) && first.min(second) <= 12;
    let to = at + 3 + usize::from(dotted);
    if !plausible {
        return None;
    }
    if second > 12 && (at.saturating_sub(3)..at).any(|before| is_expiry(heard.word(before))) {
        return Some((super::days::which_day("that month"), to));
    }
    let outcome =
        either_order(first, second, joint, |month, day| (yearless(month, day, today), 0), today);
    ends(heard, to).map(|to| (outcome, to))
}

/// "2-15" as the whole answer, where the country writes the month first and only a month fits.
fn is_whole_month_and_day(heard: &Heard, at: usize, today: Today<'_>) -> bool {
    let number = |at: usize| heard.digits(at).parse::<u32>().unwrap_or(0);
    let whole = heard.len() == 3 || at == 1 && heard.word(0) == "on" && heard.len() == 4;
    whole
        && order(today.region, '-') == Some(Order::MonthFirst)
        && (1..=12).contains(&number(at))
        && (13..=31).contains(&number(at + 2))
}

/// "05/2026" names a month, not a day.
fn month_and_year(heard: &Heard, at: usize) -> Option<(Outcome, usize)> {
    let (first, second) = (heard.digits(at), heard.digits(at + 2));
    let joined = heard.is_mark(at + 1, '/') && heard.glued(at + 1) && heard.glued(at + 2);
    let number: u32 = first.parse().ok()?;
    let fits =
        joined && second.len() == 4 && (second.starts_with("19") || second.starts_with("20"));
    (fits && (1..=12).contains(&number) && !heard.glued(at + 3))
        .then(|| (super::days::which_day("that month"), at + 3))
}

/// A day with its year.
pub(super) fn exact(year: i32, month: u32, day: u32) -> Outcome {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(found) => sure(found),
        None => impossible(Some(year), month, day),
    }
}

/// A day and month, resolved to the nearest year in the direction.
pub(super) fn yearless(month: u32, day: u32, today: Today<'_>) -> Outcome {
    match without_year(month, day, today) {
        Some(found) => sure(found),
        None => impossible(None, month, day),
    }
}

/// A year of four or two digits.
pub(super) fn year_of(digits: &str, today: Today<'_>) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    match digits.len() {
        2 => Some(full_year(year, today)),
        4 if (1000..=9999).contains(&year) => Some(year),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    DayFirst,
    MonthFirst,
}

/// Which comes first in a country; none where the country is unknown or uses both.
fn order(region: Option<&str>, joint: char) -> Option<Order> {
    match region {
        Some("US" | "PH" | "FM" | "PW" | "MH" | "GU" | "PR" | "AS" | "VI") => {
            Some(Order::MonthFirst)
        }
        Some("CA") => None,
        Some("JP" | "CN" | "KR" | "TW") => Some(Order::MonthFirst),
        None if joint == '.' => Some(Order::DayFirst),
        None => None,
        Some(_) => Some(Order::DayFirst),
    }
}

fn year_first(region: Option<&str>) -> bool {
    matches!(region, Some("JP" | "CN" | "KR" | "TW" | "HU"))
}

/// The direction a slot's limits give to dates without a year.
pub(super) fn direction(latest: Option<NaiveDate>, today: NaiveDate) -> Direction {
    if latest.is_some_and(|latest| latest <= today) { Direction::Past } else { Direction::Coming }
}
