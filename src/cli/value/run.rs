use std::io::{self, BufRead, Write};

use clap::Args;
use serde_json::Value as Json;

use super::answer::{Answer, shown, write_json, write_text};
use super::request::{Mode, PatternMemory, Request, answered};
use crate::cli::Exit;

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
    /// string, integer, float, boolean, date, email or phone.
    #[arg(value_name = "TYPE", required_unless_present = "batch")]
    variable_type: Option<String>,
    /// What the customer says.
    #[arg(required_unless_present = "batch")]
    text: Option<String>,
    /// Read the text as the whole answer, or list all values in it.
    #[arg(long, value_enum, default_value_t = Mode::Parse)]
    mode: Mode,
    /// The time of the utterance, RFC 3339; now when left out.
    #[arg(long, value_name = "RFC3339")]
    now: Option<String>,
    /// The agent's time zone.
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    timezone: String,
    /// The agent's country, two letters.
    #[arg(long, value_name = "CC")]
    region: Option<String>,
    /// What a string must match.
    #[arg(long)]
    pattern: Option<String>,
    /// A value a string may take; give it again for each.
    #[arg(long = "choice", value_name = "VALUE")]
    choices: Vec<String>,
    /// A valid value, which teaches how identifiers look.
    #[arg(long)]
    example: Option<String>,
    /// One JSON object instead of text.
    #[arg(long)]
    json: bool,
    /// Read requests as JSON, one a line on standard input, and answer each with a line of JSON.
    #[arg(long)]
    batch: bool,
}

/// Runs the command on these streams.
///
/// # Errors
/// When a stream fails; wrong arguments are an [`Exit`].
pub fn run(
    args: ValueArgs,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    if args.batch {
        return batch(out, input);
    }
    let (as_json, request) = (args.json, request(args));
    let answer = match answered(&request, None) {
        Ok(answer) => answer,
        Err(problem) => return misused(problem, as_json, out, err),
    };
    if as_json {
        write_json(out, &answer)?
    } else {
        write_text(out, &request, &answer)?
    }
    let read = answer.error.is_none() && (answer.value.is_some() || !answer.candidates.is_empty());
    Ok(if read { Exit::Passed } else { Exit::Failed })
}

/// Whoever reads JSON finds the problem there; everybody else finds it on standard error.
fn misused(
    problem: String,
    as_json: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    match as_json {
        true => write_json(out, &Answer::misuse(problem))?,
        false => writeln!(err, "error: {}", shown(&problem))?,
    }
    Ok(Exit::Misuse)
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

fn batch(out: &mut dyn Write, input: &mut dyn BufRead) -> io::Result<Exit> {
    let mut line = Vec::new();
    let mut patterns = PatternMemory::default();
    loop {
        line.clear();
        let limited = io::Read::take(&mut *input, LONGEST_LINE).read_until(b'\n', &mut line)?;
        if limited == 0 {
            return out.flush().map(|()| Exit::Passed);
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

#[cfg(test)]
mod tests {
    use serde_json::json;

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
    fn misuse_goes_to_standard_error_and_leaves_the_output_empty() {
        let arguments = ValueArgs {
            variable_type: Some("colour\u{1b}".to_owned()),
            text: Some("red".to_owned()),
            mode: Mode::Parse,
            now: None,
            timezone: "UTC".to_owned(),
            region: None,
            pattern: None,
            choices: Vec::new(),
            example: None,
            json: false,
            batch: false,
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        assert_eq!(run(arguments, &mut io::empty(), &mut out, &mut err).unwrap(), Exit::Misuse);
        assert!(out.is_empty() && err.starts_with(b"error: no type is called"));
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
