//! `rehearsal value`: what an agent would make of a text.
//!
//! Candidates' `start` and `end` are offsets in UTF-8 bytes of the text, on character boundaries.

use std::io::{self, BufRead, Write};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::value::{
    Candidate, Choice, Pattern, Reading, Reference, Refusal, Region, Spec, Value, VariableType,
    find, parse,
};

/// Say what an agent would make of a text as a value of a type.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  rehearsal value date 'next friday'
  rehearsal value phone '0151 1234 5678' --region DE
  rehearsal value email 'write to ada at example dot com' --mode find
  echo '{\"type\":\"integer\",\"text\":\"a dozen\"}' | rehearsal value --batch

Exit status: 0 a value was read; 1 the text was refused; 2 an argument is wrong.")]
pub struct ValueArgs {
    /// One of string, integer, float, boolean, date, email and phone
    #[arg(value_name = "TYPE", required_unless_present = "batch")]
    variable_type: Option<String>,
    /// What the customer says.
    #[arg(required_unless_present = "batch")]
    text: Option<String>,
    /// Read the text as the whole answer, or list all values in it
    #[arg(long, value_enum, default_value_t = Mode::Parse)]
    mode: Mode,
    /// Time of the utterance, RFC 3339; now when left out
    #[arg(long, value_name = "RFC3339")]
    now: Option<String>,
    /// Time zone of the agent
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    timezone: String,
    /// Country of the agent, two letters
    #[arg(long, value_name = "CC")]
    region: Option<String>,
    /// Pattern that a string must match
    #[arg(long)]
    pattern: Option<String>,
    /// Value a string may take; may be given several times
    #[arg(long = "choice", value_name = "VALUE")]
    choices: Vec<String>,
    /// Valid value, which teaches how identifiers look
    #[arg(long)]
    example: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Read one JSON object a line from standard input and print one JSON object a line
    #[arg(long)]
    batch: bool,
}

/// How a text is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The whole text is the answer.
    #[default]
    Parse,
    /// All values in the text.
    Find,
}

/// What the command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// A value was read, or the batch was worked off.
    Read,
    /// The text holds no acceptable value.
    Refused,
    /// An argument is wrong.
    Misuse,
}

/// One line of a batch.
#[derive(Clone, Debug, Default, Deserialize)]
struct Request {
    r#type: String,
    text: String,
    #[serde(default)]
    mode: Mode,
    now: Option<String>,
    timezone: Option<String>,
    region: Option<String>,
    pattern: Option<String>,
    #[serde(default)]
    choices: Vec<Json>,
    example: Option<String>,
    label: Option<String>,
}

/// One line of answer.
#[derive(Clone, Debug, Default, Serialize)]
struct Answer {
    value: Option<Json>,
    error: Option<Failure>,
    alternatives: Vec<Json>,
    candidates: Vec<Json>,
}

#[derive(Clone, Debug, Serialize)]
struct Failure {
    kind: String,
    message: String,
}

/// Runs the command on these streams.
///
/// # Errors
/// When a stream fails; wrong arguments are a [`Status`].
pub fn run(args: ValueArgs, out: &mut dyn Write, input: &mut dyn BufRead) -> io::Result<Status> {
    if args.batch {
        return batch(out, input);
    }
    let (as_json, request) = (args.json, request(args));
    let answer = match answered(&request, None) {
        Ok(answer) => answer,
        Err(problem) if as_json => {
            write_json(out, &Answer::misuse(problem))?;
            return Ok(Status::Misuse);
        }
        Err(problem) => {
            writeln!(out, "error: {problem}")?;
            return Ok(Status::Misuse);
        }
    };
    if as_json {
        write_json(out, &answer)?
    } else {
        write_text(out, &request, &answer)?
    }
    let read = answer.error.is_none() && (answer.value.is_some() || !answer.candidates.is_empty());
    Ok(if read { Status::Read } else { Status::Refused })
}

fn request(args: ValueArgs) -> Request {
    Request {
        r#type: args.variable_type.unwrap_or_default(),
        text: args.text.unwrap_or_default(),
        mode: args.mode,
        now: args.now,
        timezone: Some(args.timezone),
        region: args.region,
        pattern: args.pattern,
        choices: args.choices.into_iter().map(Json::from).collect(),
        example: args.example,
        label: None,
    }
}

/// Longest line of a batch, in bytes.
const LONGEST_LINE: u64 = 4 * 1024 * 1024;

fn batch(out: &mut dyn Write, input: &mut dyn BufRead) -> io::Result<Status> {
    let mut line = Vec::new();
    let mut patterns = PatternMemory::default();
    loop {
        line.clear();
        let limited = io::Read::take(&mut *input, LONGEST_LINE).read_until(b'\n', &mut line)?;
        if limited == 0 {
            return out.flush().map(|()| Status::Read);
        }
        if line.last() != Some(&b'\n') && limited as u64 == LONGEST_LINE {
            skip_line(input)?;
            write_json(out, &Answer::misuse("the line is too long".to_owned()))?;
            continue;
        }
        let text = String::from_utf8_lossy(&line);
        if text.trim().is_empty() {
            continue;
        }
        let answer = serde_json::from_str::<Request>(&text)
            .map_err(|error| format!("not a request: {error}"))
            .and_then(|request| answered(&request, Some(&mut patterns)))
            .unwrap_or_else(Answer::misuse);
        write_json(out, &answer)?;
    }
}

