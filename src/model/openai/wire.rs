//! What a server sends, read as tolerantly as servers are different: no field is taken for granted.
#![deny(clippy::disallowed_methods)]

use serde_json::Value as Json;

use super::{
    ask::Request,
    failure::{Failure, Unusable},
};
use crate::cassette::{self, Calling, Said, Text};

/// Longest piece of a server's text in a message, in characters.
const HEAD: usize = 160;
/// Most tool calls of one answer; more is noise.
const MOST_CALLS: usize = 16;

/// A whole answer of the model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// What it wrote, without its thoughts.
    pub text: String,
    /// The calls it made, in order.
    pub calls: Vec<ToolCall>,
    /// Whether it was cut off by a limit.
    pub is_cut_off: bool,
    /// What it cost.
    pub usage: Usage,
}

/// A call as the model wrote it; nothing of it is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToolCall {
    /// The tool's name.
    pub name: String,
    /// JSON, if all went well.
    pub arguments: String,
}

/// Tokens of one answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Sent.
    pub prompt: u64,
    /// Answered.
    pub answer: u64,
    /// Whether the server did not count and this is a guess.
    pub is_estimate: bool,
}

/// An answer as it grows, from a whole message or from pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Growing {
    text: String,
    calls: Vec<(Option<u64>, Option<String>, ToolCall)>,
    refusal: bool,
    finish: Option<String>,
    usage: Option<(u64, u64)>,
    saw_choice: bool,
}

impl Growing {
    /// Takes one message or one piece.
    pub fn push(&mut self, json: &Json) -> Result<(), Failure> {
        if let Some(error) = json.get("error").filter(|error| !error.is_null()) {
            let code = error.get("code").or_else(|| error.get("status")).and_then(Json::as_u64);
            let status = code.and_then(|code| u16::try_from(code).ok());
            return Err(Failure::Status {
                status: status.filter(|code| (400..600).contains(code)).unwrap_or(500),
                detail: error_words(json).unwrap_or_default(),
                retry_after: None,
            });
        }
        self.take_usage(json.get("usage"));
        let Some(choice) = json.get("choices").and_then(|choices| choices.get(0)) else {
            return Ok(());
        };
        self.saw_choice = true;
        if let Some(reason) = choice.get("finish_reason").and_then(Json::as_str)
            && !reason.is_empty()
        {
            self.finish = Some(reason.to_owned());
        }
        for part in ["message", "delta"] {
            if let Some(message) = choice.get(part) {
                self.take_message(message, part == "delta");
            }
        }
        if let Some(text) = choice.get("text").and_then(Json::as_str) {
            self.text.push_str(text);
        }
        Ok(())
    }

    /// The text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many bytes the messages of its request are; 0 where the server has counted.
    pub fn sent(&self, request: &Request) -> usize {
        if self.usage.is_some() { 0 } else { request.size() }
    }

    /// Whether anything but the role has come.
    pub fn has_begun(&self) -> bool {
        !self.text.is_empty() || !self.calls.is_empty() || self.finish.is_some()
    }

    /// Whether the server said that it is done.
    pub fn is_finished(&self) -> bool {
        self.finish.is_some()
    }

    /// All that came, as it is recorded.
    pub fn said(&self) -> Said {
        let calls = self.calls.iter().map(|(_, _, call)| Calling::new(&call.name, &call.arguments));
        Said {
            text: Text(self.text.clone()),
            calls: calls.collect(),
            finish: self.finish.clone(),
            usage: self.usage.map(|(prompt, answer)| cassette::Usage { prompt, answer }),
        }
    }

    /// The answer that was recorded, as if it had just come.
    pub fn recorded(said: &Said) -> Self {
        let call = |call: &Calling| {
            let (name, arguments) = (call.name.clone(), call.written());
            (None, None, ToolCall { name, arguments })
        };
        Self {
            text: said.text.0.clone(),
            calls: said.calls.iter().map(call).collect(),
            finish: said.finish.clone(),
            usage: said.usage.map(|usage| (usage.prompt, usage.answer)),
            saw_choice: true,
            ..Self::default()
        }
    }

