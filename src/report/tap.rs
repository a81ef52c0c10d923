//! TAP 14: a line per scenario, with a block of YAML under what did not pass.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use super::{
    Failure, RunResult, ScenarioResult, Verdict, again,
    escape::{Surroundings, write_json},
};
use crate::shown::visible::visible_line;

/// Writes the report.
///
/// # Errors
/// When it cannot be written.
pub fn write(run: &RunResult, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "TAP version 14")?;
    writeln!(out, "1..{}", run.scenarios.len())?;
    for (at, scenario) in run.scenarios.iter().enumerate() {
        point(at + 1, scenario, out)?;
    }
    match run.run.interrupted {
        true => writeln!(out, "Bail out! The run was stopped before its end"),
        false => Ok(()),
    }
}

fn point(number: usize, scenario: &ScenarioResult, out: &mut dyn Write) -> io::Result<()> {
    let name = escaped(&scenario.id);
    let reason = scenario.reason.as_deref().unwrap_or_default();
    match scenario.verdict {
        Verdict::Passed => writeln!(out, "ok {number} - {name}"),
        Verdict::NotRun => writeln!(out, "ok {number} - {name} # SKIP {}", escaped(reason)),
        Verdict::Failed | Verdict::Inconclusive => {
            writeln!(out, "not ok {number} - {name}")?;
            block(scenario, out)
        }
    }
}

/// A name or reason that starts no directive.
fn escaped(text: &str) -> String {
    visible_line(text).replace('\\', "\\\\").replace('#', "\\#")
}

/// The diagnostics; JSON values are YAML.
fn block(scenario: &ScenarioResult, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  ---")?;
    pair("verdict", &json!(scenario.verdict.name()), out)?;
    pair("reason", &json!(scenario.reason), out)?;
    pair("at", &json!(format!("{}:{}", scenario.path, scenario.line)), out)?;
    pair("duration_ms", &json!(scenario.ms), out)?;
    let failures: Vec<Json> = scenario
        .attempts
        .iter()
        .flat_map(|attempt| attempt.failures.iter().map(diagnostic))
        .collect();
    if let Some(attempt) = scenario.attempts.iter().find(|found| found.verdict == scenario.verdict)
    {
        pair("again", &json!(again(scenario, attempt)), out)?;
    }
    if !failures.is_empty() {
        writeln!(out, "  failures:")?;
    }
    for failure in failures {
        write!(out, "    - ")?;
        write_json(out, &failure, Surroundings::Text)?;
        writeln!(out)?;
    }
    writeln!(out, "  ...")
}

fn pair(key: &str, value: &Json, out: &mut dyn Write) -> io::Result<()> {
    if value.is_null() {
        return Ok(());
    }
    write!(out, "  {key}: ")?;
    write_json(out, value, Surroundings::Text)?;
    writeln!(out)
}

fn diagnostic(failure: &Failure) -> Json {
    let place = failure.place.as_ref();
    let pairs = |pairs: &[(String, String)]| -> Json {
        pairs.iter().map(|(label, value)| json!({ "label": label, "value": value })).collect()
    };
    json!({
        "code": failure.code,
        "kind": failure.kind,
        "turn": failure.turn,
        "message": failure.message,
        "at": place.map(|place| format!("{}:{}:{}", place.path, place.line, place.column)),
        "expected": pairs(&failure.expected),
        "got": pairs(&failure.got),
        "nearest": failure.nearest,
        "why": failure.why,
        "mend": failure.mend,
    })
}
