use serde_json::{Map, Value as Json};

use crate::model::openai::{ask::Tools, wire::ToolCall};

/// Longest text that is searched for calls, in bytes.
const LONGEST: usize = 16 * 1024;
/// Most places where JSON may begin that are tried.
const MOST_TRIES: usize = 64;
/// Most calls taken from one text.
const MOST_CALLS: usize = 8;

/// Calls that a small model wrote into its text: `<tool_call>`, JSON in a fence or bare, `name(..)`.
/// Only names of tools count, so prose is not taken for a call.
pub fn calls_in(text: &str, tools: &Tools) -> Vec<ToolCall> {
    let text = bounded(text);
    let mut found = in_json(text, tools);
    if found.is_empty() {
        found = in_prose(text, tools);
    }
    found.truncate(MOST_CALLS);
    found
}

fn bounded(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn in_json(text: &str, tools: &Tools) -> Vec<ToolCall> {
    let mut found = Vec::new();
    let mut from = 0;
    for _ in 0..MOST_TRIES {
        let Some(at) = text[from..].find(['{', '[']).map(|at| from + at) else { break };
        let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter::<Json>();
        match values.next() {
            Some(Ok(json)) => {
                let before = found.len();
                gather(&json, tools, &mut found);
                if found.len() == before
                    && let Some(name) = named_before(&text[..at], tools)
                    && json.is_object()
                {
                    found.push(ToolCall { name, arguments: json.to_string() });
                }
                from = at + values.byte_offset().max(1);
            }
            Some(Err(_)) | None => {
                if let Some(call) = cut_off(&text[at..], tools) {
                    found.push(call);
                    break;
                }
                from = at + 1;
            }
        }
    }
    found
}

/// The calls in a JSON value of any of the usual shapes.
fn gather(json: &Json, tools: &Tools, found: &mut Vec<ToolCall>) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| gather(item, tools, found)),
        Json::Object(map) => match call_of(map, tools) {
            Some(call) => found.push(call),
            None => {
                for key in ["tool_calls", "calls", "function", "tool_call", "function_call"] {
                    if let Some(inner) = map.get(key).filter(|inner| !inner.is_string()) {
                        gather(inner, tools, found);
                    }
                }
            }
        },
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn call_of(map: &Map<String, Json>, tools: &Tools) -> Option<ToolCall> {
    let named = ["name", "function", "tool", "tool_name", "action"];
    if let Some(name) = named.iter().find_map(|key| map.get(*key)?.as_str()) {
        // A name that no tool has is a call all the same where arguments stand beside it.
        let carried = ["arguments", "parameters", "args", "input", "params"];
        let arguments = carried.iter().find_map(|key| map.get(*key));
        if tools.get(name).is_none() && arguments.is_none() {
            return None;
        }
        return Some(ToolCall { name: name.to_owned(), arguments: written(arguments) });
    }
    let (name, arguments) = map.iter().next().filter(|_| map.len() == 1)?;
    tools.get(name)?;
    arguments.is_object().then(|| ToolCall { name: name.clone(), arguments: arguments.to_string() })
}

fn written(arguments: Option<&Json>) -> String {
    match arguments {
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// A tool's name right before the JSON: `<function=name>{..}`, `name: {..}`, `name({..})`.
fn named_before(text: &str, tools: &Tools) -> Option<String> {
    let text = text.trim_end().trim_end_matches(['>', ':', '(', '=', '`', '\n']).trim_end();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let name = text.rsplit(|c| !is_part(c)).next()?;
    tools.get(name).filter(|_| !name.is_empty()).map(|_| name.to_owned())
}

/// A call whose JSON breaks off: its name still says what was meant.
fn cut_off(text: &str, tools: &Tools) -> Option<ToolCall> {
    let rest = &text[text.find("\"name\"")? + "\"name\"".len()..];
    let name = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let name = &name[..name.find('"')?];
    tools.get(name)?;
    let arguments = text.find("\"arguments\"").map_or("", |at| &text[at + 11..]);
    let arguments = arguments.trim_start().trim_start_matches(':').trim().to_owned();
    Some(ToolCall { name: name.to_owned(), arguments })
}

/// `name(a="b", c=1)` and `name()`.
fn in_prose(text: &str, tools: &Tools) -> Vec<ToolCall> {
    let mut found = Vec::new();
    for name in tools.names() {
        for (at, _) in text.match_indices(name) {
            let starts = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let rest = text[at + name.len()..].trim_start_matches('`');
            let Some(inner) = rest.strip_prefix('(').filter(|_| starts) else { continue };
            let Some(inner) = closed(inner) else { continue };
            found.push((at, ToolCall { name: name.to_owned(), arguments: pairs(inner) }));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, call)| call).collect()
}

/// The text up to the closing bracket that is not inside quotes.
fn closed(text: &str) -> Option<&str> {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, ')') => return Some(&text[..at]),
            _ => {}
        }
    }
    None
}

/// `a="b", c: 1` as JSON.
fn pairs(text: &str) -> String {
    let mut map = Map::new();
    for pair in split_outside_quotes(text) {
        if let Some((key, value)) = pair.split_once(['=', ':']) {
            let unquoted = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
            map.insert(unquoted(key), Json::String(unquoted(value)));
        }
    }
    Json::Object(map).to_string()
}

fn split_outside_quotes(text: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, ',') => {
                pieces.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces
}
