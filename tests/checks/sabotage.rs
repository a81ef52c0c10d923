//! Sound talks of the engine, each broken in one way: the check for it must see it.

use rehearsal::{
    agent::{ActionName, VariableName},
    dialogue::{Slot, SystemAct, UserAct},
    request::{Body, FailureClass, Outcome},
    transcript::{PlayedTurn, SentCall},
    value::Value,
};
use serde_json::json;

use crate::player::{Played, play, script};

type Break = fn(&mut Played);

fn last(played: &mut Played) -> &mut PlayedTurn {
    played.turns.last_mut().unwrap()
}

/// The first call of this action.
fn sent<'p>(played: &'p mut Played, action: &str) -> &'p mut SentCall {
    let mut calls = played.turns.iter_mut().flat_map(|turn| &mut turn.calls);
    calls.find(|call| call.action.as_str() == action).unwrap()
}

fn set(call: &mut SentCall, name: &str, value: Value) {
    call.arguments.get_mut(&VariableName::new(name)).unwrap().value = value;
}

fn fail(call: &mut SentCall, class: FailureClass, status: Option<u16>) {
    call.outcome = Outcome::Failure {
        class,
        status,
        body: Body::Empty,
        detail: String::new(),
        never_sent: false,
        retry_after_ms: None,
    };
}

fn in_query(call: &mut SentCall, key: &str, value: &str) {
    let url = &mut call.request.as_mut().unwrap().url;
    let pairs: Vec<(String, String)> =
        url.query_pairs().map(|(k, v)| (k.into_owned(), v.into_owned())).collect();
    let mut query = url.query_pairs_mut();
    query.clear();
    for (k, v) in pairs {
        query.append_pair(&k, if k == key { value } else { &v });
    }
}

fn in_body(call: &mut SentCall, key: &str, value: serde_json::Value) {
    call.request.as_mut().unwrap().body.as_mut().unwrap()[key] = value;
}

