use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::Mode;
use super::request::Request;
use crate::value::{Candidate, Reading, Refusal, Spec, Value};

/// One line of answer.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Answer {
    /// The value, where one was read.
    pub value: Option<Json>,
    /// Why none was.
    pub error: Option<Failure>,
    /// What else may have been meant.
    pub alternatives: Vec<Json>,
    /// All values in the text.
    pub candidates: Vec<Json>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Failure {
    /// The stable name of the reason.
    pub kind: String,
    /// The reason in a sentence.
    pub message: String,
}

impl Answer {
    /// The answer of reading the whole text.
    pub fn of(read: Result<Reading, Refusal>) -> Self {
        match read {
            Ok(reading) => Self {
                value: Some(reading.value.to_json()),
                alternatives: reading.alternatives.iter().map(Value::to_json).collect(),
                ..Self::default()
            },
            Err(refusal) => Self {
                error: Some(Failure {
                    kind: refusal.kind.name().to_owned(),
                    message: refusal.message,
                }),
                alternatives: refusal.alternatives.iter().map(Value::to_json).collect(),
                ..Self::default()
            },
        }
    }

    /// The answer of looking for values in the text.
    pub fn listing(spec: &Spec, found: Vec<Candidate>) -> Self {
        let candidates = found.into_iter().map(|candidate| {
            json!({
                "type": spec.variable_type.name(),
                "value": candidate.value.to_json(),
                "start": candidate.span.start,
                "end": candidate.span.end,
                "text": candidate.text,
                "confidence": (f64::from(candidate.confidence) * 100.0).round() / 100.0,
            })
        });
        Self { candidates: candidates.collect(), ..Self::default() }
    }

    /// The answer to a request that is wrong.
    pub fn misuse(problem: String) -> Self {
        Self {
            error: Some(Failure { kind: "misuse".to_owned(), message: problem }),
            ..Self::default()
        }
    }
}

/// One line of JSON.
pub(super) fn write_json(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    serde_json::to_writer(&mut *out, answer)?;
    writeln!(out)
}

/// The answer for people.
pub(super) fn write_text(
    out: &mut dyn Write,
    request: &Request,
    answer: &Answer,
) -> io::Result<()> {
    if let Some(failure) = &answer.error {
        writeln!(out, "refused ({}): {}", failure.kind, shown(&failure.message))?;
    }
    if let Some(value) = &answer.value {
        writeln!(out, "{}", plain(value))?;
    }
    for other in &answer.alternatives {
        writeln!(out, "  perhaps {}", plain(other))?;
    }
    for candidate in &answer.candidates {
        let field = |name: &str| candidate.get(name).map(plain).unwrap_or_default();
        writeln!(
            out,
            "{}  bytes {}..{}  {:?}  {}",
            field("value"),
            field("start"),
            field("end"),
            field("text"),
            field("confidence")
        )?;
    }
    if request.mode == Mode::Find && answer.candidates.is_empty() && answer.error.is_none() {
        writeln!(out, "nothing of this type")?;
    }
    Ok(())
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), shown)
}

/// Control characters and direction marks never reach a terminal.
pub(super) fn shown(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            other if other.is_control() => '\u{fffd}',
            other => other,
        })
        .collect()
}
