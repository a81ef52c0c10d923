//! Whether a request is one that a rule answers, and if not, by which field.

use serde_json::Value as Json;

use super::{Difference, Matcher, Repetition, Rule, StubState, rule::When, wire::Received};
use crate::agent::ActionName;

/// What rules look at, taken apart once.
pub(super) struct Facts<'a> {
    pub(super) request: &'a Received,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Option<Json>,
    /// The path below the action's URL.
    pub(super) path: String,
}

/// How a rule and a request go together.
pub(super) enum Fit {
    Matches,
    /// All its answers are used up.
    Spent,
    /// So many fields fit before this one did not.
    Differs(usize, Difference),
}

/// Compares a request with a rule.
pub(super) fn fit(
    rule: &Rule,
    facts: &Facts<'_>,
    state: &StubState,
    place: (&ActionName, usize),
) -> Fit {
    if rule.repetition == Repetition::Spent && state.hits(place.0, place.1) >= rule.replies.len() {
        return Fit::Spent;
    }
    let (fitting, first) = compare(&rule.when, facts, state);
    match first {
        None => Fit::Matches,
        Some(difference) => Fit::Differs(fitting, difference),
    }
}

/// How many fields fit, and the first that does not.
fn compare(when: &When, facts: &Facts<'_>, state: &StubState) -> (usize, Option<Difference>) {
    let mut fitting = 0;
    let mut first = None;
    let mut look = |field: String, matcher: &Matcher, got: Option<&Json>| match difference(
        &field, matcher, got,
    ) {
        None => fitting += 1,
        Some(found) => drop(first.get_or_insert(found)),
    };
    if let Some(matcher) = &when.path {
        look("path".to_owned(), matcher, Some(&Json::from(facts.path.as_str())));
    }
    for (key, matcher) in &when.query {
        let got = facts.query.iter().find(|(known, _)| known == key);
        let got = got.map(|(_, value)| Json::from(value.as_str()));
        look(format!("query.{key}"), matcher, got.as_ref());
    }
    for (name, matcher) in &when.headers {
        let got = facts.request.header(name).map(Json::from);
        look(format!("headers.{name}"), matcher, got.as_ref());
    }
    if let Some(matcher) = &when.body {
        look("body".to_owned(), matcher, facts.body.as_ref());
    }
    for (key, matcher) in &when.stored {
        look(format!("stored.{key}"), matcher, state.stored.get(key));
    }
    (fitting, first)
}

/// The first field that is not as the matcher wants it.
fn difference(field: &str, matcher: &Matcher, got: Option<&Json>) -> Option<Difference> {
    let differs = |expected: String| {
        Some(Difference { field: field.to_owned(), expected, got: got.map(Json::to_string) })
    };
    match (matcher, got) {
        (Matcher::Absent, None) | (Matcher::Present, Some(_)) => None,
        (Matcher::Absent, Some(_)) => differs("it absent".to_owned()),
        (Matcher::Present, None) => differs("it present".to_owned()),
        (Matcher::Equals(wanted), Some(got)) if equal(wanted, got) => None,
        (Matcher::Equals(wanted), _) => differs(wanted.to_string()),
        (Matcher::Matches(pattern), Some(got)) if pattern.matches(&text(got)) => None,
        (Matcher::Matches(pattern), _) => differs(format!("a match of {}", pattern.source())),
        (Matcher::Fields(fields), Some(Json::Object(map))) => {
            fields.iter().find_map(|(key, matcher)| {
                difference(&format!("{field}.{key}"), matcher, map.get(key))
            })
        }
        (Matcher::Fields(fields), got) if got.is_none() => fields
            .iter()
            .find_map(|(key, matcher)| difference(&format!("{field}.{key}"), matcher, None)),
        (Matcher::Fields(_), _) => differs("an object".to_owned()),
        (Matcher::Items(items), Some(Json::Array(list))) if items.len() == list.len() => {
            items.iter().zip(list).enumerate().find_map(|(at, (matcher, got))| {
                difference(&format!("{field}[{at}]"), matcher, Some(got))
            })
        }
        (Matcher::Items(items), _) => differs(format!("a list of {}", items.len())),
    }
}

fn text(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Equality by value: numbers by size, and scalars also by their text, for in a query all is text.
pub(super) fn equal(wanted: &Json, got: &Json) -> bool {
    match (wanted, got) {
        (Json::Number(a), Json::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Json::Number(a), Json::String(b)) => b.parse::<f64>().ok() == a.as_f64(),
        (Json::String(a), Json::Number(b)) => *a == b.to_string(),
        (Json::Bool(a), Json::String(b)) | (Json::String(b), Json::Bool(a)) => *b == a.to_string(),
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_compared_by_value() {
        assert!(equal(&json!(25), &json!(25.0)));
        assert!(equal(&json!(25), &json!("25")));
        assert!(equal(&json!("ORD-1"), &json!("ORD-1")));
        assert!(equal(&json!(true), &json!("true")));
        assert!(!equal(&json!("025"), &json!(25)));
        assert!(!equal(&json!(null), &json!("null")));
    }

    #[test]
    fn the_first_differing_field_is_named_by_its_path() {
        let wanted = Matcher::Fields(vec![(
            "ticket".into(),
            Matcher::Fields(vec![
                ("subject".into(), Matcher::Present),
                ("priority".into(), Matcher::Equals(json!("high"))),
            ]),
        )]);
        let got = json!({ "ticket": { "subject": "x", "priority": "low" } });
        let found = difference("body", &wanted, Some(&got)).unwrap();
        assert_eq!(found.to_string(), "body.ticket.priority is \"low\", the rule wants \"high\"");
    }
}
