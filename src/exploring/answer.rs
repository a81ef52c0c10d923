//! What a call may come to: success, each class of failure, and results nobody knows.

use serde_json::{Map, Value as Json, json};

use crate::{
    agent::{Action, Agent},
    request::{Body, FailureClass, Outcome},
};

/// What a call may come to. The simplest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    /// A good answer.
    Success,
    /// A good answer without a body.
    Empty,
    /// The value is not known.
    NotFound,
    /// The value clashes.
    Conflict,
    /// The values are refused, and none is named.
    Invalid,
    /// The values are refused, and the first variable is named.
    InvalidNamed,
    /// The request is refused, and no value is at fault.
    BadRequest,
    /// Not signed in.
    Unauthorized,
    /// Not allowed.
    Forbidden,
    /// Too often, without a wish.
    RateLimited,
    /// Too often, and to be asked again in a minute.
    RateLimitedLong,
    /// Broken on the other side.
    ServerError,
    /// Whoever stands between gave up.
    BadGateway,
    /// No answer in time.
    Timeout,
    /// Never connected.
    Refused,
    /// The connection broke.
    Reset,
    /// An answer that cannot be read.
    Broken,
    /// A status nobody expects.
    Other,
}

impl Answer {
    /// All of them, the simplest first.
    pub const ALL: [Self; 18] = [
        Self::Success,
        Self::Empty,
        Self::NotFound,
        Self::Conflict,
        Self::Invalid,
        Self::InvalidNamed,
        Self::BadRequest,
        Self::Unauthorized,
        Self::Forbidden,
        Self::RateLimited,
        Self::RateLimitedLong,
        Self::ServerError,
        Self::BadGateway,
        Self::Timeout,
        Self::Refused,
        Self::Reset,
        Self::Broken,
        Self::Other,
    ];

    /// The outcome of a call of this action.
    pub fn outcome(self, agent: &Agent, action: &Action) -> Outcome {
        match self {
            Self::Success => {
                Outcome::Success { status: 200, body: Body::Json(good(agent, action)) }
            }
            Self::Empty => Outcome::Success { status: 204, body: Body::Empty },
            _ => Outcome::Failure {
                class: self.class(),
                status: self.status(),
                body: self.body(action),
                detail: String::new(),
                never_sent: self == Self::Refused,
                retry_after_ms: (self == Self::RateLimitedLong).then_some(60_000),
            },
        }
    }

    fn class(self) -> FailureClass {
        match self {
            Self::NotFound => FailureClass::NotFound,
            Self::Conflict => FailureClass::Conflict,
            Self::Invalid | Self::InvalidNamed | Self::BadRequest => FailureClass::InvalidInput,
            Self::Unauthorized => FailureClass::Unauthorized,
            Self::Forbidden => FailureClass::Forbidden,
            Self::RateLimited | Self::RateLimitedLong => FailureClass::RateLimited,
            Self::ServerError | Self::BadGateway => FailureClass::ServerError,
            Self::Timeout => FailureClass::Timeout,
            Self::Refused | Self::Reset => FailureClass::Unreachable,
            Self::Broken => FailureClass::BrokenAnswer,
            Self::Success | Self::Empty | Self::Other => FailureClass::OtherStatus,
        }
    }

    /// The HTTP status, where one comes.
    pub fn status(self) -> Option<u16> {
        match self {
            Self::Success | Self::Broken => Some(200),
            Self::Empty => Some(204),
            Self::NotFound => Some(404),
            Self::Conflict => Some(409),
            Self::Invalid | Self::InvalidNamed => Some(422),
            Self::BadRequest => Some(400),
            Self::Unauthorized => Some(401),
            Self::Forbidden => Some(403),
            Self::RateLimited | Self::RateLimitedLong => Some(429),
            Self::ServerError => Some(500),
            Self::BadGateway => Some(502),
            Self::Other => Some(418),
            Self::Timeout | Self::Refused | Self::Reset => None,
        }
    }

    fn body(self, action: &Action) -> Body {
        let named = action.variables.first().filter(|_| self == Self::InvalidNamed);
        match named {
            Some(variable) => Body::Json(json!({ "error": { "field": variable.name.as_str() } })),
            None => Body::Empty,
        }
    }

    /// The answer as a rule of the stub API gives it.
    pub fn rule(self, agent: &Agent, action: &Action) -> Json {
        let fault = match self {
            Self::Timeout => Some("timeout"),
            Self::Refused => Some("refused"),
            Self::Reset => Some("reset"),
            Self::Broken => Some("malformed_json"),
            _ => None,
        };
        if let Some(fault) = fault {
            return json!({ "fault": fault });
        }
        let mut rule = Map::new();
        rule.insert("status".to_owned(), self.status().into());
        if let Body::Json(body) = self.outcome(agent, action).body() {
            rule.insert("json".to_owned(), body.clone());
        }
        if self == Self::RateLimitedLong {
            rule.insert("headers".to_owned(), json!({ "Retry-After": "60" }));
        }
        Json::Object(rule)
    }

    /// The answer in a few words.
    pub fn in_words(self) -> String {
        match self {
            Self::Refused => "the connection is refused".to_owned(),
            Self::Reset => "the connection breaks".to_owned(),
            Self::Timeout => "no answer in time".to_owned(),
            Self::Broken => "an answer that cannot be read".to_owned(),
            Self::InvalidNamed => "422 that names the first variable".to_owned(),
            Self::RateLimitedLong => "429 with a long wait".to_owned(),
            _ => self.status().map_or_else(String::new, |status| status.to_string()),
        }
    }
}

/// A good answer: what the action saves is in it, as the variables of that name want it.
fn good(agent: &Agent, action: &Action) -> Json {
    let mut answer = json!({ "done": true });
    for rule in &action.response.save {
        let variables = agent.actions.iter().flat_map(|action| &action.variables);
        let named = variables.clone().find(|variable| variable.name.as_str() == rule.key);
        let example = named.and_then(|variable| variable.spec.example.clone());
        put(&mut answer, &rule.path, Json::from(example.unwrap_or_else(|| "A-1".to_owned())));
    }
    answer
}

/// Puts a value where these steps lead, through objects only.
fn put(into: &mut Json, path: &[String], value: Json) {
    let Some((first, rest)) = path.split_first() else { return };
    let Json::Object(map) = into else { return };
    match rest {
        [] => drop(map.insert(first.clone(), value)),
        _ => put(map.entry(first.clone()).or_insert_with(|| json!({})), rest, value),
    }
}
