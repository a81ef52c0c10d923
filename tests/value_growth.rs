//! Long texts are read in linear time and on a small stack.
#![allow(missing_docs)]
#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and looks at the clock"
)]

use std::time::{Duration, Instant};

use chrono::DateTime;
use chrono_tz::Tz;
use rehearsal::value::{Pattern, Reference, Region, Spec, VariableType, find, parse};

/// Pieces that are hard when they are repeated: nothing ends a run, a local part or a number.
const PIECES: &[&str] = &[
    "word ",
    "five ",
    "5 ",
    "5",
    "5-",
    "a",
    "a@",
    "@",
    "john dot smith at gmail dot com ",
    "at at ",
    "dot at ",
    "a dot ",
    "at gmail dot ",
    "one hundred ",
    "plus five ",
    "(0) ",
    "double ",
    "minus ",
    "no yes ",
    "not ",
    "the ",
    "next ",
    "the first of ",
    "5/",
    "5,",
    "five hundred thousand and ",
    "\"",
    "a.",
    "O R D dash ",
    "0151 12345678 ",
    "the third of May ",
    "\u{301}",
    "½",
];

/// Bytes of each text; `GROWTH=1048576` reads a megabyte, in a release build in well under a second each.
const WANTED: usize = 1 << 14;

/// Generous for a debug build beside other work; what is quadratic takes minutes.
const LIMIT: Duration = Duration::from_secs(20);

fn specs() -> Vec<Spec> {
    let mut specs: Vec<Spec> = VariableType::ALL.into_iter().map(Spec::of).collect();
    specs.push(Spec {
        example: Some("ORD-12345".to_owned()),
        pattern: Pattern::new(r"ORD-\d{5}").ok(),
        ..Spec::of(VariableType::String)
    });
    specs
}

fn longest_reading(piece: &str, wanted: usize) -> (Duration, String) {
    let now = DateTime::parse_from_rfc3339("2026-03-02T10:00:00Z").expect("a time");
    let at = Reference { now: now.with_timezone(&Tz::UTC), region: Region::parse("DE") };
    let text = piece.repeat(wanted / piece.len());
    let mut longest = (Duration::ZERO, String::new());
    for spec in specs() {
        let start = Instant::now();
        let _ = parse(&spec, &text, &at);
        let parsed = start.elapsed();
        let _ = find(&spec, &text, &at);
        let found = start.elapsed() - parsed;
        for (time, mode) in [(parsed, "parse"), (found, "find")] {
            if time > longest.0 {
                longest = (time, format!("{mode} of {:?}", spec.variable_type));
            }
        }
    }
    longest
}

#[test]
fn long_texts_are_read_in_linear_time_on_a_small_stack() {
    let wanted = std::env::var("GROWTH").map_or(WANTED, |size| size.parse().expect("bytes"));
    for piece in PIECES {
        let reader = std::thread::Builder::new()
            .stack_size(512 * 1024)
            .spawn(move || longest_reading(piece, wanted))
            .expect("a thread");
        let (time, what) = reader.join().expect("no overflow");
        println!("{piece:?}: {time:?} at most, {what}");
        assert!(time < LIMIT, "{what} of {piece:?} takes {time:?}");
    }
}
