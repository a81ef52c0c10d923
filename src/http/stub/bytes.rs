//! The bytes of an answer.

use crate::api::{Payload, Reply};

/// The body of a reply and its content type.
pub(super) fn payload(reply: &Reply) -> (Vec<u8>, Option<&'static str>) {
    match &reply.payload {
        Payload::Empty => (Vec::new(), None),
        Payload::Json(json) => (json.to_string().into_bytes(), Some("application/json")),
        // Filled before.
        Payload::Template(_) => (b"null".to_vec(), Some("application/json")),
        Payload::Text(text) => (text.clone().into_bytes(), Some("text/plain; charset=utf-8")),
    }
}

/// A whole answer.
pub(super) fn bytes(reply: &Reply) -> Vec<u8> {
    let (body, content_type) = payload(reply);
    if has_no_body(reply.status) {
        return head(reply, None, None);
    }
    head(reply, content_type, Some(body.len())).into_iter().chain(body).collect()
}

/// The head of an answer that promises so many bytes.
pub(super) fn head(reply: &Reply, content_type: Option<&str>, length: Option<usize>) -> Vec<u8> {
    let status = http::StatusCode::from_u16(reply.status).ok();
    let reason = status.and_then(|status| status.canonical_reason()).unwrap_or("Answer");
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", reply.status);
    let declares =
        |name: &str| reply.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    if let Some(content_type) = content_type.filter(|_| !declares("content-type")) {
        head.push_str(&format!("content-type: {content_type}\r\n"));
    }
    if let Some(length) = length {
        head.push_str(&format!("content-length: {length}\r\n"));
    }
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// Statuses whose answers end with the head (RFC 9112, section 6.3).
pub(super) fn has_no_body(status: u16) -> bool {
    matches!(status, 204 | 304)
}
