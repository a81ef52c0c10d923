//! Project files and servers that want a secret, against a server that records every byte.

use std::{collections::BTreeMap, time::Duration};

use rehearsal::{
    agent::{Auth, DynamicContext, Method, OnContextFailure, SecretName},
    api::Reply,
    http::{
        Clock, Executed, Executor, HostPolicy, Live, fetch_context,
        stub::{StubApi, Unruled},
    },
    request::{FailureClass, Outcome, Redactor, Surroundings},
};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::{
    fixture::{PLANTED, Planted, action, bearer, body, call, conversation, frozen, query, rule},
    recorder::Recorder,
};

fn live(hosts: &[&str]) -> Executor {
    Executor::live(Live::new(HostPolicy::allowing(hosts)), Clock::real())
}

fn detail(done: &Executed) -> (FailureClass, bool, String) {
    let Outcome::Failure { class, never_sent, detail, .. } = &done.outcome else {
        panic!("a failure, not {:?}", done.outcome);
    };
    assert!(!format!("{done:?}").contains(PLANTED));
    (*class, *never_sent, detail.clone())
}

fn holds_secret(heard: &str) -> bool {
    let mut redactor = Redactor::default();
    redactor.add_basic("desk", &PLANTED.into());
    redactor.text(heard) != heard
}

#[tokio::test]
async fn with_the_stub_nothing_is_ever_connected_to() {
    let recorder = Recorder::json("{}").await;
    let stub = StubApi::start().await.unwrap();
    for scheme in ["http", "https"] {
        let url = format!("{scheme}://127.0.0.1:{}/take", recorder.port);
        let mut action = action(Method::Post, &url);
        action.auth = bearer();
        action.body = Some(body(&json!({ "a": 1 })));
        let redirect = Reply {
            headers: vec![("location".into(), recorder.url("/stolen"))],
            ..Reply::status(307)
        };
        let talk = conversation(
            &stub,
            vec![rule(vec![Reply::status(200), redirect])],
            Unruled::EmptyObject,
        );
        let executor = Executor::stub(talk);
        assert_eq!(call(&executor, &action).await.outcome.status(), Some(200));
        call(&executor, &action).await;
        fetch(&executor, &url).await.unwrap();
    }
    assert_eq!(recorder.heard(), "");
}

async fn fetch(
    executor: &Executor,
    url: &str,
) -> Result<BTreeMap<String, serde_json::Value>, String> {
    let context = DynamicContext {
        url: url.parse().unwrap(),
        auth: Auth::Header { name: "X-API-Key".into(), secret: SecretName::new("KEY") },
        timeout: Duration::from_secs(5),
        on_failure: OnContextFailure::Continue,
    };
    let known = BTreeMap::from([("contact".to_owned(), json!({ "first_name": "{{x}}" }))]);
    let runtime = BTreeMap::from([("direction".to_owned(), json!("inbound"))]);
    let around = Surroundings {
        context: &known,
        saved: &BTreeMap::new(),
        runtime: &runtime,
        idempotency_key: None,
    };
    let cancel = CancellationToken::new();
    let fetched = fetch_context(executor, &context, &around, &Planted::default(), &cancel).await;
    if let Some((request, done)) = &fetched.call {
        assert!(!format!("{request:?} {done:?}").contains(PLANTED));
        let sent = json!({ "contact": { "first_name": "{{x}}" }, "direction": "inbound" });
        assert_eq!(request.body, Some(sent));
    }
    fetched.keys.map_err(|failure| failure.to_string())
}

#[tokio::test]
async fn a_host_that_the_user_did_not_name_is_not_even_connected_to() {
    let recorder = Recorder::json("{}").await;
    for auth in [
        bearer(),
        Auth::Basic { username: "desk".into(), password: SecretName::new("S") },
        Auth::Header { name: "X-Key".into(), secret: SecretName::new("S") },
        Auth::Body(vec![("key".into(), SecretName::new("S"))]),
        Auth::None,
    ] {
        let mut action = action(Method::Post, &recorder.url("/take"));
        action.auth = auth;
        let (class, never_sent, text) =
            detail(&call(&live(&["api.company.com", "127.0.0.1:1"]), &action).await);
        assert_eq!((class, never_sent), (FailureClass::Unreachable, true));
        assert!(text.ends_with(&format!("--allow-host {}", recorder.host())), "{text}");
    }
    assert!(fetch(&live(&[]), &recorder.url("/context")).await.is_err());
    assert_eq!(recorder.heard(), "");
}

