use std::time::{Duration, Instant};

use rehearsal::{
    agent::{ActionName, Method},
    http::{
        Executor,
        stub::{Fault, Note, Reply, StubApi, Unruled},
    },
    request::Body,
};
use serde_json::json;

use crate::fixture::{action, bearer, call, conversation, rule};

const URL: &str = "https://api.company.invalid/orders";

#[tokio::test]
async fn a_rule_answers_over_a_real_socket() {
    let stub = StubApi::start().await.unwrap();
    let talk =
        conversation(&stub, vec![rule(vec![Reply::json(200, json!({ "a": 1 }))])], Unruled::Miss);
    let mut action = action(Method::Get, URL);
    action.auth = bearer();
    let done = call(&Executor::stub(talk.clone()), &action).await;
    assert_eq!(done.outcome.status(), Some(200));
    assert_eq!(done.outcome.body(), &Body::Json(json!({ "a": 1 })));
    assert!(matches!(&done.notes[..], [Note::Answered { reply: 0, fault: None, .. }]));
    assert_eq!(done.elapsed, Duration::ZERO);
    assert!(talk.unused().is_empty());
}

#[tokio::test]
async fn a_delay_beyond_the_timeout_is_a_timeout_at_once() {
    let stub = StubApi::start().await.unwrap();
    let slow = Reply { delay: Duration::from_secs(12), ..Reply::status(200) };
    let late = Reply { delay: Duration::from_secs(3), ..Reply::status(204) };
    let talk = conversation(&stub, vec![rule(vec![slow, late])], Unruled::Miss);
    let executor = Executor::stub(talk);
    let action = action(Method::Get, URL);
    let start = Instant::now();
    let done = call(&executor, &action).await;
    assert_eq!(done.outcome.class_name(), "timeout");
    assert_eq!(done.elapsed, action.timeout);
    assert_eq!(done.notes.len(), 1);
    let done = call(&executor, &action).await;
    assert_eq!(done.outcome.status(), Some(204));
    assert_eq!(done.elapsed, Duration::from_secs(3));
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn every_fault_has_its_outcome() {
    let stub = StubApi::start().await.unwrap();
    for (name, fault) in Fault::ALL {
        let body = json!({ "status": "shipped" });
        let reply = Reply { fault: Some(fault), ..Reply::json(200, body) };
        let talk = conversation(&stub, vec![rule(vec![reply])], Unruled::Miss);
        let done = call(&Executor::stub(talk), &action(Method::Get, URL)).await;
        let expected = match fault {
            Fault::Closed | Fault::Reset => "unreachable",
            Fault::Timeout | Fault::TimeoutAfterCommit | Fault::SlowBody => "timeout",
            Fault::Empty
            | Fault::ErrorIn200
            | Fault::Null200
            | Fault::InjectedOrder
            | Fault::EscapeCodes
            | Fault::WrongContentType => "success",
            _ => "broken_answer",
        };
        assert_eq!(done.outcome.class_name(), expected, "{name}: {:?}", done.outcome);
    }
}

#[tokio::test]
async fn an_action_without_a_rule_is_answered_or_missed() {
    let stub = StubApi::start().await.unwrap();
    let lookup = action(Method::Get, URL);
    let talk = conversation(&stub, vec![], Unruled::EmptyObject);
    let done = call(&Executor::stub(talk.clone()), &lookup).await;
    assert_eq!(done.outcome.body(), &Body::Json(json!({})));
    assert_eq!(done.notes, [Note::NoRule { action: ActionName::new("Lookup") }]);
    talk.override_action(ActionName::new("Lookup"), Reply::json(503, json!({ "error": "busy" })));
    let done = call(&Executor::stub(talk), &lookup).await;
    assert_eq!(done.outcome.class_name(), "server_error");
    let talk = conversation(&stub, vec![], Unruled::Miss);
    let done = call(&Executor::stub(talk), &lookup).await;
    assert!(done.notes[0].is_miss());
}
