//! Every fault on a real socket: seen by a client of a few lines, and told by the executor.

use std::{io::ErrorKind, time::Duration};

use futures_util::future::join_all;
use rehearsal::{
    agent::{Action, BodyTemplate, Method},
    api::{Fault, Matcher, Note, Reply, Rule, When},
    http::{
        Executed, Executor,
        stub::{Conversation, StubApi, Unruled},
    },
    request::{BODY_LIMIT, Body, FailureClass, Outcome},
};
use serde_json::{Value as Json, json};

use crate::{
    fixture::{action, call, conversation, query, rule},
    plain::{Answer, End, Seen, ask, flaw},
};

const TIMEOUT: Duration = Duration::from_secs(8);

fn good() -> Json {
    json!({ "status": "shipped", "eta": 3 })
}

fn order() -> Action {
    let mut action = action(Method::Post, "https://api.company.invalid/orders");
    action.query = vec![query("id", "2")];
    action
}

/// A rule that stores something when it takes effect, below another that is for another order.
fn rules(fault: Option<Fault>) -> Vec<Rule> {
    let mut other = rule(vec![Reply::json(200, json!({ "status": "other" }))]);
    other.when = When { query: vec![("id".into(), Matcher::Equals(json!(1)))], ..When::default() };
    let mut spoilt = rule(vec![Reply { fault, ..Reply::json(201, good()) }]);
    spoilt.store = vec![("done".into(), BodyTemplate::Boolean(true))];
    vec![other, spoilt]
}

fn took_effect(talk: &Conversation) -> bool {
    talk.state().stored.contains_key("done")
}

fn json_of(answer: &Answer) -> Json {
    assert_eq!(answer.headers["content-type"], "application/json");
    serde_json::from_slice(&answer.body).unwrap()
}

#[tokio::test]
async fn every_fault_is_seen_by_a_plain_client() {
    let stub = StubApi::start().await.unwrap();
    let checks = Fault::ALL.map(|(name, fault)| {
        let talk = conversation(&stub, rules(Some(fault)), Unruled::Miss);
        async move {
            let seen = ask(&talk, &order()).await;
            check_on_wire(fault, &seen);
            assert_eq!(took_effect(&talk), fault.takes_effect(), "{name}");
            let late = matches!(told(fault), Told::Timeout);
            let passed = if late { TIMEOUT } else { Duration::ZERO };
            assert_eq!(talk.clock().elapsed(), passed, "{name}");
        }
    });
    join_all(checks).await;
}

/// Without a wildcard: a new fault does not compile before it is looked at here.
fn check_on_wire(fault: Fault, seen: &Seen) {
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
            let answer = seen.whole();
            assert_eq!((answer.status, json_of(&answer)["error"].is_string()), (429, true));
            let wait = match fault {
                Fault::RateLimitedSeconds => "2",
                Fault::RateLimitedDate => "Mon, 02 Mar 2026 09:00:02 GMT",
                _ => "999999999",
            };
            assert_eq!(answer.headers["retry-after"], wait);
        }
        Fault::Null200
        | Fault::ErrorIn200
        | Fault::StaleSuccess
        | Fault::RenamedField
        | Fault::ChangedType
        | Fault::InjectedOrder
        | Fault::EscapeCodes => {
            let answer = seen.whole();
            let unchanged_status = matches!(
                fault,
                Fault::RenamedField
                    | Fault::ChangedType
                    | Fault::InjectedOrder
                    | Fault::EscapeCodes
            );
            assert_eq!(answer.status, if unchanged_status { 201 } else { 200 });
            check_json(fault, &json_of(&answer));
        }
    }
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

fn check_json(fault: Fault, body: &Json) {
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
    assert_eq!(*body, expected);
}