#[tokio::test]
async fn a_name_that_resolves_to_an_internal_address_is_not_connected_to() {
    let recorder = Recorder::json("{}").await;
    let url = format!("http://localhost:{}/take", recorder.port);
    let (class, never_sent, text) = detail(&call(&live(&[]), &action(Method::Get, &url)).await);
    assert_eq!((class, never_sent), (FailureClass::Unreachable, true));
    assert!(text.contains("--allow-host localhost"), "{text}");
    assert_eq!(recorder.heard(), "");
    let done = call(&live(&["localhost"]), &action(Method::Get, &url)).await;
    assert_eq!(done.outcome.status(), Some(200));
}

#[tokio::test]
async fn a_named_host_gets_exactly_the_frozen_request() {
    let recorder = Recorder::json(r#"{"status":"shipped"}"#).await;
    let mut action = action(Method::Post, &recorder.url("/orders"));
    action.auth = bearer();
    action.query = vec![query("a", "b c")];
    action.body = Some(body(&json!({ "n": 1 })));
    let done = call(&live(&[&recorder.host()]), &action).await;
    assert_eq!(done.outcome.status(), Some(200));
    let expected = format!(
        "<connected>POST /orders?a=b+c HTTP/1.1\r\nauthorization: Bearer {PLANTED}\r\n\
         accept: application/json\r\nuser-agent: rehearsal/{}\r\n\
         content-type: application/json\r\nhost: {}\r\ncontent-length: 7\r\n\r\n{{\"n\":1}}",
        env!("CARGO_PKG_VERSION"),
        recorder.host(),
    );
    assert_eq!(recorder.heard(), expected);
}

#[tokio::test]
async fn a_redirect_carries_nothing_to_another_origin() {
    for status in [301, 302, 303, 307, 308] {
        let thief = Recorder::json("{}").await;
        for location in [thief.url("/steal"), format!("//localhost:{}/x", thief.port)] {
            let named = Recorder::redirecting(status, &location).await;
            let mut action = action(Method::Post, &named.url("/a?secret=x"));
            action.auth = Auth::Header { name: "X-API-Key".into(), secret: SecretName::new("S") };
            action.body = Some(body(&json!({ "n": 1 })));
            // Even when the user has named the other host too.
            let executor = live(&[&named.host(), &thief.host(), "localhost"]);
            let (class, never_sent, text) = detail(&call(&executor, &action).await);
            assert_eq!((class, never_sent), (FailureClass::OtherStatus, false), "{text}");
            assert!(holds_secret(&named.heard()));
        }
        assert_eq!(thief.heard(), "", "{status}");
    }
}

#[tokio::test]
async fn a_redirect_loop_within_the_origin_ends() {
    let recorder = Recorder::redirecting(302, "/again").await;
    let done = call(&live(&["127.0.0.1"]), &action(Method::Get, &recorder.url("/"))).await;
    let (class, _, text) = detail(&done);
    assert_eq!(class, FailureClass::BrokenAnswer);
    assert_eq!(text, "the API redirects more than 5 times");
    assert_eq!(recorder.heard().matches("<connected>").count(), 6);
}

#[tokio::test]
async fn what_is_no_good_answer_has_its_class_and_no_url_in_its_text() {
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let endless = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{}",
        chunk.repeat(20)
    );
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "a: b\r\n".repeat(500));
    let long = format!("HTTP/1.1 200 OK\r\na: {}\r\n\r\n", "b".repeat(2_000_000));
    let lying = "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{}".to_owned();
    for (answer, class) in [
        (String::new(), FailureClass::Unreachable),
        ("SSH-2.0-OpenSSH_9.6\r\n".to_owned(), FailureClass::BrokenAnswer),
        ("HTTP/1.1 200 OK\r\ncontent-le".to_owned(), FailureClass::Unreachable),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\"".to_owned(),
            FailureClass::BrokenAnswer,
        ),
        (endless, FailureClass::BrokenAnswer),
        (many, FailureClass::BrokenAnswer),
        (long, FailureClass::BrokenAnswer),
        (lying, FailureClass::BrokenAnswer),
    ] {
        let shown: String = answer.chars().take(40).collect();
        let recorder = Recorder::answering(answer).await;
        let mut action = action(Method::Get, &recorder.url("/p?token=in-query"));
        action.auth = bearer();
        let (found, never_sent, text) = detail(&call(&live(&["127.0.0.1"]), &action).await);
        assert_eq!(found, class, "{shown}: {text}");
        assert!(!never_sent && !text.contains("in-query") && !text.contains("/p"), "{text}");
    }
}

