use chrono::{Datelike, NaiveDate};

use super::super::Value;
use super::super::english::calendar::{
    TO_LAST, is_day_name, is_working, last_but, month, plural_weekday, weekday,
};
use super::super::english::numbers::{is_ordinal_suffix, ordinal_word};
use super::super::heard::Heard;
use super::super::number::sub_hundred;
use super::calendar::{Direction, Today, add_days, add_months, on_or_after, on_or_before};
use super::days::{Outcome, sure};
use super::numeric::exact;
use super::scan::date_at;
use super::spoken::{day_number, named_period, period_bounds};

/// "two Sundays from now", "three Fridays ago".
pub(super) fn counted_weekdays(
    heard: &Heard,
    at: usize,
    today: Today<'_>,
) -> Option<(Outcome, usize)> {
    let (count, place) = count(heard, at)?;
    let day = plural_weekday(heard.word(place)).filter(|_| (1..=52).contains(&count))?;
    let weeks = 7 * (count - 1);
    let (found, to) = match (heard.word(place + 1), heard.word(place + 2)) {
        ("from", "now" | "today") => {
            (add_days(on_or_after(add_days(today.day, 1)?, day)?, weeks)?, place + 3)
        }
        ("ago", _) => (add_days(on_or_before(add_days(today.day, -1)?, day)?, -weeks)?, place + 2),
        _ => return None,
    };
    Some((sure(found), to))
}

/// "the third Tuesday after Christmas", "the first Monday before the 8th".
pub(super) fn nth_from_anchor(
    heard: &Heard,
    at: usize,
    today: Today<'_>,
) -> Option<(Outcome, usize)> {
    let at = at + usize::from(heard.word(at) == "the");
    let (nth, place) = ordinal(heard, at)?;
    let day = weekday(heard.word(place))?;
    let sign = match heard.word(place + 1) {
        "after" | "following" => 1,
        "before" => -1,
        _ => return None,
    };
    let anchor = date_at(heard, place + 2, today.deeper())?;
    let Value::Date(base) = anchor.outcome.as_ref().ok()?.value else { return None };
    let step = add_days(base, sign)?;
    let first = if sign > 0 { on_or_after(step, day)? } else { on_or_before(step, day)? };
    Some((sure(add_days(first, sign * 7 * (nth - 1))?), anchor.to))
}

fn ordinal(heard: &Heard, at: usize) -> Option<(i64, usize)> {
    let digits = heard.digits(at);
    if digits.is_empty() {
        return ordinal_word(heard.word(at)).map(|nth| (nth.into(), at + 1));
    }
    let written = heard.glued(at + 1) && is_ordinal_suffix(heard.word(at + 1));
    let nth = digits.parse().ok().filter(|nth| written && (1..=52).contains(nth))?;
    Some((nth, at + 2))
}

fn count(heard: &Heard, at: usize) -> Option<(i64, usize)> {
    let digits = heard.digits(at);
    if !digits.is_empty() {
        return digits.parse().ok().filter(|_| digits.len() <= 2).map(|count| (count, at + 1));
    }
    sub_hundred(heard, at).map(|(count, to)| (count.into(), to))
}

/// "the second to last Friday of the month", "the penultimate day of June", "the last working day of May".
pub(super) fn from_the_end(heard: &Heard, at: usize, today: Today<'_>) -> Option<(Outcome, usize)> {
    let at = at + usize::from(heard.word(at) == "the");
    let (back, place) = back_from_end(heard, at)?;
    let working = is_working(heard.word(place)) || heard.word(place) == "weekday";
    let named = weekday(heard.word(place));
    let joint = match (named, working) {
        (Some(_), _) => place + 1,
        (None, true) => place + 1 + usize::from(is_day_name(heard.word(place + 1))),
        (None, false) if is_day_name(heard.word(place)) => place + 1,
        (None, false) => return None,
    };
    if !matches!(heard.word(joint), "of" | "in") || !working && back == Back::From(1) {
        return None;
    }
    let (first, last, to) = period_bounds(heard, joint + 1, today)?;
    let fits = |day: NaiveDate| match (named, working) {
        (Some(name), _) => day.weekday().num_days_from_monday() == name,
        (None, true) => day.weekday().num_days_from_monday() < 5,
        (None, false) => true,
    };
    let found = nearest(back, (first, last), fits)?;
    let year_said = (joint + 1..to).all(|at| month(heard.word(at)).is_none());
    let passed = found < today.day && today.direction == Direction::Coming && !year_said;
    if passed && first.year() == today.day.year() && heard.digits(to.saturating_sub(1)).is_empty() {
        let year = |day: NaiveDate| day.with_year(day.year() + 1);
        return Some((sure(nearest(back, (year(first)?, year(last)?), fits)?), to));
    }
    Some((sure(found), to))
}

