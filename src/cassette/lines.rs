//! Text of several lines as a list of lines, so that a change of one line is a difference of one line.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::{Map, Value as Json};

/// The one key of an object that stands for a text of several lines.
const LINES: &str = "text_lines";

/// Text, written line by line where it has several.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Text(pub String);

/// JSON, its texts written line by line where they have several.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Tree(pub Json);

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fold_text(&self.0).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match unfold(Json::deserialize(deserializer)?) {
            Json::String(text) => Ok(Self(text)),
            _ => Err(D::Error::custom("expected a text, or its lines under `text_lines`")),
        }
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fold(&self.0).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Json::deserialize(deserializer).map(|json| Self(unfold(json)))
    }
}

fn fold(json: &Json) -> Json {
    match json {
        Json::Null | Json::Bool(_) | Json::Number(_) => json.clone(),
        Json::String(text) => fold_text(text),
        Json::Array(items) => items.iter().map(fold).collect(),
        Json::Object(map) => {
            let is_alone = map.len() == 1;
            let key = |key: &String| match is_alone && is_marker(key) {
                true => format!("{key}_"),
                false => key.clone(),
            };
            Json::Object(map.iter().map(|(name, item)| (key(name), fold(item))).collect())
        }
    }
}

fn fold_text(text: &str) -> Json {
    if !text.contains('\n') {
        return Json::from(text);
    }
    let lines: Json = text.split('\n').map(Json::from).collect();
    Json::Object(Map::from_iter([(LINES.to_owned(), lines)]))
}

fn unfold(json: Json) -> Json {
    match json {
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => json,
        Json::Array(items) => items.into_iter().map(unfold).collect(),
        Json::Object(map) => {
            if let Some(text) = joined(&map) {
                return Json::String(text);
            }
            let is_alone = map.len() == 1;
            let key = |key: String| match is_alone && is_marker(&key) {
                true => key.strip_suffix('_').unwrap_or(&key).to_owned(),
                false => key,
            };
            Json::Object(map.into_iter().map(|(name, item)| (key(name), unfold(item))).collect())
        }
    }
}

fn joined(map: &Map<String, Json>) -> Option<String> {
    let lines = map.get(LINES).filter(|_| map.len() == 1)?.as_array()?;
    let lines: Option<Vec<&str>> = lines.iter().map(Json::as_str).collect();
    lines.map(|lines| lines.join("\n"))
}

/// Whether a key is the marker, or an own key of a body that was set apart from it.
fn is_marker(key: &str) -> bool {
    key.strip_prefix(LINES).is_some_and(|rest| rest.bytes().all(|byte| byte == b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn there_and_back(json: &Json) -> Json {
        let written = serde_json::to_string(&Tree(json.clone())).unwrap();
        serde_json::from_str::<Tree>(&written).unwrap().0
    }

    #[test]
    fn each_line_stands_alone() {
        let written = serde_json::to_value(Text("one\ntwo\n".into())).unwrap();
        assert_eq!(written, json!({ "text_lines": ["one", "two", ""] }));
        assert_eq!(serde_json::to_value(Text("one".into())).unwrap(), json!("one"));
        assert!(serde_json::from_value::<Text>(json!(7)).is_err());
    }

    #[test]
    fn a_body_with_the_marker_of_its_own_is_kept() {
        for body in [
            json!({ "text_lines": ["a", "b"] }),
            json!({ "text_lines_": "a\nb" }),
            json!({ "text_lines": ["a"], "more": 1 }),
            json!([{ "text_lines": { "text_lines__": ["x\ny"] } }]),
        ] {
            assert_eq!(there_and_back(&body), body);
        }
    }

    fn tree() -> impl Strategy<Value = Json> {
        let text = || "[a\n\r\\\"\u{2028} é]{0,6}";
        let key = prop_oneof![text(), "text_lines_{0,2}"];
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            text().prop_map(Json::from)
        ];
        leaf.prop_recursive(3, 16, 3, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Json::from),
                prop::collection::vec((key.clone(), inner), 0..3)
                    .prop_map(|entries| Json::Object(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn nothing_is_lost(json in tree()) {
            prop_assert_eq!(there_and_back(&json), json);
        }
    }
}
