use chrono::NaiveDate;

use super::super::english::calendar::{
    CalendarUnit, RELATIVE, VAGUE_HOLIDAYS, is_about, is_everyday_word, is_working, owning_weekday,
    unit, weekday,
};
use super::super::english::numbers::NumberWord;
use super::super::heard::Heard;
use super::super::number::sub_hundred;
use super::calendar::{Direction, Today, add_days, add_units, monday, on_or_after, on_or_before};
use super::days::{Outcome, likely, sure, which, which_day};
use super::scan::date_at;

/// "tomorrow", "the day after tomorrow", "today week".
pub(super) fn named_day(heard: &Heard, at: usize, today: Today<'_>) -> Option<(Outcome, usize)> {
    let word = heard.word(at);
    if word.len() < 2 {
        return None;
    }
    let (days, to) = RELATIVE
        .iter()
        .filter(|(name, _)| name.starts_with(word))
        .filter_map(|(name, days)| Some((*days, heard.spaced(at, name)?)))
        .max_by_key(|(_, to)| *to)?;
    let (extra, to) = match heard.word(to) {
        "week" => (7, to + 1),
        "fortnight" => (14, to + 1),
        _ => (0, to),
    };
    Some((sure(add_days(today.day, days + extra)?), to))
}

/// A count with its unit: "two weeks", "a fortnight", "3 business days".
fn amount(heard: &Heard, at: usize) -> Option<(i64, CalendarUnit, usize)> {
    if let Some(to) = heard.spaced(at, "half a year") {
        return Some((1, CalendarUnit::Months(6), to));
    }
    let (count, mut to) = count(heard, at)?;
    if is_working(heard.word(to)) && matches!(heard.word(to + 1), "days" | "day") {
        return Some((count, CalendarUnit::WorkingDays, to + 2));
    }
    to += usize::from(heard.word(to) == "calendar" || heard.word(to) == "full");
    let unit = unit(heard.word(to))?;
    match (unit, heard.spaced(to + 1, "and a half")) {
        (CalendarUnit::Months(12), Some(end)) => {
            Some((count.checked_mul(2)? + 1, CalendarUnit::Months(6), end))
        }
        (_, Some(_)) => None,
        (unit, None) => Some((count, unit, to + 1)),
    }
}

fn count(heard: &Heard, at: usize) -> Option<(i64, usize)> {
    let digits = heard.digits(at);
    if !digits.is_empty() {
        return digits.parse().ok().filter(|_| digits.len() <= 5).map(|count| (count, at + 1));
    }
    match (heard.word(at), heard.word(at + 1)) {
        ("a", "couple") => return Some((2, at + 2 + usize::from(heard.word(at + 2) == "of"))),
        ("a" | "an", _) => return Some((1, at + 1)),
        _ => {}
    }
    let (value, to) = sub_hundred(heard, at)?;
    if heard.number(to) == Some(NumberWord::Hundred) {
        return Some((i64::from(value) * 100, to + 1));
    }
    Some((value.into(), to))
}

/// Counts with their units, the smaller ones behind: "two weeks and three days".
struct Span {
    amounts: Vec<(i64, CalendarUnit)>,
    from: usize,
    to: usize,
}

impl Span {
    fn of(count: i64, unit: CalendarUnit, range: (usize, usize)) -> Self {
        Self { amounts: vec![(count, unit)], from: range.0, to: range.1 }
    }

    fn at(heard: &Heard, at: usize) -> Option<Self> {
        let (count, unit, to) = amount(heard, at)?;
        let mut span = Self::of(count, unit, (at, to));
        while span.amounts.len() < 4 {
            let comma = usize::from(heard.is_mark(span.to, ','));
            let joint = comma + usize::from(heard.word(span.to + comma) == "and");
            let rate = joint == 0 && matches!(heard.word(span.to), "a" | "an");
            let next = amount(heard, span.to + joint).filter(|_| !rate);
            let Some((count, unit, to)) = next else { break };
            span.amounts.push((count, unit));
            span.to = to;
        }
        Some(span)
    }

    /// The day that lies so far after (or before) another.
    fn moved(&self, day: NaiveDate, sign: i64) -> Option<NaiveDate> {
        self.amounts.iter().try_fold(day, |day, (count, unit)| add_units(day, count * sign, *unit))
    }
}

/// "in two weeks", "three days ago", "a week from Friday", "the day after Christmas".
pub(super) fn counted(heard: &Heard, at: usize, today: Today<'_>) -> Option<(Outcome, usize)> {
    if matches!(heard.word(at), "in" | "within") {
        let about = usize::from(is_about(heard.word(at + 1)));
        let span = Span::at(heard, at + 1 + about)?;
        let day = span.moved(today.day, 1)?;
        if heard.word(at) == "within" {
            return Some((which(&[day], "That's a span of days."), span.to));
        }
        let to = span.to + usize::from(heard.word(span.to) == "time");
        return Some((sure(day), to));
    }
    let plain = heard.word(at) == "the" && unit(heard.word(at + 1)).is_some();
    let span = if plain {
        Span::of(1, unit(heard.word(at + 1))?, (at, at + 2))
    } else {
        Span::at(heard, at).or_else(|| bare_unit(heard, at))?
    };
    from_anchor(heard, &span, today)
}

