use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::super::english::calendar::CalendarUnit;

/// Which way a day without a year is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// The next to come.
    Coming,
    /// The last that was.
    Past,
}

/// Today, the direction and the country: all that an unfinished date is read against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Today<'a> {
    /// The day of the utterance in the agent's zone.
    pub day: NaiveDate,
    /// Where days without a year lie.
    pub direction: Direction,
    /// The country's code.
    pub region: Option<&'a str>,
    /// How many dates are being read that this one is counted from.
    pub depth: u8,
}

impl Today<'_> {
    /// The same for a date that another is counted from ("the day after Easter").
    pub fn deeper(self) -> Self {
        Self { depth: self.depth.saturating_add(1), ..self }
    }
}

/// How often a date may be counted from another date.
pub(super) const DEEPEST: u8 = 3;

/// A day moved by days, staying inside the calendar.
pub(super) fn add_days(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let amount = Days::new(days.unsigned_abs());
    if days < 0 { day.checked_sub_days(amount) } else { day.checked_add_days(amount) }
}

/// A day moved by months; the 31st becomes the last day of a shorter month.
pub(super) fn add_months(day: NaiveDate, months: i32) -> Option<NaiveDate> {
    let amount = Months::new(months.unsigned_abs());
    if months < 0 { day.checked_sub_months(amount) } else { day.checked_add_months(amount) }
}

/// A day moved by so many units.
pub(super) fn add_units(day: NaiveDate, count: i64, unit: CalendarUnit) -> Option<NaiveDate> {
    match unit {
        CalendarUnit::Days(days) => add_days(day, count.checked_mul(days)?),
        CalendarUnit::Months(months) => {
            add_months(day, i32::try_from(count).ok()?.checked_mul(months)?)
        }
        CalendarUnit::WorkingDays => add_working_days(day, count),
    }
}

fn add_working_days(day: NaiveDate, count: i64) -> Option<NaiveDate> {
    let (mut day, mut left) = (day, count.unsigned_abs().min(5_000));
    while left > 0 {
        day = add_days(day, count.signum())?;
        left -= u64::from(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
    }
    Some(day)
}

/// The day in this year that a month and day mean, looking in the direction.
pub(super) fn without_year(month: u32, day: u32, today: Today<'_>) -> Option<NaiveDate> {
    let year = today.day.year();
    let years: [i32; 10] = std::array::from_fn(|nth| {
        let nth = i32::try_from(nth).unwrap_or(0);
        if today.direction == Direction::Coming { year + nth } else { year - nth }
    });
    years.into_iter().filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)).find(|found| {
        match today.direction {
            Direction::Coming => *found >= today.day,
            Direction::Past => *found <= today.day,
        }
    })
}

/// The next (or last) month that has this day.
pub(super) fn day_of_month(day: u32, today: Today<'_>) -> Option<NaiveDate> {
    let first = today.day.with_day(1)?;
    (0..13).find_map(|months| {
        let found = match today.direction {
            Direction::Coming => add_months(first, months)?.with_day(day)?,
            Direction::Past => add_months(first, -months)?.with_day(day)?,
        };
        let fits = match today.direction {
            Direction::Coming => found >= today.day,
            Direction::Past => found <= today.day,
        };
        fits.then_some(found)
    })
}

/// A year of two digits made whole: at most 20 years ahead, none ahead where the past is meant.
pub(super) fn full_year(two_digits: i32, today: Today<'_>) -> i32 {
    let century = today.day.year() / 100 * 100;
    let ahead = if today.direction == Direction::Past { 0 } else { 20 };
    let year = century + two_digits;
    if year > today.day.year() + ahead { year - 100 } else { year }
}

/// The first day with this weekday (days after Monday) on or after a day.
pub(super) fn on_or_after(day: NaiveDate, weekday: u32) -> Option<NaiveDate> {
    let ahead = (7 + weekday - day.weekday().num_days_from_monday()) % 7;
    add_days(day, ahead.into())
}

/// The last day with this weekday on or before a day.
pub(super) fn on_or_before(day: NaiveDate, weekday: u32) -> Option<NaiveDate> {
    let back = (7 + day.weekday().num_days_from_monday() - weekday) % 7;
    add_days(day, -i64::from(back))
}

/// The Monday of a day's week.
pub(super) fn monday(day: NaiveDate) -> Option<NaiveDate> {
    on_or_before(day, 0)
}

/// The last day of a month.
pub(super) fn last_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    add_days(add_months(NaiveDate::from_ymd_opt(year, month, 1)?, 1)?, -1)
}

/// The nth such weekday of a month; 5 and more is the last.
pub(super) fn nth_weekday(year: i32, month: u32, weekday: u32, nth: u8) -> Option<NaiveDate> {
    if nth >= 5 {
        return on_or_before(last_of_month(year, month)?, weekday);
    }
    let first = on_or_after(NaiveDate::from_ymd_opt(year, month, 1)?, weekday)?;
    add_days(first, 7 * (i64::from(nth) - 1))
}

/// Easter Sunday of the western churches (Meeus, Jones, Butcher).
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let correction = (century + 8) / 25;
    let epact = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30;
    let offset = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let shift = (golden + 11 * epact + 22 * offset) / 451;
    let sum = epact + offset - 7 * shift + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(sum / 31).ok()?, u32::try_from(sum % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    #[test]
    fn easter_is_where_the_tables_have_it() {
        assert_eq!(easter(2024), day(2024, 3, 31));
        assert_eq!(easter(2026), day(2026, 4, 5));
        assert_eq!(easter(2038), day(2038, 4, 25));
    }

    #[test]
    fn weekdays_of_a_month_are_counted() {
        assert_eq!(nth_weekday(2026, 11, 3, 4), day(2026, 11, 26));
        assert_eq!(nth_weekday(2026, 5, 0, 5), day(2026, 5, 25));
    }
}
