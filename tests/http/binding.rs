//! A scenario's faults, laid over the answers of the rules.

use std::{collections::BTreeMap, sync::Arc};

use rehearsal::{
    agent::{
        Action, ActionName, Auth, BodyTemplate, JsonType, Method, Presence, Schema, SecretName,
        VariableName,
    },
    api::{
        AuthCheck, Cause, CredentialFlaw, Failing, Fault, FaultBinding, FlawKind, Matcher,
        NeverCame, Note, Occurrence, Payload, Reply, Rule, Rules,
    },
    diagnostic::Place,
    http::{
        Executed, Executor,
        stub::{Conversation, Settings, StubApi, Unruled},
    },
    request::{Body, Outcome},
    value::Value,
};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::fixture::{Planted, action, bearer, call, clock, frozen, query, rule, variable};

/// A fault of the action, whose place tells it from the others.
fn bound(fault: Failing, occurrence: Occurrence, number: usize) -> FaultBinding {
    FaultBinding {
        action: ActionName::new("Lookup"),
        fault,
        occurrence,
        arguments: Vec::new(),
        place: Place { path: "a.scenario.yaml".into(), span: number..number + 1 },
    }
}

fn with(mut binding: FaultBinding, order: &str) -> FaultBinding {
    binding.arguments = vec![(VariableName::new("order"), Matcher::Equals(json!(order)))];
    binding
}

fn status(status: u16) -> Failing {
    Failing::Status(status)
}

fn talk(stub: &StubApi, rule: Option<Rule>, faults: Vec<FaultBinding>) -> Conversation {
    seeded(stub, rule, faults, 7)
}

fn seeded(
    stub: &StubApi,
    rule: Option<Rule>,
    faults: Vec<FaultBinding>,
    seed: u64,
) -> Conversation {
    let mut rules = Rules::default();
    let unruled = if rule.is_some() { Unruled::Miss } else { Unruled::EmptyObject };
    rule.into_iter().for_each(|rule| rules.push(ActionName::new("Lookup"), rule));
    stub.converse(Settings {
        rules: Arc::new(rules),
        clock: clock(),
        unruled,
        secrets: Arc::new(Planted::default()),
        faults: Arc::new(faults),
        seed,
    })
}

fn good() -> Rule {
    let mut good = rule(vec![Reply::json(200, json!({ "a": 1 }))]);
    good.store = vec![("done".into(), BodyTemplate::Boolean(true))];
    good
}

fn order() -> Action {
    let mut action = action(Method::Post, "https://api.company.invalid/orders");
    action.query = vec![query("id", "{{order}}")];
    action.variables = vec![variable("order", Presence::Required)];
    action
}

async fn ask(talk: &Conversation, order_number: &str) -> Executed {
    let action = order();
    let value = Value::String(order_number.into());
    let request = frozen(&action, &[("order", value.clone())]).unwrap();
    let arguments = BTreeMap::from([(VariableName::new("order"), value)]);
    let cancel = CancellationToken::new();
    Executor::stub(talk.clone()).execute_call(&action, &arguments, &request, &cancel).await
}

async fn classes(talk: &Conversation, orders: &[&str]) -> Vec<String> {
    let mut classes = Vec::new();
    for order in orders {
        classes.push(ask(talk, order).await.outcome.class_name().to_owned());
    }
    classes
}