/// "day after Christmas" without its article.
fn bare_unit(heard: &Heard, at: usize) -> Option<Span> {
    let first = matches!(heard.word(at + 1), "after" | "before" | "from");
    first.then(|| unit(heard.word(at)).map(|unit| Span::of(1, unit, (at, at + 1)))).flatten()
}

/// "for ten days from …": so long it takes, and the day is the one it begins with.
fn lasts(heard: &Heard, span: &Span) -> bool {
    let days = matches!(span.amounts.as_slice(), [(count, CalendarUnit::Days(1))] if *count > 1);
    days && span.from.checked_sub(1).is_some_and(|before| heard.word(before) == "for")
}

fn from_anchor(heard: &Heard, span: &Span, today: Today<'_>) -> Option<(Outcome, usize)> {
    let at = span.to;
    let move_from = |day: NaiveDate, sign: i64| span.moved(day, sign).map(sure);
    match (heard.word(at), heard.word(at + 1)) {
        ("ago" | "back" | "earlier", _) => {
            let to = at + 1 + usize::from(heard.word(at + 1) == "today");
            return Some((move_from(today.day, -1)?, to));
        }
        ("hence" | "later", _) => return Some((move_from(today.day, 1)?, at + 1)),
        ("from", "now") => return Some((move_from(today.day, 1)?, at + 2)),
        _ => {}
    }
    let sign = match heard.word(at) {
        "from" | "after" | "following" | "past" | "on" => 1,
        "before" | "prior" => -1,
        "today" | "tomorrow" => 1,
        _ if weekday(heard.word(at)).is_some() && heard.word(at).len() > 3 => 1,
        _ => return None,
    };
    let joint = matches!(
        heard.word(at),
        "from" | "after" | "following" | "past" | "on" | "before" | "prior"
    );
    let place = at + usize::from(joint) + usize::from(heard.word(at) == "prior");
    let anchor = date_at(heard, place, today.deeper())?;
    let super::super::Value::Date(day) = anchor.outcome.as_ref().ok()?.value else { return None };
    let moved = move_from(day, sign)?;
    if heard.word(at) == "from" && lasts(heard, span) {
        return Some((which(&[day], "That's a span of days."), anchor.to));
    }
    Some((moved, anchor.to))
}

/// "Friday", "next Friday", "this coming Monday", "Friday week", "Tuesday after next", "the Monday after Easter".
pub(super) fn weekdays(heard: &Heard, at: usize, today: Today<'_>) -> Option<(Outcome, usize)> {
    let start = at;
    let at = at + usize::from(heard.word(at) == "the");
    if let Some(found) = week_then_day(heard, at, today) {
        return Some(found);
    }
    let (which_one, place) = qualifier(heard, at);
    let weekday = weekday(heard.word(place))
        .or_else(|| owning_weekday(heard.word(place), heard.said(place, place + 1)))?;
    let place_after = place
        + 1
        + usize::from(
            heard.is_mark(place + 1, '.')
                && heard.word(place).len() <= 4
                && heard.glued(place + 1)
                && !heard.word(place + 2).is_empty(),
        );
    if is_everyday_word(heard.word(place))
        && which_one == Which::Bare
        && start + 1 < heard.len()
        && !beside_date(heard, place)
    {
        return None;
    }
    Some(
        after_weekday(heard, (which_one, weekday), place_after, today)
            .unwrap_or((resolve(which_one, weekday, today)?, place_after)),
    )
}

fn beside_date(heard: &Heard, at: usize) -> bool {
    !heard.digits(at + 1).is_empty()
        || heard
            .before(at)
            .is_some_and(|before| matches!(heard.word(before), "on" | "by" | "until"))
        || heard.is_mark(at + 1, '-') && weekday(heard.word(at + 2)).is_some()
        || heard.is_mark(at + 1, ',')
        || heard.is_mark(at + 1, '.')
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Bare,
    This,
    Coming,
    Next,
    Last,
}

fn qualifier(heard: &Heard, at: usize) -> (Which, usize) {
    match (heard.word(at), heard.word(at + 1)) {
        ("this", "coming" | "upcoming" | "next") => (Which::Coming, at + 2),
        ("this", "past") | ("this", "last") => (Which::Last, at + 2),
        ("coming" | "upcoming" | "following", _) => (Which::Coming, at + 1),
        ("this", _) => (Which::This, at + 1),
        ("next", _) => (Which::Next, at + 1),
        ("last" | "past" | "previous", _) => (Which::Last, at + 1),
        _ => (Which::Bare, at),
    }
}

