use chrono::{Datelike, NaiveDate};

use super::super::clock_time::clock_time;
use super::super::english::calendar::{AFTER_DAYS, is_everyday_word, month, weekday};
use super::super::english::numbers::{NumberWord, is_ordinal_suffix, ordinal_word};
use super::super::heard::Heard;
use super::super::number::sub_hundred;
use super::calendar::{Today, day_of_month, full_year, last_of_month, nth_weekday};
use super::days::{Outcome, impossible, sure, which_day};
use super::numeric::{exact, year_of, yearless};

/// The number of a day as it is said: the day, the token after it, whether it is an ordinal.
pub(super) fn day_number(heard: &Heard, at: usize) -> Option<(u32, usize, bool)> {
    let digits = heard.digits(at);
    if !digits.is_empty() {
        let day: u32 = digits.parse().ok().filter(|_| digits.len() <= 2)?;
        let suffix = is_ordinal_suffix(heard.word(at + 1));
        let broken = heard.glued(at + 1)
            && !suffix
            && heard.mark(at + 1).is_none_or(|m| matches!(m, ':' | '/' | '@' | '_' | '%'));
        return (!broken || month(heard.word(at + 1)).is_some())
            .then(|| (day, at + 1 + usize::from(suffix), suffix));
    }
    if let Some(NumberWord::Tens(tens)) = heard.number(at) {
        let next = at + 1 + usize::from(heard.is_mark(at + 1, '-'));
        if let Some(unit) = ordinal_word(heard.word(next)).filter(|unit| *unit < 10) {
            return Some((u32::from(tens + unit), next + 1, true));
        }
    }
    if let Some(day) = ordinal_word(heard.word(at)) {
        return Some((day.into(), at + 1, true));
    }
    let (day, to) = sub_hundred(heard, at)?;
    Some((day.into(), to, false))
}

/// A year in digits or words after a day: "2026", "'26", "twenty twenty six", "next year".
pub(super) fn year_at(heard: &Heard, at: usize, today: Today<'_>) -> Option<(i32, usize)> {
    let comma = at + usize::from(heard.is_mark(at, ','));
    let place = comma + usize::from(matches!(heard.word(comma), "of" | "in"));
    let the = usize::from(heard.word(place) == "the" && heard.word(place + 1) == "year");
    let named = usize::from(heard.word(place + the) == "year");
    let start = if named == 1 { place + the + named } else { at };
    let at = place + the + named;
    let year = today.day.year();
    match (heard.word(at), heard.word(at + 1)) {
        ("next", "year") => return Some((year + 1, at + 2)),
        ("this", "year") => return Some((year, at + 2)),
        ("last", "year") => return Some((year - 1, at + 2)),
        _ => {}
    }
    let quoted = heard.is_mark(at, '\'');
    let place = at + usize::from(quoted);
    let digits = heard.digits(place);
    if !digits.is_empty() {
        let clock = clock_time(heard, place).is_some()
            || heard.glued(place + 1) && !heard.word(place + 1).is_empty();
        let short = digits.len() == 2 && (quoted || at == start && !is_counted(heard, place + 1));
        let fits = digits.len() == 4 || short;
        return if fits && !clock { Some((year_of(digits, today)?, place + 1)) } else { None };
    }
    year_in_words(heard, at).or_else(|| short_year_in_words(heard, at, today))
}

/// "eighty five", "oh one": a year of two digits that can be no day and no hour.
fn short_year_in_words(heard: &Heard, at: usize, today: Today<'_>) -> Option<(i32, usize)> {
    let oh = heard.number(at) == Some(NumberWord::Oh);
    let (year, to) = sub_hundred(heard, at + usize::from(oh))?;
    let fits = if oh { (1..10).contains(&year) } else { year > 31 };
    let ends = heard.number(to).is_none() && !is_counted(heard, to);
    (fits && ends).then(|| (full_year(year.into(), today), to))
}

fn is_counted(heard: &Heard, at: usize) -> bool {
    matches!(
        heard.word(at),
        "people" | "units" | "items" | "guests" | "persons" | "hours" | "boxes"
    )
}

