use chrono::{Datelike, NaiveDate};

use super::super::clock_time::clock_time;
use super::super::english::calendar::{is_range_word, month};
use super::super::heard::Heard;
use super::super::hit::Hit;
use super::super::{Refusal, RefusalKind, Value};
use super::calendar::add_months;
use super::days::{Outcome, in_words, which};
use super::spoken::day_number;

/// "3 to 5 May": the first day borrows the month of the second, and neither is taken alone.
pub(super) fn with_range_start(heard: &Heard, hit: Hit, floor: usize) -> Hit {
    match range_start(heard, &hit, floor) {
        Some((from, days)) => {
            let message = format!(
                "I heard more than one day: {} and {}. Which one do you mean?",
                in_words(days[0]),
                in_words(days[1])
            );
            let refusal = Refusal::new(RefusalKind::Several, message)
                .offering(days.into_iter().map(Value::Date).collect());
            Hit::broken(from, hit.to, refusal)
        }
        None => hit,
    }
}

fn range_start(heard: &Heard, hit: &Hit, floor: usize) -> Option<(usize, [NaiveDate; 2])> {
    let Value::Date(end) = hit.outcome.as_ref().ok()?.value else { return None };
    let before = heard.before(hit.from)?;
    let joint = before.saturating_sub(usize::from(heard.word(before) == "the"));
    let earliest = joint.saturating_sub(3);
    if !is_joint(heard, joint) || floor > earliest {
        return None;
    }
    let (from, day) = (earliest..joint).find_map(|from| {
        let (day, to, _) = day_number(heard, from)?;
        (to == joint).then_some((from, day))
    })?;
    let first = end.with_day(day)?;
    let first = if first > end { add_months(first, -1)? } else { first };
    Some((from, [first, end]))
}

fn is_joint(heard: &Heard, at: usize) -> bool {
    heard.is_mark(at, '-')
        || is_range_word(heard.word(at))
        || matches!(heard.word(at), "and" | "or")
}

/// "March 5 to 9", "March 5-9": the second day borrows the month of the first.
pub(super) fn with_range_end(
    heard: &Heard,
    first: (Outcome, usize),
    whole: std::ops::Range<usize>,
) -> (Outcome, usize) {
    let (outcome, at) = first;
    let Some(day) = day_of(&outcome) else { return (outcome, at) };
    let month_last = month(heard.word(at - 1)).is_some();
    let named = whole.clone().any(|place| month(heard.word(place)).is_some());
    if !named || month_last || !is_joint(heard, at) || heard.digits(at - 1).len() > 2 {
        return (outcome, at);
    }
    let place = at + 1 + usize::from(heard.word(at + 1) == "the");
    let timed = clock_time(heard, place).is_some();
    let Some((second, to, _)) = day_number(heard, place).filter(|_| !timed) else {
        return (outcome, at);
    };
    let ends = to >= heard.len() || heard.word(to).is_empty() && heard.digits(to).is_empty();
    let named_next = month(heard.word(to)).is_some() || heard.word(to) == "of";
    match day.with_day(second) {
        Some(end)
            if !named_next && (ends || is_range_word(heard.word(at)) || heard.is_mark(at, '-')) =>
        {
            (which(&[day, end], "I need a single day."), to)
        }
        _ => (outcome, at),
    }
}

fn day_of(outcome: &Outcome) -> Option<NaiveDate> {
    match outcome.as_ref().ok()?.value {
        Value::Date(day) => Some(day),
        _ => None,
    }
}
