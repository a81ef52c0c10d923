//! What an error of the transport means. No text here prints a URL.

use std::{error::Error, io::ErrorKind};

use chrono::DateTime;
use rustls::{CertificateError, pki_types::UnixTime};

use super::HostRefusal;
use crate::request::{Body, FailureClass, Outcome};

/// Whether the request may have reached the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    Never,
    Maybe,
}

/// A failure without an answer.
pub(super) fn failure(class: FailureClass, detail: impl Into<String>, sent: Sent) -> Outcome {
    Outcome::Failure {
        class,
        status: None,
        body: Body::Empty,
        detail: detail.into(),
        never_sent: sent == Sent::Never,
        retry_after_ms: None,
    }
}

/// An answer that cannot be read, of which the status is known.
pub(super) fn broken(status: u16, detail: impl Into<String>) -> Outcome {
    Outcome::Failure {
        class: FailureClass::BrokenAnswer,
        status: Some(status),
        body: Body::Empty,
        detail: detail.into(),
        never_sent: false,
        retry_after_ms: None,
    }
}

/// What an error before the answer's head means; `host` is for the text.
pub(super) fn before_answer(error: &reqwest::Error, host: &str) -> Outcome {
    use FailureClass::{BrokenAnswer, Timeout, Unreachable};
    if error.is_builder() {
        return failure(Unreachable, "the request cannot be sent as it is", Sent::Never);
    }
    if error.is_connect() {
        return failure(Unreachable, connect_detail(error, host), Sent::Never);
    }
    if error.is_timeout() {
        return failure(Timeout, "no answer in time", Sent::Maybe);
    }
    match cause(error) {
        Cause::Io(_) | Cause::Closed => failure(
            Unreachable,
            format!("{host} closed the connection without an answer"),
            Sent::Maybe,
        ),
        Cause::Refused(refusal) => failure(Unreachable, refusal.to_string(), Sent::Never),
        Cause::Certificate(_) | Cause::NotHttp | Cause::Other => {
            failure(BrokenAnswer, format!("{host} did not answer in HTTP"), Sent::Maybe)
        }
    }
}

/// What an error within the answer's body means.
pub(super) fn within_body(error: &reqwest::Error, status: u16) -> Outcome {
    if error.is_timeout() {
        return failure(FailureClass::Timeout, "the answer did not end in time", Sent::Maybe);
    }
    broken(status, format!("the API answered {status} and broke off within the body"))
}

fn connect_detail(error: &reqwest::Error, host: &str) -> String {
    if error.is_timeout() {
        return format!("cannot connect to {host} in time");
    }
    match cause(error) {
        Cause::Refused(refusal) => refusal.to_string(),
        Cause::Certificate(why) => format!("the certificate of {host} is not valid: {why}"),
        Cause::Io(ErrorKind::ConnectionRefused) => format!("{host} refuses the connection"),
        Cause::Io(ErrorKind::ConnectionReset) => format!("{host} resets the connection"),
        Cause::Io(_) | Cause::Closed | Cause::NotHttp | Cause::Other => {
            match is_name_failure(error) {
                true => format!("the name {host} cannot be found"),
                false => format!("cannot connect to {host}"),
            }
        }
    }
}

/// The end of an error's chain, as far as it tells something.
enum Cause<'a> {
    Refused(&'a HostRefusal),
    Certificate(String),
    Io(ErrorKind),
    Closed,
    NotHttp,
    Other,
}

fn cause(error: &reqwest::Error) -> Cause<'_> {
    let mut found = Cause::Other;
    let mut next: Option<&(dyn Error + 'static)> = error.source();
    while let Some(error) = next {
        if let Some(refusal) = error.downcast_ref::<HostRefusal>() {
            return Cause::Refused(refusal);
        }
        if let Some(why) = certificate_flaw(error) {
            return Cause::Certificate(why);
        }
        let text = error.to_string();
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            found = Cause::Io(io.kind());
        } else if text.contains("closed before message completed") {
            found = Cause::Closed;
        } else if text.contains("HTTP") || text.contains("head is too large") {
            found = Cause::NotHttp;
        }
        next = error.source();
    }
    found
}

/// What is wrong with a certificate, in words that do not depend on the time of the call.
fn certificate_flaw(error: &(dyn Error + 'static)) -> Option<String> {
    if let Some(io) = error.downcast_ref::<std::io::Error>() {
        return certificate_flaw(io.get_ref()?);
    }
    match error.downcast_ref::<rustls::Error>()? {
        rustls::Error::InvalidCertificate(flaw) => Some(flaw_text(flaw)),
        _ => None,
    }
}

fn flaw_text(flaw: &CertificateError) -> String {
    use CertificateError as Flaw;
    let day = |time: UnixTime| {
        let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        DateTime::from_timestamp(seconds, 0)
            .map_or_else(String::new, |time| time.format(" on %Y-%m-%d").to_string())
    };
    match flaw {
        Flaw::Expired => "it has expired".to_owned(),
        Flaw::ExpiredContext { not_after, .. } => format!("it expired{}", day(*not_after)),
        Flaw::NotValidYet => "it is not valid yet".to_owned(),
        Flaw::NotValidYetContext { not_before, .. } => format!("it begins{}", day(*not_before)),
        Flaw::UnknownIssuer => "nobody who is trusted on this machine vouches for it".to_owned(),
        Flaw::NotValidForName => "it is for another host".to_owned(),
        Flaw::NotValidForNameContext { presented, .. } => {
            let names = presented.iter().map(|name| host_in(name)).collect::<Vec<_>>();
            format!("it is for another host ({})", names.join(", "))
        }
        other => other.to_string().chars().take(200).collect(),
    }
}

/// The name in `DnsName("a.test")`.
fn host_in(shown: &str) -> String {
    shown.split('"').nth(1).unwrap_or(shown).chars().take(100).collect()
}

fn is_name_failure(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = error.source();
    while let Some(error) = next {
        let text = error.to_string();
        if text.contains("dns error") || text.contains("failed to lookup") {
            return true;
        }
        next = error.source();
    }
    false
}