    fn take_usage(&mut self, usage: Option<&Json>) {
        let count = |name: &str| usage.and_then(|usage| usage.get(name)).and_then(Json::as_u64);
        if let (Some(prompt), Some(answer)) = (count("prompt_tokens"), count("completion_tokens")) {
            self.usage = Some((prompt, answer));
        }
    }

    fn take_message(&mut self, message: &Json, is_piece: bool) {
        self.text.push_str(&content_text(message.get("content")));
        if message.get("refusal").and_then(Json::as_str).is_some_and(|said| !said.is_empty()) {
            self.refusal = true;
        }
        if let Some(calls) = message.get("tool_calls").and_then(Json::as_array) {
            for call in calls {
                self.take_call(call, is_piece);
            }
        }
        if let Some(call) = message.get("function_call").filter(|call| call.is_object()) {
            self.take_call(&serde_json::json!({ "index": 0, "function": call }), is_piece);
        }
    }

    /// Pieces of a call belong together by index, else by id, else they go on with the last one.
    fn take_call(&mut self, call: &Json, is_piece: bool) {
        let index = call.get("index").and_then(Json::as_u64);
        let id = call.get("id").and_then(Json::as_str).filter(|id| !id.is_empty());
        let function = call.get("function").or_else(|| call.get("custom")).unwrap_or(call);
        let name = function.get("name").and_then(Json::as_str).unwrap_or_default();
        let known = self.calls.iter().position(|(at, known_id, _)| match (index, id) {
            (Some(index), _) => *at == Some(index),
            (None, Some(id)) => known_id.as_deref() == Some(id),
            (None, None) => false,
        });
        let goes_on = is_piece && index.is_none() && id.is_none() && name.is_empty();
        let last = self.calls.len().checked_sub(1).filter(|_| goes_on);
        let place = match known.filter(|_| is_piece).or(last) {
            Some(place) => place,
            None if self.calls.len() >= MOST_CALLS => return,
            None => {
                self.calls.push((index, id.map(str::to_owned), ToolCall::default()));
                self.calls.len() - 1
            }
        };
        let (_, _, held) = &mut self.calls[place];
        held.name.push_str(name);
        match function.get("arguments").or_else(|| function.get("input")) {
            Some(Json::String(text)) => held.arguments.push_str(text),
            Some(Json::Null) | None => {}
            Some(other) => held.arguments.push_str(&other.to_string()),
        }
    }

    /// The whole answer, if there is one of use.
    pub fn finish(self, sent: usize) -> Result<Answer, Failure> {
        if !self.saw_choice {
            return Err(Failure::Unusable(Unusable::Empty));
        }
        let finish = self.finish.as_deref().unwrap_or_default();
        if finish == "content_filter" {
            return Err(Failure::Unusable(Unusable::Filtered));
        }
        if self.refusal {
            return Err(Failure::Unusable(Unusable::Refused));
        }
        let usage = self.usage.map_or_else(
            || estimate(sent, self.text.len()),
            |(prompt, answer)| Usage { prompt, answer, is_estimate: false },
        );
        let text = without_thoughts(&self.text);
        let calls: Vec<_> = self.calls.into_iter().map(|(_, _, call)| call).collect();
        let is_cut_off = finish == "length";
        if text.is_empty() && calls.is_empty() {
            let why = if is_cut_off { Unusable::CutOff } else { Unusable::Empty };
            return Err(Failure::Unusable(why));
        }
        Ok(Answer { text, calls, is_cut_off, usage })
    }

    /// What was used, counted or guessed; failed answers cost, too.
    pub fn usage(&self, sent: usize) -> Usage {
        self.usage.map_or_else(
            || estimate(sent, self.text.len()),
            |(prompt, answer)| Usage { prompt, answer, is_estimate: false },
        )
    }
}

