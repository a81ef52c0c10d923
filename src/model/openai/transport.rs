use std::{
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll},
    time::Duration,
};

use async_openai::{config::Config, middleware::HttpRequestFactory};
use futures_util::StreamExt;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use secrecy::{ExposeSecret, SecretString};

use super::{Endpoint, Failure, wire};

/// Most bytes of one answer.
pub(super) const CAP: usize = 1024 * 1024;

/// Why a stream broke; the library's own error does not say.
pub(super) type Broke = Arc<OnceLock<Failure>>;

/// What async-openai asks of a configuration; it reads no environment and sends no empty key.
#[derive(Clone, Debug)]
pub(super) struct Address {
    base: String,
    key: SecretString,
    headers: HeaderMap,
}

impl Address {
    /// The endpoint's address and key; a key that is no header was refused before.
    pub fn new(endpoint: &Endpoint) -> Self {
        let key = endpoint.key.clone().unwrap_or_default();
        let mut headers = HeaderMap::new();
        let bearer = format!("Bearer {}", key.expose_secret());
        if !key.expose_secret().is_empty()
            && let Ok(mut value) = HeaderValue::from_str(&bearer)
        {
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let base = endpoint.base_url.as_str().trim_end_matches('/').to_owned();
        Self { base, key, headers }
    }
}

impl Config for Address {
    fn headers(&self) -> HeaderMap {
        self.headers.clone()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn query(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }

    fn api_base(&self) -> &str {
        &self.base
    }

    fn api_key(&self) -> &SecretString {
        &self.key
    }
}

/// Whether the answer is wanted piece by piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    Whole,
    Pieces,
}

/// Sends one request once: no hidden retries, bounded answers, failures with their class.
#[derive(Clone, Debug)]
pub(super) struct Transport {
    pub http: reqwest::Client,
    pub host: String,
    pub delivery: Delivery,
    pub broke: Broke,
}

impl tower::Service<HttpRequestFactory> for Transport {
    type Response = reqwest::Response;
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<reqwest::Response, Failure>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, factory: HttpRequestFactory) -> Self::Future {
        let transport = self.clone();
        Box::pin(async move {
            let request = factory.build().await.map_err(Failure::from)?;
            transport.send(request).await
        })
    }
}

impl Transport {
    /// Sends a request and reads the answer, but for a stream of events.
    pub async fn send(&self, request: reqwest::Request) -> Result<reqwest::Response, Failure> {
        let sent = self.http.execute(request).await;
        let answer = sent.map_err(|error| self.unanswered(&error))?;
        if answer.status().is_success() && is_event_stream(answer.headers()) {
            return Ok(match self.delivery {
                Delivery::Pieces => self.watched(answer),
                Delivery::Whole => answer,
            });
        }
        self.read_whole(answer).await
    }

    async fn read_whole(
        &self,
        mut answer: reqwest::Response,
    ) -> Result<reqwest::Response, Failure> {
        let (status, headers) = (answer.status(), answer.headers().clone());
        let mut bytes = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| broken(&error))? {
            bytes.extend_from_slice(&piece);
            if bytes.len() > CAP {
                return Err(Failure::Endless { kib: CAP / 1024 });
            }
        }
        if !status.is_success() {
            return Err(Failure::Status {
                status: status.as_u16(),
                detail: wire::error_text(&bytes),
                retry_after: retry_after(&headers),
            });
        }
        let Ok(json) = serde_json::from_slice::<serde_json::Value>(&bytes) else {
            let head = wire::head(&String::from_utf8_lossy(&bytes));
            return Err(Failure::NotACompletion { head });
        };
        Ok(delivered(self.delivery, bytes, &json))
    }

    /// The stream, ended once it has grown beyond the cap; why it broke is noted.
    fn watched(&self, answer: reqwest::Response) -> reqwest::Response {
        let transport = self.clone();
        let mut seen = 0;
        let pieces = answer.bytes_stream().map(move |piece| {
            let failure = match &piece {
                Ok(piece) => {
                    seen += piece.len();
                    (seen > CAP).then_some(Failure::Endless { kib: CAP / 1024 })
                }
                Err(error) => Some(broken(error)),
            };
            match failure {
                None => piece.map_err(std::io::Error::other),
                Some(failure) => {
                    Err(std::io::Error::other(transport.broke.get_or_init(|| failure).clone()))
                }
            }
        });
        http::Response::new(reqwest::Body::wrap_stream(pieces)).into()
    }

    /// What an error means before any of the answer has come.
    fn unanswered(&self, error: &reqwest::Error) -> Failure {
        let (host, detail) = (self.host.clone(), root_cause(error));
        if error.is_connect() {
            return Failure::Unreachable { host, detail };
        }
        match is_closed(error) {
            true => Failure::Dropped { host, detail },
            false => Failure::BrokenOff { detail },
        }
    }
}

/// A whole answer where pieces were asked for goes on as the one piece of a stream.
fn delivered(delivery: Delivery, bytes: Vec<u8>, json: &serde_json::Value) -> reqwest::Response {
    let body = match delivery {
        Delivery::Whole => reqwest::Body::from(bytes),
        Delivery::Pieces => reqwest::Body::from(format!("data: {json}\n\ndata: [DONE]\n\n")),
    };
    http::Response::new(body).into()
}

fn is_event_stream(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.trim_start().starts_with("text/event-stream"))
}

/// The pause a server asks for, in seconds or as a date (RFC 9110, section 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let when = chrono::DateTime::parse_from_rfc2822(text).ok()?;
    let pause = when.signed_duration_since(chrono::Utc::now());
    Some(pause.to_std().unwrap_or_default())
}

/// The innermost words of an error; the outer ones repeat the URL.
/// What an error means in the middle of the answer.
fn broken(error: &reqwest::Error) -> Failure {
    Failure::BrokenOff { detail: root_cause(error) }
}

/// Whether the other side hung up, be it in order or not.
fn is_closed(error: &reqwest::Error) -> bool {
    let mut next = std::error::Error::source(error);
    while let Some(error) = next {
        if error.is::<std::io::Error>() || error.to_string().contains("closed before message") {
            return true;
        }
        next = error.source();
    }
    false
}

fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    wire::head(&cause.to_string())
}
