//! Showing a request and its outcome, to people and to programs.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use serde_json::{Value as Json, json};

use crate::{
    cli::visible::{visible, visible_line},
    request::{Body, MaskedRequest, Outcome},
};

/// Writes a request as it leaves.
pub(super) fn request(request: &MaskedRequest, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} {}", request.method, visible_line(&request.url))?;
    for (name, value) in &request.headers {
        writeln!(out, "{name}: {}", visible_line(value))?;
    }
    match &request.body {
        Some(body) => writeln!(out, "\n{}", visible(&pretty(body))),
        None => Ok(()),
    }
}

/// Writes what came back.
pub(super) fn outcome(outcome: &Outcome, ms: u128, out: &mut dyn Write) -> io::Result<()> {
    let status = outcome.status().map_or_else(|| "no answer".to_owned(), |code| code.to_string());
    let took = if ms == 0 { String::new() } else { format!(", {ms} ms") };
    writeln!(out, "\n{status} {}{took}", outcome.class_name())?;
    if let Outcome::Failure { detail, .. } = outcome {
        writeln!(out, "{}", visible_line(detail))?;
    }
    match outcome.body() {
        Body::Empty => Ok(()),
        Body::Json(json) => writeln!(out, "{}", visible(&pretty(json))),
        Body::Text(text) => writeln!(out, "{}", visible(text)),
    }
}

/// The outcome in machine interfaces.
pub(super) fn outcome_json(outcome: &Outcome) -> Json {
    let body = match outcome.body() {
        Body::Empty => Json::Null,
        Body::Json(json) => json.clone(),
        Body::Text(text) => text.as_str().into(),
    };
    let mut shown =
        json!({ "class": outcome.class_name(), "status": outcome.status(), "body": body });
    if let Outcome::Failure { detail, never_sent, retry_after_ms, .. } = outcome {
        shown["detail"] = detail.as_str().into();
        shown["never_sent"] = (*never_sent).into();
        shown["retry_after_ms"] = (*retry_after_ms).into();
    }
    shown
}

/// JSON on one line, in which no character steers a terminal.
pub(super) fn line(json: &Json, out: &mut dyn Write) -> io::Result<()> {
    let text = json.to_string();
    let Cow::Owned(_) = visible(&text) else { return writeln!(out, "{text}") };
    // Such characters stand within strings only, where JSON has an escape for them.
    let mut units = [0; 2];
    let escaped: String = text
        .chars()
        .map(|letter| match visible(letter.encode_utf8(&mut [0; 4])) {
            Cow::Borrowed(_) => letter.to_string(),
            Cow::Owned(_) => letter
                .encode_utf16(&mut units)
                .iter()
                .map(|unit| format!("\\u{unit:04x}"))
                .collect(),
        })
        .collect();
    writeln!(out, "{escaped}")
}

fn pretty(json: &Json) -> String {
    serde_json::to_string_pretty(json).unwrap_or_else(|_| json.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_json_steers_no_terminal_and_stays_the_same_value() {
        let json = json!({ "a": "x\u{9b}31m\u{202e}\u{1b}[0m\n" });
        let mut out = Vec::new();
        line(&json, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains(['\u{9b}', '\u{202e}', '\u{1b}']), "{text:?}");
        assert_eq!(serde_json::from_str::<Json>(&text).unwrap(), json);
    }
}
