use serde_json::Value as Json;

use super::{Line, Played, Tone, outline};
use crate::{shown::lines_of, transcript::CallRecord};

/// Most lines of a body that are shown.
const MOST_LINES: usize = 200;

/// Requests and responses in full: of the last turn that made calls, or of all turns.
pub fn exchanges(turns: &[Played], all: bool) -> Vec<Line> {
    let with_calls = turns.iter().rev().filter(|played| !played.record.calls.is_empty());
    let mut shown: Vec<_> = with_calls.take(if all { usize::MAX } else { 1 }).collect();
    shown.reverse();
    if shown.is_empty() {
        return vec![Line::of("No call was made yet.")];
    }
    shown.into_iter().flat_map(|played| &played.record.calls).flat_map(exchange).collect()
}

fn exchange(call: &CallRecord) -> Vec<Line> {
    let mut lines = vec![Line::new().with(call.action.as_str(), Tone::Strong)];
    match &call.request {
        None => lines.push(Line::dimmed("nothing was sent")),
        Some(request) => {
            lines.push(Line::of(&format!("> {} {}", request.method, request.url)));
            lines.extend(request.headers.iter().map(|(name, value)| {
                Line::new().plain("> ").dim(&format!("{name}: ")).plain(value)
            }));
            lines.extend(request.body.iter().flat_map(|body| indented("> ", body)));
        }
    }
    lines.push(outcome(call));
    if !call.outcome.body.is_null() {
        lines.extend(indented("< ", &call.outcome.body));
    }
    lines
}

fn outcome(call: &CallRecord) -> Line {
    let outcome = &call.outcome;
    let tone = if outcome.class == "success" { Tone::Good } else { Tone::Bad };
    let status = outcome.status.map(|status| format!("{status} ")).unwrap_or_default();
    let class = outcome.class.replace('_', " ");
    let line = Line::of("< ")
        .with(&format!("{status}{class}"), tone)
        .dim(&format!(" {}", outline::lasting(call.ms)));
    let remarks = [&outcome.detail, &call.note];
    remarks.into_iter().flatten().fold(line, |line, remark| line.dim(&format!("   {remark}")))
}

fn indented(mark: &str, body: &Json) -> Vec<Line> {
    let text = match body {
        Json::String(text) => text.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    };
    let mut lines: Vec<_> = lines_of(&text, Tone::Plain)
        .take(MOST_LINES)
        .map(|line| Line::of(mark).then(line))
        .collect();
    let more = text.lines().count().saturating_sub(MOST_LINES);
    if more > 0 {
        lines.push(Line::dimmed(&format!("{mark}... {more} more lines")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::chat::sample;

    #[test]
    fn an_exchange_is_shown_in_full_and_harmless() {
        let record = sample::failing();
        let lines: Vec<_> = record.calls[1..].iter().flat_map(exchange).collect();
        let texts: Vec<_> = lines.iter().map(Line::text).collect();
        assert_eq!(
            texts,
            [
                "Lookup Order Status",
                "> GET https://api.company.com/orders?order_id=ORD-777",
                "> authorization: ••••",
                "< 503 server error 2 ms   as set",
                "< {",
                "<   \"error\": \"\\u001b[31mred\"",
                "< }",
            ]
        );
    }
}
