use chrono::{Datelike, NaiveDate};

use super::super::Value;
use super::super::clock_time::clock_time;
use super::super::english::calendar::{is_range_word, month};
use super::super::heard::Heard;
use super::super::hit::Hit;
use super::days::{Outcome, which};
use super::spoken::day_number;

/// "3 to 5 May": the first day borrows the month of the second.
pub(super) fn add_range_start(heard: &Heard, hits: &mut Vec<Hit>, hit: &Hit) {
    let Ok(meaning) = &hit.outcome else { return };
    let Value::Date(end) = meaning.value else { return };
    let Some(joint) = heard
        .before(hit.from)
        .map(|before| before.saturating_sub(usize::from(heard.word(before) == "the")))
    else {
        return;
    };
    let joins = is_joint(heard, joint);
    if !joins || hits.last().is_some_and(|last| last.to > joint.saturating_sub(3)) {
        return;
    }
    let start = (joint.saturating_sub(3)..joint).find_map(|from| {
        let (day, to, _) = day_number(heard, from)?;
        (to == joint).then_some((from, day))
    });
    let Some((from, day)) = start else { return };
    if let Some(first) = end.with_day(day) {
        hits.push(Hit::sure(from, joint, Value::Date(first)));
    }
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