fn why(talk: &Conversation) -> Vec<String> {
    talk.unused_faults().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_fault_comes_at_its_occurrence_and_at_no_other() {
    let stub = StubApi::start().await.unwrap();
    let cases = [
        (Occurrence::Always, ["server_error", "server_error", "server_error"]),
        (Occurrence::Nth(2), ["success", "server_error", "success"]),
        (Occurrence::First(2), ["server_error", "server_error", "success"]),
        (Occurrence::Chance(1.0), ["server_error", "server_error", "server_error"]),
    ];
    for (occurrence, expected) in cases {
        let talk = talk(&stub, Some(good()), vec![bound(status(503), occurrence, 0)]);
        assert_eq!(classes(&talk, &["x", "x", "x"]).await, expected, "{occurrence:?}");
        assert_eq!((why(&talk).len(), talk.unused().len()), (0, 0));
    }
}

#[tokio::test]
async fn every_fault_can_be_laid_over_an_answer() {
    let stub = StubApi::start().await.unwrap();
    for failing in Failing::all() {
        let bound = vec![bound(failing, Occurrence::Always, 5)];
        let mut rule = good();
        rule.replies = vec![Reply { fault: Some(Fault::Empty), ..Reply::json(200, json!({})) }];
        let talk = talk(&stub, Some(rule), bound.clone());
        let done = ask(&talk, "x").await;
        let Some(Note::Answered { reply: 0, fault: Some(spoilt), .. }) = done.notes.first() else {
            panic!("{failing}: {:?}", done.notes);
        };
        let unsent = matches!(done.outcome, Outcome::Failure { never_sent: true, .. });
        let early = matches!(failing, Failing::Fault(fault) if fault.is_before_connect());
        assert_eq!(unsent, early, "{failing}: {:?}", done.outcome);
        assert_eq!(spoilt.fault, failing);
        assert_eq!(spoilt.cause, Cause::Binding(bound[0].place.clone()));
        if let Failing::Status(status) = failing {
            assert_eq!(done.outcome.status(), Some(status));
            let Body::Json(body) = done.outcome.body() else { panic!("{:?}", done.outcome) };
            assert!(body["error"].is_string(), "{body}");
        }
        assert_eq!(talk.state().stored.contains_key("done"), failing.takes_effect(), "{failing}");
        assert_eq!((why(&talk).len(), talk.unused().len()), (0, 0), "{failing}");
    }
}

#[tokio::test]
async fn a_fault_with_arguments_counts_only_the_calls_that_have_them() {
    let stub = StubApi::start().await.unwrap();
    let faults = vec![with(bound(Failing::Fault(Fault::Reset), Occurrence::Nth(2), 0), "b")];
    let talk = talk(&stub, Some(good()), faults);
    let got = classes(&talk, &["a", "b", "a", "b", "b"]).await;
    assert_eq!(got, ["success", "success", "success", "unreachable", "success"]);
}

#[tokio::test]
async fn of_several_faults_the_first_comes_and_each_counts_for_itself() {
    let stub = StubApi::start().await.unwrap();
    let faults = vec![
        bound(status(404), Occurrence::Nth(1), 0),
        bound(status(409), Occurrence::First(2), 1),
        bound(status(500), Occurrence::Nth(3), 2),
    ];
    let talk = talk(&stub, Some(good()), faults);
    let got = classes(&talk, &["x", "x", "x", "x"]).await;
    assert_eq!(got, ["not_found", "conflict", "server_error", "success"]);
}

#[tokio::test]
async fn chance_is_the_same_for_the_same_seed_and_undo_takes_it_back() {
    let stub = StubApi::start().await.unwrap();
    let faults = || vec![bound(status(500), Occurrence::Chance(0.5), 0)];
    let orders = ["x"; 40];
    let one = seeded(&stub, Some(good()), faults(), 1);
    let first = classes(&one, &orders[..20]).await;
    let middle = one.state();
    let second = classes(&one, &orders[..20]).await;
    one.restore(middle);
    assert_eq!(classes(&one, &orders[..20]).await, second);
    let again = classes(&seeded(&stub, Some(good()), faults(), 1), &orders).await;
    assert_eq!(again, [first, second].concat());
    let other = classes(&seeded(&stub, Some(good()), faults(), 2), &orders).await;
    assert_ne!(again, other);
    let failed = again.iter().filter(|class| *class == "server_error").count();
    assert!((8..=32).contains(&failed), "{failed}");
}

#[tokio::test]
async fn a_fault_that_never_came_says_why() {
    let stub = StubApi::start().await.unwrap();
    let faults = vec![
        bound(status(500), Occurrence::Nth(3), 0),
        with(bound(status(404), Occurrence::Always, 1), "ORD-9"),
        with(bound(status(409), Occurrence::Chance(0.000_001), 2), "a"),
        bound(status(422), Occurrence::Nth(1), 3),
        bound(status(429), Occurrence::Nth(1), 4),
    ];
    let talk = talk(&stub, Some(good()), faults);
    let never = talk.unused_faults();
    assert_eq!(never.len(), 5);
    assert!(never.iter().all(|fault| fault.why == NeverCame::NeverCalled));
    ask(&talk, "a").await;
    assert_eq!(
        why(&talk),
        [
            "the fault 500 of Lookup never came: it waits for call 3, and there was one only",
            "the fault 404 of Lookup never came: no call fits its `with`; in the last one order is \"a\", not \"ORD-9\"",
            "the fault 429 of Lookup never came: every call met a fault that stands above it, or a rule's miss or refusal",
        ]
    );
    assert_eq!(talk.unused_faults()[1].place.span, 1..2);
}

#[tokio::test]
async fn a_miss_and_a_refusal_stay_what_they_are() {
    let stub = StubApi::start().await.unwrap();
    for failing in [status(503), Failing::Fault(Fault::Refused), Failing::Fault(Fault::Timeout)] {
        let mut other = good();
        other.when.query = vec![("id".into(), Matcher::Equals(json!("other")))];
        let missed = talk(&stub, Some(other), vec![bound(failing, Occurrence::Always, 0)]);
        let done = ask(&missed, "x").await;
        assert!(matches!(done.notes[..], [Note::Unmatched { .. }]), "{:?}", done.notes);
        assert_eq!(missed.unused_faults()[0].why, NeverCame::GivenWay);
    }
    let mut checking = good();
    checking.auth = AuthCheck::Check;
    let denied = talk(&stub, Some(checking), vec![bound(status(503), Occurrence::Always, 0)]);
    let mut action = order();
    let request = frozen(&action, &[("order", Value::String("x".into()))]).unwrap();
    action.auth = bearer();
    let done = Executor::stub(denied).execute(&action, &request, &CancellationToken::new()).await;
    assert!(matches!(done.notes[..], [Note::Denied { .. }]), "{:?}", done.notes);
    assert_eq!(done.outcome.status(), Some(401));
}

#[tokio::test]
async fn without_any_rule_a_fault_comes_all_the_same() {
    let stub = StubApi::start().await.unwrap();
    for failing in Failing::all() {
        let talk = talk(&stub, None, vec![bound(failing, Occurrence::First(1), 0)]);
        let done = ask(&talk, "x").await;
        let spoilt = done.notes[0].fault().unwrap();
        assert!(matches!(done.notes[0], Note::NoRule { .. }));
        assert_eq!(spoilt.fault, failing);
        assert_eq!(why(&talk), [""; 0]);
        assert_eq!(ask(&talk, "x").await.outcome.body(), &Body::Json(json!({})));
    }
}

#[tokio::test]
async fn what_the_user_sets_comes_before_the_scenario_s_fault() {
    let stub = StubApi::start().await.unwrap();
    let talk = talk(&stub, Some(good()), vec![bound(status(503), Occurrence::Always, 0)]);
    talk.override_action(ActionName::new("Lookup"), Reply::status(404));
    assert_eq!(classes(&talk, &["x"]).await, ["not_found"]);
}

#[tokio::test]
async fn the_fault_of_a_binding_replaces_that_of_the_rule() {
    let stub = StubApi::start().await.unwrap();
    let mut refused = good();
    refused.replies = vec![Reply::fault(Fault::Refused)];
    let talk = talk(&stub, Some(refused), vec![bound(status(503), Occurrence::First(1), 0)]);
    assert_eq!(classes(&talk, &["x", "x"]).await, ["server_error", "unreachable"]);
}

#[tokio::test]
async fn a_denied_request_says_which_field_is_missing_or_wrong() {
    let stub = StubApi::start().await.unwrap();
    let secret = || SecretName::new("S");
    let cases = [
        (bearer(), "headers.authorization"),
        (Auth::Basic { username: "desk".into(), password: secret() }, "headers.authorization"),
        (Auth::Header { name: "X-API-Key".into(), secret: secret() }, "headers.x-api-key"),
        (Auth::Body(vec![("key".into(), secret())]), "body.key"),
    ];
    for (auth, field) in cases {
        let mut checking = good();
        checking.auth = AuthCheck::Check;
        let executor = Executor::stub(talk(&stub, Some(checking), Vec::new()));
        let mut action = action(Method::Post, "https://api.company.invalid/orders");
        let bare = frozen(&action, &[]).unwrap();
        action.auth = auth;
        assert_eq!(call(&executor, &action).await.outcome.class_name(), "success");
        let mut wrong = frozen(&action, &[]).unwrap();
        for (name, value) in &mut wrong.headers {
            if field.ends_with(name.as_str()) {
                value.push('x');
            }
        }
        wrong.body = wrong.body.map(|_| json!({ "key": 5 }));
        for (request, kind) in [(bare, FlawKind::Missing), (wrong, FlawKind::Wrong)] {
            let done = executor.execute(&action, &request, &CancellationToken::new()).await;
            let flaw = CredentialFlaw { field: field.into(), kind };
            assert!(
                matches!(&done.notes[..], [Note::Denied { flaw: found, .. }] if *found == flaw),
                "{:?}",
                done.notes
            );
        }
    }
}

#[tokio::test]
async fn an_answer_that_breaks_the_declared_schema_is_noted_with_rule_and_field() {
    let stub = StubApi::start().await.unwrap();
    let schema = Schema {
        types: vec![JsonType::Object],
        required: vec!["a".into()],
        properties: vec![(
            "a".into(),
            Schema { types: vec![JsonType::Integer], ..Schema::default() },
        )],
        ..Schema::default()
    };
    let replies = [
        (Reply::json(200, json!({ "a": 1, "b": 2 })), None),
        (Reply::json(200, json!({ "a": "1" })), Some("body.a")),
        (Reply::json(201, json!({})), Some("body.a")),
        (Reply::json(200, json!([])), Some("body")),
        (Reply::status(200), Some("body")),
        (Reply { payload: Payload::Text("a".into()), ..Reply::status(200) }, Some("body")),
        (Reply::status(204), None),
        (Reply::json(404, json!({ "error": "none" })), None),
        (Reply { fault: Some(Fault::ChangedType), ..Reply::json(200, json!({ "a": 1 })) }, None),
        (Reply { fault: Some(Fault::Refused), ..Reply::json(200, json!({ "a": 1 })) }, None),
    ];
    let mut rule = good();
    rule.replies = replies.iter().map(|(reply, _)| reply.clone()).collect();
    let talk = talk(&stub, Some(rule), Vec::new());
    let mut action = action(Method::Post, "https://api.company.invalid/orders");
    action.response.schema = Some(Arc::new(schema));
    let executor = Executor::stub(talk);
    for (at, (_, field)) in replies.iter().enumerate() {
        let done = call(&executor, &action).await;
        let broken = done.notes.iter().find_map(|note| match note {
            Note::BreaksSchema { reply, difference, .. } => Some((*reply, &*difference.field)),
            _ => None,
        });
        assert_eq!(broken, field.map(|field| (at, field)), "{at}");
        assert_eq!(done.notes.iter().any(Note::is_miss), field.is_some(), "{at}");
    }
}

#[tokio::test]
async fn a_rule_that_breaks_the_schema_is_noted_under_a_fault_too() {
    let stub = StubApi::start().await.unwrap();
    let schema = Schema { types: vec![JsonType::Array], ..Schema::default() };
    let mut action = action(Method::Post, "https://api.company.invalid/orders");
    action.response.schema = Some(Arc::new(schema));
    for failing in [status(503), Failing::Fault(Fault::Null200)] {
        let talk = talk(&stub, Some(good()), vec![bound(failing, Occurrence::Always, 0)]);
        let done = call(&Executor::stub(talk), &action).await;
        let broken = |note: &Note| matches!(note, Note::BreaksSchema { reply: 0, .. });
        assert!(done.notes.iter().any(broken), "{:?}", done.notes);
    }
}