#[tokio::test]
async fn a_closed_port_and_an_unknown_name_were_surely_never_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    for (url, host) in [
        (format!("http://127.0.0.1:{port}/?token=in-query"), "127.0.0.1"),
        ("https://no-such-host.invalid/?token=in-query".to_owned(), "no-such-host.invalid"),
    ] {
        let mut action = action(Method::Get, &url);
        action.auth = bearer();
        let (class, never_sent, text) = detail(&call(&live(&[host]), &action).await);
        assert_eq!((class, never_sent), (FailureClass::Unreachable, true));
        assert!(text.contains(host) && !text.contains("in-query"), "{text}");
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_ends_the_call_before_it_begins() {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".into()]).unwrap();
    let key =
        tokio_rustls::rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der())
            .unwrap();
    let provider = std::sync::Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = tokio_rustls::rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = acceptor.accept(stream).await;
        }
    });
    let mut action = action(Method::Get, &format!("https://localhost:{port}/"));
    action.auth = bearer();
    let (class, never_sent, text) = detail(&call(&live(&["localhost"]), &action).await);
    assert_eq!((class, never_sent), (FailureClass::Unreachable, true));
    assert!(text.starts_with("the certificate of localhost is not valid: "), "{text}");
}

#[tokio::test]
async fn a_real_timeout_and_the_user_end_a_call() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    let mut action = action(Method::Get, &format!("http://127.0.0.1:{port}/"));
    action.timeout = Duration::from_millis(100);
    let executor = live(&["127.0.0.1"]);
    let (class, never_sent, _) = detail(&call(&executor, &action).await);
    assert_eq!((class, never_sent), (FailureClass::Timeout, false));
    action.timeout = Duration::from_secs(60);
    let request = frozen(&action, &[]).unwrap();
    let cancel = CancellationToken::new();
    let stop = cancel.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(50)).await;
        stop.cancel();
    });
    let done = executor.execute(&action, &request, &cancel).await;
    assert_eq!(detail(&done).0, FailureClass::Cancelled);
    assert!(done.elapsed < Duration::from_secs(5));
}

#[test]
fn all_hosts_of_an_agent_are_reviewed_before_a_talk() {
    let mut agent = crate::fixture::agent(&[("A", "GET"), ("B", "GET"), ("C", "GET")]);
    agent.actions[0].auth = bearer();
    agent.actions[1].auth = bearer();
    agent.actions[2].url = "http://169.254.169.254/latest/meta-data".parse().unwrap();
    let shown = |policy: HostPolicy| {
        policy.review(&agent).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let refusals = shown(HostPolicy::default());
    assert_eq!(refusals.len(), 2, "{refusals:?}");
    assert!(refusals[0].ends_with("--allow-host api.company.invalid"));
    assert!(refusals[1].ends_with("--allow-host 169.254.169.254"));
    assert!(shown(HostPolicy::parse("api.company.invalid,169.254.169.254")).is_empty());
}
