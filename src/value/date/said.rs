use super::super::english::fillers::is_filler;
use super::super::english::numbers::NumberWord;
use super::super::heard::Heard;
use super::super::number::sub_hundred;
use super::calendar::Today;
use super::days::Outcome;
use super::numeric::{exact, in_either_order, yearless};
use super::spoken::{day_number, year_at, year_in_words};

/// "five eleven twenty twenty six": a day, a month and a year said as bare numbers.
pub(super) fn in_numbers(heard: &Heard, at: usize, today: Today<'_>) -> Option<(Outcome, usize)> {
    if continues_row(heard, at) {
        return None;
    }
    if let Some(found) = year_first(heard, at) {
        return Some(found);
    }
    let (first, middle) = part(heard, at)?;
    let (second, year_place) = part(heard, middle)?;
    let (year, to) = whole_year(heard, year_place)?;
    if heard.number(to).is_some() || !heard.digits(to).is_empty() {
        return None;
    }
    Some((in_either_order((first, second), ' ', |month, day| exact(year, month, day), today), to))
}

/// "2026 05 04": blanks for hyphens.
fn year_first(heard: &Heard, at: usize) -> Option<(Outcome, usize)> {
    let part = |at: usize| {
        let digits = heard.digits(at);
        digits.parse::<u32>().ok().filter(|_| digits.len() == 2 && !heard.glued(at))
    };
    let year = heard.digits(at).parse().ok().filter(|year| (1900..2100).contains(year))?;
    let (month, day) = (part(at + 1)?, part(at + 2)?);
    let ends = !heard.glued(at + 3) && heard.digits(at + 3).is_empty();
    (heard.digits(at).len() == 4 && ends).then(|| (exact(year, month, day), at + 3))
}

/// A number stands before, so that this is the middle of a longer row.
fn continues_row(heard: &Heard, at: usize) -> bool {
    at > 0 && (heard.number(at - 1).is_some() || !heard.digits(at - 1).is_empty())
}

/// A day or a month as a number: "five", "oh five", "zero five", "thirty one", "5".
fn part(heard: &Heard, at: usize) -> Option<(u32, usize)> {
    let digits = heard.digits(at);
    if !digits.is_empty() {
        let value = digits.parse().ok().filter(|_| digits.len() <= 2)?;
        return (!heard.glued(at + 1)).then_some((value, at + 1));
    }
    let zero = matches!(heard.number(at), Some(NumberWord::Oh | NumberWord::Unit(0)));
    let (value, to) = sub_hundred(heard, at + usize::from(zero))?;
    let fits = if zero { (1..=9).contains(&value) } else { (1..=31).contains(&value) };
    fits.then_some((value.into(), to))
}

/// Only a year with its century closes such a row.
fn whole_year(heard: &Heard, at: usize) -> Option<(i32, usize)> {
    let digits = heard.digits(at);
    let written = (digits.len() == 4 && !heard.glued(at) && !heard.glued(at + 1))
        .then(|| digits.parse().ok())
        .flatten();
    match written {
        Some(year) => (1900..2100).contains(&year).then_some((year, at + 1)),
        None => year_in_words(heard, at),
    }
}

/// "the fourth of the eighth": the month is counted too.
pub(super) fn of_counted_month(
    heard: &Heard,
    at: usize,
    today: Today<'_>,
) -> Option<(Outcome, usize)> {
    let at = at + usize::from(heard.word(at) == "the");
    let (day, after, ordinal) = day_number(heard, at)?;
    if !ordinal || heard.word(after) != "of" {
        return None;
    }
    let article = heard.word(after + 1) == "the";
    let (month, to, counted) = day_number(heard, after + 1 + usize::from(article))?;
    let next = heard.word(to);
    let year = year_at(heard, to, today);
    let noun = year.is_none() && !article || year.is_none() && !next.is_empty() && !is_filler(next);
    if !counted || !(1..=12).contains(&month) || noun {
        return None;
    }
    Some(match year {
        Some((year, end)) => (exact(year, month, day), end),
        None => (yearless(month, day, today), to),
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::VariableType::{Date, Integer};
    use super::super::super::facts::read_as;

    #[test]
    fn a_date_in_bare_numbers_is_confirmed_where_both_orders_hold() {
        let read = read_as(Date, "five eleven twenty twenty six");
        assert_eq!(read, "2026-11-05 ? 2026-05-11");
        assert_eq!(read_as(Date, "thirty one twelve twenty twenty six"), "2026-12-31");
        assert_eq!(read_as(Integer, "four eight two one"), "4821");
    }

    #[test]
    fn a_counted_month_is_the_month() {
        assert_eq!(read_as(Date, "the fourth of the eighth twenty twenty six"), "2026-08-04");
        assert_eq!(read_as(Date, "the first of the third"), "2027-03-01");
    }
}