fn skip_line(input: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (used, found) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if found {
            return Ok(());
        }
    }
}

/// The last pattern compiled, as batches tend to repeat one.
#[derive(Debug, Default)]
struct PatternMemory(Option<Pattern>);

impl PatternMemory {
    fn compiled(&mut self, source: &str) -> Result<Pattern, String> {
        if let Some(known) = self.0.as_ref().filter(|known| known.source() == source) {
            return Ok(known.clone());
        }
        let pattern =
            Pattern::new(source).map_err(|error| format!("the pattern is not valid: {error}"))?;
        self.0 = Some(pattern.clone());
        Ok(pattern)
    }
}

fn answered(request: &Request, patterns: Option<&mut PatternMemory>) -> Result<Answer, String> {
    let spec = spec(request, patterns.unwrap_or(&mut PatternMemory::default()))?;
    let at = reference(request)?;
    Ok(match request.mode {
        Mode::Parse => Answer::of(parse(&spec, &request.text, &at)),
        Mode::Find => Answer::listing(&spec, find(&spec, &request.text, &at)),
    })
}

fn spec(request: &Request, patterns: &mut PatternMemory) -> Result<Spec, String> {
    let wanted = request.r#type.trim().to_lowercase();
    let variable_type =
        VariableType::ALL.into_iter().find(|kind| kind.name() == wanted).ok_or_else(|| {
            let names = VariableType::ALL.map(VariableType::name).join(", ");
            format!("no type is called {:?}; the types are {names}", request.r#type)
        })?;
    let pattern = request.pattern.as_deref().map(|source| patterns.compiled(source)).transpose()?;
    let choices = request.choices.iter().filter_map(choice).collect();
    let (example, label) = (request.example.clone(), request.label.clone().unwrap_or_default());
    Ok(Spec { pattern, choices, example, label, ..Spec::of(variable_type) })
}

/// A choice is a text, or an object with `value` and `synonyms`.
fn choice(json: &Json) -> Option<Choice> {
    match json {
        Json::Object(fields) => {
            let value = fields.get("value")?.as_str()?.to_owned();
            let synonyms = fields.get("synonyms").and_then(Json::as_array);
            let synonyms =
                synonyms.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned);
            Some(Choice { value, synonyms: synonyms.collect() })
        }
        Json::String(value) => Some(Choice { value: value.clone(), synonyms: Vec::new() }),
        Json::Number(number) => Some(Choice { value: number.to_string(), synonyms: Vec::new() }),
        Json::Null | Json::Bool(_) | Json::Array(_) => None,
    }
}

#[expect(clippy::disallowed_methods, reason = "the edge is where the clock is read")]
fn reference(request: &Request) -> Result<Reference, String> {
    let zone = request.timezone.as_deref().unwrap_or("UTC");
    let zone: Tz =
        Tz::from_str_insensitive(zone).map_err(|_| format!("no time zone is called {zone:?}"))?;
    let now = match &request.now {
        Some(text) => DateTime::parse_from_rfc3339(text)
            .map_err(|_| format!("{text:?} is not a time such as 2026-03-02T10:00:00+01:00"))?
            .with_timezone(&zone),
        None => Utc::now().with_timezone(&zone),
    };
    let region = match request.region.as_deref().filter(|region| !region.is_empty()) {
        Some(code) => Some(
            Region::parse(code).ok_or_else(|| format!("{code:?} is not a country such as DE"))?,
        ),
        None => None,
    };
    Ok(Reference { now, region })
}

impl Answer {
    fn of(read: Result<Reading, Refusal>) -> Self {
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

    fn listing(spec: &Spec, found: Vec<Candidate>) -> Self {
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

    fn misuse(problem: String) -> Self {
        Self {
            error: Some(Failure { kind: "misuse".to_owned(), message: problem }),
            ..Self::default()
        }
    }
}

fn write_json(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    serde_json::to_writer(&mut *out, answer)?;
    writeln!(out)
}

fn write_text(out: &mut dyn Write, request: &Request, answer: &Answer) -> io::Result<()> {
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
fn shown(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            other if other.is_control() => '\u{fffd}',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch_of(lines: &str) -> Vec<Json> {
        let mut out = Vec::new();
        batch(&mut out, &mut lines.as_bytes()).unwrap();
        String::from_utf8(out)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn a_batch_answers_in_order_and_goes_on_after_a_bad_line() {
        let answers = batch_of(concat!(
            r#"{"type":"integer","text":"a dozen","mode":"parse"}"#,
            "\n",
            "nonsense\n",
            r#"{"type":"boolean","text":"yep","mode":"parse"}"#,
            "\n",
        ));
        assert_eq!(
            answers[0],
            json!({"value": 12, "error": null, "alternatives": [], "candidates": []})
        );
        assert_eq!(answers[1]["error"]["kind"], "misuse");
        assert_eq!(answers[2]["value"], true);
    }

    #[test]
    fn candidates_carry_byte_offsets() {
        let answers = batch_of(
            r#"{"type":"email","text":"é ada@example.com","mode":"find","now":"2026-03-02T10:00:00Z"}"#,
        );
        let candidate = json!({"type": "email", "value": "ada@example.com", "start": 3, "end": 18,
            "text": "ada@example.com", "confidence": 0.95});
        assert_eq!(answers[0]["candidates"], json!([candidate]));
    }
}
