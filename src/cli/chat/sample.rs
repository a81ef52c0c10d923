//! Turns for tests.

use crate::{
    agent::{ActionName, VariableName},
    dialogue::{Change, Provenance, SlotValue, UserAct},
    request::MaskedRequest,
    transcript::{CallRecord, OutcomeRecord, ScoreRecord, Timings, TurnRecord},
    value::Value,
};

pub fn empty() -> TurnRecord {
    TurnRecord {
        turn: 1,
        user: None,
        reply: String::new(),
        user_acts: Vec::new(),
        system_acts: Vec::new(),
        phase: "idle".into(),
        action: None,
        asks_for: None,
        slots: Default::default(),
        calls: Vec::new(),
        refused: Vec::new(),
        ending: None,
        handoff: None,
        timings: Timings::default(),
        scores: Vec::new(),
        changes: Vec::new(),
        trouble: None,
        breaches: Vec::new(),
        model_requests: Vec::new(),
    }
}

pub fn asking() -> TurnRecord {
    let (lookup, verify) =
        (ActionName::new("Lookup Order Status"), ActionName::new("Verify Customer"));
    let value = SlotValue {
        value: Value::String("ORD-12345".into()),
        raw: "order 12345".into(),
        provenance: Provenance::User { turn: 1, span: 18..29 },
    };
    TurnRecord {
        user: Some("where's my stuff? order 12345".into()),
        reply: "Before I do that: what is your customer number?".into(),
        user_acts: vec![UserAct::Request { action: lookup.clone() }],
        phase: "eliciting".into(),
        action: Some(verify.clone()),
        asks_for: Some(VariableName::new("customer_number")),
        scores: vec![ScoreRecord {
            name: lookup.clone(),
            score: 0.86,
            terms: vec![("stuff ~ order".into(), 0.41)],
        }],
        changes: vec![
            Change::Opened { action: lookup.clone(), gate_for: None },
            Change::Filled {
                action: lookup.clone(),
                variable: VariableName::new("order_number"),
                value,
            },
            Change::Opened { action: verify, gate_for: Some(lookup) },
        ],
        ..empty()
    }
}

pub fn failing() -> TurnRecord {
    let call = |class: &str, status, ms, retry| CallRecord {
        action: ActionName::new("Lookup Order Status"),
        arguments: Default::default(),
        request: Some(MaskedRequest {
            method: "GET".into(),
            url: "https://api.company.com/orders?order_id=ORD-777".into(),
            headers: vec![("authorization".into(), "••••".into())],
            body: None,
        }),
        outcome: OutcomeRecord {
            class: class.into(),
            status,
            body: serde_json::json!({ "error": "\u{1b}[31mred" }),
            detail: None,
        },
        ms,
        retry,
        note: (retry > 0).then(|| "as set".into()),
    };
    TurnRecord {
        user: Some("and ORD-777?".into()),
        phase: "offering_callback".into(),
        calls: vec![call("timeout", None, 8000, 0), call("server_error", Some(503), 2, 1)],
        ..empty()
    }
}
