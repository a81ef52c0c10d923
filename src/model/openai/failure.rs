use std::time::Duration;

use async_openai::error::OpenAIError;

use crate::{
    model::{ModelFailure, Trouble},
    request::Redactor,
};

/// Why an endpoint gave no usable answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No connection.
    #[error(
        "the model at {host} cannot be reached ({detail}); check the base URL and that the server runs"
    )]
    Unreachable {
        /// The host.
        host: String,
        /// What the network said.
        detail: String,
    },
    /// The connection was closed before any of the answer came.
    #[error(
        "the model's server at {host} closed the connection before it answered ({detail}); say it again, or see whether the server is in trouble"
    )]
    Dropped {
        /// The host.
        host: String,
        /// What the network said.
        detail: String,
    },
    /// No answer, or not all of it, in time.
    #[error("the model gave no {what} within {seconds} s; try again, or a faster model")]
    Slow {
        /// What was waited for.
        what: &'static str,
        /// The limit.
        seconds: u64,
    },
    /// The server refused.
    #[error("{}", refused(*status, detail, *retry_after))]
    Status {
        /// The HTTP status.
        status: u16,
        /// The server's own words.
        detail: String,
        /// The server's wish.
        retry_after: Option<Duration>,
    },
    /// The answer broke off.
    #[error(
        "the model's answer broke off ({detail}); say it again, or see whether the server is in trouble"
    )]
    BrokenOff {
        /// What was seen.
        detail: String,
    },
    /// The answer is larger than any reply.
    #[error(
        "the model's answer does not end; it was stopped after {kib} KiB, set a lower limit of tokens at the server"
    )]
    Endless {
        /// Where it was stopped.
        kib: usize,
    },
    /// Not a chat completion.
    #[error(
        "the server answered with something that is no chat completion ({head}); check that the base URL ends where /chat/completions follows, often in /v1"
    )]
    NotACompletion {
        /// How it begins.
        head: String,
    },
    /// A limit of the user's own.
    #[error("{limit} used up; the model is not asked again, raise {flag} to go on")]
    Spent {
        /// The limit in words.
        limit: String,
        /// The argument that sets it.
        flag: &'static str,
    },
    /// The answer holds nothing that can be used.
    #[error("{0}")]
    Unusable(Unusable),
    /// Nothing is recorded for the request, and the model is not to be asked.
    #[error("{miss}")]
    Unrecorded {
        /// What was asked, what comes nearest, and how to mend it.
        miss: String,
    },
    /// The request could not be made; a fault of ours or of the configuration.
    #[error("the request to the model cannot be made ({detail}); check the base URL and the key")]
    Request {
        /// What is wrong.
        detail: String,
    },
}

/// Why a whole answer is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// Neither text nor call.
    #[error("the model answered nothing; say it again, or try another model")]
    Empty,
    /// It would not.
    #[error("the model refused to answer; word the prompt or the utterance otherwise")]
    Refused,
    /// It was cut off by its limit of tokens.
    #[error(
        "the model's answer was cut off by its limit of tokens; raise the limit at the server or shorten the prompt"
    )]
    CutOff,
    /// A filter of the vendor stopped it.
    #[error(
        "the vendor's content filter stopped the answer; word the prompt or the utterance otherwise"
    )]
    Filtered,
}

impl Failure {
    /// What is waited for first.
    pub(super) const FIRST_TOKEN: &'static str = "first token";
    /// What is waited for after it.
    pub(super) const WHOLE_ANSWER: &'static str = "whole answer";

    /// Whether the same request may succeed when it is sent again.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Dropped { .. } => true,
            Self::Status { status, .. } => matches!(status, 408 | 429 | 500..=599),
            Self::Slow { .. }
            | Self::BrokenOff { .. }
            | Self::Endless { .. }
            | Self::NotACompletion { .. }
            | Self::Spent { .. }
            | Self::Unusable(_)
            | Self::Unrecorded { .. }
            | Self::Request { .. } => false,
        }
    }

    /// Without what the redactor knows; a server's words may quote anything.
    #[must_use]
    pub fn masked(mut self, redactor: &Redactor) -> Self {
        if let Self::Status { detail: said, .. } | Self::NotACompletion { head: said } = &mut self {
            *said = redactor.text(said).into_owned();
        }
        self
    }

    /// How long the server wants us to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Whether the server says that it cannot do tool calls.
    pub fn lacks_tools(&self) -> bool {
        let Self::Status { status: 400..=599, detail, .. } = self else { return false };
        let said = detail.to_lowercase();
        let named = ["tool", "function call", "jinja"].iter().any(|word| said.contains(word));
        let denied = ["not support", "unsupported", "does not", "doesn't", "requires", "disabled"];
        named && denied.iter().any(|word| said.contains(word))
    }

    /// Whose trouble it is.
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::Spent { .. } => Trouble::Limit,
            Self::Request { .. } | Self::Unrecorded { .. } => Trouble::Configuration,
            Self::Status { status: 400 | 401 | 403 | 404 | 422, .. } => Trouble::Configuration,
            Self::Unreachable { .. }
            | Self::Dropped { .. }
            | Self::Slow { .. }
            | Self::Status { .. }
            | Self::BrokenOff { .. }
            | Self::Endless { .. }
            | Self::NotACompletion { .. } => Trouble::Service,
            Self::Unusable(_) => Trouble::Answer,
        }
    }
}

impl From<Failure> for ModelFailure {
    fn from(failure: Failure) -> Self {
        Self { trouble: failure.trouble(), message: failure.to_string() }
    }
}

