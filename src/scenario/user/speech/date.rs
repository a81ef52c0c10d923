use chrono::{Datelike, NaiveDate};

use super::super::english::{RELATIVE_DAYS, days_ahead, month, ordinal, year};

/// Days ahead within which a day needs no year.
const NEAR: i64 = 300;
/// Most days that are counted: "in twelve days".
const COUNTED: i64 = 28;

/// A day with its year: "3 March 2026".
pub(super) fn written(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month(day.month()), day.year())
}

/// A day in words; the year only where it is not the next such day.
pub(super) fn spoken(day: NaiveDate, today: NaiveDate) -> String {
    let said = format!("the {} of {}", ordinal(day.day()), month(day.month()));
    let ahead = (day - today).num_days();
    match u32::try_from(day.year()) {
        Ok(of) if !(0..NEAR).contains(&ahead) => format!("{said} {}", year(of)),
        _ => said,
    }
}

/// A day from today on, where people say it so.
pub(super) fn relative(day: NaiveDate, today: NaiveDate) -> Option<String> {
    let ahead = (day - today).num_days();
    if let Some((_, word)) = RELATIVE_DAYS.iter().find(|(days, _)| *days == ahead) {
        return Some((*word).to_owned());
    }
    if (3..7).contains(&ahead) {
        return Some(day.format("this coming %A").to_string());
    }
    if is_next_week(day, today) {
        return Some(day.format("next %A").to_string());
    }
    let days = u32::try_from(ahead).ok()?;
    (8..=COUNTED).contains(&ahead).then(|| days_ahead(days))
}

/// Whether a day lies in the calendar week after this one, a week or more from now: what "next
/// Friday" means to everybody.
fn is_next_week(day: NaiveDate, today: NaiveDate) -> bool {
    let monday = |day: NaiveDate| {
        day - chrono::TimeDelta::days(i64::from(day.weekday().num_days_from_monday()))
    };
    (day - today).num_days() > 7 && (monday(day) - monday(today)).num_days() == 7
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_spoken_with_its_year_only_where_it_is_far() {
        let today = day("2026-03-02");
        assert_eq!(spoken(day("2026-03-05"), today), "the fifth of March");
        assert_eq!(spoken(day("2025-05-21"), today), "the twenty-first of May twenty twenty five");
        assert_eq!(written(day("2026-03-05")), "5 March 2026");
    }

    #[test]
    fn near_days_are_said_from_today_on() {
        let monday = day("2026-03-02");
        let said = |text: &str| relative(day(text), monday);
        assert_eq!(said("2026-03-03").unwrap(), "tomorrow");
        assert_eq!(said("2026-03-06").unwrap(), "this coming Friday");
        assert_eq!(said("2026-03-13").unwrap(), "next Friday");
        assert_eq!(said("2026-03-16").unwrap(), "in two weeks");
        assert_eq!(said("2026-03-18").unwrap(), "in sixteen days");
        assert_eq!(said("2026-06-01"), None);
    }
}
