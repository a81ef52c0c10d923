//! Laws that hold for every value and every text.
#![allow(missing_docs)]
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::{DateTime, Datelike, NaiveDate};
use chrono_tz::Tz;
use proptest::prelude::*;
use rehearsal::value::{Pattern, Reference, Region, Spec, Value, VariableType, find, parse};

fn reference(region: Option<&str>) -> Reference {
    let now = DateTime::parse_from_rfc3339("2026-03-02T10:00:00Z").unwrap();
    Reference { now: now.with_timezone(&Tz::UTC), region: region.and_then(Region::parse) }
}

fn specs() -> Vec<Spec> {
    let mut specs: Vec<Spec> = VariableType::ALL.into_iter().map(Spec::of).collect();
    specs.push(Spec { example: Some("ORD-12345".to_owned()), ..Spec::of(VariableType::String) });
    specs.push(Spec { pattern: Pattern::new(r"\d{4}").ok(), ..Spec::of(VariableType::String) });
    specs
}

fn keeps_the_laws(text: &str) {
    for region in [None, Some("DE"), Some("US")] {
        let at = reference(region);
        for spec in specs() {
            if let Ok(reading) = parse(&spec, text, &at) {
                assert!(
                    text.get(reading.span.clone()).is_some(),
                    "span of {reading:?} in {text:?}"
                );
            }
            let mut last = None;
            let mut candidates = find(&spec, text, &at);
            assert!(candidates.windows(2).all(|pair| pair[0].span.len() >= pair[1].span.len()));
            candidates.sort_by_key(|candidate| candidate.span.start);
            for candidate in candidates {
                assert_eq!(text.get(candidate.span.clone()), Some(candidate.text.as_str()));
                assert!(last.is_none_or(|end| candidate.span.start >= end), "overlap in {text:?}");
                last = Some(candidate.span.end);
                let alone = parse(&spec, &candidate.text, &at).map(|reading| reading.value);
                assert_eq!(alone, Ok(candidate.value));
            }
        }
    }
}

