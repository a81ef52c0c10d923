//! Speed of the value recognisers: `parse`, `find` over all types, and growth with the input.
#![allow(missing_docs)]
#![expect(clippy::expect_used, reason = "a bench may fail loudly")]

use chrono::DateTime;
use chrono_tz::Tz;
use divan::{Bencher, black_box};
use rehearsal::value::{Pattern, Reference, Region, Spec, VariableType, find, parse};

fn main() {
    divan::main();
}

fn reference() -> Reference {
    let now = DateTime::parse_from_rfc3339("2026-03-02T10:00:00+01:00").expect("a time");
    Reference { now: now.with_timezone(&Tz::Europe__Berlin), region: Region::parse("DE") }
}

const ANSWERS: &[(VariableType, &str)] = &[
    (VariableType::Integer, "I think it's about two thousand five hundred"),
    (VariableType::Float, "one and a half"),
    (VariableType::Boolean, "yep go ahead"),
    (VariableType::Date, "the first Monday in June"),
    (VariableType::Date, "on the third of May please"),
    (VariableType::Email, "john dot smith at gmail dot com"),
    (VariableType::Phone, "oh one five one, one two three four five six seven eight"),
    (VariableType::String, "my order number is O R D dash one two three four five"),
];

#[divan::bench(args = 0..ANSWERS.len())]
fn parse_answer(bencher: Bencher, nth: usize) {
    let (kind, text) = ANSWERS[nth];
    let mut spec = Spec::of(kind);
    spec.example = (kind == VariableType::String).then(|| "ORD-12345".to_owned());
    let at = reference();
    let _ = parse(&spec, text, &at);
    bencher.bench(|| parse(black_box(&spec), black_box(text), &at));
}

const UTTERANCE: &str = "Where is my order? It's ORD 99999, customer four eight two one three, PIN 4821, \
    please write to john dot smith at gmail dot com or call 0151 12345678 before the third of May, thanks a lot, bye now";

fn specs() -> Vec<Spec> {
    VariableType::ALL
        .into_iter()
        .map(|kind| {
            let mut spec = Spec::of(kind);
            if kind == VariableType::String {
                spec.example = Some("ORD-12345".to_owned());
                spec.pattern = Pattern::new(r"ORD-\d{5}").ok();
            }
            spec
        })
        .collect()
}

#[divan::bench]
fn find_all_types(bencher: Bencher) {
    let (specs, at) = (specs(), reference());
    for spec in &specs {
        let _ = find(spec, UTTERANCE, &at);
    }
    bencher.bench(|| {
        specs.iter().map(|spec| find(spec, black_box(UTTERANCE), &at).len()).sum::<usize>()
    });
}

#[divan::bench(args = [1, 10, 100, 1000])]
fn find_grows_with_the_input(bencher: Bencher, times: usize) {
    let (specs, at) = (specs(), reference());
    let text = UTTERANCE.repeat(times);
    bencher
        .bench(|| specs.iter().map(|spec| find(spec, black_box(&text), &at).len()).sum::<usize>());
}