/// Four bytes a token, where the server does not count.
fn estimate(sent: usize, answered: usize) -> Usage {
    let tokens = |bytes: usize| u64::try_from(bytes / 4).unwrap_or(u64::MAX);
    Usage { prompt: tokens(sent), answer: tokens(answered), is_estimate: true }
}

/// Text as it is, or the texts of a list of parts.
fn content_text(content: Option<&Json>) -> String {
    match content {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Array(parts)) => parts
            .iter()
            .filter_map(|part| part.as_str().or_else(|| part.get("text").and_then(Json::as_str)))
            .collect(),
        _ => String::new(),
    }
}

/// The text without `<think>` sections; an unclosed one hides the rest.
fn without_thoughts(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(open) = rest.find("<think>") {
        kept.push_str(&rest[..open]);
        match rest[open..].find("</think>") {
            Some(close) => rest = &rest[open + close + "</think>".len()..],
            None => rest = "",
        }
    }
    kept.push_str(rest.rsplit("</think>").next().unwrap_or(rest));
    kept.trim().to_owned()
}

/// What an error body says, for people: any vendor's JSON, text, or the title of a page.
pub(super) fn error_text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    match serde_json::from_slice::<Json>(bytes) {
        Ok(json) => error_words(&json).unwrap_or_default(),
        Err(_) => page_title(&text).unwrap_or_else(|| head(&text)),
    }
}

fn error_words(json: &Json) -> Option<String> {
    let error = json.get("error").unwrap_or(json);
    let said = [error, json].into_iter().find_map(|place| {
        place.as_str().or_else(|| {
            let named = ["message", "detail", "error", "msg", "reason"];
            named.iter().find_map(|name| place.get(name).and_then(Json::as_str))
        })
    })?;
    Some(head(said))
}

fn page_title(text: &str) -> Option<String> {
    let low = text.to_ascii_lowercase();
    let open = low.find("<title>")? + "<title>".len();
    let close = low[open..].find("</title>")?;
    Some(head(text.get(open..open + close)?))
}

