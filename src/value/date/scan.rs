use std::ops::Range;

use chrono::NaiveDate;

use super::super::english::calendar::{AFTER_DAYS, is_everyday_word, month, weekday};
use super::super::heard::Heard;
use super::super::hit::Hit;
use super::super::{Reference, Region, Spec, Value};
use super::calendar::{DEEPEST, Direction, Today};
use super::days::{Outcome, agrees, in_words, sure, which, which_day_of_month};
use super::range::{with_range_end, with_range_start};
use super::{bound, holiday, nth, numeric, relative, said, spoken};

/// A date found at a place.
pub(super) struct Found {
    /// What it says.
    pub outcome: Outcome,
    /// The token after it.
    pub to: usize,
    /// How sure it is that a date is meant.
    pub strength: Strength,
}

/// How sure it is that a date is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    /// Only when it is the whole answer ("the third").
    Weak,
    /// Likely, but a count could look like it ("3rd").
    Fair,
    /// Hardly anything else.
    Strong,
}

impl Strength {
    fn confidence(self) -> f32 {
        match self {
            Self::Weak => 0.35,
            Self::Fair => 0.6,
            Self::Strong => 0.95,
        }
    }
}

/// All dates in an utterance.
pub(in crate::value) fn scan(spec: &Spec, heard: &Heard, at: &Reference) -> Vec<Hit> {
    let day = at.now.date_naive();
    let latest = spec.latest.and_then(|latest| latest.resolve(day));
    let today = Today {
        day,
        direction: numeric::direction(latest, day),
        region: at.region.as_ref().map(Region::code),
        depth: 0,
    };
    let mut hits = Vec::new();
    let mut place = 0;
    while place < heard.len() {
        if let Some(to) = super::super::clock_time::clock_time(heard, place)
            && date_at(heard, place, today).is_none_or(|found| found.to <= to)
        {
            place = to;
            continue;
        }
        let Some(found) = date_at(heard, place, today) else {
            let beside = bound::day_beside(heard, place, hits.last());
            place = beside.as_ref().map_or(place + 1, |hit| hit.to);
            hits.extend(beside);
            continue;
        };
        let from = place;
        place = found.to.max(place + 1);
        let hit = Hit {
            from,
            to: found.to,
            outcome: found.outcome,
            confidence: found.strength.confidence(),
        };
        let hit = with_range_start(heard, hit, hits.last().map_or(0, |last| last.to));
        hits.push(bound::unless_bound(heard, hit, hits.is_empty()));
    }
    hits
}

/// The places that dates take up, for the recognisers that must leave them alone.
pub(in crate::value) fn spans_of_dates(heard: &Heard, at: &Reference) -> Vec<Range<usize>> {
    let today =
        Today { day: at.now.date_naive(), direction: Direction::Coming, region: None, depth: 0 };
    let mut spans = Vec::new();
    let mut place = 0;
    while place < heard.len() {
        if is_short_fraction(heard, place) || is_closing_decimal(heard, place) {
            place += 3;
            continue;
        }
        match date_at(heard, place, today).filter(|found| found.strength == Strength::Strong) {
            Some(found) => {
                spans.push(place..found.to);
                place = found.to.max(place + 1);
            }
            None => place += 1,
        }
    }
    spans
}

/// The "1.5." that ends an utterance is rather a decimal and a full stop than a day.
fn is_closing_decimal(heard: &Heard, at: usize) -> bool {
    let dotted = |at: usize| heard.is_mark(at, '.') && heard.glued(at);
    let digits = !heard.digits(at).is_empty() && !heard.digits(at + 2).is_empty();
    digits && dotted(at + 1) && heard.glued(at + 2) && dotted(at + 3) && at + 4 == heard.len()
}

/// "1/2" is rather a half than a day, and left to the numbers.
fn is_short_fraction(heard: &Heard, at: usize) -> bool {
    let (over, under) = (heard.digits(at).len(), heard.digits(at + 2).len());
    let joined = heard.is_mark(at + 1, '/') && heard.glued(at + 1) && heard.glued(at + 2);
    let goes_on = heard.is_mark(at + 3, '/') || heard.is_mark(at + 3, '-');
    joined && over > 0 && under > 0 && over + under <= 3 && !goes_on
}

