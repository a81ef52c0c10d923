use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Hidden, Text};

/// What a model answered, or why it did not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelAnswer {
    /// It answered.
    Said(Said),
    /// There was no answer of use.
    Failed(ModelFailing),
}

/// A whole answer, pieces of a stream joined.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The text, thoughts included.
    pub text: Text,
    /// The calls, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<Calling>,
    /// Why it ended, in the server's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish: Option<String>,
    /// The tokens, where the server counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
}

/// A call as the model wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calling {
    /// The tool.
    pub name: String,
    /// JSON where the model wrote JSON, else the text as it is.
    pub arguments: Json,
}

/// Tokens of one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usage {
    /// Sent.
    pub prompt: u64,
    /// Answered.
    pub answer: u64,
}

/// Why there was no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ModelFailing {
    /// No connection.
    Unreachable {
        /// The host.
        host: String,
        /// What the network said.
        detail: String,
    },
    /// Closed before any of the answer came.
    Dropped {
        /// The host.
        host: String,
        /// What the network said.
        detail: String,
    },
    /// Not in time.
    Slow {
        /// What was waited for.
        waited_for: WaitedFor,
        /// The limit.
        seconds: u64,
    },
    /// The server refused.
    Status {
        /// The HTTP status.
        status: u16,
        /// The server's words.
        detail: String,
        /// The pause it asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_ms: Option<u64>,
    },
    /// The answer broke off.
    BrokenOff {
        /// What was seen.
        detail: String,
    },
    /// The answer did not end.
    Endless {
        /// Where it was stopped.
        kib: usize,
    },
    /// Not a chat completion.
    NotACompletion {
        /// How it began.
        head: String,
    },
    /// An answer that holds nothing of use.
    Unusable(Unusable),
}

/// What of an answer did not come in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitedFor {
    /// Its beginning.
    FirstToken,
    /// All of it.
    WholeAnswer,
}

/// Why a whole answer was of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unusable {
    /// Neither text nor call.
    Empty,
    /// A refusal.
    Refused,
    /// Cut off before anything came.
    CutOff,
    /// Stopped by the vendor's filter.
    Filtered,
}

impl Calling {
    /// A call; its arguments are JSON only where writing them again gives the very same text.
    pub fn new(name: impl Into<String>, arguments: &str) -> Self {
        let json = serde_json::from_str::<Json>(arguments).ok();
        let json = json.filter(|json| {
            let again = json.to_string();
            !json.is_string() && again == arguments
        });
        let arguments = json.unwrap_or_else(|| Json::from(arguments));
        Self { name: name.into(), arguments }
    }

    /// The arguments as the model wrote them.
    pub fn written(&self) -> String {
        match &self.arguments {
            Json::String(text) => text.clone(),
            json => json.to_string(),
        }
    }
}

impl ModelAnswer {
    /// With known values hidden.
    #[must_use]
    pub fn hiding(self, hidden: &Hidden) -> Self {
        let hide = |text: String| hidden.hide_text(&text);
        self.mapped(&hide, &|json| hidden.hide(&json))
    }

    /// With hidden values as they are in this talk.
    #[must_use]
    pub fn revealing(self, hidden: &Hidden) -> Self {
        let reveal = |text: String| hidden.reveal_text(&text);
        self.mapped(&reveal, &|json| hidden.reveal(&json))
    }

    fn mapped(self, text: &dyn Fn(String) -> String, json: &dyn Fn(Json) -> Json) -> Self {
        match self {
            Self::Said(said) => Self::Said(Said {
                text: Text(text(said.text.0)),
                calls: said.calls.into_iter().map(|call| call.mapped(json)).collect(),
                ..said
            }),
            Self::Failed(failing) => Self::Failed(failing.mapped(text)),
        }
    }
}

impl Calling {
    fn mapped(self, json: &dyn Fn(Json) -> Json) -> Self {
        Self { name: self.name, arguments: json(self.arguments) }
    }
}

impl ModelFailing {
    fn mapped(self, text: &dyn Fn(String) -> String) -> Self {
        match self {
            Self::Unreachable { host, detail } => Self::Unreachable { host, detail: text(detail) },
            Self::Dropped { host, detail } => Self::Dropped { host, detail: text(detail) },
            Self::Status { status, detail, retry_after_ms } => {
                Self::Status { status, detail: text(detail), retry_after_ms }
            }
            Self::BrokenOff { detail } => Self::BrokenOff { detail: text(detail) },
            Self::NotACompletion { head } => Self::NotACompletion { head: text(head) },
            Self::Slow { .. } | Self::Endless { .. } | Self::Unusable(_) => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn arguments_come_back_as_they_were_written() {
        for written in [
            r#"{"a":1}"#,
            r#"{ "a": 1 }"#,
            r#"{"b":1,"a":2}"#,
            r#"{"a": "#,
            "",
            r#""text""#,
            "1.0",
            "[1,2]",
            r#"{"a":1,"a":2}"#,
        ] {
            let call = Calling::new("x", written);
            assert_eq!(call.written(), written);
            let again: Calling =
                serde_json::from_str(&serde_json::to_string(&call).unwrap()).unwrap();
            assert_eq!(again.written(), written);
        }
        assert_eq!(Calling::new("x", r#"{"a":1}"#).arguments, json!({ "a": 1 }));
    }
}