fn resolve(which: Which, weekday: u32, today: Today<'_>) -> Option<Outcome> {
    let coming = on_or_after(add_days(today.day, 1)?, weekday)?;
    let last = on_or_before(add_days(today.day, -1)?, weekday)?;
    Some(match which {
        Which::Coming => sure(coming),
        Which::This => sure(on_or_after(today.day, weekday)?),
        Which::Next => likely(in_week(today.day, 1, weekday)?, coming),
        Which::Last => likely(last, in_week(today.day, -1, weekday)?),
        Which::Bare if today.direction == Direction::Past => {
            likely(last, if super::days::agrees(today.day, weekday) { today.day } else { last })
        }
        Which::Bare if super::days::agrees(today.day, weekday) => likely(coming, today.day),
        Which::Bare => sure(coming),
    })
}

fn in_week(today: NaiveDate, weeks: i64, weekday: u32) -> Option<NaiveDate> {
    add_days(monday(today)?, 7 * weeks + i64::from(weekday))
}

/// What may follow a weekday: "week", "next week", "after next", "after Easter", "in two weeks".
fn after_weekday(
    heard: &Heard,
    day: (Which, u32),
    at: usize,
    today: Today<'_>,
) -> Option<(Outcome, usize)> {
    let (which_one, weekday) = day;
    let coming = on_or_after(add_days(today.day, 1)?, weekday)?;
    let of = usize::from(matches!(heard.word(at), "of" | "in"));
    match (heard.word(at + of), heard.word(at + of + 1)) {
        ("week", next) if of == 0 && next != "end" => {
            return Some((sure(add_days(coming, 7)?), at + 1));
        }
        ("fortnight", _) => return Some((sure(add_days(coming, 14)?), at + 1)),
        ("next" | "following", "week") => {
            return Some((sure(in_week(today.day, 1, weekday)?), at + of + 2));
        }
        ("this", "week") => return Some((sure(in_week(today.day, 0, weekday)?), at + of + 2)),
        ("last", "week") => return Some((sure(in_week(today.day, -1, weekday)?), at + of + 2)),
        ("before", "last") => {
            let last = on_or_before(add_days(today.day, -1)?, weekday)?;
            return Some((sure(add_days(last, -7)?), at + 2));
        }
        ("after", "next") => {
            let far = likely(in_week(today.day, 2, weekday)?, in_week(today.day, 1, weekday)?);
            return Some((far, at + 2));
        }
        _ => {}
    }
    if heard.word(at) == "in"
        && let Some((count, unit, to)) = amount(heard, at + 1)
    {
        let found = in_week(add_units(today.day, count, unit)?, 0, weekday)?;
        let either = [found, add_days(found, 7)?];
        return Some((which(&either, "I'm not sure which week you mean."), to));
    }
    let (sign, place) = match heard.word(at) {
        "after" | "following" => (1, at + 1),
        "before" => (-1, at + 1),
        _ => return None,
    };
    if which_one != Which::Bare {
        return None;
    }
    let anchor = date_at(heard, place, today.deeper())?;
    let super::super::Value::Date(base) = anchor.outcome.as_ref().ok()?.value else { return None };
    let step = add_days(base, sign)?;
    let found = if sign > 0 { on_or_after(step, weekday)? } else { on_or_before(step, weekday)? };
    Some((sure(found), anchor.to))
}

/// "next week Friday", "next week on Friday".
fn week_then_day(heard: &Heard, at: usize, today: Today<'_>) -> Option<(Outcome, usize)> {
    let weeks = match (heard.word(at), heard.word(at + 1)) {
        ("next" | "following", "week" | "weeks") => 1,
        ("this", "week" | "weeks") => 0,
        ("last", "week" | "weeks") => -1,
        _ => return None,
    };
    let place = at + 2 + usize::from(heard.is_mark(at + 2, ','));
    let place = place + usize::from(heard.word(place) == "on");
    let day = weekday(heard.word(place))?;
    Some((sure(in_week(today.day, weeks, day)?), place + 1))
}

/// "next week", "this month", "the weekend": too little to be a day.
pub(super) fn period(heard: &Heard, at: usize) -> Option<(Outcome, usize)> {
    if let Some(to) = heard.any_phrase(at, VAGUE_HOLIDAYS) {
        return Some((which(&[], "There are several holidays. Which date do you mean?"), to));
    }
    let at = at + usize::from(heard.word(at) == "the");
    let qualified = matches!(heard.word(at), "next" | "this" | "last" | "coming" | "following");
    let place = at + usize::from(qualified);
    match heard.word(place) {
        "week" | "month" | "year" | "quarter" if qualified => {
            Some((which_day(&format!("{} {}", heard.word(at), heard.word(place))), place + 1))
        }
        "weekend" => Some((which_day("the weekend"), place + 1)),
        _ => None,
    }
}
