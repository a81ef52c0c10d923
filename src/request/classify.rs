use chrono::{DateTime, Utc};
use http::{HeaderMap, header};
use serde_json::Value as Json;

use super::{Body, FailureClass, Outcome, retry_after};

/// The largest body that is read, decoded; more is a broken answer.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// An answer as it came.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The HTTP status.
    pub status: u16,
    /// All headers.
    pub headers: &'a HeaderMap,
    /// The whole body.
    pub body: &'a [u8],
    /// When it came, on the clock of the conversation; dates in headers are read against it.
    pub now: DateTime<Utc>,
}

impl Answer<'_> {
    fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// What an answer comes to.
pub fn classify(answer: &Answer<'_>) -> Outcome {
    let (body, fault) = read_body(answer);
    let class = match (class_of(answer.status), fault) {
        (None, None) => return Outcome::Success { status: answer.status, body },
        (None, Some(_)) => FailureClass::BrokenAnswer,
        (Some(class), _) => class,
    };
    let detail = match fault {
        Some(fault) => format!("the API answered {} with {fault}", answer.status),
        None => format!("the API answered {}", answer.status),
    };
    let wish = answer.header(header::RETRY_AFTER).and_then(|value| retry_after(value, answer.now));
    Outcome::Failure {
        class,
        status: Some(answer.status),
        body,
        detail,
        never_sent: false,
        retry_after_ms: wish,
    }
}

/// The class of a status; none is success.
fn class_of(status: u16) -> Option<FailureClass> {
    Some(match status {
        200..=299 => return None,
        404 | 410 => FailureClass::NotFound,
        401 => FailureClass::Unauthorized,
        403 => FailureClass::Forbidden,
        409 => FailureClass::Conflict,
        400 | 422 => FailureClass::InvalidInput,
        429 => FailureClass::RateLimited,
        408 | 500..=599 => FailureClass::ServerError,
        _ => FailureClass::OtherStatus,
    })
}

/// What a content type promises.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Promise {
    Json,
    Html,
    Other,
}

fn promise(content_type: &str) -> Promise {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" => Promise::Json,
        "text/html" | "application/xhtml+xml" => Promise::Html,
        other if other.ends_with("+json") => Promise::Json,
        _ => Promise::Other,
    }
}

/// The body, and what is wrong with it.
fn read_body(answer: &Answer<'_>) -> (Body, Option<&'static str>) {
    let encoding = answer.header(header::CONTENT_ENCODING).unwrap_or("identity");
    if !encoding.trim().eq_ignore_ascii_case("identity") && !answer.body.is_empty() {
        return (Body::Empty, Some("a compressed body, which was not asked for"));
    }
    let bytes = answer.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(answer.body);
    if bytes.trim_ascii().is_empty() {
        return (Body::Empty, None);
    }
    let content_type = answer.header(header::CONTENT_TYPE).unwrap_or_default();
    let promise = promise(content_type);
    let looks_like_json = matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['));
    if (promise == Promise::Json || looks_like_json)
        && let Ok(json) = serde_json::from_slice::<Json>(bytes)
    {
        return (Body::Json(json), None);
    }
    let text = Body::Text(decode(bytes, content_type));
    let fault = match promise {
        Promise::Json => Some("a body that says it is JSON and is not"),
        Promise::Html => Some("a web page in place of data"),
        Promise::Other => None,
    };
    (text, fault)
}

/// Text in the declared character set: Latin 1 as such, all else as UTF-8 with marks for what is not.
fn decode(bytes: &[u8], content_type: &str) -> String {
    let lower = content_type.to_ascii_lowercase();
    if lower.contains("charset=iso-8859-1") || lower.contains("charset=windows-1252") {
        return bytes.iter().map(|&byte| char::from(byte)).collect();
    }
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn outcome(status: u16, headers: &[(&'static str, &str)], body: &[u8]) -> Outcome {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        classify(&Answer { status, headers: &map, body, now })
    }

    const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");

    #[test]
    fn every_status_has_its_class() {
        for (status, class) in [
            (404, "not_found"),
            (410, "not_found"),
            (401, "unauthorized"),
            (403, "forbidden"),
            (409, "conflict"),
            (400, "invalid_input"),
            (422, "invalid_input"),
            (429, "rate_limited"),
            (408, "server_error"),
            (500, "server_error"),
            (503, "server_error"),
            (302, "other_status"),
            (418, "other_status"),
            (200, "success"),
            (204, "success"),
        ] {
            assert_eq!(outcome(status, &[], b"").class_name(), class, "{status}");
        }
    }

    #[test]
    fn success_comes_with_json_text_or_nothing() {
        let body = |headers: &[(&'static str, &str)], bytes: &[u8]| {
            outcome(200, headers, bytes).body().clone()
        };
        assert_eq!(body(&[JSON], b"{\"a\":1}"), Body::Json(json!({ "a": 1 })));
        assert_eq!(body(&[JSON], b"\xEF\xBB\xBFnull"), Body::Json(json!(null)));
        assert_eq!(body(&[], b" [1] "), Body::Json(json!([1])));
        assert_eq!(body(&[("content-type", "text/plain")], b"done"), Body::Text("done".into()));
        assert_eq!(body(&[JSON], b" \n"), Body::Empty);
    }

    #[test]
    fn what_cannot_be_read_is_a_broken_answer() {
        let html = ("content-type", "text/html");
        for (headers, bytes) in [
            (vec![JSON], &b"{\"a\":"[..]),
            (vec![JSON], &b"\xFF\xFE{\0}\0"[..]),
            (vec![html], &b"<h1>Bad gateway</h1>"[..]),
            (vec![JSON, ("content-encoding", "gzip")], &b"\x1f\x8b"[..]),
        ] {
            assert_eq!(outcome(200, &headers, bytes).class_name(), "broken_answer");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(outcome(200, &[JSON], deep.as_bytes()).class_name(), "broken_answer");
    }

    #[test]
    fn an_unreadable_error_page_keeps_the_class_of_its_status() {
        let Outcome::Failure { class, body, retry_after_ms, .. } =
            outcome(503, &[("content-type", "text/html"), ("retry-after", "3")], b"<h1>Busy</h1>")
        else {
            panic!("a failure");
        };
        assert_eq!(class, FailureClass::ServerError);
        assert_eq!(body, Body::Text("<h1>Busy</h1>".into()));
        assert_eq!(retry_after_ms, Some(3000));
    }
}