/// What the executor makes of a fault.
#[derive(Debug, PartialEq)]
enum Told {
    /// Surely never sent, with this in its text.
    NeverSent(&'static str),
    Unreachable,
    Timeout,
    Broken(&'static str),
    Busy(Option<u64>),
    Success,
}

/// Without a wildcard, as above.
fn told(fault: Fault) -> Told {
    match fault {
        Fault::Refused => Told::NeverSent("api.company.invalid refuses the connection"),
        Fault::Dns => Told::NeverSent("the name api.company.invalid cannot be found"),
        Fault::TlsExpired => Told::NeverSent(
            "the certificate of api.company.invalid is not valid: it expired on 2001-01-01",
        ),
        Fault::TlsWrongHost => Told::NeverSent(
            "the certificate of api.company.invalid is not valid: it is for another host (another-host.invalid)",
        ),
        Fault::Closed | Fault::Reset => Told::Unreachable,
        Fault::Timeout
        | Fault::TimeoutAfterCommit
        | Fault::LateAnswer
        | Fault::SlowHeaders
        | Fault::SlowBody
        | Fault::SlowDrip => Told::Timeout,
        Fault::Truncated | Fault::GarbageAfterHead => Told::Broken("broke off"),
        Fault::MalformedJson | Fault::WrongCharset => Told::Broken("JSON"),
        Fault::WrongEncoding | Fault::CompressionBomb => Told::Broken("compressed"),
        Fault::Oversized => Told::Broken("more than 1 MiB"),
        Fault::RedirectLoop => Told::Broken("redirects more than 5 times"),
        Fault::HtmlError200 => Told::Broken("page"),
        Fault::WrongContentType
        | Fault::Empty
        | Fault::Null200
        | Fault::ErrorIn200
        | Fault::StaleSuccess
        | Fault::RenamedField
        | Fault::ChangedType
        | Fault::InjectedOrder
        | Fault::EscapeCodes => Told::Success,
        Fault::RateLimitedSeconds | Fault::RateLimitedDate => Told::Busy(Some(2000)),
        Fault::RateLimitedAbsurd => Told::Busy(Some(rehearsal::request::RETRY_AFTER_LIMIT)),
    }
}

fn check_told(fault: Fault, done: &Executed) {
    let expected = told(fault);
    let Outcome::Failure { class, never_sent, detail, retry_after_ms, .. } = &done.outcome else {
        return assert_eq!(expected, Told::Success, "{fault:?}: {:?}", done.outcome);
    };
    let (wanted, text) = match expected {
        Told::NeverSent(text) => (FailureClass::Unreachable, text),
        Told::Unreachable => (FailureClass::Unreachable, "without an answer"),
        Told::Timeout => (FailureClass::Timeout, "no answer within 8 s"),
        Told::Broken(text) => (FailureClass::BrokenAnswer, text),
        Told::Busy(wait) => {
            assert_eq!(*retry_after_ms, wait, "{fault:?}");
            (FailureClass::RateLimited, "")
        }
        Told::Success => panic!("{fault:?}: {:?}", done.outcome),
    };
    assert_eq!(
        (*class, *never_sent),
        (wanted, matches!(expected, Told::NeverSent(_))),
        "{fault:?}"
    );
    assert!(detail.contains(text), "{fault:?}: {detail}");
}

#[tokio::test]
async fn every_fault_is_told_by_the_executor() {
    let stub = StubApi::start().await.unwrap();
    for (name, fault) in Fault::ALL {
        let talk = conversation(&stub, rules(Some(fault)), Unruled::Miss);
        let done = call(&Executor::stub(talk.clone()), &order()).await;
        check_told(fault, &done);
        let elapsed = if told(fault) == Told::Timeout { TIMEOUT } else { Duration::ZERO };
        assert_eq!(done.elapsed, elapsed, "{name}");
        assert_eq!(took_effect(&talk), fault.takes_effect(), "{name}");
        let hops = if fault == Fault::RedirectLoop { 6 } else { 1 };
        assert_eq!(done.notes.len(), hops, "{name}");
        assert!(matches!(&done.notes[0], Note::Answered { reply: 0, .. }));
        assert_eq!(done.notes[0].fault().unwrap().to_string(), name);
    }
}

#[tokio::test]
async fn without_a_fault_a_plain_client_gets_the_answer() {
    let stub = StubApi::start().await.unwrap();
    let talk = conversation(&stub, rules(None), Unruled::Miss);
    let answer = ask(&talk, &order()).await.whole();
    assert_eq!((answer.status, json_of(&answer)), (201, good()));
    assert!(took_effect(&talk));
}

#[tokio::test]
async fn a_stale_success_is_the_last_answer_to_another_request() {
    let stub = StubApi::start().await.unwrap();
    let echo = Reply { payload: echo(), ..Reply::status(200) };
    let stale = Reply { fault: Some(Fault::StaleSuccess), ..echo.clone() };
    let talk = conversation(
        &stub,
        vec![rule(vec![echo.clone(), echo, stale.clone(), stale, Reply::status(500)])],
        Unruled::Miss,
    );
    let executor = Executor::stub(talk.clone());
    let ask = async |id: &str| {
        let mut action = order();
        action.query = vec![query("id", id)];
        call(&executor, &action).await.outcome.body().clone()
    };
    let answer = |id: &str| Body::Json(json!({ "id": id }));
    assert_eq!(ask("a").await, answer("a"));
    assert_eq!(ask("b").await, answer("b"));
    assert_eq!(ask("b").await, answer("a"), "another request's, not its own");
    assert_eq!(ask("c").await, answer("b"), "the newest");
    let kept = serde_json::to_string(&talk.state()).unwrap();
    assert!(!kept.contains("orders"), "{kept}");
}

fn echo() -> rehearsal::api::Payload {
    rehearsal::api::Payload::Template(crate::fixture::body(&json!({ "id": "{{query.id}}" })))
}

#[tokio::test]
async fn an_answer_that_comes_with_the_deadline_is_too_late() {
    let stub = StubApi::start().await.unwrap();
    for (delay, class) in [(7999, "success"), (8000, "timeout")] {
        let reply = Reply { delay: Duration::from_millis(delay), ..Reply::status(204) };
        let talk = conversation(&stub, vec![rule(vec![reply])], Unruled::Miss);
        let done = call(&Executor::stub(talk), &order()).await;
        assert_eq!(done.outcome.class_name(), class);
    }
}

/// The table of the documentation is made from what the faults say of themselves.
#[test]
fn every_fault_has_its_line_in_the_documentation() {
    let text = include_str!("../../docs/stub-api.md");
    for (name, fault) in Fault::ALL {
        let class = match told(fault) {
            Told::NeverSent(_) => "unreachable, never sent",
            Told::Unreachable => "unreachable",
            Told::Timeout => "timeout",
            Told::Broken(_) => "broken answer",
            Told::Busy(_) => "rate limited",
            Told::Success => "success",
        };
        let effect = if fault.takes_effect() { "yes" } else { "no" };
        let line = format!("\n| `{name}` | {} | {class} | {effect} |\n", fault.meaning());
        assert!(text.contains(&line), "docs/stub-api.md lacks this line:{line}");
    }
}
