//! What must hold for every text.

use chrono::DateTime;
use chrono_tz::Tz;
use rehearsal::value::{Pattern, Reference, Region, Spec, VariableType, find, parse};

/// Parses and finds; spans must lie in the text and each candidate must read alone as its value.
pub fn parse_and_find(kind: VariableType, text: &str) {
    let now = DateTime::parse_from_rfc3339("2026-03-02T10:00:00Z").expect("a time").with_timezone(&Tz::UTC);
    let mut specs = vec![Spec::of(kind)];
    if kind == VariableType::String {
        specs.push(Spec { example: Some("ORD-12345".to_owned()), ..Spec::of(kind) });
        specs.push(Spec { pattern: Pattern::new(r"\d{4}").ok(), ..Spec::of(kind) });
    }
    for region in [None, Region::parse("DE"), Region::parse("US")] {
        let at = Reference { now, region };
        for spec in &specs {
            if let Ok(reading) = parse(spec, text, &at) {
                assert!(text.get(reading.span).is_some());
            }
            for candidate in find(spec, text, &at) {
                assert_eq!(text.get(candidate.span.clone()), Some(candidate.text.as_str()));
                let alone = parse(spec, &candidate.text, &at).map(|reading| reading.value);
                assert_eq!(alone, Ok(candidate.value));
            }
        }
    }
}