/// A year with its century in words: "twenty twenty six", "nineteen oh five".
pub(super) fn year_in_words(heard: &Heard, at: usize) -> Option<(i32, usize)> {
    if heard.word(at) == "two" && heard.word(at + 1) == "thousand" {
        let and = at + 2 + usize::from(heard.word(at + 2) == "and");
        return Some(match sub_hundred(heard, and) {
            Some((rest, to)) => (2000 + i32::from(rest), to),
            None => (2000, at + 2),
        });
    }
    let century = match heard.number(at)? {
        NumberWord::Teen(teen) if (17..20).contains(&teen) => i32::from(teen),
        NumberWord::Tens(20) => 20,
        _ => return None,
    };
    let next = at + 1 + usize::from(heard.is_mark(at + 1, '-'));
    if matches!(heard.word(next), "oh" | "o") {
        let (unit, to) = sub_hundred(heard, next + 1)?;
        return (unit < 10).then_some((century * 100 + i32::from(unit), to));
    }
    if heard.word(next) == "hundred" {
        return Some((century * 100, next + 1));
    }
    let (rest, to) = sub_hundred(heard, next)?;
    (rest >= 10).then_some((century * 100 + i32::from(rest), to))
}

/// "the third of May", "3 May 2026", "3rd of this month".
pub(super) fn day_then_month(
    heard: &Heard,
    at: usize,
    today: Today<'_>,
) -> Option<(Outcome, usize)> {
    let at = at + usize::from(heard.word(at) == "the");
    let (day, after, ordinal) = day_number(heard, at)?;
    let after = after + usize::from(heard.word(after) == "day");
    let of = usize::from(heard.word(after) == "of");
    let after = after
        + usize::from(
            matches!(heard.mark(after), Some('.' | '-' | ','))
                && of == 0
                && month(heard.word(after + 1)).is_some(),
        );
    let place = after + of + usize::from(heard.word(after + of) == "the");
    if of == 1 && is_any_month(heard, after + of) && (ordinal || !heard.digits(at).is_empty()) {
        let to = after + of + 1 + usize::from(heard.word(after + of) == "the");
        return Some(match day_of_month(day, today) {
            Some(found) => (sure(found), to),
            None => (impossible(None, today.day.month(), day), to),
        });
    }
    if of == 1
        && let Some((year, month, to)) = named_period(heard, after + of, today)
    {
        let bounded = ordinal || !heard.digits(at).is_empty();
        return bounded.then(|| (exact(year, month, day), to));
    }
    let month = month(heard.word(place))?;
    let verb = heard.word(place) == "may"
        && of == 0
        && !ordinal
        && matches!(heard.word(place + 1), "i" | "be" | "have" | "not" | "we" | "you");
    if verb || heard.word(place) == "second" {
        return None;
    }
    Some(with_year(heard, (month, day), place + 1, today))
}

/// "of the month", as in "the first of the month": whichever comes.
fn is_any_month(heard: &Heard, at: usize) -> bool {
    heard.word(at) == "the" && heard.word(at + 1) == "month" && heard.word(at + 2) != "after"
}

/// "May 3rd", "May the third, 2026", "June twenty first".
pub(super) fn month_then_day(
    heard: &Heard,
    at: usize,
    today: Today<'_>,
) -> Option<(Outcome, usize)> {
    let at = at + usize::from(matches!(heard.word(at), "this" | "coming"));
    let month = month(heard.word(at))?;
    let place = at + 1 + usize::from(matches!(heard.mark(at + 1), Some('.' | '-' | ',' | '/')));
    let place = place + usize::from(heard.word(place) == "the");
    if clock_time(heard, place).is_some() && heard.word(at) == "march" {
        return None;
    }
    if year_in_words(heard, place).is_some_and(|(_, to)| {
        year_in_words(heard, to).is_none()
            && sub_hundred(heard, place).is_none_or(|(_, day)| year_at(heard, day, today).is_none())
    }) {
        return None;
    }
    let (day, after, ordinal) = day_number(heard, place)?;
    let everyday = is_everyday_word(heard.word(at))
        && !ordinal
        && heard.digits(place).is_empty()
        && heard.word(at) != "august";
    if everyday && sub_hundred(heard, place).is_none() {
        return None;
    }
    Some(with_year(heard, (month, day), after, today))
}

