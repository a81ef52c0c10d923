//! What each fault looks like to a plain client.

use std::io::ErrorKind;

use rehearsal::{api::Fault, request::BODY_LIMIT};
use serde_json::{Value as Json, json};

use crate::plain::{Answer, End, Seen, flaw};

/// What is answered where nothing goes wrong.
pub fn good() -> Json {
    json!({ "status": "shipped", "eta": 3 })
}

pub fn json_of(answer: &Answer) -> Json {
    assert_eq!(answer.headers["content-type"], "application/json");
    serde_json::from_slice(&answer.body).unwrap()
}

/// Without a wildcard: a new fault does not compile before it is looked at here.
pub fn check_on_wire(fault: Fault, seen: &Seen) {
    match fault {
        Fault::Refused => {
            assert!(matches!(seen, Seen::NotConnected(ErrorKind::ConnectionRefused)), "{seen:?}");
        }
        Fault::Dns => assert!(matches!(seen, Seen::NoName), "{seen:?}"),
        Fault::TlsExpired | Fault::TlsWrongHost => check_certificate(fault, seen),
        Fault::Closed => {
            assert!(matches!(seen, Seen::Bytes(bytes, End::Closed) if bytes.is_empty()))
        }
        Fault::Reset => assert!(matches!(seen, Seen::Bytes(bytes, End::Reset) if bytes.is_empty())),
        Fault::Timeout | Fault::TimeoutAfterCommit => {
            assert!(matches!(seen, Seen::Bytes(bytes, End::Quiet) if bytes.is_empty()));
        }
        Fault::SlowHeaders
        | Fault::SlowBody
        | Fault::SlowDrip
        | Fault::Truncated
        | Fault::GarbageAfterHead => check_unfinished(fault, seen),
        Fault::LateAnswer => {
            let answer = seen.whole();
            assert_eq!((answer.status, json_of(&answer)), (201, good()));
        }
        Fault::MalformedJson
        | Fault::WrongCharset
        | Fault::WrongEncoding
        | Fault::CompressionBomb
        | Fault::Oversized
        | Fault::RedirectLoop
        | Fault::HtmlError200
        | Fault::WrongContentType
        | Fault::Empty => check_unreadable(fault, &seen.whole()),
        Fault::RateLimitedSeconds | Fault::RateLimitedDate | Fault::RateLimitedAbsurd => {
            check_busy(fault, &seen.whole());
        }
        Fault::Null200
        | Fault::ErrorIn200
        | Fault::StaleSuccess
        | Fault::RenamedField
        | Fault::ChangedType
        | Fault::InjectedOrder
        | Fault::EscapeCodes => check_json(fault, &seen.whole()),
    }
}

fn check_busy(fault: Fault, answer: &Answer) {
    assert_eq!((answer.status, json_of(answer)["error"].is_string()), (429, true));
    let wait = match fault {
        Fault::RateLimitedSeconds => "2",
        Fault::RateLimitedDate => "Mon, 02 Mar 2026 09:00:02 GMT",
        _ => "999999999",
    };
    assert_eq!(answer.headers["retry-after"], wait);
}

fn check_certificate(fault: Fault, seen: &Seen) {
    const IN_2000: u64 = 960_000_000;
    const IN_2026: u64 = 1_772_000_000;
    let Seen::Certificate(shown) = seen else { panic!("a certificate, not {seen:?}") };
    let found = flaw(shown, "stub.invalid", IN_2026).unwrap();
    if fault == Fault::TlsExpired {
        assert!(found.contains("expired"), "{found}");
        assert_eq!(flaw(shown, "stub.invalid", IN_2000), None);
    } else {
        assert!(found.contains("not valid for name"), "{found}");
        assert_eq!(flaw(shown, "another-host.invalid", IN_2026), None);
    }
}

fn check_unfinished(fault: Fault, seen: &Seen) {
    let text = good().to_string();
    if fault == Fault::SlowHeaders {
        let Seen::Bytes(bytes, End::Quiet) = seen else { panic!("{seen:?}") };
        assert!(bytes.starts_with(b"HTTP/1.1 201 "), "{seen:?}");
        return assert!(!bytes.windows(2).any(|two| two == b"\r\n"), "{seen:?}");
    }
    let (answer, promised, end) = seen.begun();
    match fault {
        Fault::SlowDrip => {
            // One at once, one after each second but the last.
            assert_eq!(String::from_utf8(answer.body).unwrap(), text[..8]);
            assert_eq!((promised, end), (None, &End::Quiet));
        }
        Fault::SlowBody => {
            assert_eq!(promised, Some(text.len() + 1));
            assert_eq!((answer.body.as_slice(), end), (text.as_bytes(), &End::Quiet));
        }
        Fault::Truncated => {
            assert_eq!(promised, Some(text.len() + 100));
            assert_eq!((answer.body.as_slice(), end), (text.as_bytes(), &End::Closed));
        }
        _ => {
            assert_eq!(answer.headers["transfer-encoding"], "chunked");
            assert!(answer.body[0] == 0 && *end == End::Closed);
        }
    }
}

fn check_unreadable(fault: Fault, answer: &Answer) {
    let (text, content_type) = (good().to_string(), answer.headers["content-type"].as_str());
    match fault {
        Fault::MalformedJson => {
            assert_eq!(content_type, "application/json");
            assert_eq!(answer.body, text.as_bytes()[..text.len() - 1]);
        }
        Fault::WrongCharset => {
            assert_eq!(content_type, "application/json");
            assert_eq!(answer.body[..4], [b'{', 0, b'"', 0]);
        }
        Fault::WrongEncoding => {
            assert_eq!(answer.headers["content-encoding"], "gzip");
            assert_eq!(answer.body, text.as_bytes());
        }
        Fault::CompressionBomb => {
            assert_eq!(answer.headers["content-encoding"], "gzip");
            assert_eq!(answer.body[..3], [0x1f, 0x8b, 8]);
            assert!(answer.body.len() <= 64 * 1024);
        }
        Fault::Oversized => assert!(answer.body.len() > BODY_LIMIT),
        Fault::RedirectLoop => {
            assert_eq!((answer.status, answer.headers["location"].as_str()), (307, "?again=1"));
        }
        Fault::HtmlError200 => {
            assert!(answer.status == 200 && content_type.starts_with("text/html"));
            assert!(answer.body.starts_with(b"<!doctype html>"));
        }
        Fault::WrongContentType => {
            assert!(content_type.starts_with("text/html"));
            assert_eq!(answer.body, text.as_bytes());
        }
        _ => assert_eq!((answer.status, answer.body.len()), (200, 0)),
    }
}

fn check_json(fault: Fault, answer: &Answer) {
    let (body, keeps_status) = (json_of(answer), fault.takes_effect() && fault != Fault::Null200);
    assert_eq!(answer.status, if keeps_status { 201 } else { 200 });
    let expected = match fault {
        Fault::Null200 => Json::Null,
        Fault::StaleSuccess => json!({ "status": "other" }),
        Fault::RenamedField => json!({ "status_v2": "shipped", "eta": 3 }),
        Fault::ChangedType => json!({ "status": { "value": "shipped" }, "eta": 3 }),
        _ => {
            let field = if fault == Fault::ErrorIn200 { "error" } else { "status" };
            let text = body[field].as_str().unwrap();
            assert_eq!(text.contains('\u{1b}'), fault == Fault::EscapeCodes);
            assert_eq!(text.contains("Ignore all previous"), fault == Fault::InjectedOrder);
            return assert_ne!(text, "shipped");
        }
    };
    assert_eq!(body, expected);
}
