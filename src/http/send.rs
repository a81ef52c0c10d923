//! One exchange on the wire: redirects followed within the origin, the body read up to its cap.

use chrono::{DateTime, Utc};
use http::{HeaderValue, header};
use reqwest::{Client, Response};
use url::{Position, Url};

use super::{
    failure::{self, Sent, failure},
    stub::DOOR,
};
use crate::{
    agent::Method,
    request::{Answer, BODY_LIMIT, FailureClass, FrozenRequest, Outcome, classify},
};

/// Redirects that are followed for one call.
pub(super) const REDIRECT_LIMIT: usize = 5;

/// Where the bytes really go.
#[derive(Clone, Copy)]
pub(super) enum Route<'a> {
    /// Where the URL says.
    Real,
    /// To the stub at this port of loopback, marked with the exchange.
    Stub { port: u16, exchange: &'a str },
    /// By TLS to a door of the stub at this port of loopback.
    Door { port: u16 },
    /// To a name that the stub's client cannot find.
    Nowhere,
}

/// The header that tells the stub which exchange a request belongs to; it never leaves the machine.
pub(super) const EXCHANGE_HEADER: &str = "x-rehearsal-exchange";

/// One hop of a call.
struct Hop {
    method: Method,
    url: Url,
    body: Option<Vec<u8>>,
}

/// Sends a request and reads its answer.
pub(super) async fn send(
    client: &Client,
    request: &FrozenRequest,
    route: Route<'_>,
    now: impl Fn() -> DateTime<Utc>,
) -> Outcome {
    let body = request.body.as_ref().map(|json| json.to_string().into_bytes());
    let mut hop = Hop { method: request.method, url: request.url.clone(), body };
    for _ in 0..=REDIRECT_LIMIT {
        let host = hop.url.host_str().unwrap_or_default().to_owned();
        let wire = match to_wire(client, request, &hop, route) {
            Ok(wire) => wire,
            Err(outcome) => return outcome,
        };
        let answer = match client.execute(wire).await {
            Ok(answer) => answer,
            Err(error) => return failure::before_answer(&error, &host),
        };
        match redirect(&answer, hop) {
            Next::Follow(next) => hop = next,
            Next::Read => return read(answer, now).await,
            Next::Elsewhere(outcome) => return outcome,
        }
    }
    failure(
        FailureClass::BrokenAnswer,
        format!("the API redirects more than {REDIRECT_LIMIT} times"),
        Sent::Maybe,
    )
}

fn to_wire(
    client: &Client,
    request: &FrozenRequest,
    hop: &Hop,
    route: Route<'_>,
) -> Result<reqwest::Request, Outcome> {
    let refuse = || failure(FailureClass::Unreachable, "the request cannot be sent", Sent::Never);
    let method = http::Method::from_bytes(hop.method.as_str().as_bytes()).map_err(|_| refuse())?;
    let url = match route {
        Route::Real => Some(hop.url.clone()),
        Route::Stub { port, .. } => to_loopback(&hop.url, "http", ("127.0.0.1", port)),
        Route::Door { port } => to_loopback(&hop.url, "https", (DOOR, port)),
        Route::Nowhere => to_loopback(&hop.url, "http", ("nowhere.invalid", 1)),
    };
    let mut builder = client.request(method, url.ok_or_else(refuse)?);
    for (name, value) in &request.headers {
        let about_body = name == "content-type" || name == "content-length";
        if hop.body.is_some() || request.body.is_none() || !about_body {
            let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| refuse())?;
            builder = builder.header(name, value);
        }
    }
    if let Route::Stub { exchange, .. } = route {
        builder =
            builder.header(header::HOST, host_header(&hop.url)).header(EXCHANGE_HEADER, exchange);
    }
    if let Some(body) = &hop.body {
        builder = builder.body(body.clone());
    }
    builder.build().map_err(|_| refuse())
}

/// The URL with its origin swapped for loopback; `None` leaves nothing to send to.
fn to_loopback(url: &Url, scheme: &str, (host, port): (&str, u16)) -> Option<Url> {
    let user = &url[Position::BeforeUsername..Position::BeforeHost];
    let rest = &url[Position::BeforePath..];
    Url::parse(&format!("{scheme}://{user}{host}:{port}{rest}")).ok()
}

fn host_header(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// What an answer's head asks for.
enum Next {
    Read,
    Follow(Hop),
    Elsewhere(Outcome),
}

/// Follows within the origin only, so that credentials and bodies go nowhere else.
fn redirect(answer: &Response, hop: Hop) -> Next {
    let status = answer.status().as_u16();
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return Next::Read;
    }
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let Some(url) = location.and_then(|location| hop.url.join(location).ok()) else {
        return Next::Read;
    };
    if url.origin() != hop.url.origin() || !url.username().is_empty() || url.password().is_some() {
        let host = url.host_str().unwrap_or("no host").to_owned();
        let detail = format!("the API redirects to another origin ({host}), which is not followed");
        let mut outcome = failure(FailureClass::OtherStatus, detail, Sent::Maybe);
        if let Outcome::Failure { status: known, .. } = &mut outcome {
            *known = Some(status);
        }
        return Next::Elsewhere(outcome);
    }
    let becomes_get = status == 303 || (matches!(status, 301 | 302) && hop.method == Method::Post);
    match becomes_get {
        true => Next::Follow(Hop { method: Method::Get, url, body: None }),
        false => Next::Follow(Hop { url, ..hop }),
    }
}

/// Reads the body up to its cap and classes the answer.
async fn read(mut answer: Response, now: impl Fn() -> DateTime<Utc>) -> Outcome {
    let status = answer.status().as_u16();
    let mut body = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > BODY_LIMIT => {
                let detail = format!("the API answered {status} with more than 1 MiB");
                return failure::broken(status, detail);
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(error) => return failure::within_body(&error, status),
        }
    }
    classify(&Answer { status, headers: answer.headers(), body: &body, now: now() })
}
