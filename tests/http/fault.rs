//! Every fault on a real socket: seen by a client of a few lines, and told by the executor.

use std::time::Duration;

use futures_util::future::join_all;
use rehearsal::{
    agent::{Action, BodyTemplate, Method},
    api::{Fault, Matcher, Note, Reply, Rule, When},
    http::{
        Executed, Executor,
        stub::{Conversation, StubApi, Unruled},
    },
    request::{Body, FailureClass, Outcome},
};
use serde_json::json;

use crate::{
    fixture::{action, call, conversation, query, rule},
    plain::ask,
    wire::{check_on_wire, good, json_of},
};

const TIMEOUT: Duration = Duration::from_secs(8);

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
        vec![rule(vec![echo.clone(), echo.clone(), echo, stale.clone(), stale])],
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
    assert_eq!(ask("b").await, answer("b"), "asked again, and it pushes nothing out");
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

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_late_answer_is_never_in_time_however_fast_it_comes() {
    let stub = StubApi::start().await.unwrap();
    let talks = (0..400).map(|_| {
        let talk = conversation(&stub, rules(Some(Fault::LateAnswer)), Unruled::Miss);
        tokio::spawn(async move { call(&Executor::stub(talk), &order()).await.outcome })
    });
    for outcome in join_all(talks).await {
        assert_eq!(outcome.unwrap().class_name(), "timeout");
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
