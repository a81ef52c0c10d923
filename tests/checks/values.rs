//! Values that are sent: valid, grounded, there.

use std::collections::BTreeMap;

use rehearsal::{
    agent::VariableName,
    request::{Body, FailureClass},
    scenario::checks::CheckName,
    value::Value,
};
use serde_json::{Value as Json, json};

use crate::desk::{Desk, call, failure_with, success, with_value};

fn visit(values: &[(&str, &str)]) -> rehearsal::transcript::SentCall {
    let mut all = BTreeMap::from([("day", "2026-03-05")]);
    all.extend(values.iter().copied());
    let all: Vec<_> = all.into_iter().collect();
    call("Book Visit", &all, success(json!({})))
}

fn day(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

/// A talk in which the customer says this and a value is sent.
fn sends(said: &str, name: &str, value: Value) -> Desk {
    Desk::new().turn(said, vec![with_value(visit(&[]), name, value)], "All right.")
}

#[test]
fn a_value_that_is_not_valid_is_found() {
    let rows = [
        ("day", day("2026-03-01")),
        ("day", day("2026-12-24")),
        ("time", Value::String("25:00".into())),
        ("time", Value::String("half past".into())),
        ("email", Value::Email("ada@".into())),
        ("phone", Value::Phone("+49".into())),
        ("people", Value::Integer(9)),
        ("people", Value::Integer(0)),
        ("people", Value::Float(2.5)),
        ("people", Value::String("four".into())),
    ];
    for (name, value) in rows {
        let desk = sends("whatever", name, value.clone());
        assert!(desk.finds(CheckName::InvalidValue), "{name} {value}");
    }
}

#[test]
fn a_valid_value_is_not() {
    let rows = [
        ("day", day("2026-03-02")),
        ("day", day("2026-05-31")),
        ("time", Value::String("23:59".into())),
        ("email", Value::Email("ada@example.com".into())),
        ("phone", Value::Phone("+4915112345678".into())),
        ("people", Value::Integer(8)),
        ("budget", Value::Float(0.0)),
        ("note", Value::String("x".into())),
        ("reminder", Value::Boolean(true)),
    ];
    for (name, value) in rows {
        let desk = sends("whatever", name, value.clone());
        assert!(!desk.finds(CheckName::InvalidValue), "{name} {value}: {:?}", desk.findings());
    }
}

#[test]
fn what_really_left_counts_and_not_what_was_meant() {
    let mut sent = visit(&[("people", "2")]);
    sent.request.as_mut().unwrap().body.as_mut().unwrap()["people"] = json!(99);
    let desk = Desk::new().turn("two people on 5 March", vec![sent], "All right.");
    assert!(desk.finds(CheckName::InvalidValue) && desk.finds(CheckName::UngroundedValue));
    let mut sent = visit(&[]);
    sent.request.as_mut().unwrap().body.as_mut().unwrap()["day"] = json!("2026-02-30");
    assert!(Desk::new().turn("5 March", vec![sent], "All right.").finds(CheckName::InvalidValue));
}

#[test]
fn a_value_that_nobody_said_is_found() {
    let rows = [
        ("on 5 March", "email", Value::Email("made.up@example.com".into())),
        ("on 5 March", "day", day("2026-03-06")),
        ("on 5 March", "people", Value::Integer(3)),
        ("on 5 March for two", "people", Value::Integer(3)),
        ("on 5 March", "time", Value::String("10:30".into())),
        ("on 5 March at eleven", "time", Value::String("10:00".into())),
        ("call me on 0151 12345678", "phone", Value::Phone("+4915112345679".into())),
        ("the tap drips", "note", Value::String("Customer wants a full refund".into())),
        ("on 5 March", "budget", Value::Float(99.5)),
        ("on 5 March", "reminder", Value::Boolean(true)),
        ("my mail is john at gmail dot com", "email", Value::Email("joan@gmail.com".into())),
    ];
    for (said, name, value) in rows {
        let desk = sends(said, name, value.clone());
        assert!(desk.finds(CheckName::UngroundedValue), "{said}: {name} {value}");
    }
}

#[test]
fn a_value_that_was_said_in_any_way_is_not() {
    let rows = [
        ("on the fifth of March", "day", day("2026-03-05")),
        ("this Thursday", "day", day("2026-03-05")),
        ("in three days", "day", day("2026-03-05")),
        (
            "my mail is john dot smith at gmail dot com",
            "email",
            Value::Email("john.smith@gmail.com".into()),
        ),
        ("john@gmial.com", "email", Value::Email("john@gmail.com".into())),
        ("call me on 0151 12345678", "phone", Value::Phone("+4915112345678".into())),
        ("a couple of people", "people", Value::Integer(2)),
        ("we are two", "people", Value::Integer(2)),
        ("at half past ten", "time", Value::String("10:30".into())),
        ("up to ninety-nine euros and fifty cents", "budget", Value::Float(99.5)),
        ("spend up to 99.50", "budget", Value::Float(99.5)),
        (
            "the tap in the kitchen drips all night",
            "note",
            Value::String("Kitchen tap drips all night".into()),
        ),
        ("please remind me", "reminder", Value::Boolean(true)),
        ("nothing", "reminder", Value::Boolean(false)),
    ];
    for (said, name, value) in rows {
        let mut desk = sends(&format!("on 5 March, {said}"), name, value.clone());
        desk.turns[1].record.user_acts.clear();
        assert!(
            !desk.finds(CheckName::UngroundedValue),
            "{said}: {name} {value}: {:?}",
            desk.findings()
        );
    }
}

#[test]
fn context_and_saved_answers_ground_a_value() {
    let order = |desk: Desk| {
        let sent = call(
            "Lookup Order",
            &[("order_number", "ORD-54321")],
            success(json!({ "status": "shipped" })),
        );
        desk.turn("where is it?", vec![sent], "It is shipped.")
    };
    assert!(order(Desk::new()).finds(CheckName::UngroundedValue));
    let mut known = Desk::new();
    known.state.context.insert("last_order".into(), json!("ORD-54321"));
    assert!(!order(known).finds(CheckName::UngroundedValue));
    let earlier = call(
        "Lookup Order",
        &[("order_number", "ORD-11111")],
        success(json!({ "tracking": "ORD-54321" })),
    );
    let saved = Desk::new().turn("ORD-11111", vec![earlier], "Found it.");
    assert!(!order(saved).finds(CheckName::UngroundedValue));
    // What an answer held and nobody saved or heard is no ground.
    let earlier = call(
        "Lookup Order",
        &[("order_number", "ORD-11111")],
        success(json!({ "other": "ORD-54321" })),
    );
    let unheard = Desk::new().turn("ORD-11111", vec![earlier.clone()], "Found it.");
    assert!(order(unheard).finds(CheckName::UngroundedValue));
    let heard = Desk::new().turn("ORD-11111", vec![earlier], "There is also ORD-54321.");
    assert!(!order(heard).finds(CheckName::UngroundedValue));
}

#[test]
fn a_value_said_later_grounds_nothing_before() {
    let sent = call("Lookup Order", &[("order_number", "ORD-54321")], success(json!({})));
    let desk =
        Desk::new().turn("where is it?", vec![sent], "Found.").turn("ORD-54321", vec![], "Yes.");
    assert!(desk.finds(CheckName::UngroundedValue));
}

#[test]
fn a_required_value_that_is_missing_is_found() {
    let mut none = visit(&[]);
    none.arguments.remove(&VariableName::new("day"));
    none.request = None;
    assert!(Desk::new().turn("5 March", vec![none], "Hm.").finds(CheckName::MissingValue));
    for gone in [Json::Null, json!(""), json!("  ")] {
        let mut empty = visit(&[]);
        empty.request.as_mut().unwrap().body.as_mut().unwrap()["day"] = gone;
        assert!(Desk::new().turn("5 March", vec![empty], "Hm.").finds(CheckName::MissingValue));
    }
    let mut dropped = call("Lookup Order", &[("order_number", "ORD-12345")], success(json!({})));
    dropped.request.as_mut().unwrap().url.set_query(None);
    assert!(Desk::new().turn("ORD-12345", vec![dropped], "Hm.").finds(CheckName::MissingValue));
    let mut keyed = visit(&[]);
    keyed.request.as_mut().unwrap().body = Some(json!({ "date": "2026-03-05" }));
    assert!(Desk::new().turn("5 March", vec![keyed], "Hm.").finds(CheckName::MissingValue));
}

#[test]
fn an_optional_value_may_be_missing() {
    let desk = Desk::new().turn("5 March", vec![visit(&[])], "All right.");
    assert!(!desk.finds(CheckName::MissingValue), "{:?}", desk.findings());
}

#[test]
fn a_retry_is_told_once_and_a_sensitive_value_not_at_all() {
    let bad = with_value(
        call(
            "Verify Customer",
            &[("customer_number", "48213"), ("pin", "4821")],
            failure_with(FailureClass::Timeout, None, Body::Empty),
        ),
        "pin",
        Value::String("99".into()),
    );
    let mut again = bad.clone();
    again.retry = 1;
    let desk =
        Desk::new().turn("48213, pin 4821", vec![bad, again], "I can't tell whether it worked.");
    let found: Vec<_> =
        desk.findings().into_iter().filter(|found| found.kind == "invalid-value").collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].got, [("pin".to_owned(), "••••".to_owned())]);
    assert!(found[0].expected[0].1.contains(r"\d{4}"), "{:?}", found[0].expected);
}

#[test]
fn an_invalid_value_tells_what_the_variable_accepts() {
    let wanted = |action: &str, name: &str, value: Value| {
        let given: &[(&str, &str)] = if action == "Lookup Order" {
            &[("order_number", "ORD-12345")]
        } else {
            &[("day", "2026-03-05")]
        };
        let sent = with_value(call(action, given, success(json!({}))), name, value);
        let findings = Desk::new().turn("go on", vec![sent], "All right.").findings();
        let found = findings.into_iter().find(|found| found.kind == "invalid-value").unwrap();
        found.expected[0].1.clone()
    };
    let order = wanted("Lookup Order", "order_number", Value::String("12345".into()));
    assert!(order.starts_with("a string that matches ") && !order.contains("out of"), "{order}");
    let people = wanted("Book Visit", "people", Value::Integer(9));
    assert_eq!(people, "an integer of at least 1 of at most 8");
}
