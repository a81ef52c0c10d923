use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use rehearsal::{
    agent::{Action, ActionName, Auth, Method, SecretName},
    api::{AuthCheck, Fault, Matcher, Note, Repetition, Reply, When, parse},
    diagnostic::SourceFile,
    http::{
        Executor,
        stub::{Settings, StubApi, Unruled},
    },
    request::Body,
};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::fixture::{
    PLANTED, action, bearer, body, call, clock, conversation, frozen, query, rule,
};

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
async fn an_action_without_a_rule_is_answered_or_missed() {
    let stub = StubApi::start().await.unwrap();
    let lookup = action(Method::Get, URL);
    let talk = conversation(&stub, vec![], Unruled::EmptyObject);
    let done = call(&Executor::stub(talk.clone()), &lookup).await;
    assert_eq!(done.outcome.body(), &Body::Json(json!({})));
    assert_eq!(done.notes, [Note::NoRule { action: ActionName::new("Lookup"), fault: None }]);
    talk.override_action(ActionName::new("Lookup"), Reply::json(503, json!({ "error": "busy" })));
    let done = call(&Executor::stub(talk), &lookup).await;
    assert_eq!(done.outcome.class_name(), "server_error");
    let talk = conversation(&stub, vec![], Unruled::Miss);
    let done = call(&Executor::stub(talk), &lookup).await;
    assert!(done.notes[0].is_miss());
}

#[tokio::test]
async fn a_spoilt_field_is_the_first_one() {
    let stub = StubApi::start().await.unwrap();
    for (fault, expected) in [
        (Fault::RenamedField, json!({ "a_v2": 1, "b": "x" })),
        (Fault::ChangedType, json!({ "a": "1", "b": "x" })),
    ] {
        let reply = Reply { fault: Some(fault), ..Reply::json(200, json!({ "a": 1, "b": "x" })) };
        let talk = conversation(&stub, vec![rule(vec![reply])], Unruled::Miss);
        let done = call(&Executor::stub(talk), &action(Method::Get, URL)).await;
        assert_eq!(done.outcome.body(), &Body::Json(expected));
    }
}

#[tokio::test]
async fn answers_come_in_turn_and_the_last_one_stays() {
    let stub = StubApi::start().await.unwrap();
    let mut spent = rule(vec![Reply::status(500), Reply::status(502)]);
    spent.repetition = Repetition::Spent;
    let rules = vec![spent, rule(vec![Reply::fault(Fault::Refused), Reply::status(204)])];
    let talk = conversation(&stub, rules, Unruled::Miss);
    let executor = Executor::stub(talk.clone());
    let action = action(Method::Get, URL);
    let mut statuses = Vec::new();
    let mut middle = None;
    for turn in 0..5 {
        if turn == 2 {
            middle = Some(talk.state());
        }
        statuses.push(call(&executor, &action).await.outcome.status());
    }
    assert_eq!(statuses, [Some(500), Some(502), None, Some(204), Some(204)]);
    talk.restore(middle.unwrap());
    assert_eq!(call(&executor, &action).await.outcome.status(), None);
    assert!(talk.unused().is_empty());
}

#[tokio::test]
async fn what_a_post_stores_a_later_get_sees() {
    let api = "\
Create: { status: 201, store: { ticket: '{{body}}' }, json: { id: 7, subject: 'Re: {{body.subject}}' } }
Read:
  - { when: { stored: { ticket: present }, path: /7 }, json: '{{stored.ticket}}' }
  - { status: 404 }
Remove: { status: 204, store: { ticket: null } }
";
    let agent = crate::fixture::agent(&[("Create", "POST"), ("Read", "GET"), ("Remove", "DELETE")]);
    let (rules, found) = parse(&SourceFile::new("api.yaml", api), &agent);
    assert_eq!(found, []);
    let stub = StubApi::start().await.unwrap();
    let talk = stub.converse(Settings {
        rules: Arc::new(rules),
        clock: clock(),
        unruled: Unruled::Miss,
        secrets: Arc::new(()),
        faults: Arc::default(),
        seed: 7,
    });
    let executor = Executor::stub(talk);
    let named = |name: &str, method| Action { name: ActionName::new(name), ..action(method, URL) };
    let mut create = named("Create", Method::Post);
    create.body = Some(body(&json!({ "subject": "Help" })));
    let mut read = named("Read", Method::Get);
    read.path = Some(rehearsal::agent::Template::parse("/7"));
    let remove = named("Remove", Method::Delete);
    assert_eq!(call(&executor, &read).await.outcome.status(), Some(404));
    let created = call(&executor, &create).await.outcome;
    assert_eq!(created.body(), &Body::Json(json!({ "id": 7, "subject": "Re: Help" })));
    let seen = call(&executor, &read).await.outcome;
    assert_eq!(seen.body(), &Body::Json(json!({ "subject": "Help" })));
    assert_eq!(call(&executor, &remove).await.outcome.status(), Some(204));
    assert_eq!(call(&executor, &read).await.outcome.status(), Some(404));
}