/// The beginning of a foreign text, on one line and fit to be shown.
pub(super) fn head(text: &str) -> String {
    let plain = crate::model::template::plain_text(text);
    match plain.char_indices().nth(HEAD) {
        Some((cut, _)) => format!("{}…", &plain[..cut]),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn whole(pieces: &[Json]) -> Result<Answer, Failure> {
        let mut growing = Growing::default();
        for piece in pieces {
            growing.push(piece)?;
        }
        growing.finish(400)
    }

    fn call(name: &str, arguments: &str) -> ToolCall {
        ToolCall { name: name.into(), arguments: arguments.into() }
    }

    #[test]
    fn a_plain_answer_needs_no_field_but_its_own() {
        let answer = whole(&[json!({ "choices": [{ "message": { "content": "Hi" } }] })]).unwrap();
        assert_eq!(answer.text, "Hi");
        assert_eq!(answer.usage, Usage { prompt: 100, answer: 0, is_estimate: true });
    }

    #[test]
    fn content_may_be_a_list_of_parts_and_thoughts_are_left_out() {
        let parts = json!([{ "type": "text", "text": "<think>hm</think> Hi " }, "there"]);
        let answer = whole(&[json!({ "choices": [{ "message": { "content": parts } }] })]).unwrap();
        assert_eq!(answer.text, "Hi there");
    }

    #[test]
    fn pieces_of_calls_join_by_index_by_id_and_by_order() {
        let piece = |call: Json| json!({ "choices": [{ "delta": { "tool_calls": [call] } }] });
        let by_index = whole(&[
            piece(json!({ "index": 0, "id": "a", "function": { "name": "x", "arguments": "" } })),
            piece(json!({ "index": 1, "id": "b", "function": { "name": "y", "arguments": "{" } })),
            piece(json!({ "index": 0, "function": { "arguments": "{}" } })),
            piece(json!({ "index": 1, "function": { "arguments": "}" } })),
        ]);
        assert_eq!(by_index.unwrap().calls, [call("x", "{}"), call("y", "{}")]);
        let by_id = whole(&[
            piece(json!({ "id": "a", "function": { "name": "x", "arguments": "{" } })),
            piece(json!({ "id": "a", "function": { "arguments": "}" } })),
        ]);
        assert_eq!(by_id.unwrap().calls, [call("x", "{}")]);
        let by_order = whole(&[
            piece(json!({ "function": { "name": "x", "arguments": "{" } })),
            piece(json!({ "function": { "arguments": "}" } })),
            piece(json!({ "function": { "name": "y", "arguments": { "a": 1 } } })),
        ]);
        assert_eq!(by_order.unwrap().calls, [call("x", "{}"), call("y", r#"{"a":1}"#)]);
    }

    #[test]
    fn several_calls_of_one_message_stay_apart_without_index() {
        let calls = json!([
            { "id": "", "type": "function", "function": { "name": "x", "arguments": "{}" } },
            { "function": { "name": "x", "arguments": "{}" } },
        ]);
        let answer =
            json!({ "choices": [{ "message": { "content": null, "tool_calls": calls } }] });
        assert_eq!(whole(&[answer]).unwrap().calls.len(), 2);
    }

    #[test]
    fn the_old_function_call_and_a_custom_tool_are_calls_too() {
        let old = json!({ "choices": [{ "message": { "function_call": { "name": "x", "arguments": "{}" } } }] });
        assert_eq!(whole(&[old]).unwrap().calls, [call("x", "{}")]);
        let custom = json!({ "choices": [{ "message": { "tool_calls": [{ "custom": { "name": "x", "input": "{}" } }] } }] });
        assert_eq!(whole(&[custom]).unwrap().calls, [call("x", "{}")]);
    }

    #[test]
    fn what_is_of_no_use_says_why() {
        let answer = |message: Json, reason: &str| {
            whole(&[json!({ "choices": [{ "message": message, "finish_reason": reason }] })])
        };
        let unusable = |found: Result<Answer, Failure>| match found {
            Err(Failure::Unusable(why)) => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(unusable(answer(json!({ "content": null }), "stop")), Unusable::Empty);
        assert_eq!(unusable(answer(json!({ "content": "" }), "length")), Unusable::CutOff);
        assert_eq!(unusable(answer(json!({ "refusal": "No." }), "stop")), Unusable::Refused);
        assert_eq!(
            unusable(answer(json!({ "content": "x" }), "content_filter")),
            Unusable::Filtered
        );
        assert_eq!(unusable(whole(&[json!({ "choices": [] })])), Unusable::Empty);
        assert!(answer(json!({ "content": "half a" }), "length").unwrap().is_cut_off);
    }

    #[test]
    fn an_error_in_a_200_is_an_error() {
        let failure = whole(&[json!({ "error": { "code": 429, "message": "slow down" } })]);
        assert!(matches!(failure, Err(Failure::Status { status: 429, .. })));
        let failure = whole(&[json!({ "error": "model is loading" })]);
        assert!(
            matches!(failure, Err(Failure::Status { status: 500, ref detail, .. }) if detail == "model is loading")
        );
    }

    #[test]
    fn any_vendor_s_error_is_one_line_of_text() {
        for (body, said) in [
            (r#"{"error":{"message":"bad key","code":7}}"#, "bad key"),
            (r#"{"error":"bad key"}"#, "bad key"),
            (r#"{"detail":"bad key"}"#, "bad key"),
            (r#"{"object":"error","message":"bad key"}"#, "bad key"),
            ("<html><head><title>502 Bad Gateway</title></head></html>", "502 Bad Gateway"),
            ("plain\u{1b}[31m text", "plain[31m text"),
            ("", ""),
        ] {
            assert_eq!(error_text(body.as_bytes()), said);
        }
    }

    #[test]
    fn a_flood_of_calls_is_bounded() {
        let calls: Vec<Json> = (0..1000).map(|_| json!({ "function": { "name": "x" } })).collect();
        let answer = json!({ "choices": [{ "message": { "tool_calls": calls } }] });
        assert_eq!(whole(&[answer]).unwrap().calls.len(), MOST_CALLS);
    }
}
