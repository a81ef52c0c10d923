use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What a call came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A 2xx answer that could be read.
    Success {
        /// The HTTP status.
        status: u16,
        /// The answer as sent, masked nowhere yet.
        body: Body,
    },
    /// Anything else.
    Failure {
        /// What kind of failure.
        class: FailureClass,
        /// The HTTP status, where one came.
        status: Option<u16>,
        /// The answer, where one came.
        body: Body,
        /// What happened, for people; no secret, no query.
        detail: String,
        /// Whether the request surely never reached the API.
        never_sent: bool,
        /// The server's wish, in milliseconds (RFC 9110, section 10.2.3).
        retry_after_ms: Option<u64>,
    },
}

impl Outcome {
    /// The name of the class in machine interfaces.
    pub fn class_name(&self) -> &'static str {
        match self {
            Self::Success { .. } => "success",
            Self::Failure { class, .. } => class.name(),
        }
    }

    /// The HTTP status, where one came.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Success { status, .. } => Some(*status),
            Self::Failure { status, .. } => *status,
        }
    }

    /// The answer's body.
    pub fn body(&self) -> &Body {
        match self {
            Self::Success { body, .. } | Self::Failure { body, .. } => body,
        }
    }
}

/// An answer's body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Nothing.
    #[default]
    Empty,
    /// Parsed JSON.
    Json(Json),
    /// Text that is not JSON.
    Text(String),
}

/// The kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureClass {
    /// 404, 410.
    NotFound,
    /// 401.
    Unauthorized,
    /// 403.
    Forbidden,
    /// 409.
    Conflict,
    /// 400, 422.
    InvalidInput,
    /// 429.
    RateLimited,
    /// 408 and 5xx.
    ServerError,
    /// No whole answer in time; whether it took effect is unknown.
    Timeout,
    /// No connection, or it broke before an answer.
    Unreachable,
    /// An answer that cannot be read: cut off, not JSON where JSON is said, too large.
    BrokenAnswer,
    /// Any other status.
    OtherStatus,
    /// The user stopped the call.
    Cancelled,
}

impl FailureClass {
    /// The name in machine interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::Conflict => "conflict",
            Self::InvalidInput => "invalid_input",
            Self::RateLimited => "rate_limited",
            Self::ServerError => "server_error",
            Self::Timeout => "timeout",
            Self::Unreachable => "unreachable",
            Self::BrokenAnswer => "broken_answer",
            Self::OtherStatus => "other_status",
            Self::Cancelled => "cancelled",
        }
    }
}