/// "next month on the 3rd", "last month's 15th".
pub(super) fn period_then_day(
    heard: &Heard,
    at: usize,
    today: Today<'_>,
) -> Option<(Outcome, usize)> {
    let (year, month, to) = named_period(heard, at, today).or_else(|| {
        let owned = heard.word(at + 1) == "months";
        owned.then(|| last_or_next(heard.word(at), today).map(|(y, m)| (y, m, at + 2))).flatten()
    })?;
    let place = to + usize::from(heard.is_mark(to, ','));
    let place = place + usize::from(heard.word(place) == "on");
    let place = place + usize::from(heard.word(place) == "the");
    let (day, end, _) = day_number(heard, place).filter(|(_, _, ordinal)| *ordinal)?;
    (heard.word(end) != "of").then(|| (exact(year, month, day), end))
}

fn last_or_next(word: &str, today: Today<'_>) -> Option<(i32, u32)> {
    let months = match word {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    let first = add_months(today.day.with_day(1)?, months)?;
    Some((first.year(), first.month()))
}

/// "the eve of Easter".
pub(super) fn eve_of(heard: &Heard, at: usize, today: Today<'_>) -> Option<(Outcome, usize)> {
    let place = heard.spaced(at, "the eve of").or_else(|| heard.spaced(at, "eve of"))?;
    let anchor = date_at(heard, place, today.deeper())?;
    let Value::Date(day) = anchor.outcome.as_ref().ok()?.value else { return None };
    Some((sure(add_days(day, -1)?), anchor.to))
}

/// Where a day is counted from in its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Back {
    /// The first.
    Start,
    /// From the end: 1 is the last.
    From(u32),
}

/// "last", "second to last", "last but one", "penultimate", "first".
fn back_from_end(heard: &Heard, at: usize) -> Option<(Back, usize)> {
    if heard.word(at) == "first" && is_working(heard.word(at + 1)) {
        return Some((Back::Start, at + 1));
    }
    if let Some((back, to)) = last_but(|phrase| heard.spaced(at, phrase)) {
        return Some((Back::From(back), to));
    }
    if let Some((back, place, true)) = day_number(heard, at)
        && let Some(to) = heard.any_phrase(place, TO_LAST)
    {
        return Some((Back::From(back), to));
    }
    (heard.word(at) == "last").then_some((Back::From(1), at + 1))
}

/// The day in a period that a condition picks, counted from one of its ends.
fn nearest(
    back: Back,
    period: (NaiveDate, NaiveDate),
    fits: impl Fn(NaiveDate) -> bool,
) -> Option<NaiveDate> {
    let (first, last) = period;
    let (start, step, nth) = match back {
        Back::Start => (first, 1, 1),
        Back::From(nth) => (last, -1, nth),
    };
    let mut left = nth;
    let mut day = start;
    while (first..=last).contains(&day) {
        if fits(day) {
            left -= 1;
            if left == 0 {
                return Some(day);
            }
        }
        day = add_days(day, step)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::super::VariableType::Date;
    use super::super::super::facts::read_as;

    #[test]
    fn days_are_counted_from_the_end_of_a_period() {
        assert_eq!(read_as(Date, "second to last Friday of the month"), "2026-03-20");
        assert_eq!(read_as(Date, "the last working day of May"), "2026-05-29");
        assert_eq!(read_as(Date, "the last but one day of June"), "2026-06-29");
    }

    #[test]
    fn weekdays_are_counted_from_today() {
        assert_eq!(read_as(Date, "two Sundays from now"), "2026-03-15");
        assert_eq!(read_as(Date, "three Fridays ago"), "2026-02-13");
    }
}
