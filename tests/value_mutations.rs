//! The lines of the corpus, cut, spliced and garbled: no recogniser may break a law on them.
//!
//! `VALUE_MUTATIONS` says how many texts are tried (by default few), `VALUE_SEED` which ones. A text that breaks a
//! law is printed; add it to `CRASHES`, so that it is tried for ever.
#![allow(missing_docs)]
#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and reads its corpus"
)]

use std::path::Path;

use chrono::DateTime;
use chrono_tz::Tz;
use rehearsal::value::{Pattern, Reference, Region, Spec, VariableType, find, find_refused, parse};

/// Texts that broke a recogniser once.
const CRASHES: &[&str] = &[];

/// Pieces that the corpus has few of.
const PIECES: &[&str] = &[
    "\u{0}",
    "\u{301}",
    "\u{200d}",
    "½",
    "ß",
    "İ",
    "ﬀ",
    "٣",
    "４",
    "👍🏽",
    "\"",
    "@",
    "..",
    "--",
    "//",
    "'",
    "`",
    "(",
    ")",
    "+",
    "-",
    "°",
    "%",
    "e",
    "x",
    "1e",
    "e9",
    "00",
    "999999999999999999999",
    "\t",
    "\n",
    "\u{a0}",
    "…",
    " at ",
    " dot ",
    " or ",
    " not ",
    " no ",
    " double ",
    " hundred ",
    " million ",
    " and a half ",
    " point ",
    " the day after ",
    " the eve of ",
    " last but one ",
    " to last ",
    " of the ",
    " next ",
    " ago ",
    " or more ",
    " out of ",
    " as in ",
    " x ray ",
    " the rate of ",
    " 31 ",
    " 29 february ",
    " twenty twenty six ",
];

fn corpus() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/values");
    let mut lines = Vec::new();
    for file in std::fs::read_dir(folder).expect("the corpus") {
        let text = std::fs::read_to_string(file.expect("a file").path()).expect("text");
        lines.extend(text.lines().filter_map(|line| Some(line.split_once('\t')?.0.to_owned())));
    }
    lines.sort();
    lines
}

/// One text of one or two lines with up to six changes.
fn mutated(random: &mut fastrand::Rng, lines: &[String]) -> String {
    let mut text: Vec<char> = random.choice(lines).expect("a line").chars().collect();
    for _ in 0..random.usize(1..7) {
        let at = random.usize(0..=text.len());
        match random.u8(0..6) {
            0 => splice(&mut text, at, random.choice(PIECES).expect("a piece")),
            1 => splice(&mut text, at, random.choice(lines).expect("a line")),
            2 => drop(text.drain(at..(at + random.usize(0..6)).min(text.len()))),
            3 if !text.is_empty() => text.truncate(at),
            4 if at < text.len() => text.insert(at, random.char(..)),
            _ if at < text.len() => {
                let repeated: Vec<char> = text[at..(at + 8).min(text.len())].to_vec();
                text.extend(repeated);
            }
            _ => {}
        }
        text.truncate(400);
    }
    text.into_iter().collect()
}

fn splice(text: &mut Vec<char>, at: usize, piece: &str) {
    text.splice(at..at, piece.chars());
}

fn specs() -> Vec<Spec> {
    let mut specs: Vec<Spec> = VariableType::ALL.into_iter().map(Spec::of).collect();
    let string = || Spec::of(VariableType::String);
    specs.push(Spec {
        example: Some("ORD-12345".to_owned()),
        label: "order number".to_owned(),
        ..string()
    });
    specs.push(Spec { example: Some("1Z999AA10123456784".to_owned()), ..string() });
    specs.push(Spec { pattern: Pattern::new(r"\d{4}").ok(), label: "PIN".to_owned(), ..string() });
    specs.push(Spec { label: "last name".to_owned(), ..string() });
    specs.push(Spec { label: "guests".to_owned(), ..Spec::of(VariableType::Integer) });
    specs.push(Spec { example: Some("17:30".to_owned()), ..string() });
    specs
}

fn keeps_the_laws(specs: &[Spec], at: &Reference, text: &str) {
    for spec in specs {
        if let Ok(reading) = parse(spec, text, at) {
            assert!(text.get(reading.span.clone()).is_some(), "span {:?}", reading.span);
            assert_eq!(reading.value.variable_type(), spec.variable_type);
        }
        for candidate in find(spec, text, at) {
            assert_eq!(text.get(candidate.span.clone()), Some(candidate.text.as_str()));
            let alone = parse(spec, &candidate.text, at).map(|reading| reading.value);
            assert_eq!(alone, Ok(candidate.value));
        }
        for place in find_refused(spec, text, at) {
            assert!(text.get(place.clone()).is_some(), "refused at {place:?}");
        }
    }
}

#[test]
fn garbled_lines_of_the_corpus_keep_the_laws() {
    let number = |name: &str, usual: u64| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
    };
    let (lines, specs) = (corpus(), specs());
    let now = DateTime::parse_from_rfc3339("2026-03-02T10:00:00Z").expect("a time");
    let references = [None, Some("DE"), Some("US"), Some("JP")].map(|region| Reference {
        now: now.with_timezone(&Tz::UTC),
        region: region.and_then(Region::parse),
    });
    let mut random = fastrand::Rng::with_seed(number("VALUE_SEED", 20_260_302));
    let tried = (0..number("VALUE_MUTATIONS", 600)).map(|_| mutated(&mut random, &lines));
    for (nth, text) in CRASHES.iter().map(|text| (*text).to_owned()).chain(tried).enumerate() {
        let at = &references[nth % references.len()];
        let kept = std::panic::catch_unwind(|| keeps_the_laws(&specs, at, &text));
        assert!(kept.is_ok(), "a law is broken by {text:?} in {:?}", at.region);
    }
}