/// The date that begins at a token, by the longest of all readings.
pub(super) fn date_at(heard: &Heard, at: usize, today: Today<'_>) -> Option<Found> {
    if !heard.opens_date(at) || today.depth > DEEPEST || !may_begin(heard, at) {
        return None;
    }
    let strong = |found: (Outcome, usize)| Found {
        outcome: found.0,
        to: found.1,
        strength: Strength::Strong,
    };
    let mut best: Option<Found> = None;
    let mut consider = |found: Option<Found>| {
        if let Some(found) = found
            && best.as_ref().is_none_or(|best| found.to > best.to)
        {
            best = Some(found);
        }
    };
    if heard.digits(at).is_empty() {
        consider(relative::named_day(heard, at, today).map(strong));
        consider(weekday_date(heard, at, today).map(strong));
        consider(holiday_date(heard, at, today).map(strong));
        consider(spoken::month_then_day(heard, at, today).map(|found| {
            let whole = at..found.1;
            strong(with_range_end(heard, found, whole))
        }));
        consider(nth::from_the_end(heard, at, today).map(strong));
        consider(spoken::part_of_period(heard, at, today).map(strong));
        consider(relative::period(heard, at).map(strong));
        consider(nth::period_then_day(heard, at, today).map(strong));
        consider(month_alone(heard, at, today));
    } else {
        consider(numeric::numeric(heard, at, today).map(strong));
        consider(spoken::part_of_period(heard, at, today).map(strong));
    }
    consider(relative::counted(heard, at, today).map(strong));
    consider(nth::counted_weekdays(heard, at, today).map(strong));
    consider(nth::nth_from_anchor(heard, at, today).map(strong));
    consider(said::of_counted_month(heard, at, today).map(strong));
    consider(nth::eve_of(heard, at, today).map(strong));
    consider(said::in_numbers(heard, at, today).map(|(outcome, to)| Found {
        outcome,
        to,
        strength: Strength::Fair,
    }));
    consider(spoken::day_then_month(heard, at, today).map(strong));
    consider(lone_day(heard, at, today));
    best
}

/// Letters, digits or joining marks that touch a place make it part of something else.
fn may_begin(heard: &Heard, at: usize) -> bool {
    if !heard.glued(at) {
        return heard.kind(at).is_some();
    }
    match heard.mark(at - 1) {
        None => false,
        Some('@' | '_' | '.' | '+' | '\\' | '&') => false,
        Some('-') if is_range_end(heard, at) => true,
        Some('-' | '/') => at > 1 && !heard.word(at).is_empty() && heard.digits(at - 2).is_empty(),
        Some(':') => at < 2 || heard.digits(at - 2).is_empty(),
        Some(_) => heard.mark(at).is_none() || heard.digits(at).is_empty(),
    }
}

/// The 5 of "3-5 May".
fn is_range_end(heard: &Heard, at: usize) -> bool {
    let short = |at: usize| (1..=2).contains(&heard.digits(at).len());
    at > 1
        && short(at)
        && short(at - 2)
        && !heard.glued(at - 2)
        && month(heard.word(at + 1)).is_some()
}

/// "Monday, 4 May": both must agree.
fn weekday_date(heard: &Heard, at: usize, today: Today<'_>) -> Option<(Outcome, usize)> {
    let (outcome, to) = relative::weekdays(heard, at, today)?;
    let place = at + usize::from(heard.word(at) == "the");
    let place = place + usize::from(matches!(heard.word(place), "this" | "next" | "coming"));
    let Some(name) = weekday(heard.word(place)) else { return Some((outcome, to)) };
    if to > place + 2 {
        return Some((outcome, to));
    }
    let mut next = to + usize::from(matches!(heard.mark(to), Some(',' | '.')));
    next += usize::from(heard.word(next) == "on");
    let dated = numeric::numeric(heard, next, today)
        .or_else(|| spoken::day_then_month(heard, next, today))
        .or_else(|| spoken::month_then_day(heard, next, today))
        .or_else(|| spoken::bare_day(heard, next, today).map(|(outcome, to, _)| (outcome, to)));
    let dated = dated.or_else(|| spoken::day_of_weekday(heard, next, name, today));
    let Some((date, end)) = dated else { return Some((outcome, to)) };
    Some((agreed(outcome, date, name), end))
}

fn agreed(by_name: Outcome, date: Outcome, name: u32) -> Outcome {
    let values: Vec<&Value> = match &date {
        Ok(meaning) => std::iter::once(&meaning.value).chain(&meaning.alternatives).collect(),
        Err(refusal) => refusal.alternatives.iter().collect(),
    };
    let days: Vec<NaiveDate> = values
        .into_iter()
        .filter_map(|value| if let Value::Date(day) = value { Some(*day) } else { None })
        .collect();
    if let Some(day) = days.iter().find(|day| agrees(**day, name)) {
        return sure(*day);
    }
    let named = by_name
        .ok()
        .and_then(|meaning| if let Value::Date(day) = meaning.value { Some(day) } else { None });
    let Some(day) = days.first() else { return date };
    let offered: Vec<NaiveDate> = std::iter::once(*day).chain(named).collect();
    which(&offered, &format!("{} is another weekday than you said.", in_words(*day)))
}