impl From<Failure> for OpenAIError {
    fn from(failure: Failure) -> Self {
        Self::Boxed(Box::new(failure))
    }
}

impl From<OpenAIError> for Failure {
    /// Gets a failure back that went through the library. The library's own texts hold whole bodies
    /// and are not repeated.
    fn from(error: OpenAIError) -> Self {
        match error {
            OpenAIError::Boxed(inner) => match inner.downcast::<Self>() {
                Ok(failure) => *failure,
                Err(_) => Self::Request { detail: "unknown".to_owned() },
            },
            OpenAIError::JSONDeserialize(_, content) => {
                Self::NotACompletion { head: super::wire::head(&content) }
            }
            OpenAIError::StreamError(_) => {
                Self::BrokenOff { detail: "the connection ended in the middle".to_owned() }
            }
            OpenAIError::Reqwest(error) => {
                Self::Request { detail: error.without_url().to_string() }
            }
            OpenAIError::ApiError(error) => Self::Status {
                status: error.status_code.as_u16(),
                detail: super::wire::head(&error.api_error.message),
                retry_after: None,
            },
            OpenAIError::FileSaveError(_)
            | OpenAIError::FileReadError(_)
            | OpenAIError::InvalidArgument(_) => {
                Self::Request { detail: "bad argument".to_owned() }
            }
        }
    }
}

fn refused(status: u16, detail: &str, retry_after: Option<Duration>) -> String {
    let said = if detail.is_empty() { String::new() } else { format!(": {detail}") };
    let low = detail.to_lowercase();
    let too_long = low.contains("context") && (low.contains("length") || low.contains("window"))
        || low.contains("too long")
        || low.contains("maximum context");
    match status {
        400 | 413 | 422 if too_long => format!(
            "the talk is too long for the model{said}; shorten the prompt or take a model with a \
             larger context"
        ),
        401 => format!("the model's server does not accept the key (401{said}); check the key"),
        403 => format!("the key may not use this model (403{said}); check the account's rights"),
        404 => format!(
            "the server knows no such model or path (404{said}); see `rehearsal models` for what it \
             offers, and check the base URL"
        ),
        429 => format!("{}{said}", too_many(retry_after)),
        300..=399 => {
            format!("the server redirects elsewhere ({status}); give the final address as base URL")
        }
        400..=499 => format!(
            "the model's server refuses the request ({status}{said}); check the model's settings"
        ),
        _ => format!("the model's server is in trouble ({status}{said}); try again later"),
    }
}

fn too_many(retry_after: Option<Duration>) -> String {
    match retry_after {
        Some(wait) => format!(
            "the model's server has had too many requests (429) and wants {} s of pause; wait, or \
             lower --jobs",
            wait.as_secs()
        ),
        None => {
            "the model's server has had too many requests (429); wait, or lower --jobs".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16, detail: &str) -> Failure {
        Failure::Status { status, detail: detail.into(), retry_after: None }
    }

    #[test]
    fn every_refusal_names_its_remedy() {
        for (code, remedy) in [
            (401, "check the key"),
            (403, "check the account"),
            (404, "rehearsal models"),
            (429, "lower --jobs"),
            (302, "base URL"),
            (500, "try again later"),
            (418, "settings"),
        ] {
            let said = status(code, "x").to_string();
            assert!(said.contains(remedy), "{said}");
        }
        let long = status(400, "This model's maximum context length is 8192 tokens").to_string();
        assert!(long.contains("shorten the prompt"), "{long}");
    }

    #[test]
    fn every_failure_is_one_sentence_that_ends_in_its_remedy() {
        let detail = || "detail".to_owned();
        for failure in [
            Failure::Unreachable { host: "h".into(), detail: detail() },
            Failure::Slow { what: "first token", seconds: 60 },
            Failure::BrokenOff { detail: detail() },
            Failure::Endless { kib: 1024 },
            Failure::NotACompletion { head: detail() },
            Failure::Spent { limit: "the limit of 2 model calls is".into(), flag: "--max-calls" },
            Failure::Unusable(Unusable::Empty),
            Failure::Unusable(Unusable::Refused),
            Failure::Unusable(Unusable::CutOff),
            Failure::Unusable(Unusable::Filtered),
            Failure::Request { detail: detail() },
            status(400, ""),
            status(404, ""),
            status(502, "bad gateway"),
        ] {
            let said = failure.to_string();
            let (what, remedy) = said.split_once([';', ',']).unwrap_or((&said, ""));
            assert!(what.len() > 20 && remedy.trim().len() > 10, "{said}");
            assert!(!said.contains('\n') && !said.ends_with('.'), "{said}");
        }
    }

    #[test]
    fn only_what_passes_is_tried_again() {
        assert!(status(429, "").is_passing() && status(503, "").is_passing());
        assert!(!status(400, "").is_passing() && !status(401, "").is_passing());
        assert!(!Failure::Unusable(Unusable::Empty).is_passing());
    }

    #[test]
    fn a_server_that_cannot_call_tools_is_known_by_its_words() {
        assert!(status(400, "phi does not support tools").lacks_tools());
        assert!(status(500, "tools param requires --jinja flag").lacks_tools());
        assert!(!status(400, "context length exceeded").lacks_tools());
        assert!(!status(429, "too many tool calls").lacks_tools());
    }

    #[test]
    fn a_failure_survives_the_library() {
        let failure = status(502, "bad gateway");
        assert_eq!(Failure::from(OpenAIError::from(failure.clone())), failure);
    }
}