const PIECES: &[&str] = &[
    "tomorrow",
    "the",
    "third",
    "of",
    "May",
    "may",
    "next",
    "Friday",
    "in",
    "two",
    "weeks",
    "ago",
    "5",
    "31",
    "2026",
    "03/04/2026",
    "at",
    "dot",
    "gmail",
    "com",
    "@",
    "john",
    "ORD",
    "-",
    "12345",
    "double",
    "oh",
    "seven",
    "hundred",
    "and",
    "a",
    "half",
    "million",
    "point",
    "minus",
    "plus",
    "forty-nine",
    "yes",
    "no",
    "not",
    ",",
    ".",
    "½",
    "é",
    "４２",
    "first",
    "Monday",
    "last",
    "day",
    "week",
    "sorry",
    "one",
    "moment",
    "+49",
    "151",
    "(",
    ")",
    "/",
    ":",
    "30",
    "pm",
    "from",
    "to",
    "or",
    "Easter",
    "end",
    "year",
    "after",
    "before",
    "\u{200b}",
    "\u{301}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_a_recogniser(text in "\\PC{0,60}") {
        keeps_the_laws(&text);
    }

    #[test]
    fn no_mixture_of_words_breaks_a_recogniser(
        pieces in prop::collection::vec((0..PIECES.len(), any::<bool>()), 0..14)
    ) {
        let mut text = String::new();
        for (piece, gap) in pieces {
            text.push_str(PIECES[piece]);
            if gap { text.push(' '); }
        }
        keeps_the_laws(&text);
    }

    #[test]
    fn every_integer_reads_back(number in any::<i64>()) {
        let at = reference(None);
        let read = parse(&Spec::of(VariableType::Integer), &number.to_string(), &at).map(|reading| reading.value);
        prop_assert!(read == Ok(Value::Integer(number)) || number.to_string().starts_with('0'));
    }

    #[test]
    fn every_grouped_integer_reads_back(number in 1_000_i64..1_000_000_000_000) {
        for (mark, region) in [(",", "US"), (".", "DE"), (" ", "FR"), ("'", "CH")] {
            let read = parse(&Spec::of(VariableType::Integer), &grouped(number, mark), &reference(Some(region)));
            prop_assert_eq!(read.map(|reading| reading.value), Ok(Value::Integer(number)));
        }
    }

    #[test]
    fn every_number_in_words_reads_back(number in 0_i64..10_000_000) {
        let spec = Spec::of(VariableType::Integer);
        for and in [" ", " and "] {
            let text = in_words(number, and);
            let read = parse(&spec, &text, &reference(None)).map(|reading| reading.value);
            prop_assert_eq!(read, Ok(Value::Integer(number)), "{}", text);
        }
    }

    #[test]
    fn every_float_reads_back(whole in 0_u32..100_000, cents in 0_u32..100) {
        let text = format!("{whole}.{cents:02}");
        let read = parse(&Spec::of(VariableType::Float), &text, &reference(Some("US"))).map(|reading| reading.value);
        prop_assert_eq!(read, Ok(Value::Float(text.parse().unwrap())));
    }

    #[test]
    fn every_day_reads_back_in_every_form(days in 0_i64..73_000) {
        let day = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + chrono::TimeDelta::days(days);
        let ordinal = format!("{}{}", day.day(), suffix(day.day()));
        let month = day.format("%B").to_string();
        let forms = [
            day.format("%Y-%m-%d").to_string(), day.format("%Y/%m/%d").to_string(), day.format("%d %B %Y").to_string(),
            day.format("%B %-d, %Y").to_string(), day.format("%-d %b %Y").to_string(), day.format("%d-%b-%Y").to_string(),
            format!("the {ordinal} of {month} {}", day.year()), format!("{month} {ordinal} {}", day.year()),
            day.format("%A, %-d %B %Y").to_string(), format!("um, it's the {ordinal} of {month}, {} please", day.year()),
            day.format("%Y-%m-%dT10:00:00Z").to_string(), day.format("%d.%m.%Y").to_string(), day.format("%d %b %Y at 5pm").to_string().to_uppercase(),
        ];
        for form in forms {
            let read = parse(&Spec::of(VariableType::Date), &form, &reference(Some("DE"))).map(|reading| reading.value);
            prop_assert_eq!(read, Ok(Value::Date(day)), "{}", form);
        }
        let american = day.format("%m/%d/%Y").to_string();
        let read = parse(&Spec::of(VariableType::Date), &american, &reference(Some("US"))).map(|reading| reading.value);
        prop_assert_eq!(read, Ok(Value::Date(day)), "{}", american);
    }

    #[test]
    fn every_mailbox_reads_back_written_and_said(
        local in "[a-z]{2,8}([._][a-z]{3,8})?[0-9]{0,3}", domain in "[b-z][a-z]{3,9}\\.(com|org|de|co\\.uk)"
    ) {
        let address = format!("{local}@{domain}");
        let spec = Spec::of(VariableType::Email);
        for text in [address.clone(), address.to_uppercase(), format!("it's {address}."), format!("<{address}>")] {
            let read = parse(&spec, &text, &reference(None)).map(|reading| reading.value);
            prop_assert_eq!(read, Ok(Value::Email(address.clone())), "{}", text);
        }
    }

    #[test]
    fn filler_case_and_marks_never_matter(
        nth in 0..PHRASES.len(), before in prop::sample::select(vec!["", "um, ", "it's ", "I think it's ", "well, ", "Okay, "]),
        after in prop::sample::select(vec!["", " please", ", thanks", ".", "!", " thank you."]), upper in any::<bool>()
    ) {
        let (kind, phrase) = PHRASES[nth];
        let spec = Spec::of(kind);
        let plain = parse(&spec, phrase, &reference(Some("DE"))).map(|reading| reading.value);
        let text = format!("{before}{phrase}{after}");
        let text = if upper { text.to_uppercase() } else { text };
        let dressed = parse(&spec, &text, &reference(Some("DE"))).map(|reading| reading.value);
        prop_assert_eq!(dressed, plain, "{}", text);
    }
}

const PHRASES: &[(VariableType, &str)] = &[
    (VariableType::Integer, "forty-two"),
    (VariableType::Integer, "1.234"),
    (VariableType::Integer, "a dozen"),
    (VariableType::Float, "one and a half"),
    (VariableType::Float, "3,5"),
    (VariableType::Date, "the third of May"),
    (VariableType::Date, "tomorrow"),
    (VariableType::Date, "next Friday"),
    (VariableType::Date, "03.04.2026"),
    (VariableType::Email, "john.smith@example.com"),
    (VariableType::Email, "john dot smith at example dot com"),
    (VariableType::Phone, "0151 12345678"),
    (VariableType::Phone, "+49 30 1234567"),
];

fn suffix(day: u32) -> &'static str {
    match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    }
}

fn grouped(number: i64, mark: &str) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            text.push_str(mark);
        }
        text.push(digit);
    }
    text
}

fn in_words(number: i64, and: &str) -> String {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let index = |number: i64| usize::try_from(number).unwrap();
    let rest = |rest: i64, joint: &str| {
        if rest == 0 { String::new() } else { format!("{joint}{}", in_words(rest, and)) }
    };
    match number {
        0..20 => SMALL[index(number)].to_owned(),
        20..100 => format!("{}{}", TENS[index(number / 10)], rest(number % 10, "-")),
        100..1_000 => format!("{} hundred{}", in_words(number / 100, and), rest(number % 100, and)),
        1_000..1_000_000 => {
            let joint = if number % 1_000 < 100 { and } else { " " };
            format!("{} thousand{}", in_words(number / 1_000, and), rest(number % 1_000, joint))
        }
        _ => {
            let joint = if number % 1_000_000 < 100 { and } else { " " };
            format!(
                "{} million{}",
                in_words(number / 1_000_000, and),
                rest(number % 1_000_000, joint)
            )
        }
    }
}