fn holiday_date(heard: &Heard, at: usize, today: Today<'_>) -> Option<(Outcome, usize)> {
    let start = at + usize::from(heard.word(at) == "the");
    let shift = match heard.word(start) {
        "next" | "this" | "coming" => Some(Direction::Coming),
        "last" => Some(Direction::Past),
        _ => None,
    };
    let place = start + usize::from(shift.is_some());
    let (holiday, days, to) = holiday::holiday_at(heard, place)?;
    if let Some((year, end)) = spoken::year_at(heard, to, today) {
        let day = holiday::in_year(holiday, year, today.region);
        let day = day.and_then(|day| super::calendar::add_days(day, days));
        return Some((day.map_or_else(|| unknown_holiday(heard, place, to), sure), end));
    }
    let today = Today { direction: shift.unwrap_or(today.direction), ..today };
    let outcome = holiday::nearest(holiday, days, today)
        .map_or_else(|| unknown_holiday(heard, place, to), sure);
    Some((outcome, to))
}

fn unknown_holiday(heard: &Heard, from: usize, to: usize) -> Outcome {
    which(
        &[],
        &format!(
            "Different countries keep {} on different days. Which date do you mean?",
            heard.said(from, to)
        ),
    )
}

/// "in May", "June 2026": a month where a day is wanted.
fn month_alone(heard: &Heard, at: usize, today: Today<'_>) -> Option<Found> {
    let joint = usize::from(matches!(
        heard.word(at),
        "in" | "next" | "this" | "during" | "early" | "late" | "mid"
    ));
    month(heard.word(at + joint))?;
    let everyday = is_everyday_word(heard.word(at + joint));
    let (year, number, to) = spoken::month_period(heard, at + joint, today)?;
    let said_year = (to > at + joint + 1).then_some(year);
    if everyday && joint == 0 && to == at + 1 && !(at == 0 && heard.len() == 1) {
        return None;
    }
    Some(Found {
        outcome: which_day_of_month(number, said_year),
        to,
        strength: if joint == 1 || to > at + 1 { Strength::Strong } else { Strength::Weak },
    })
}

/// "the 31st", unless it counts something else ("the third time").
fn lone_day(heard: &Heard, at: usize, today: Today<'_>) -> Option<Found> {
    let (outcome, to, digits) = spoken::bare_day(heard, at, today)?;
    let before = heard.before(at).map_or("", |before| heard.word(before));
    let dated = matches!(
        before,
        "on" | "by" | "until" | "from" | "till" | "for" | "between" | "before" | "after"
    );
    let next = heard.word(to);
    let noun = !next.is_empty() && !AFTER_DAYS.contains(&next);
    if noun || heard.word(at) == "second" && !dated && heard.len() > 1 {
        return None;
    }
    let strength = match (dated && heard.word(at) == "the", digits) {
        (true, _) => Strength::Strong,
        (false, true) => Strength::Fair,
        (false, false) => Strength::Weak,
    };
    Some(Found { outcome, to, strength })
}

#[cfg(test)]
mod tests {
    use super::super::super::VariableType::Date;
    use super::super::super::facts::{found, read_as};

    #[test]
    fn days_are_counted_from_other_days() {
        assert_eq!(read_as(Date, "two days before Christmas"), "2026-12-23");
        assert_eq!(read_as(Date, "the day after Easter Monday"), "2026-04-07");
        assert_eq!(read_as(Date, "in about three weeks"), "2026-03-23");
    }

    #[test]
    fn what_may_be_two_days_is_confirmed() {
        assert_eq!(read_as(Date, "the Saturday after next"), "2026-03-21 ? 2026-03-14");
    }

    #[test]
    fn a_day_that_is_left_out_is_not_taken() {
        assert_eq!(read_as(Date, "any day but Monday"), "!not_this_type");
        assert_eq!(read_as(Date, "this Friday, not next Friday"), "2026-03-06");
    }

    #[test]
    fn counting_from_counting_ends() {
        assert!(found(Date, &"the day after ".repeat(50)).is_empty());
    }
}
