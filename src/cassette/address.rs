use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

/// Whose traffic it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Requests to a model.
    Model,
    /// Requests of actions and of the dynamic context.
    Http,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Model, Self::Http];

    /// The name in arguments and folders.
    pub fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Http => "http",
        }
    }
}

/// What an answer is found by.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// Whose traffic it is.
    pub kind: Kind,
    /// Which playing of the scenario, from 1.
    pub repeat: u32,
    /// Which of the same requests within the talk, from 1.
    pub ordinal: u32,
    /// The talk, where another one got a different answer to the same request.
    pub talk: Option<String>,
    /// The request, masked, without what differs from run to run, its keys sorted.
    pub request: Json,
}

/// The hash of an address: the name of its file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(String);

impl Address {
    /// The hash of everything in it.
    pub fn key(&self) -> Key {
        let Self { kind, repeat, ordinal, talk, request } = self;
        let all = json!({
            "kind": kind.name(), "repeat": repeat, "ordinal": ordinal, "talk": talk,
            "request": request,
        });
        Key::of(&all)
    }
}

impl Key {
    /// Bytes of the hash that are kept: enough that no two requests ever meet.
    const BYTES: usize = 16;

    /// The hash of JSON, whatever the order of its keys.
    pub fn of(json: &Json) -> Self {
        let hash = blake3::hash(sorted(json).to_string().as_bytes());
        Self(hash.as_bytes()[..Self::BYTES].iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Where its file lies below the folder of cassettes, with `/` between the parts.
    pub fn file(&self, kind: Kind) -> String {
        format!("{}/{}/{}.json", kind.name(), &self.0[..2], self.0)
    }

    /// The hash in hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The same JSON with the keys of every object in order.
pub fn sorted(json: &Json) -> Json {
    match json {
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => json.clone(),
        Json::Array(items) => items.iter().map(sorted).collect(),
        Json::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            let entries = entries.into_iter().map(|(key, item)| (key.clone(), sorted(item)));
            Json::Object(entries.collect::<Map<_, _>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(request: Json) -> Address {
        Address { kind: Kind::Http, repeat: 1, ordinal: 1, talk: None, request }
    }

    #[test]
    fn the_order_of_keys_changes_nothing_and_each_part_something() {
        let one = address(json!({ "a": 1, "b": { "c": 2, "d": 3 } }));
        let same = address(json!({ "b": { "d": 3, "c": 2 }, "a": 1 }));
        assert_eq!(one.key(), same.key());
        let others = [
            Address { kind: Kind::Model, ..one.clone() },
            Address { repeat: 2, ..one.clone() },
            Address { ordinal: 2, ..one.clone() },
            Address { talk: Some("a".into()), ..one.clone() },
            address(json!({ "a": 2 })),
        ];
        for other in others {
            assert_ne!(one.key(), other.key(), "{other:?}");
        }
    }

    #[test]
    fn a_file_is_named_by_the_hash() {
        let key = address(json!({})).key();
        assert_eq!(key.as_str().len(), 32);
        let file = key.file(Kind::Http);
        assert_eq!(file, format!("http/{}/{key}.json", &key.as_str()[..2]));
    }
}
