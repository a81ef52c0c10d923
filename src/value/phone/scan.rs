use std::cell::LazyCell;
use std::ops::Range;

use super::super::clock_time::clock_time;
use super::super::english::requests::{AREA_CODES, is_introduced_otherwise, is_phone_word};
use super::super::heard::Heard;
use super::super::hit::{Hit, Meaning};
use super::super::{Reading, Reference, Refusal, RefusalKind, Spec, Value, answer, date};
use super::digits::{Run, run_at};
use super::plan::checked;

/// How many words of an answer may be about something else.
const BUDGET: usize = 8;

/// Reads a whole answer as a phone number.
pub(in crate::value) fn parse(
    spec: &Spec,
    heard: &Heard,
    at: &Reference,
) -> Result<Reading, Refusal> {
    if !has_digits(heard) {
        return Err(answer::no_match(spec));
    }
    let runs = runs(heard, at);
    if let Some(hit) = behind_area_code(heard, &runs, at) {
        return answer::settle(spec, heard, vec![hit], BUDGET);
    }
    let mut hits: Vec<Hit> = runs
        .iter()
        .filter(|run| digit_count(run) >= 3 || heard.len() < run.to - run.from + 2)
        .filter(|run| run.dialled.starts_with('+') || !is_another_number(heard, run.from))
        .map(|run| hit(run, at))
        .collect();
    let whole_before = hits.iter().any(|hit| hit.outcome.is_ok());
    hits = answer::kept(heard, hits);
    if whole_before && !hits.is_empty() && hits.iter().all(|hit| hit.outcome.is_err()) {
        return Err(only_a_part());
    }
    if hits.iter().any(|hit| hit.outcome.is_ok()) {
        hits.retain(|hit| hit.outcome.is_ok());
    }
    answer::settle(spec, heard, hits, BUDGET)
}

/// "0151 23456789, no, 2672": what replaces the number is no whole one.
fn only_a_part() -> Refusal {
    Refusal::new(
        RefusalKind::Ambiguous,
        "I heard a correction, but only of a part. Could you say the whole number again?",
    )
}

/// "the area code is 650 and the number is 253 0000": two runs are one number.
fn behind_area_code(heard: &Heard, runs: &[Run], at: &Reference) -> Option<Hit> {
    let [code, rest] = runs else { return None };
    let named = (code.from.saturating_sub(3)..rest.from)
        .any(|place| heard.any_phrase(place, AREA_CODES).is_some());
    if !named || digit_count(code) > 5 || digit_count(rest) < 5 {
        return None;
    }
    let dialled = format!("{}{}", code.dialled, rest.dialled);
    let hit = hit(&Run { from: code.from, to: rest.to, dialled, formatted: true }, at);
    hit.outcome.is_ok().then_some(hit)
}

/// All valid phone numbers inside an utterance.
pub(in crate::value) fn scan(heard: &Heard, at: &Reference) -> Vec<Hit> {
    if !has_digits(heard) {
        return Vec::new();
    }
    long_runs(heard, at).filter(|hit| hit.outcome.is_ok()).collect()
}

/// What is as long as a phone number inside an utterance and is none.
pub(in crate::value) fn scan_broken(heard: &Heard, at: &Reference) -> Vec<Hit> {
    if !has_digits(heard) {
        return Vec::new();
    }
    long_runs(heard, at).filter(|hit| hit.outcome.is_err()).collect()
}

fn long_runs<'h>(heard: &'h Heard, at: &'h Reference) -> impl Iterator<Item = Hit> + 'h {
    runs(heard, at)
        .into_iter()
        .filter(|run| (7..=18).contains(&digit_count(run)))
        .filter(|run| run.dialled.starts_with('+') || !is_another_number(heard, run.from))
        .map(|run| hit(&run, at))
}

fn hit(run: &Run, at: &Reference) -> Hit {
    match checked(&run.dialled, at.region) {
        Ok((number, others)) => {
            let confidence = if run.formatted || run.dialled.starts_with('0') { 0.95 } else { 0.6 };
            let alternatives = others.into_iter().map(Value::Phone).collect();
            let meaning = Meaning { value: Value::Phone(number), alternatives };
            Hit::meaning(run.from, run.to, meaning).with_confidence(confidence)
        }
        Err(refusal) => Hit::broken(run.from, run.to, refusal),
    }
}

