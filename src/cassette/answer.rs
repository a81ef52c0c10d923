use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Hidden, Text, Tree};
use crate::request::{Body, FailureClass, Outcome};

/// What an API answered, or how it failed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpAnswer {
    /// The HTTP status, where one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What kind of failure; none for success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FailureClass>,
    /// What happened, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Text>,
    /// Whether a failed request surely never reached the API.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub never_sent: bool,
    /// The pause the server asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// How long it took on the conversation's clock.
    pub elapsed_ms: u64,
    /// The body.
    #[serde(default, skip_serializing_if = "RecordedBody::is_empty")]
    pub body: RecordedBody,
}

/// A body as it is written down.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordedBody {
    /// Nothing.
    #[default]
    Empty,
    /// JSON.
    Json(Tree),
    /// Text that is not JSON.
    Text(Text),
}

impl RecordedBody {
    fn is_empty(&self) -> bool {
        *self == Self::Empty
    }
}

impl HttpAnswer {
    /// An outcome as it is written down, known values hidden.
    pub fn of(outcome: &Outcome, elapsed: Duration, hidden: &Hidden) -> Self {
        let body = match outcome.body() {
            Body::Empty => RecordedBody::Empty,
            Body::Json(json) => RecordedBody::Json(Tree(hidden.hide(json))),
            Body::Text(text) => RecordedBody::Text(Text(hidden.hide_text(text))),
        };
        let base = Self {
            status: outcome.status(),
            failure: None,
            detail: None,
            never_sent: false,
            retry_after_ms: None,
            elapsed_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            body,
        };
        match outcome {
            Outcome::Success { .. } => base,
            Outcome::Failure { class, detail, never_sent, retry_after_ms, .. } => Self {
                failure: Some(*class),
                detail: Some(Text(hidden.hide_text(detail))),
                never_sent: *never_sent,
                retry_after_ms: *retry_after_ms,
                ..base
            },
        }
    }

    /// The outcome, hidden values shown as they are in this talk; none where it is neither success
    /// nor failure.
    pub fn outcome(&self, hidden: &Hidden) -> Option<Outcome> {
        let body = match &self.body {
            RecordedBody::Empty => Body::Empty,
            RecordedBody::Json(Tree(json)) => Body::Json(hidden.reveal(json)),
            RecordedBody::Text(Text(text)) => Body::Text(hidden.reveal_text(text)),
        };
        let Some(class) = self.failure else {
            return self.status.map(|status| Outcome::Success { status, body });
        };
        let detail = self.detail.as_ref().map(|Text(detail)| hidden.reveal_text(detail));
        Some(Outcome::Failure {
            class,
            status: self.status,
            body,
            detail: detail.unwrap_or_default(),
            never_sent: self.never_sent,
            retry_after_ms: self.retry_after_ms,
        })
    }

    /// How long it took.
    pub fn elapsed(&self) -> Duration {
        Duration::from_millis(self.elapsed_ms)
    }

    /// The JSON of the body, where it is JSON.
    pub fn json(&self) -> Option<&Json> {
        match &self.body {
            RecordedBody::Json(Tree(json)) => Some(json),
            RecordedBody::Empty | RecordedBody::Text(_) => None,
        }
    }
}
