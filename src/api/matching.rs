//! Whether a value is what a matcher wants, and if not, by which field.

use serde_json::Value as Json;

use super::{Difference, Matcher};

impl Matcher {
    /// The first field that is not as wanted; `field` is the name it is told by.
    pub fn difference(&self, field: &str, got: Option<&Json>) -> Option<Difference> {
        difference((field, self), got, equal)
    }

    /// The same where values have types, as in a JSON body: there 2 is not "2".
    pub fn typed_difference(&self, field: &str, got: Option<&Json>) -> Option<Difference> {
        difference((field, self), got, same)
    }
}

/// Whether a value is the one that is wanted.
type Alike = fn(&Json, &Json) -> bool;

/// The first field that is not as the matcher wants it.
fn difference(
    (field, matcher): (&str, &Matcher),
    got: Option<&Json>,
    alike: Alike,
) -> Option<Difference> {
    let differs = |expected: String| {
        Some(Difference { field: field.to_owned(), expected, got: got.map(Json::to_string) })
    };
    match (matcher, got) {
        (Matcher::Absent, None) | (Matcher::Present, Some(_)) => None,
        (Matcher::Absent, Some(_)) => differs("it absent".to_owned()),
        (Matcher::Present, None) => differs("it present".to_owned()),
        (Matcher::Equals(wanted), Some(got)) if alike(wanted, got) => None,
        (Matcher::Equals(wanted), _) => differs(wanted.to_string()),
        (Matcher::Matches(pattern), Some(got)) if pattern.matches(&text(got)) => None,
        (Matcher::Matches(pattern), _) => differs(format!("a match of {}", pattern.source())),
        (Matcher::Fields(fields), Some(Json::Object(map))) => {
            fields.iter().find_map(|(key, matcher)| {
                difference((&format!("{field}.{key}"), matcher), map.get(key), alike)
            })
        }
        (Matcher::Fields(fields), got) if got.is_none() => {
            fields.iter().find_map(|(key, matcher)| {
                difference((&format!("{field}.{key}"), matcher), None, alike)
            })
        }
        (Matcher::Fields(_), _) => differs("an object".to_owned()),
        (Matcher::Items(items), Some(Json::Array(list))) if items.len() == list.len() => {
            items.iter().zip(list).enumerate().find_map(|(at, (matcher, got))| {
                difference((&format!("{field}[{at}]"), matcher), Some(got), alike)
            })
        }
        (Matcher::Items(items), _) => differs(format!("a list of {}", items.len())),
        (Matcher::Not(unwanted), got) => match difference((field, unwanted), got, alike) {
            Some(_) => None,
            None => differs("anything else".to_owned()),
        },
    }
}

fn text(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Equality by value: numbers by size, and scalars also by their text, for in a query all is text.
pub fn equal(wanted: &Json, got: &Json) -> bool {
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

/// Equality by value and type; numbers by size.
fn same(wanted: &Json, got: &Json) -> bool {
    match (wanted, got) {
        (Json::Number(a), Json::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
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
    fn where_values_have_types_a_number_is_not_its_text() {
        let body = Matcher::Fields(vec![("n".into(), Matcher::Equals(json!([2])))]);
        let differs = |n: Json| body.typed_difference("body", Some(&json!({ "n": [n] })));
        assert_eq!((differs(json!(2)), differs(json!(2.0))), (None, None));
        assert_eq!(
            differs(json!("2")).unwrap().to_string(),
            "body.n is [\"2\"], the rule wants [2]"
        );
        assert_eq!(body.difference("body", Some(&json!({ "n": ["2"] }))), None);
        assert!(!same(&json!({ "a": 1 }), &json!({ "a": 1, "b": 1 })));
        assert!(!same(&json!([1]), &json!([1, 1])) && !same(&json!(true), &json!("true")));
    }

    #[test]
    fn what_is_not_wanted_differs_and_all_else_does_not() {
        let other = Matcher::Not(Box::new(Matcher::Equals(json!(25))));
        assert_eq!(other.difference("n", Some(&json!(26))), None);
        assert_eq!(other.difference("n", None), None);
        let found = other.difference("n", Some(&json!(25.0))).unwrap();
        assert_eq!(found.to_string(), "n is 25.0, the rule wants anything else");
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
        let found = wanted.difference("body", Some(&got)).unwrap();
        assert_eq!(found.to_string(), "body.ticket.priority is \"low\", the rule wants \"high\"");
    }
}