fn has_digits(heard: &Heard) -> bool {
    (0..heard.len()).any(|at| !heard.digits(at).is_empty() || heard.number(at).is_some())
}

fn digit_count(run: &Run) -> usize {
    run.dialled.bytes().filter(u8::is_ascii_digit).count()
}

/// Whether the words before call it something else ("order 30123456"), and not a phone number too.
fn is_another_number(heard: &Heard, at: usize) -> bool {
    is_introduced_otherwise(heard, at)
        && !(at.saturating_sub(4)..at).any(|place| is_phone_word(heard.word(place)))
}

/// Runs of digits that are no dates, times, identifiers or decimals.
fn runs(heard: &Heard, at: &Reference) -> Vec<Run> {
    let dates = LazyCell::new(|| date::spans_of_dates(heard, at));
    let mut runs = Vec::new();
    let mut place = 0;
    while place < heard.len() {
        let Some(run) = run_at(heard, place) else {
            place += 1;
            continue;
        };
        place = run.to.max(place + 1);
        let count = digit_count(&run);
        let dated = !run.dialled.starts_with('+') && count <= 8 && is_dated(&dates, &run);
        let timed = count <= 4 && clock_time(heard, run.from).is_some();
        let machine = is_machine_address(heard, &run) && checked(&run.dialled, at.region).is_err();
        if !dated && !timed && !machine && stands_alone(heard, &run) {
            runs.push(run);
        }
    }
    runs
}

/// Whether a day takes up most of a run.
fn is_dated(dates: &[Range<usize>], run: &Run) -> bool {
    dates.get(dates.partition_point(|span| span.end < run.to)).is_some_and(|span| {
        span.start <= run.from && run.to <= span.end && span.len() * 2 > run.to - run.from
    })
}

/// "192.168.0.1": four numbers below 256 with points between them.
fn is_machine_address(heard: &Heard, run: &Run) -> bool {
    run.to - run.from == 7
        && (run.from..run.to).all(|at| {
            if (at - run.from).is_multiple_of(2) {
                heard.digits(at).parse::<u8>().is_ok()
            } else {
                heard.is_mark(at, '.') && heard.glued(at) && heard.glued(at + 1)
            }
        })
}

fn stands_alone(heard: &Heard, run: &Run) -> bool {
    let before = !heard.glued(run.from)
        || heard
            .mark(run.from - 1)
            .is_some_and(|mark| !matches!(mark, '-' | '_' | '@' | '/' | '.'));
    let after = !heard.glued(run.to)
        || heard.mark(run.to).is_some_and(|mark| {
            let joins = matches!(mark, '-' | '.' | ':') && heard.glued(run.to + 1);
            !joins && !matches!(mark, '@' | '_' | '%')
        });
    let decimal = run.dialled.len() < 8
        && (run.from..run.to).any(|at| {
            heard.is_mark(at, '.') && !is_local_form(heard, at)
                || heard.is_mark(at, ',') && heard.glued(at + 1)
        });
    before && after && !decimal
}

/// "555.0123": three digits and four, which no decimal has.
fn is_local_form(heard: &Heard, point: usize) -> bool {
    let before = heard.before(point).map_or("", |before| heard.digits(before));
    before.len() == 3 && heard.digits(point + 1).len() == 4
}

#[cfg(test)]
mod tests {
    use super::super::super::VariableType::Phone;
    use super::super::super::facts::{found, read_as};

    #[test]
    fn written_and_spoken_numbers_are_one() {
        for said in [
            "0151 12345678",
            "+49 (0)151 / 123 456 78",
            "oh one five one, one two three four five six seven eight",
            "plus forty-nine one five one one two three four five six seven eight",
        ] {
            assert_eq!(read_as(Phone, said), "+4915112345678", "{said}");
        }
    }

    #[test]
    fn dates_and_orders_are_no_phone_numbers() {
        assert!(found(Phone, "on 03.04.2026 at 17:30").is_empty());
        assert!(found(Phone, "order 30123456").is_empty());
    }

    #[test]
    fn what_is_wrong_with_a_number_is_told_apart() {
        assert_eq!(read_as(Phone, "0151 1234567890123456"), "!too_long");
        assert_eq!(read_as(Phone, "+49 1"), "!too_short");
    }
}
