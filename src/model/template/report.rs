use serde_json::{Map, Value as Json};

use super::phrase::{acronym, deed, list_and, plain_text, sentence};
use crate::agent::{Action, ActionName, Agent, Method};

/// Most items of a list that are read out.
const MOST_ITEMS: usize = 5;
/// Deepest nesting that is read out.
const DEEPEST: usize = 2;

/// What is said of a success, from the kept fields of the answer.
pub(super) fn report(
    agent: &Agent,
    (action, gate_for): (&ActionName, Option<&ActionName>),
    result: &Json,
) -> String {
    let Some(declared) = agent.action(action) else { return "Done.".to_owned() };
    if gate_for.is_some() && !looks_up(declared) {
        // Only a step on the way.
        return "Thank you.".to_owned();
    }
    let told = match result {
        Json::Object(fields) => tell_fields(declared, fields, 0),
        Json::Array(items) => tell_list("results", items, 0),
        Json::String(text) => told_text(text),
        Json::Number(_) | Json::Bool(_) => format!("{}.", scalar(result).unwrap_or_default()),
        Json::Null => String::new(),
    };
    match (looks_up(declared), told.is_empty()) {
        (false, true) => format!("Done: {}.", deed(action)),
        (false, false) => format!("Done: {}. {told}", deed(action)),
        (true, true) => "The system answered, but there is nothing to tell.".to_owned(),
        (true, false) => told,
    }
}

/// Whether an action is there to tell something; some APIs are asked by POST.
fn looks_up(action: &Action) -> bool {
    let deed = deed(&action.name);
    let verb = deed.split(' ').next().unwrap_or_default();
    !action.method.is_write()
        || (action.method == Method::Post
            && matches!(
                verb,
                "list" | "find" | "get" | "search" | "show" | "look" | "lookup" | "fetch" | "query"
            ))
}

fn tell_fields(action: &Action, fields: &Map<String, Json>, depth: usize) -> String {
    let sentences: Vec<_> = fields
        .iter()
        .filter_map(|(key, value)| tell_field(Some(action), key, value, depth))
        .collect();
    sentences.join(" ")
}

fn tell_field(action: Option<&Action>, key: &str, value: &Json, depth: usize) -> Option<String> {
    if let (Some(action), Json::String(state)) = (action, value)
        && is_state_key(key)
        && let Some(told) = tell_state(action, state)
    {
        return Some(told);
    }
    match value {
        Json::Null => None,
        Json::Array(items) => Some(tell_list(&words(key), items, depth)).filter(|t| !t.is_empty()),
        Json::Object(fields) if depth < DEEPEST => {
            let parts: Vec<_> = fields
                .iter()
                .filter_map(|(inner, value)| tell_field(None, inner, value, depth + 1))
                .collect();
            Some(parts.join(" ")).filter(|told| !told.is_empty())
        }
        Json::Object(_) => None,
        Json::Bool(truth) => {
            Some(format!("{}: {}.", sentence(&words(key)), if *truth { "yes" } else { "no" }))
        }
        Json::String(_) | Json::Number(_) => {
            let told = scalar(value).filter(|told| !told.is_empty())?;
            let number = if looks_like_code(&told) && !names_a_code(key) { " number" } else { "" };
            Some(match stands_alone(key) {
                true => format!("{}: {told}.", sentence(&words(key))),
                false => format!("The {}{number} is {told}.", words(key)),
            })
        }
    }
}

fn is_state_key(key: &str) -> bool {
    matches!(key.to_lowercase().as_str(), "status" | "state" | "order_status" | "delivery_status")
}

/// "Your order has been shipped."
fn tell_state(action: &Action, state: &str) -> Option<String> {
    let state = plain_text(&state.replace('_', " ")).to_lowercase();
    let subject = subject(&action.name);
    let last = state.split(' ').next_back()?;
    let is_participle = last.ends_with("ed") || last.ends_with("lost") || last.ends_with("sent");
    match is_participle && state.split(' ').count() == 1 {
        true => Some(format!("Your {subject} has been {state}.")),
        false => Some(format!("The status of your {subject} is {state}.")),
    }
}

/// What an action is about: its name without the verb in front and a noun of manner behind.
fn subject(name: &ActionName) -> String {
    let deed = deed(name);
    let mut words: Vec<_> = deed.split(' ').collect();
    if words.len() > 1 {
        words.remove(0);
    }
    while words.len() > 1 && matches!(words[0], "up" | "the" | "a" | "an" | "for" | "new") {
        words.remove(0);
    }
    while words.len() > 1
        && words.last().is_some_and(|word| {
            matches!(*word, "status" | "state" | "details" | "info" | "information" | "by")
        })
    {
        words.pop();
    }
    words.join(" ")
}

