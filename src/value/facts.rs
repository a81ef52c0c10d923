//! What the facts at the foot of the recognisers read with: Monday, 2 March 2026, in Germany.

use chrono::DateTime;
use chrono_tz::Tz;

use super::{Reference, Region, Spec, Value, VariableType, find, parse};

pub(super) fn reference() -> Reference {
    let now = DateTime::parse_from_rfc3339("2026-03-02T10:00:00+01:00").unwrap();
    Reference { now: now.with_timezone(&Tz::Europe__Berlin), region: Region::parse("DE") }
}

/// The value of a whole answer with its alternatives, or the kind of its refusal.
pub(super) fn read(spec: &Spec, text: &str) -> String {
    match parse(spec, text, &reference()) {
        Ok(reading) => {
            let values: Vec<String> = std::iter::once(&reading.value)
                .chain(&reading.alternatives)
                .map(Value::to_string)
                .collect();
            values.join(" ? ")
        }
        Err(refusal) => format!("!{}", refusal.kind.name()),
    }
}

/// The same for a slot without limits.
pub(super) fn read_as(kind: VariableType, text: &str) -> String {
    read(&Spec::of(kind), text)
}

/// The texts of all values in an utterance.
pub(super) fn found(kind: VariableType, text: &str) -> Vec<String> {
    find(&Spec::of(kind), text, &reference()).into_iter().map(|found| found.text).collect()
}

/// The sentence that a text is refused with; empty when it is taken.
pub(super) fn refusal(kind: VariableType, text: &str) -> String {
    parse(&Spec::of(kind), text, &reference())
        .err()
        .map_or(String::new(), |refusal| refusal.message)
}
