use super::super::english::calendar::{
    DATE_BOUNDS, DATE_BOUNDS_BEHIND, is_range_word, plural_weekday, unit,
};
use super::super::english::numbers::{is_ordinal_suffix, ordinal_word};
use super::super::english::recurrence::{is_recurring, is_repeated, joins_recurring};
use super::super::heard::Heard;
use super::super::hit::Hit;
use super::super::{Refusal, RefusalKind, Value};
use super::calendar::add_days;

/// The hit, unless the words around it make it a limit ("before Friday", "May 1st or later").
pub(super) fn unless_bound(heard: &Heard, hit: Hit, first: bool) -> Hit {
    let Ok(meaning) = &hit.outcome else { return hit };
    let before = DATE_BOUNDS.iter().any(|phrase| {
        let words = phrase.split(' ').count();
        let start = hit.from.checked_sub(words);
        start.is_some_and(|start| heard.spaced(start, phrase) == Some(hit.from))
    });
    let before = before || recurs(heard, &hit);
    let spans = first && is_end_of_span(heard, hit.from);
    if !before && !spans && heard.any_phrase(hit.to, DATE_BOUNDS_BEHIND).is_none() {
        return hit;
    }
    let refusal = Refusal::new(
        RefusalKind::Ambiguous,
        "That leaves several days open. Which day exactly do you mean?",
    );
    let offered = vec![meaning.value.clone()];
    Hit::broken(hit.from, hit.to, refusal.offering(offered))
}

/// "every other week on Monday", "the first Friday of each month", "once a week on Friday": many days.
fn recurs(heard: &Heard, hit: &Hit) -> bool {
    let joins = |at: &usize| joins_recurring_at(heard, *at);
    let reach = (hit.from.saturating_sub(FARTHEST)..hit.from).rev().take_while(joins).last();
    let first = reach.unwrap_or(hit.from);
    let before = first.checked_sub(1).map_or("", |before| heard.word(before));
    let counted = is_repeated(before) && (first..hit.to).any(|at| unit(heard.word(at)).is_some());
    let behind = (hit.to..hit.to + FARTHEST).find(|at| !joins(at));
    is_recurring(before) || counted || behind.is_some_and(|behind| is_recurring(heard.word(behind)))
}

fn joins_recurring_at(heard: &Heard, at: usize) -> bool {
    let word = heard.word(at);
    !heard.digits(at).is_empty()
        || heard.number(at).is_some()
        || ordinal_word(word).is_some()
        || is_ordinal_suffix(word)
        || joins_recurring(word)
        || unit(word).is_some()
        || plural_weekday(word).is_some()
}

/// How many words may stand between "every" and its day.
const FARTHEST: usize = 8;

/// "from now until Friday".
fn is_end_of_span(heard: &Heard, at: usize) -> bool {
    let until = at > 0 && is_range_word(heard.word(at - 1));
    until && (at.saturating_sub(5)..at).any(|place| heard.word(place) == "from")
}

/// "tomorrow or the day after": counted from the day before it in the utterance.
pub(super) fn day_beside(heard: &Heard, at: usize, last: Option<&Hit>) -> Option<Hit> {
    let days = match (heard.spaced(at, "the day after"), heard.spaced(at, "the day before")) {
        (Some(_), _) => 1,
        (_, Some(_)) => -1,
        _ => return None,
    };
    let to = at + 3;
    let ends = to >= heard.len() || heard.mark(to).is_some() || heard.word(to) == "please";
    let Value::Date(day) = last?.outcome.as_ref().ok()?.value else { return None };
    ends.then(|| Some(Hit::sure(at, to, Value::Date(add_days(day, days)?))))?
}

#[cfg(test)]
mod tests {
    use super::super::super::VariableType::Date;
    use super::super::super::facts::read_as;

    #[test]
    fn a_limit_is_no_day() {
        assert_eq!(read_as(Date, "before Friday"), "!ambiguous");
        assert_eq!(read_as(Date, "May 1st or later"), "!ambiguous");
        assert_eq!(read_as(Date, "the day before Christmas"), "2026-12-24");
    }

    #[test]
    fn the_day_after_is_counted_from_the_day_said_before() {
        assert_eq!(read_as(Date, "tomorrow or the day after"), "!several");
        assert_eq!(read_as(Date, "not tomorrow, the day after"), "2026-03-04");
    }
}