fn tell_list(name: &str, items: &[Json], depth: usize) -> String {
    if items.is_empty() {
        return format!("There are no {name}.");
    }
    if depth >= DEEPEST {
        return format!("There are {} {name}.", items.len());
    }
    let mut told: Vec<_> = items.iter().take(MOST_ITEMS).filter_map(item).collect();
    if items.len() > MOST_ITEMS {
        told.push(format!("{} more", items.len() - MOST_ITEMS));
    }
    match told.is_empty() {
        true => format!("There are {} {name}.", items.len()),
        false => format!("{}: {}.", sentence(name), list_and(&told)),
    }
}

fn item(json: &Json) -> Option<String> {
    match json {
        Json::Object(fields) => {
            let parts: Vec<_> = fields.values().filter_map(scalar).collect();
            Some(parts.join(" ")).filter(|told| !told.is_empty())
        }
        Json::Null | Json::Array(_) => None,
        Json::String(_) | Json::Number(_) | Json::Bool(_) => scalar(json),
    }
}

fn scalar(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(spoken_text(text)),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(truth) => Some(if *truth { "yes" } else { "no" }.to_owned()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// Text of an answer as it is said: a day as people say it, a link and markup not at all.
fn spoken_text(text: &str) -> String {
    let text = plain_text(text);
    if let Ok(day) = chrono::NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
        return day.format("%A, %-d %B %Y").to_string();
    }
    if let Ok(time) = chrono::DateTime::parse_from_rfc3339(&text) {
        return time.format("%A, %-d %B at %H:%M").to_string();
    }
    match text.contains("://") || text.contains('<') || text.trim_start().starts_with('{') {
        true => String::new(),
        false => text,
    }
}

fn told_text(text: &str) -> String {
    let told = spoken_text(text);
    if told.is_empty() || told.ends_with(['.', '!', '?']) { told } else { format!("{told}.") }
}

/// A key in words: `tracking_number` and `trackingNumber` are "tracking number".
fn words(key: &str) -> String {
    let mut spaced = String::with_capacity(key.len() + 4);
    let mut before = ' ';
    for letter in plain_text(key).chars() {
        match letter {
            '_' | '-' | '.' => spaced.push(' '),
            _ if letter.is_uppercase() && before.is_lowercase() => {
                spaced.push(' ');
                spaced.extend(letter.to_lowercase());
            }
            _ => spaced.push(letter),
        }
        before = letter;
    }
    spaced.split(' ').map(acronym).collect::<Vec<_>>().join(" ")
}

/// Whether a key is no noun, so that "the … is" would not read: `until`, `updated`, `available`.
fn stands_alone(key: &str) -> bool {
    let words = words(key);
    let last = words.split(' ').next_back().unwrap_or_default();
    last.ends_with("ed")
        || last.ends_with("able")
        || matches!(last, "until" | "since" | "from" | "to" | "at" | "by" | "on" | "open")
}

fn looks_like_code(text: &str) -> bool {
    text.len() >= 4
        && !text.contains(' ')
        && text.chars().filter(char::is_ascii_digit).count() >= 3
        && text.chars().any(|c| c.is_ascii_uppercase())
}

fn names_a_code(key: &str) -> bool {
    let key = key.to_lowercase();
    ["number", "id", "code", "sku", "reference", "ref", "token", "no"]
        .iter()
        .any(|word| words(&key).to_lowercase().split(' ').any(|part| part == *word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_said_in_words() {
        assert_eq!(words("trackingNumber"), "tracking number");
        assert_eq!(words("order_id"), "order ID");
    }

    #[test]
    fn an_action_is_about_what_stands_behind_its_verb() {
        assert_eq!(subject(&ActionName::new("Lookup Order Status")), "order");
        assert_eq!(subject(&ActionName::new("Look up the Parcel")), "parcel");
    }

    #[test]
    fn markup_and_links_are_not_read_out() {
        assert_eq!(spoken_text("<html>"), "");
        assert_eq!(spoken_text("https://x.example/a?b"), "");
    }

    #[test]
    fn a_day_is_said_as_people_say_it() {
        assert_eq!(spoken_text("2026-03-03"), "Tuesday, 3 March 2026");
    }
}