#[tokio::test]
async fn credentials_are_really_checked_when_asked() {
    let stub = StubApi::start().await.unwrap();
    let mut checking = rule(vec![Reply::status(200)]);
    checking.auth = AuthCheck::Check;
    let executor = Executor::stub(conversation(&stub, vec![checking], Unruled::Miss));
    let secret = || SecretName::new("S");
    for auth in [
        bearer(),
        Auth::Basic { username: "desk".into(), password: secret() },
        Auth::Header { name: "X-API-Key".into(), secret: secret() },
        Auth::Body(vec![("key".into(), secret())]),
    ] {
        let mut action = action(Method::Post, URL);
        action.auth = auth;
        assert_eq!(call(&executor, &action).await.outcome.status(), Some(200));
        let mut request = frozen(&action, &[]).unwrap();
        request.headers.iter_mut().for_each(|(_, value)| *value = value.replace(PLANTED, "wrong"));
        request.headers.retain(|(_, value)| !value.starts_with("Basic"));
        request.body = None;
        let done = executor.execute(&action, &request, &CancellationToken::new()).await;
        assert_eq!(done.outcome.class_name(), "unauthorized");
    }
}

#[tokio::test]
async fn a_request_that_no_rule_answers_names_the_nearest_rule_and_the_difference() {
    let stub = StubApi::start().await.unwrap();
    let when = |pairs: &[(&str, &str)]| When {
        query: pairs
            .iter()
            .map(|(key, value)| ((*key).into(), Matcher::Equals(json!(value))))
            .collect(),
        ..When::default()
    };
    let mut far = rule(vec![Reply::status(200)]);
    far.when = when(&[("id", "1"), ("kind", "x")]);
    let mut near = rule(vec![Reply::status(200)]);
    near.when = when(&[("id", "2"), ("kind", "y")]);
    near.place.span = 5..9;
    let talk = conversation(&stub, vec![far, near], Unruled::Miss);
    let mut action = action(Method::Get, URL);
    action.query = vec![query("id", "2"), query("kind", "z")];
    let done = call(&Executor::stub(talk.clone()), &action).await;
    let [Note::Unmatched { nearest: Some((place, difference)), .. }] = &done.notes[..] else {
        panic!("a miss, not {:?}", done.notes);
    };
    assert_eq!(place.span, 5..9);
    assert_eq!(difference.to_string(), "query.kind is \"z\", the rule wants \"y\"");
    assert_eq!(done.outcome.status(), Some(501));
    assert_eq!(talk.unused().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_conversations_at_once_do_not_see_each_other() {
    let stub = StubApi::start().await.unwrap();
    let talks = (0..1000).map(|number| {
        let reply =
            Reply { delay: Duration::from_secs(number % 10), ..Reply::json(200, json!(number)) };
        let executor = Executor::stub(conversation(&stub, vec![rule(vec![reply])], Unruled::Miss));
        tokio::spawn(async move {
            let action = action(Method::Get, URL);
            for _ in 0..3 {
                let done = call(&executor, &action).await;
                match number % 10 {
                    8.. => assert_eq!(done.outcome.class_name(), "timeout"),
                    _ => assert_eq!(done.outcome.body(), &Body::Json(json!(number))),
                }
                assert_eq!(done.elapsed, Duration::from_secs(u64::min(number % 10, 8)));
            }
        })
    });
    for talk in talks.collect::<Vec<_>>() {
        talk.await.unwrap();
    }
}

#[tokio::test]
async fn somebody_else_on_the_machine_gets_nothing() {
    let stub = StubApi::start().await.unwrap();
    let talk = conversation(&stub, vec![rule(vec![Reply::status(200)])], Unruled::Miss);
    let url = format!("http://127.0.0.1:{}/orders", stub.port());
    for id in ["", "1", "x", "99999999999999999999999"] {
        let request =
            reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap().get(&url);
        let answer = request.header("x-rehearsal-exchange", id).send().await.unwrap();
        assert_eq!(answer.status(), 403);
    }
    assert_eq!(talk.unused().len(), 1);
}

#[tokio::test]
async fn an_answer_without_a_body_leaves_the_connection_fit_for_the_next() {
    let stub = StubApi::start().await.unwrap();
    let replies = vec![Reply::json(204, json!({ "a": 1 })), Reply::json(200, json!({ "b": 2 }))];
    let executor = Executor::stub(conversation(&stub, vec![rule(replies)], Unruled::Miss));
    let action = action(Method::Get, URL);
    assert_eq!(call(&executor, &action).await.outcome.body(), &Body::Empty);
    assert_eq!(call(&executor, &action).await.outcome.body(), &Body::Json(json!({ "b": 2 })));
}
