use serde_json::{Value as Json, json};

use super::{Budget, Endpoint, Failure, Patience, client::Asker, wire::Answer};

/// Something an endpoint may be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// Answers at all, with a system message.
    SystemMessages,
    /// Calls tools.
    ToolCalls,
    /// Calls several tools in one answer.
    ParallelCalls,
    /// Answers piece by piece.
    Streaming,
    /// Keeps to a JSON Schema.
    JsonSchema,
}

impl Ability {
    /// All, in the order they are probed.
    pub const ALL: [Self; 5] = [
        Self::SystemMessages,
        Self::ToolCalls,
        Self::ParallelCalls,
        Self::Streaming,
        Self::JsonSchema,
    ];

    /// The name as it is shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::SystemMessages => "system messages",
            Self::ToolCalls => "tool calls",
            Self::ParallelCalls => "parallel calls",
            Self::Streaming => "streaming",
            Self::JsonSchema => "json schema",
        }
    }

    /// What is done without it.
    pub fn without(self) -> &'static str {
        match self {
            Self::SystemMessages => "nothing: the model can't be used as it is",
            Self::ToolCalls => "calls are asked for in text and read from it",
            Self::ParallelCalls => "several wishes in one utterance may take several turns",
            Self::Streaming => "replies are shown when they are whole",
            Self::JsonSchema => "nothing is lost: answers are checked here in any case",
        }
    }

    fn request(self, model: &str) -> Json {
        let say = |text: &str| {
            json!([
                { "role": "system", "content": "You follow instructions to the letter." },
                { "role": "user", "content": text },
            ])
        };
        let tool = json!({ "type": "function", "function": {
            "name": "note_city",
            "description": "Notes a city the customer names",
            "parameters": { "type": "object", "properties": { "city": { "type": "string" } } },
        } });
        let mut request = json!({ "model": model, "stream": false });
        match self {
            Self::SystemMessages | Self::Streaming => {
                request["messages"] = say("Answer with the one word: ready");
            }
            Self::ToolCalls => {
                request["messages"] = say("I live in Berlin. Note the city with the tool.");
                request["tools"] = json!([tool]);
            }
            Self::ParallelCalls => {
                request["messages"] =
                    say("Note two cities with two calls of the tool: Berlin and Paris.");
                request["tools"] = json!([tool]);
            }
            Self::JsonSchema => {
                request["messages"] = say("Which city is the capital of France?");
                request["response_format"] = json!({ "type": "json_schema", "json_schema": {
                    "name": "answer",
                    "schema": {
                        "type": "object",
                        "properties": { "city": { "type": "string" } },
                        "required": ["city"],
                        "additionalProperties": false,
                    },
                } });
            }
        }
        request
    }

    fn shows_in(self, answer: &Answer) -> bool {
        match self {
            Self::SystemMessages | Self::Streaming => !answer.text.is_empty(),
            Self::ToolCalls => !answer.calls.is_empty(),
            Self::ParallelCalls => answer.calls.len() > 1,
            Self::JsonSchema => serde_json::from_str::<Json>(&answer.text)
                .is_ok_and(|json| json.get("city").is_some()),
        }
    }
}

/// Asks an endpoint what it can do.
pub struct Probe {
    asker: Asker,
}

impl Probe {
    /// A probe of this endpoint.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(endpoint: &Endpoint, patience: Patience) -> Result<Self, Failure> {
        Ok(Self { asker: Asker::new(endpoint, patience, Budget::default())? })
    }

    /// The models on offer.
    ///
    /// # Errors
    /// When the endpoint lists none.
    pub async fn models(&self) -> Result<Vec<String>, Failure> {
        self.asker.models().await
    }

    /// Whether it can do this, by one small request.
    ///
    /// # Errors
    /// When the endpoint gives no answer; a refusal of what was asked for is a no.
    pub async fn try_ability(&self, ability: Ability) -> Result<bool, Failure> {
        let request = ability.request(&self.asker.model).into();
        let mut pieces = 0;
        let mut count = |_: &str| pieces += 1;
        let asked = match ability {
            Ability::Streaming => self.asker.ask(&request, Some(&mut count)).await,
            _ => self.asker.ask(&request, None).await,
        };
        match asked {
            Ok(answered) => Ok(ability.shows_in(&answered.answer)),
            Err(Failure::Status { status: 400 | 422 | 500 | 501, .. } | Failure::Unusable(_)) => {
                Ok(false)
            }
            Err(failure) => Err(failure),
        }
    }
}
