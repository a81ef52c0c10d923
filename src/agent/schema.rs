use serde_json::Value as Json;

/// What an answer looks like, as declared: a small part of JSON Schema. Empty allows everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// The types it may have; empty is any.
    pub types: Vec<JsonType>,
    /// What its fields look like; others may be there.
    pub properties: Vec<(String, Schema)>,
    /// Fields that must be there.
    pub required: Vec<String>,
    /// What every item of a list looks like.
    pub items: Option<Box<Schema>>,
    /// The values it may have; `None` is any.
    pub choices: Option<Vec<Json>>,
}

/// A type of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// Text.
    String,
    /// Any number.
    Number,
    /// A number without a fraction.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// Fields with values.
    Object,
    /// A list.
    Array,
    /// `null`.
    Null,
}

impl JsonType {
    /// All of them, by the names of JSON Schema.
    pub const ALL: [(&'static str, Self); 7] = [
        ("string", Self::String),
        ("number", Self::Number),
        ("integer", Self::Integer),
        ("boolean", Self::Boolean),
        ("object", Self::Object),
        ("array", Self::Array),
        ("null", Self::Null),
    ];

    /// The name of JSON Schema.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("null", |(name, _)| name)
    }

    /// Whether a value is of this type.
    pub fn fits(self, json: &Json) -> bool {
        match (self, json) {
            (Self::String, Json::String(_))
            | (Self::Number, Json::Number(_))
            | (Self::Boolean, Json::Bool(_))
            | (Self::Object, Json::Object(_))
            | (Self::Array, Json::Array(_))
            | (Self::Null, Json::Null) => true,
            (Self::Integer, Json::Number(number)) => {
                number.as_f64().is_some_and(|number| number.fract() == 0.0)
            }
            _ => false,
        }
    }
}