fn with_year(heard: &Heard, date: (u32, u32), at: usize, today: Today<'_>) -> (Outcome, usize) {
    let (month, day) = date;
    let at = if heard.is_mark(at, '.') && heard.glued(at) && !heard.digits(at + 1).is_empty() {
        at + 1
    } else {
        at
    };
    let joined = usize::from(heard.is_mark(at, '-') && heard.digits(at + 1).len() == 4);
    match year_at(heard, at + joined, today) {
        Some((year, to)) => (exact(year, month, day), to),
        None => (yearless(month, day, today), at),
    }
}

/// A month that is named or counted from now: year, month and the token after.
pub(super) fn named_period(
    heard: &Heard,
    at: usize,
    today: Today<'_>,
) -> Option<(i32, u32, usize)> {
    let at = at + usize::from(matches!(heard.word(at), "the" | "of"));
    let this = |months: i32| {
        let first = super::calendar::add_months(today.day.with_day(1)?, months)?;
        Some((first.year(), first.month()))
    };
    let (shift, to) = match (heard.word(at), heard.word(at + 1)) {
        ("month", "after") if heard.word(at + 2) == "next" => (2, at + 3),
        ("month", _) => (0, at + 1),
        ("this" | "current", "month") => (0, at + 2),
        ("next" | "following" | "coming", "month") => (1, at + 2),
        ("last" | "previous", "month") => (-1, at + 2),
        _ => return None,
    };
    let (year, month) = this(shift)?;
    Some((year, month, to))
}

/// A month with or without its year, nearest in the direction when without.
pub(super) fn month_period(
    heard: &Heard,
    at: usize,
    today: Today<'_>,
) -> Option<(i32, u32, usize)> {
    if let Some(found) = named_period(heard, at, today) {
        return Some(found);
    }
    let at = at + usize::from(matches!(heard.word(at), "in" | "of"));
    let step = usize::from(matches!(heard.word(at), "next" | "this" | "coming"));
    let number = month(heard.word(at + step))?;
    if let Some((year, to)) = year_at(heard, at + step + 1, today).filter(|(year, _)| *year > 100) {
        return Some((year, number, to));
    }
    let nearest = last_of_month(today.day.year(), number)?;
    let year = match today.direction {
        super::calendar::Direction::Coming if nearest < today.day => nearest.year() + 1,
        super::calendar::Direction::Past if nearest.with_day(1)? > today.day => nearest.year() - 1,
        _ => nearest.year(),
    };
    Some((year, number, at + step + 1))
}

/// "first Monday in June", "last Friday of the month", "first day of next month", "end of May".
pub(super) fn part_of_period(
    heard: &Heard,
    at: usize,
    today: Today<'_>,
) -> Option<(Outcome, usize)> {
    let at = at
        + usize::from(heard.word(at) == "the")
        + usize::from(heard.word(at) == "the" && heard.word(at + 1) == "very");
    if let Some(found) = edge_of_period(heard, at, today) {
        return Some(found);
    }
    let last = heard.word(at) == "last";
    let (nth, after, _) =
        if last { (5, at + 1, true) } else { day_number(heard, at).filter(|found| found.2)? };
    let joined = matches!(heard.word(after + 1), "in" | "of");
    let direct = !joined && named_period(heard, after + 1, today).is_some();
    if let Some(day) = weekday(heard.word(after))
        && (joined || direct)
    {
        let (year, month, to) = month_period(heard, after + 1 + usize::from(joined), today)?;
        let found = nth_weekday(year, month, day, u8::try_from(nth).ok()?)?;
        let found = again_if_past(heard, (after, to), found, (month, day, nth), today);
        return Some((
            if found.month() == month { sure(found) } else { impossible(Some(year), month, 32) },
            to,
        ));
    }
    if heard.word(after) == "day" && joined {
        let (first, end, to) = period_bounds(heard, after + 2, today)?;
        let day = if last { end } else { first.with_day(nth)? };
        return Some((sure(day), to));
    }
    None
}

