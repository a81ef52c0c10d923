//! Every country's own example numbers read back, however they are written.
#![allow(missing_docs)]
#![expect(clippy::expect_used, reason = "a test may fail loudly")]

use chrono::DateTime;
use chrono_tz::Tz;
use rehearsal::value::{Reference, Region, Spec, VariableType, parse};
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType};

const KINDS: [PhoneNumberType; 2] = [PhoneNumberType::FixedLine, PhoneNumberType::Mobile];

fn read(text: &str, region: Option<&str>) -> Result<String, String> {
    let now = DateTime::parse_from_rfc3339("2026-03-02T10:00:00Z").expect("a time");
    let region = region.and_then(Region::parse);
    let at = Reference { now: now.with_timezone(&Tz::UTC), region };
    parse(&Spec::of(VariableType::Phone), text, &at)
        .map(|reading| reading.value.to_string())
        .map_err(|refusal| refusal.message)
}

/// The digits of a number one by one in words.
fn said(dialled: &str) -> String {
    const WORDS: [&str; 10] =
        ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let words: Vec<&str> = dialled
        .chars()
        .filter_map(|character| match character {
            '+' => Some("plus"),
            digit => WORDS.get(digit.to_digit(10)? as usize).copied(),
        })
        .collect();
    words.join(" ")
}

fn written(number: &PhoneNumber, format: PhoneNumberFormat) -> String {
    number.format_as(format).into_owned()
}

/// "20.12.34" is a number in New Caledonia, and a day everywhere.
fn is_like_a_date(text: &str) -> bool {
    text.len() == 8 && text.matches('.').count() == 2
}

#[test]
fn every_countrys_numbers_read_back() {
    let mut wrong = Vec::new();
    let mut all = 0;
    for region in PHONE_NUMBER_UTIL.get_supported_regions() {
        for kind in KINDS {
            let Ok(number) = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, kind)
            else {
                continue;
            };
            let code = region.to_string();
            let meant = written(&number, PhoneNumberFormat::E164);
            let national = written(&number, PhoneNumberFormat::National);
            let abroad = written(&number, PhoneNumberFormat::International);
            let home = Some(code.as_str());
            let forms = [(abroad, None), (said(&national), home), (national, home)];
            for (text, home) in forms.into_iter().filter(|(text, _)| !is_like_a_date(text)) {
                all += 1;
                let got = read(&text, home);
                if got.as_ref() != Ok(&meant) {
                    wrong.push(format!("{code}: {text:?} is {meant}, got {got:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {all} are misread:\n{}", wrong.len(), wrong.join("\n"));
}
