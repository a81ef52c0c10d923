use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The type a variable declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VariableType {
    /// Any text, or an identifier with a pattern.
    String,
    /// A whole number that fits 64 bits.
    Integer,
    /// A finite decimal number.
    Float,
    /// Yes or no.
    Boolean,
    /// A calendar day.
    Date,
    /// A mailbox (RFC 5321).
    Email,
    /// A telephone number (E.164).
    Phone,
}

impl VariableType {
    /// All seven, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::String,
        Self::Integer,
        Self::Float,
        Self::Boolean,
        Self::Date,
        Self::Email,
        Self::Phone,
    ];

    /// The name as written in an agent file.
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Float => "float",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }
}

/// A canonical value. Its text form is the canonical one: date `YYYY-MM-DD`, phone E.164.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// Text as it is to be sent.
    String(String),
    /// A whole number.
    Integer(i64),
    /// A finite number; never NaN or infinite.
    Float(f64),
    /// Yes is `true`.
    Boolean(bool),
    /// A calendar day.
    Date(NaiveDate),
    /// A mailbox.
    Email(String),
    /// An E.164 number with its leading plus.
    Phone(String),
}

impl Value {
    /// The type this is a value of.
    pub fn variable_type(&self) -> VariableType {
        match self {
            Self::String(_) => VariableType::String,
            Self::Integer(_) => VariableType::Integer,
            Self::Float(_) => VariableType::Float,
            Self::Boolean(_) => VariableType::Boolean,
            Self::Date(_) => VariableType::Date,
            Self::Email(_) => VariableType::Email,
            Self::Phone(_) => VariableType::Phone,
        }
    }

    /// The value as it goes into a JSON body: numbers and booleans keep their type.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Integer(number) => (*number).into(),
            Self::Float(number) => (*number).into(),
            Self::Boolean(truth) => (*truth).into(),
            Self::String(_) | Self::Date(_) | Self::Email(_) | Self::Phone(_) => {
                self.to_string().into()
            }
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) | Self::Email(text) | Self::Phone(text) => f.write_str(text),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number}"),
            Self::Boolean(truth) => write!(f, "{truth}"),
            Self::Date(day) => write!(f, "{}", day.format("%Y-%m-%d")),
        }
    }
}