/// Without a year, an nth weekday that has passed means next year's.
fn again_if_past(
    heard: &Heard,
    said: (usize, usize),
    found: NaiveDate,
    parts: (u32, u32, u32),
    today: Today<'_>,
) -> NaiveDate {
    let (month, weekday, nth) = parts;
    let relative = found.month() == today.day.month() && found.year() == today.day.year();
    let named = (said.0..said.1)
        .any(|at| super::super::english::calendar::month(heard.word(at)) == Some(month));
    let ahead = today.direction == super::calendar::Direction::Coming;
    if relative && named && ahead && found < today.day {
        let nth = u8::try_from(nth).unwrap_or(5);
        return nth_weekday(found.year() + 1, month, weekday, nth).unwrap_or(found);
    }
    found
}

fn edge_of_period(heard: &Heard, at: usize, today: Today<'_>) -> Option<(Outcome, usize)> {
    let end = match heard.word(at) {
        "end" => true,
        "start" | "beginning" => false,
        "month" if heard.word(at + 1) == "end" => {
            let last = last_of_month(today.day.year(), today.day.month())?;
            return Some((sure(last), at + 2));
        }
        "middle" | "mid" => {
            let of = usize::from(heard.word(at + 1) == "of" || heard.is_mark(at + 1, '-'));
            let (_, _, to) = month_period(heard, at + 1 + of, today)?;
            return Some((which_day("that month"), to));
        }
        _ => return None,
    };
    if heard.word(at + 1) != "of" {
        return None;
    }
    if let Some(to) = week_at(heard, at + 2) {
        return Some((which_day("that week"), to));
    }
    let (first, last, to) = period_bounds(heard, at + 2, today)?;
    Some((sure(if end { last } else { first }), to))
}

fn week_at(heard: &Heard, at: usize) -> Option<usize> {
    let at = at + usize::from(matches!(heard.word(at), "the" | "this" | "next" | "last"));
    matches!(heard.word(at), "week" | "weekend").then_some(at + 1)
}

/// First and last day of a month or year.
pub(super) fn period_bounds(
    heard: &Heard,
    at: usize,
    today: Today<'_>,
) -> Option<(NaiveDate, NaiveDate, usize)> {
    if let Some((year, month, to)) = month_period(heard, at, today) {
        return Some((NaiveDate::from_ymd_opt(year, month, 1)?, last_of_month(year, month)?, to));
    }
    let (year, to) = if heard.word(at) == "the"
        && heard.word(at + 1) == "year"
        && heard.digits(at + 2).is_empty()
    {
        (today.day.year(), at + 2)
    } else {
        year_at(heard, at, today).filter(|(year, _)| *year > 1000)?
    };
    Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?, to))
}

/// "Friday 13": a bare number after a weekday is its day, when they agree.
pub(super) fn day_of_weekday(
    heard: &Heard,
    at: usize,
    name: u32,
    today: Today<'_>,
) -> Option<(Outcome, usize)> {
    let digits = heard.digits(at);
    let day: u32 = digits.parse().ok().filter(|_| (1..=2).contains(&digits.len()))?;
    let counted = heard.glued(at + 1) || clock_time(heard, at).is_some();
    let next = heard.word(at + 1);
    if counted
        || !next.is_empty() && !AFTER_DAYS.contains(&next)
        || !heard.digits(at + 1).is_empty()
    {
        return None;
    }
    let found = day_of_month(day, today).filter(|found| super::days::agrees(*found, name))?;
    Some((sure(found), at + 1))
}

/// "the 31st", "3rd", "the third"; the flag says whether digits carry it.
pub(super) fn bare_day(
    heard: &Heard,
    at: usize,
    today: Today<'_>,
) -> Option<(Outcome, usize, bool)> {
    let article = usize::from(heard.word(at) == "the");
    let (day, to, ordinal) = day_number(heard, at + article)?;
    if !ordinal || day > 31 && heard.digits(at + article).is_empty() {
        return None;
    }
    let outcome = match day_of_month(day, today) {
        Some(found) => sure(found),
        None => impossible(None, today.day.month(), day),
    };
    Some((outcome, to, !heard.digits(at + article).is_empty()))
}
