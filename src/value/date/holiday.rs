use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::super::english::holidays::{FOLLOWING, HOLIDAYS, Holiday, regional};
use super::super::heard::Heard;
use super::calendar::{Direction, Today, add_days, easter, nth_weekday, on_or_before};

type Named = (&'static str, Holiday, i64);

/// Names by their first word, so that most words are passed over at once.
static BY_FIRST_WORD: LazyLock<HashMap<&'static str, Vec<Named>>> = LazyLock::new(|| {
    let named = HOLIDAYS.iter().map(|(name, holiday)| (*name, *holiday, 0));
    let mut names: HashMap<&'static str, Vec<Named>> = HashMap::new();
    for named in named.chain(FOLLOWING.iter().copied()) {
        names.entry(named.0.split(' ').next().unwrap_or(named.0)).or_default().push(named);
    }
    names
});

/// A holiday's name at a place: the holiday, days after it, and the token after the name.
pub(super) fn holiday_at(heard: &Heard, at: usize) -> Option<(Holiday, i64, usize)> {
    let word = heard.word(at);
    if word.len() < 2 {
        return None;
    }
    BY_FIRST_WORD
        .get(word)?
        .iter()
        .filter_map(|(name, holiday, days)| Some((*holiday, *days, spelled(heard, at, name)?)))
        .max_by_key(|(_, _, to)| *to)
}

/// The name, where "St." may have its point.
fn spelled(heard: &Heard, at: usize, name: &str) -> Option<usize> {
    if heard.word(at) == "st" && heard.is_mark(at + 1, '.') {
        let rest = name.strip_prefix("st ")?;
        return heard.spaced(at + 2, rest);
    }
    heard.spaced(at, name)
}

/// The day of a holiday in a year.
pub(super) fn in_year(holiday: Holiday, year: i32, region: Option<&str>) -> Option<NaiveDate> {
    match holiday {
        Holiday::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
        Holiday::Easter(days) => add_days(easter(year)?, days),
        Holiday::Nth(month, weekday, nth) => nth_weekday(year, month, weekday, nth),
        Holiday::Before(month, day, weekday, weeks) => {
            let eve = add_days(NaiveDate::from_ymd_opt(year, month, day)?, -1)?;
            add_days(on_or_before(eve, weekday)?, -7 * weeks)
        }
        Holiday::ByRegion(name) => match regional(name, region)? {
            Holiday::ByRegion(_) => None,
            fixed => in_year(fixed, year, region),
        },
    }
}

/// The next (or last) time a holiday comes.
pub(super) fn nearest(holiday: Holiday, days: i64, today: Today<'_>) -> Option<NaiveDate> {
    let year = today.day.year();
    (0..9).find_map(|step| {
        let year = if today.direction == Direction::Coming { year + step } else { year - step };
        let found = add_days(in_year(holiday, year, today.region)?, days)?;
        let fits = match today.direction {
            Direction::Coming => found >= today.day,
            Direction::Past => found <= today.day,
        };
        fits.then_some(found)
    })
}
