use serde_json::{Map, Value as Json};

/// Longest argument that is looked at, in bytes.
const LONGEST: usize = 2_000;
/// What models write for "not said".
const NOTHING: [&str; 11] = [
    "",
    "null",
    "none",
    "unknown",
    "n/a",
    "na",
    "undefined",
    "not provided",
    "not specified",
    "missing",
    "?",
];

/// The arguments of a call: an object, nothing at all, or an object written as a text once more.
/// `None` when the JSON is broken or cut off.
pub(crate) fn arguments(raw: &str) -> Option<Map<String, Json>> {
    let raw = raw.trim();
    if raw.is_empty() || raw == "null" {
        return Some(Map::new());
    }
    match serde_json::from_str(raw).ok()? {
        Json::Object(map) => Some(map),
        Json::String(inner) => match serde_json::from_str(&inner).ok()? {
            Json::Object(map) => Some(map),
            _ => None,
        },
        _ => None,
    }
}

/// One argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Argument {
    /// As text, whatever scalar type it was written in.
    Text(String),
    /// A word for nothing.
    Nothing,
    /// A list or an object where one value belongs.
    WrongType,
}

pub(super) fn argument(json: &Json) -> Argument {
    let text = match json {
        Json::String(text) => text.trim().to_owned(),
        Json::Number(number) => number.to_string(),
        Json::Bool(truth) => truth.to_string(),
        Json::Null => return Argument::Nothing,
        Json::Array(items) => match items.as_slice() {
            [] => return Argument::Nothing,
            [only] => return argument(only),
            _ => return Argument::WrongType,
        },
        Json::Object(_) => return Argument::WrongType,
    };
    if NOTHING.contains(&text.to_lowercase().as_str()) {
        return Argument::Nothing;
    }
    match text.len() > LONGEST {
        true => Argument::WrongType,
        false => Argument::Text(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_object_nothing_and_an_object_in_a_text_are_arguments() {
        assert_eq!(arguments("").unwrap().len(), 0);
        assert_eq!(arguments(r#"{"a":1}"#).unwrap()["a"], 1);
        assert_eq!(arguments(r#""{\"a\":1}""#).unwrap()["a"], 1);
        for broken in [r#"{"a": "ORD-1"#, "[1]", "hello", "{'a': 1}"] {
            assert_eq!(arguments(broken), None, "{broken}");
        }
    }

    #[test]
    fn scalars_are_texts_and_words_for_nothing_are_nothing() {
        assert_eq!(argument(&json!(48213)), Argument::Text("48213".into()));
        assert_eq!(argument(&json!("48213")), Argument::Text("48213".into()));
        assert_eq!(argument(&json!(["x"])), Argument::Text("x".into()));
        assert_eq!(argument(&json!("N/A")), Argument::Nothing);
        assert_eq!(argument(&json!(null)), Argument::Nothing);
        assert_eq!(argument(&json!({ "a": 1 })), Argument::WrongType);
        assert_eq!(argument(&json!("x".repeat(5000))), Argument::WrongType);
    }
}
