//! Reading a request from bytes.

use std::io;

use serde_json::Value as Json;
use tokio::{io::AsyncReadExt, net::TcpStream};

use crate::request::FrozenRequest;

/// The largest head and the largest body a request may have.
const HEAD_LIMIT: usize = 256 * 1024;
const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// A request as the stub got it.
#[derive(Debug, Default)]
pub(super) struct Received {
    /// Path and query.
    pub(super) target: String,
    /// Names as they came; compare without case.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Received {
    /// What the stub will receive when this request is sent.
    pub(super) fn foreseen(request: &FrozenRequest) -> Self {
        let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
        Self {
            target: format!("{}{query}", request.url.path()),
            headers: request.headers.clone(),
            body: request
                .body
                .as_ref()
                .map(|body| body.to_string().into_bytes())
                .unwrap_or_default(),
        }
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    pub(super) fn query(&self) -> Vec<(String, String)> {
        let query = self.target.split_once('?').map(|(_, query)| query).unwrap_or_default();
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }

    pub(super) fn json(&self) -> Option<Json> {
        if self.body.is_empty() { None } else { serde_json::from_slice(&self.body).ok() }
    }
}

/// Reads the next request of a connection; `None` at its end. `buffer` keeps what came too early.
pub(super) async fn receive(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
) -> io::Result<Option<Received>> {
    let (mut received, length) = loop {
        if let Some((received, head, length)) = parse_head(buffer)? {
            buffer.drain(..head);
            break (received, length);
        }
        if buffer.len() > HEAD_LIMIT || stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    };
    if length > BODY_LIMIT {
        return Ok(None);
    }
    while buffer.len() < length {
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
    received.body = buffer.drain(..length).collect();
    Ok(Some(received))
}

/// The head of a request, its length and that of the body; `None` while it is not whole.
fn parse_head(bytes: &[u8]) -> io::Result<Option<(Received, usize, usize)>> {
    let mut slots = [httparse::EMPTY_HEADER; 128];
    let mut head = httparse::Request::new(&mut slots);
    let parsed = head.parse(bytes).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    let httparse::Status::Complete(length) = parsed else { return Ok(None) };
    let mut received =
        Received { target: head.path.unwrap_or_default().to_owned(), ..Received::default() };
    let mut body = 0;
    for header in head.headers.iter() {
        let value = String::from_utf8_lossy(header.value).into_owned();
        if header.name.eq_ignore_ascii_case("content-length") {
            body = value.parse().map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        }
        received.headers.push((header.name.to_owned(), value));
    }
    Ok(Some((received, length, body)))
}
