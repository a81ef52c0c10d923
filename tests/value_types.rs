//! A text of one type is no value of another.
#![allow(missing_docs)]
#![expect(clippy::expect_used, reason = "a test may fail loudly")]

use chrono::DateTime;
use chrono_tz::Tz;
use rehearsal::value::VariableType::{Boolean, Date, Email, Float, Integer, Phone};
use rehearsal::value::{Reference, Region, Spec, VariableType, parse};

const TEXTS: &[(&[VariableType], &[&str])] = &[
    (
        &[Date],
        &[
            "2026-03-04",
            "03.04.2026",
            "3/4/2026",
            "the third of May",
            "May 3rd",
            "tomorrow",
            "next Friday",
            "in two weeks",
            "three days ago",
            "Christmas Eve",
            "on the 5th of June at noon",
            "Monday the 9th",
            "end of the month",
            "June 5, 1999",
            "twenty first of July twenty twenty six",
            "the day after tomorrow",
            "5 May 2026 at 17:30",
            "a week on Tuesday",
            "last Friday",
            "24/7",
        ],
    ),
    (
        &[Integer, Float],
        &[
            "forty-two",
            "one hundred and five",
            "12",
            "three hundred people",
            "-7",
            "two dozen",
            "I need seven of them",
            "1500",
            "half a million",
            "a thousand",
            "twelve boxes please",
        ],
    ),
    (
        &[Float],
        &[
            "3.14",
            "two point five",
            "one and a half",
            "0.75",
            "three quarters",
            "-1.5",
            "2½",
            "1e-3",
        ],
    ),
    (
        &[Boolean],
        &[
            "yes please",
            "no thanks",
            "of course",
            "not really",
            "absolutely not",
            "sure why not",
            "nope",
            "I don't think so",
            "go ahead",
            "that's right",
            "👍",
        ],
    ),
    (
        &[Email],
        &[
            "ada@example.com",
            "ada dot lovelace at example dot com",
            "it's bob42 at mail dot co dot uk",
            "j.smith+5@example.org",
            "info@3m.com",
            "may2026@example.com",
            "yes@example.com",
        ],
    ),
    (
        &[Phone],
        &[
            "+49 151 12345678",
            "0151 12345678",
            "oh one five one one two three four five six seven eight",
            "call me on 030 1234567",
            "+1 202 555 0173",
            "0049 30 1234567",
            "(030) 1234567",
            "my number is 0171/2345678",
            "plus four nine three oh one two three four five six seven",
        ],
    ),
    (
        &[],
        &[
            "half past three",
            "17:30",
            "at five pm",
            "three o'clock",
            "ORD-12345",
            "192.168.0.1",
            "version 2.3.1",
            "12 Baker Street",
            "may I ask who is calling",
            "one moment please",
            "https://example.com/5",
            "the last one",
            "what do you mean",
            "let me check",
            "A1B2C3",
            "4111-1111-1111-1111",
            "::1",
            "8b7c9d10-1111-2222-3333-444455556666",
            "my name is April",
            "the blue one",
            "I march on",
            "no. 12b",
            "B2B",
            "5'11\"",
            "#ff0044",
            "@ada",
            "…",
            "🙂",
            "the first time",
            "a second opinion",
            "once upon a time",
            "win some lose some",
            "forget me not",
            "DE89 3704 0044 0532 0130 00",
            "room 12B",
            "Q3",
            "mp3",
            "chapter one of the book",
        ],
    ),
];

fn reference() -> Reference {
    let now = DateTime::parse_from_rfc3339("2026-03-02T10:00:00Z").expect("a time");
    Reference { now: now.with_timezone(&Tz::UTC), region: Region::parse("DE") }
}

#[test]
fn a_text_of_one_type_is_no_value_of_another() {
    let mut taken = Vec::new();
    for (own, texts) in TEXTS {
        let others = [Integer, Float, Boolean, Date, Email, Phone];
        for other in others.iter().filter(|other| !own.contains(other)) {
            for text in *texts {
                if let Ok(reading) = parse(&Spec::of(*other), text, &reference()) {
                    taken.push(format!("{}: {text:?} is read as {}", other.name(), reading.value));
                }
            }
        }
    }
    assert!(taken.is_empty(), "{} texts are misread:\n{}", taken.len(), taken.join("\n"));
}