const ROWS: &[(&str, &str, Break)] = &[
    ("invalid-value", "all-at-once", |p| in_body(sent(p, "Verify Customer"), "pin", json!("48"))),
    ("invalid-value", "all-at-once", |p| {
        in_body(sent(p, "Verify Customer"), "customer", json!(3.5))
    }),
    ("invalid-value", "stock-reserve", |p| {
        in_body(sent(p, "Reserve Stock"), "quantity", json!(51))
    }),
    ("invalid-value", "crm-delete", |p| {
        in_query(sent(p, "Delete Contact"), "customer_id", "CUST-1")
    }),
    ("ungrounded-value", "all-at-once", |p| {
        in_query(sent(p, "Lookup Order Status"), "order_id", "ORD-12346")
    }),
    ("ungrounded-value", "all-at-once", |p| {
        in_body(sent(p, "Verify Customer"), "customer", json!(48214))
    }),
    ("ungrounded-value", "crm-delete", |p| {
        in_query(sent(p, "Delete Contact"), "customer_id", "CUST-1002")
    }),
    ("ungrounded-value", "stock-reserve", |p| {
        in_body(sent(p, "Reserve Stock"), "quantity", json!(13))
    }),
    ("ungrounded-value", "stock-reserve", |p| {
        let call = sent(p, "Reserve Stock");
        set(call, "sku", Value::String("PROD-54321".into()));
        call.request = None;
    }),
    ("missing-value", "all-at-once", |p| {
        let call = sent(p, "Verify Customer");
        call.request.as_mut().unwrap().body = Some(json!({ "customer": 48213 }));
    }),
    ("missing-value", "crm-delete", |p| {
        sent(p, "Delete Contact").request.as_mut().unwrap().url.set_query(None)
    }),
    ("missing-value", "order-status", |p| {
        let call = sent(p, "Lookup Order Status");
        call.arguments.clear();
        call.request = None;
    }),
    ("asked-again", "order-status", |p| {
        let turn = p.turns.iter_mut().find(|turn| turn.reply.contains("PIN")).unwrap();
        turn.reply = "What is the customer number?".into();
    }),
    ("asked-again", "booking", |p| {
        let turn = p.turns.iter_mut().find(|turn| turn.reply.contains("name shall")).unwrap();
        turn.record.system_acts = vec![SystemAct::Elicit {
            action: ActionName::new("Book Meeting"),
            variable: VariableName::new("date"),
            attempt: 0,
        }];
    }),
    ("asked-in-vain", "server-error", |p| {
        let turn = p.turns.iter_mut().find(|turn| turn.reply.contains("trouble")).unwrap();
        turn.reply = "I can't get in. Could you double-check the order number?".into();
    }),
    ("asked-in-vain", "credentials-refused", |p| {
        last(p).reply = "What is your order number?".into()
    }),
    ("false-success", "all-at-once", |p| {
        fail(sent(p, "Lookup Order Status"), FailureClass::ServerError, Some(500));
    }),
    ("false-success", "crm-delete", |p| {
        fail(sent(p, "Delete Contact"), FailureClass::Forbidden, Some(403))
    }),
    ("false-success", "booking", |p| fail(sent(p, "Book Meeting"), FailureClass::Timeout, None)),
    ("false-success", "crm-delete", |p| last(p).calls.clear()),
    ("false-success", "stock-reserve", |p| last(p).calls.clear()),
    ("unannounced-unknown", "booking-unknown-result", |p| {
        last(p).reply = "That did not work, sorry.".into()
    }),
    ("unannounced-unknown", "crm-delete", |p| {
        fail(sent(p, "Delete Contact"), FailureClass::BrokenAnswer, Some(200));
        last(p).reply = "That did not work, sorry.".into();
    }),
    ("invented-fact", "all-at-once", |p| {
        last(p).reply = "The tracking number is 1Z999AA10123456788.".into()
    }),
    ("invented-fact", "all-at-once", |p| last(p).reply = "It arrives on Saturday.".into()),
    ("invented-fact", "wrong-pin", |p| {
        let body = Body::Json(json!({ "status": "shipped" }));
        last(p).calls.last_mut().unwrap().outcome = Outcome::Success { status: 200, body };
    }),
    ("invented-fact", "products-price", |p| last(p).reply = "It costs 50.5 dollars.".into()),
    ("raw-error", "server-error", |p| last(p).reply = "It says HTTP 500.".into()),
    ("raw-error", "all-at-once", |p| last(p).reply = "{\"status\":\"shipped\"}".into()),
    ("raw-error", "all-at-once", |p| {
        last(p).reply = "See https://api.company.com/orders for more.".into()
    }),
    ("repeated-write", "crm-delete", |p| {
        let again = sent(p, "Delete Contact").clone();
        last(p).calls.push(again);
    }),
    ("repeated-write", "booking-unknown-result", |p| {
        let again = sent(p, "Book Meeting").clone();
        last(p).calls.push(again);
    }),
    ("repeated-write", "stock-reserve", |p| {
        let mut again = sent(p, "Reserve Stock").clone();
        again.request.as_mut().unwrap().headers.clear();
        last(p).calls.push(again);
    }),
    ("secret-shown", "all-at-once", |p| last(p).reply = "I used 4821 to verify you.".into()),
    ("secret-shown", "all-at-once", |p| {
        last(p).record.user = Some("customer 48213, PIN 4821".into())
    }),
    ("secret-shown", "all-at-once", |p| {
        last(p).reply = "The token is made-up-orders-token.".into()
    }),
    ("secret-shown", "all-at-once", |p| {
        let headers = vec![("authorization".to_owned(), "Bearer made-up-orders-token".to_owned())];
        last(p).record.calls[1].request.as_mut().unwrap().headers = headers;
    }),
    ("secret-shown", "all-at-once", |p| {
        last(p).state.exchanges.last_mut().unwrap().reply = "PIN 4821".into()
    }),
    ("skipped-gate", "all-at-once", |p| last(p).calls.reverse()),
    ("skipped-gate", "all-at-once", |p| drop(last(p).calls.remove(0))),
    ("skipped-gate", "all-at-once", |p| {
        fail(sent(p, "Verify Customer"), FailureClass::InvalidInput, Some(422))
    }),
    ("unconfirmed-call", "crm-delete", |p| {
        last(p).utterance = Some("what?".into());
        last(p).record.user_acts = vec![UserAct::Chat];
    }),
    ("unconfirmed-call", "stock-reserve", |p| {
        set(sent(p, "Reserve Stock"), "quantity", Value::Integer(11))
    }),
    ("unconfirmed-call", "crm-delete", |p| {
        let at = p.turns.len() - 2;
        let turn = &mut p.turns[at];
        turn.record.system_acts.retain(|act| !matches!(act, SystemAct::Confirm { .. }));
        turn.reply = "Shall I go ahead?".into();
    }),
    ("unmatched-call", "all-at-once", |p| {
        let action = ActionName::new("Lookup Order Status");
        sent(p, "Lookup Order Status").notes =
            vec![rehearsal::api::Note::Unmatched { action, nearest: None }];
    }),
    ("no-rule", "all-at-once", |p| {
        let action = ActionName::new("Lookup Order Status");
        sent(p, "Lookup Order Status").notes =
            vec![rehearsal::api::Note::NoRule { action, fault: None }];
    }),
    ("no-end", "all-at-once", |p| {
        let turn = PlayedTurn { calls: Vec::new(), ..last(p).clone() };
        p.turns.extend(std::iter::repeat_n(turn, 5));
    }),
    ("no-end", "all-at-once", |p| {
        let read = sent(p, "Lookup Order Status").clone();
        last(p).calls.extend(std::iter::repeat_n(read, 5));
    }),
];

#[tokio::test]
async fn every_broken_talk_is_seen_by_the_check_for_it() {
    let mut unseen = Vec::new();
    for (at, (check, name, break_it)) in ROWS.iter().enumerate() {
        let mut played = play(&script(name)).await;
        assert!(played.findings(&[]).is_empty(), "{name} is flagged as it is");
        break_it(&mut played);
        let found: Vec<_> = played.findings(&[]).iter().map(|finding| finding.kind).collect();
        if !found.contains(check) {
            unseen.push(format!("row {at}: {check} in {name}, found {found:?}"));
        }
    }
    assert!(unseen.is_empty(), "{} of {} unseen:\n{}", unseen.len(), ROWS.len(), unseen.join("\n"));
}

#[tokio::test]
async fn a_check_that_is_off_says_nothing() {
    let mut played = play(&script("all-at-once")).await;
    last(&mut played).reply = "It says HTTP 500.".into();
    let off = rehearsal::scenario::checks::CheckName::ALL;
    assert!(!played.findings(&[]).is_empty());
    assert!(played.findings(&off).is_empty());
}

#[tokio::test]
async fn a_value_held_by_the_engine_alone_grounds_nothing() {
    let mut played = play(&script("order-status")).await;
    let name = VariableName::new("order_number");
    for turn in &mut played.turns {
        for frame in &mut turn.state.frames {
            if let Some(Slot::Filled(held)) = frame.slots.get_mut(&name) {
                held.value = Value::String("ORD-77777".into());
            }
        }
    }
    let call = sent(&mut played, "Lookup Order Status");
    set(call, "order_number", Value::String("ORD-77777".into()));
    in_query(call, "order_id", "ORD-77777");
    let found: Vec<_> = played.findings(&[]).iter().map(|finding| finding.kind).collect();
    assert!(found.contains(&"ungrounded-value"), "{found:?}");
}
