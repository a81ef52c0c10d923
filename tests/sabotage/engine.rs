//! Rules of the engine that are broken one at a time: what is sent, understood, decided and said.

use std::collections::BTreeSet;

use rehearsal::{
    agent::{ActionName, Agent, Method, VariableName},
    dialogue::{
        Call, DialogueState, Ending, HandoffReason, Input, Next, Provenance, Slot, SlotValue, Step,
        SystemAct, UserAct, step,
    },
    model::Wording,
    rehearse::Executed,
    report::Verdict,
    request::{Body, FailureClass, Outcome},
    value::Value,
};
use serde_json::{Value as Json, json};

use super::{
    cast::{Broken, damage},
    player, rows,
};

/// What is broken, where it is played, and the code and the words that tell it.
type Row = (&'static str, &'static str, Broken, &'static str, &'static str);

const DESK: &str = "order-desk/happy/all-at-once";
const STEPS: &str = "order-desk/happy/step-by-step";
const WRONG: &str = "order-desk/mistyped-number";
const PIN: &str = "order-desk/repair/invalid-pin";
const SLOW: &str = "order-desk/errors/slow-system";
const AROUND: &str = "order-desk/gate/no-way-around";
const LOCKED: &str = "order-desk/errors/account-locked";
const CREDENTIALS: &str = "order-desk/auth/credentials-checked";
const PASSING: &str = "order-desk/errors/lookup-passing";
const CANCEL: &str = "order-desk/repair/cancel-midway";
const EMAIL: &str = "crm/happy/change-email";
const ERASE: &str = "crm/happy/erase";
const DENIED: &str = "crm/confirm/erasing-denied";
const CHANGE: &str = "crm/errors/change-fails";
const RESERVE: &str = "inventory/happy/reserve";
const BOOK: &str = "bookings/happy/book-step-by-step";
const TICKET: &str = "support-tickets/happy/open-ticket";

const ROWS: &[Row] = &[
    // Calls.
    (
        "sends another order number",
        DESK,
        Broken::Sends(|call| put(call, "order_number", "ORD-67890")),
        "E-CHECK-UNGROUNDED-VALUE",
        "expected order_number a value the customer said, or one of the context, a default, a saved",
    ),
    (
        "sends an order number nobody said",
        DESK,
        Broken::Decides(another_order),
        "E-CHECK-UNGROUNDED-VALUE",
        "expected order_number a value the customer said, or one of the context, a default, a saved",
    ),
    (
        "sends a PIN of three digits",
        DESK,
        Broken::Decides(short_pin),
        "E-CHECK-INVALID-VALUE",
        r#"expected pin a string that matches ^\d{4}$ | got pin ••••"#,
    ),
    (
        "leaves the PIN out",
        DESK,
        Broken::Decides(no_pin),
        "E-CHECK-MISSING-VALUE",
        r#"expected pin a string that matches ^\d{4}$ | got pin nothing"#,
    ),
    (
        "says that the model made a value up",
        DESK,
        Broken::Decides(made_up),
        "E-CHECK-UNGROUNDED-VALUE",
        "expected customer_number a value the customer said, or one of the context, a default, a",
    ),
    (
        "drops a header",
        CREDENTIALS,
        Broken::Tells(|it| headers(it, |name| name != "x-agent")),
        "E-REQUEST",
        "expected headers.x-agent a match of [0-9a-f-]{36} | got headers.x-agent missing",
    ),
    (
        "drops the credentials",
        CREDENTIALS,
        Broken::Tells(|it| headers(it, |name| name != "authorization")),
        "E-REQUEST",
        "expected headers.authorization a match of Basic .+ | got headers.authorization missing",
    ),
    (
        "drops the key",
        RESERVE,
        Broken::Tells(|it| headers(it, |name| name != "idempotency-key")),
        "E-REQUEST",
        "expected headers.idempotency-key a match of .{16,} | got headers.idempotency-key missing",
    ),
    (
        "adds a second order number to the query",
        STEPS,
        Broken::Tells(|it| query(it, "order_id", "ORD-67890")),
        "E-REQUEST",
        r#"expected query.order_id "ORD-12345" | got query.order_id "ORD-67890""#,
    ),
    (
        "sends by another method",
        ERASE,
        Broken::Tells(|it| frozen(it, |request| request.method = Method::Post)),
        "E-REQUEST",
        r#"expected method "DELETE" | got method "POST""#,
    ),
    (
        "sends to another path",
        EMAIL,
        Broken::Tells(|it| frozen(it, |request| request.url.set_path("/other"))),
        "E-CHECK-INVALID-VALUE",
        r#"expected customer_id a string that matches CUST-\d{4} | got customer_id other"#,
    ),
    (
        "sends to another host",
        BOOK,
        Broken::Tells(|it| {
            frozen(it, |request| request.url.set_host(Some("other.example")).unwrap())
        }),
        "E-REQUEST",
        r#"expected url "https://bookings.example.com/v2/bookings" | got url"#,
    ),
    (
        "sends without a body",
        EMAIL,
        Broken::Tells(|it| frozen(it, |request| request.body = None)),
        "E-CHECK-MISSING-VALUE",
        "expected new_email an email | got new_email nothing",
    ),
    (
        "makes every write twice",
        ERASE,
        Broken::SendsTwice,
        "E-UNTOLD-CALL",
        "expected requests 1 | got requests 2",
    ),
    (
        "makes every read twice",
        DESK,
        Broken::SendsTwice,
        "E-UNTOLD-CALL",
        "expected requests 1 | got requests 2",
    ),
    (
        "sends nothing and tells of success",
        ERASE,
        Broken::SendsNothing(succeed),
        "E-REQUEST",
        "expected requests 1 | got requests none",
    ),
    (
        "sends nothing and tells of a timeout",
        DESK,
        Broken::SendsNothing(|it| fail(it, FailureClass::Timeout, None)),
        "E-CALLS",
        "expected calls Verify Customer, Lookup Order Status | got calls Verify Customer",
    ),
    (
        "tells of success after a failure",
        WRONG,
        Broken::Tells(succeed),
        "E-ASKS-FOR",
        "expected asks_for order_number | got asks_for nothing",
    ),
    (
        "tells of success after a locked account",
        LOCKED,
        Broken::Tells(succeed),
        "E-CALLS",
        "expected calls Verify Customer | got calls Verify Customer (customer_number 48213, pin",
    ),
    (
        "tells of failure after success",
        DESK,
        Broken::Tells(|it| fail(it, FailureClass::ServerError, Some(500))),
        "E-CALLS",
        "expected calls Verify Customer, Lookup Order Status | got calls Verify Customer",
    ),
    (
        "tells another status class",
        WRONG,
        Broken::Tells(|it| fail(it, FailureClass::Forbidden, Some(403))),
        "E-CALLS",
        "expected calls Verify Customer, Lookup Order Status | got calls Verify Customer",
    ),
    (
        "tells another answer",
        DESK,
        Broken::Tells(|it| answer(it, json!({ "status": "delivered", "verified": true }))),
        "E-REPLY",
        "expected reply shipped | got reply Thank you. Your order has been delivered.",
    ),
    (
        "takes longer than the action allows",
        SLOW,
        Broken::Tells(|it| it.elapsed *= 3),
        "E-WITHIN",
        "expected within at most 17000 ms | got within 48500 ms",
    ),
    // What is heard.
    (
        "takes every utterance for small talk",
        DESK,
        Broken::Hears(|_, acts| *acts = vec![UserAct::Chat]),
        "E-CALLS",
        "expected calls Verify Customer, Lookup Order Status | got calls none",
    ),
    (
        "takes every utterance for a yes",
        DENIED,
        Broken::Hears(|_, acts| *acts = vec![UserAct::Affirm]),
        "E-CALLS",
        "expected calls Get Customer | got calls none",
    ),
    (
        "takes a no for a yes",
        DENIED,
        Broken::Hears(yes_for_no),
        "E-PHASE",
        "expected phase changing | got phase idle",
    ),
    (
        "takes a yes for a no",
        ERASE,
        Broken::Hears(no_for_yes),
        "E-REQUEST",
        "expected requests 1 | got requests none",
    ),
    (
        "takes every utterance for a goodbye",
        STEPS,
        Broken::Hears(|_, acts| *acts = vec![UserAct::Goodbye]),
        "E-OVER",
        "the talk is over after turn 1, and the scenario goes on",
    ),
    (
        "takes every utterance for a wish for a person",
        STEPS,
        Broken::Hears(|_, acts| *acts = vec![UserAct::AskHandoff]),
        "E-OVER",
        "the talk is over after turn 1, and the scenario goes on",
    ),
    (
        "hears no values",
        DESK,
        Broken::Hears(|_, acts| acts.retain(|act| !matches!(act, UserAct::Inform { .. }))),
        "E-CALLS",
        "expected calls Verify Customer, Lookup Order Status | got calls none",
    ),
    (
        "hears no wishes",
        DESK,
        Broken::Hears(|_, acts| acts.retain(|act| !matches!(act, UserAct::Request { .. }))),
        "E-CALLS",
        "expected calls Verify Customer, Lookup Order Status | got calls none",
    ),
    (
        "hears no cancelling",
        CANCEL,
        Broken::Hears(|_, acts| acts.retain(|act| *act != UserAct::Cancel)),
        "E-UNDERSTOOD",
        "expected acts cancel | got acts nothing",
    ),
    (
        "swaps two values",
        EMAIL,
        Broken::Hears(|_, acts| rename(acts, "new_email", "customer_id")),
        "E-ACTS",
        "expected acts confirm | got acts no_match, elicit",
    ),
    (
        "understands nothing for want of a model",
        DESK,
        Broken::Deaf,
        "inconclusive",
        "nobody answers",
    ),
    ("words nothing for want of a model", DESK, Broken::Mute, "inconclusive", "nobody answers"),
    ("breaks down", DESK, Broken::Panics, "inconclusive", "broke down"),
    // What is decided.
    (
        "lets everybody through the gate",
        STEPS,
        Broken::Decides(no_gate),
        "E-CHECK-SKIPPED-GATE",
        "expected before Verify Customer succeeds | got before it was not called",
    ),
    (
        "lets everybody through to erasing",
        ERASE,
        Broken::Decides(no_gate),
        "E-CHECK-SKIPPED-GATE",
        "expected before Get Customer succeeds | got before it was not called",
    ),
    (
        "shows orders without a PIN",
        AROUND,
        Broken::Decides(no_gate),
        "E-CHECK-SKIPPED-GATE",
        "expected before Verify Customer succeeds | got before it was not called",
    ),
    (
        "calls without the yes",
        ERASE,
        Broken::Decides(no_assent),
        "E-CHECK-UNCONFIRMED-CALL",
        "expected before all values read back, and a yes | got before these values were not read",
    ),
    (
        "writes without the yes",
        EMAIL,
        Broken::Decides(no_assent),
        "E-CHECK-UNCONFIRMED-CALL",
        "expected before all values read back, and a yes | got before these values were not read",
    ),
    (
        "books without the yes",
        BOOK,
        Broken::Decides(no_assent),
        "E-CHECK-UNCONFIRMED-CALL",
        "expected before all values read back, and a yes | got before these values were not read",
    ),
    (
        "repeats a write that timed out",
        CHANGE,
        Broken::Decides(again_after_failure),
        "E-CHECK-REPEATED-WRITE",
        "expected calls one, until the customer wants another | got calls a second one; the first",
    ),
    (
        "repeats a write that succeeded",
        ERASE,
        Broken::Decides(again_after_success),
        "E-CHECK-NO-END",
        "expected calls in a turn at most 5 | got calls in a turn 12",
    ),
    (
        "repeats a read without end",
        DESK,
        Broken::Decides(again_after_success),
        "E-CHECK-NO-END",
        "expected calls in a turn at most 5 | got calls in a turn 12",
    ),
    (
        "never tries again",
        PASSING,
        Broken::Decides(never_again),
        "E-REQUEST",
        "expected requests 2 | got requests GET /orders",
    ),
    (
        "takes a failure for a success",
        WRONG,
        Broken::Decides(failure_for_success),
        "E-CHECK-FALSE-SUCCESS",
        "expected reply no success of Lookup Order Status (not found) | got reply your order has",
    ),
    (
        "takes a success for a failure",
        DESK,
        Broken::Decides(success_for_failure),
        "E-CALLS",
        "expected calls Verify Customer, Lookup Order Status | got calls Verify Customer",
    ),
    (
        "asks for what it knows",
        PIN,
        Broken::Decides(asks_for_known),
        "E-CHECK-ASKED-AGAIN",
        "expected customer_number not asked for | got customer_number asked for, with 48213 known",
    ),
    (
        "asks again for values after a failure that is not theirs",
        PASSING,
        Broken::Decides(asks_in_vain),
        "E-CHECK-ASKED-IN-VAIN",
        "expected reply that it does not work now, and an offer | got reply What is your order",
    ),
    (
        "forgets every value at the end of the turn",
        PIN,
        Broken::Decides(forgets),
        "E-SLOT",
        "expected customer_number 48213 | got customer_number no value",
    ),
    (
        "calls another action",
        DESK,
        Broken::Decides(other_action),
        "E-CHECK-MISSING-VALUE",
        "expected order_number a string | got order_number nothing",
    ),
    (
        "never calls",
        DESK,
        Broken::Decides(never_calls),
        "E-CALLS",
        "expected calls Verify Customer, Lookup Order Status | got calls none",
    ),
    (
        "hands every caller over",
        DESK,
        Broken::Decides(hands_over),
        "E-CALLS",
        "expected calls Verify Customer, Lookup Order Status | got calls none",
    ),
    (
        "ends every talk at once",
        STEPS,
        Broken::Decides(ends),
        "E-OVER",
        "the talk is over after turn 1, and the scenario goes on",
    ),
    (
        "never ends a talk",
        STEPS,
        Broken::Decides(never_ends),
        "E-PHASE",
        "expected phase ended | got phase idle",
    ),
    (
        "does not offer a callback",
        PASSING,
        Broken::Decides(no_offer),
        "E-ACTS",
        "expected acts offer_callback | got acts report_failure",
    ),
    (
        "says nothing",
        DESK,
        Broken::Decides(says_nothing),
        "E-REPLY",
        "expected reply shipped | got reply",
    ),
    // What is said.
    (
        "claims success after a failure",
        WRONG,
        Broken::Words(|_, _| "Your order has been shipped.".into()),
        "E-CHECK-FALSE-SUCCESS",
        "expected reply no success of Lookup Order Status (not found) | got reply your order has",
    ),
    (
        "claims that a record is erased",
        DENIED,
        Broken::Words(|_, reply| format!("{reply} Your record has been deleted.")),
        "E-CHECK-FALSE-SUCCESS",
        "expected reply no success of Delete Contact (not called) | got reply your record has been",
    ),
    (
        "claims that a change is saved that timed out",
        CHANGE,
        Broken::Words(|_, reply| format!("{reply} I have updated your email address.")),
        "E-CHECK-FALSE-SUCCESS",
        "expected reply no success of Update Contact Details (not called) | got reply i have",
    ),
    (
        "says nothing of a result nobody knows",
        CHANGE,
        Broken::Words(|_, _| "Sorry, that did not work.".into()),
        "E-CHECK-UNANNOUNCED-UNKNOWN",
        "expected reply that the result is not known | got reply Sorry, that did not work.",
    ),
    (
        "says the status",
        WRONG,
        Broken::Words(|_, reply| format!("{reply} (404)")),
        "E-CHECK-RAW-ERROR",
        "expected reply plain words | got reply 404",
    ),
    (
        "says the status in words of HTTP",
        PASSING,
        Broken::Words(|_, reply| format!("{reply} HTTP status 503.")),
        "E-CHECK-INVENTED-FACT",
        "expected source something said, answered, declared or known from the context | got source",
    ),
    (
        "says an exception",
        SLOW,
        Broken::Words(|_, reply| format!("{reply} TimeoutError: read timed out")),
        "E-CHECK-RAW-ERROR",
        "expected reply plain words | got reply read timed out",
    ),
    (
        "says JSON",
        DESK,
        Broken::Words(|_, reply| format!("{reply} {{\"status\": \"shipped\"}}")),
        "E-CHECK-RAW-ERROR",
        r#"expected reply plain words | got reply {"status":"#,
    ),
    (
        "says an address",
        DESK,
        Broken::Words(|_, reply| format!("{reply} See https://api.company.com/orders.")),
        "E-CHECK-RAW-ERROR",
        "expected reply plain words | got reply https://api.company.com/orders.",
    ),
    (
        "says the PIN",
        DESK,
        Broken::Words(|_, reply| format!("{reply} Your PIN is 4821.")),
        "E-CHECK-SECRET-SHOWN",
        "expected the reply •••• | got the reply the value itself, left out here",
    ),
    (
        "says a secret",
        DESK,
        Broken::Words(|_, reply| format!("{reply} made-up-orders-token")),
        "E-CHECK-SECRET-SHOWN",
        "expected the reply •••• | got the reply the value itself, left out here",
    ),
    (
        "invents a tracking number",
        DESK,
        Broken::Words(|_, reply| format!("{reply} The tracking number is 1Z999AA10123456700.")),
        "E-CHECK-INVENTED-FACT",
        "expected source something said, answered, declared or known from the context | got source",
    ),
    (
        "invents a date",
        DESK,
        Broken::Words(|_, reply| format!("{reply} It arrives on 17 March 2026.")),
        "E-CHECK-INVENTED-FACT",
        "expected source something said, answered, declared or known from the context | got source",
    ),
    (
        "invents a price",
        DESK,
        Broken::Words(|_, reply| format!("{reply} That is 12.50 euros.")),
        "E-CHECK-INVENTED-FACT",
        "expected source something said, answered, declared or known from the context | got source",
    ),
    (
        "invents a time",
        RESERVE,
        Broken::Words(|_, reply| format!("{reply} It is held until 19:30.")),
        "E-CHECK-INVENTED-FACT",
        "expected source something said, answered, declared or known from the context | got source",
    ),
    (
        "asks again for the customer number",
        PIN,
        Broken::Words(|_, reply| format!("{reply} What is your customer number?")),
        "E-CHECK-ASKED-AGAIN",
        "customer_number asked for, with 48213 known",
    ),
    (
        "asks for the order number after a failure that is not its",
        PASSING,
        Broken::Words(|_, reply| format!("{reply} What is your order number?")),
        "E-CHECK-ASKED-IN-VAIN",
        "expected reply that it does not work now, and an offer | got reply What is your order",
    ),
    (
        "says nothing at all",
        STEPS,
        Broken::Words(|_, _| String::new()),
        "E-REPLY",
        "expected reply shipped | got reply",
    ),
    (
        "greets nobody by name",
        STEPS,
        Broken::Words(
            |it, reply| if it.acts.contains(&SystemAct::Greet) { "Hello".into() } else { reply },
        ),
        "E-REPLY",
        "expected reply Hello Ada | got reply Thank you, goodbye.",
    ),
    (
        "says everything but what was asked",
        TICKET,
        Broken::Words(|_, reply| reply.replace("35440", "it")),
        "E-REPLY",
        "expected reply 35440 | got reply Done: create ticket. The ID is it. The status is new.",
    ),
    (
        "keeps the result to itself",
        STEPS,
        Broken::Words(|_, reply| reply.replace("shipped", "handled")),
        "E-REPLY",
        "expected reply shipped | got reply Your order has been handled. The tracking number is",
    ),
];

fn put(call: &mut Call, variable: &str, value: &str) {
    if let Some(held) = call.arguments.get_mut(&VariableName::new(variable)) {
        held.value = Value::String(value.into());
    }
}

fn frozen(executed: &mut Executed, change: impl Fn(&mut rehearsal::request::FrozenRequest)) {
    executed.frozen.as_mut().into_iter().for_each(change);
}

fn headers(executed: &mut Executed, keep: fn(&str) -> bool) {
    frozen(executed, |request| request.headers.retain(|(name, _)| keep(name)));
}

fn query(executed: &mut Executed, key: &str, value: &str) {
    frozen(executed, |request| {
        request.url.query_pairs_mut().append_pair(key, value);
    });
}

fn succeed(executed: &mut Executed) {
    let body = Body::Json(json!({ "status": "shipped", "verified": true, "tracking": "1Z999" }));
    executed.outcome = Outcome::Success { status: 200, body };
}

fn answer(executed: &mut Executed, body: Json) {
    executed.outcome = Outcome::Success { status: 200, body: Body::Json(body) };
}

fn failure(class: FailureClass, status: Option<u16>) -> Outcome {
    Outcome::Failure {
        class,
        status,
        body: Body::Empty,
        detail: "planted".into(),
        never_sent: false,
        retry_after_ms: None,
    }
}

fn fail(executed: &mut Executed, class: FailureClass, status: Option<u16>) {
    executed.outcome = failure(class, status);
}

fn yes_for_no(_: &str, acts: &mut Vec<UserAct>) {
    for act in acts {
        if *act == UserAct::Deny {
            *act = UserAct::Affirm;
        }
    }
}

fn no_for_yes(_: &str, acts: &mut Vec<UserAct>) {
    for act in acts {
        if *act == UserAct::Affirm {
            *act = UserAct::Deny;
        }
    }
}

fn rename(acts: &mut [UserAct], from: &str, to: &str) {
    for act in acts {
        if let UserAct::Inform { variable, .. } = act
            && *variable == VariableName::new(from)
        {
            *variable = VariableName::new(to);
        }
    }
}

/// The step as it is, with its call changed.
fn with_call(
    (agent, state, input): (&Agent, DialogueState, Input<'_>),
    change: impl Fn(&mut Call),
) -> Step {
    let mut step = step(agent, state, input);
    if let Next::Call(call) = &mut step.next {
        change(call);
    }
    step
}

fn another_order(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    with_call((agent, state, input), |call| put(call, "order_number", "ORD-67890"))
}

fn short_pin(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    with_call((agent, state, input), |call| put(call, "pin", "482"))
}

fn no_pin(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    with_call((agent, state, input), |call| {
        call.arguments.remove(&VariableName::new("pin"));
    })
}

fn made_up(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    with_call((agent, state, input), |call| {
        let value = SlotValue {
            value: Value::Integer(48214),
            raw: "48214".into(),
            provenance: Provenance::Model,
        };
        let name = VariableName::new("customer_number");
        if let Some(held) = call.arguments.get_mut(&name) {
            *held = value;
        }
    })
}

fn no_gate(agent: &Agent, mut state: DialogueState, input: Input<'_>) -> Step {
    let all: BTreeSet<ActionName> =
        agent.actions.iter().map(|action| action.name.clone()).collect();
    state.succeeded.extend(all);
    step(agent, state, input)
}

fn no_assent(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let at = match input {
        Input::Heard { at, .. } | Input::Outcome { at, .. } | Input::Silence { at } => at,
    };
    let first = step(agent, state, input);
    match first.said.iter().any(|act| matches!(act, SystemAct::Confirm { .. })) {
        true => {
            let heard = Input::Heard { acts: &[UserAct::Affirm], utterance: "yes", at };
            step(agent, first.state, heard)
        }
        false => first,
    }
}

/// The last call of the dialogue once more, while there are fewer than so many.
fn once_more(state: &DialogueState, step: &mut Step) {
    let open = state.frames.last().or(state.last.as_ref().map(|last| &last.frame));
    let Some(frame) = open.filter(|_| state.calls < 12) else { return };
    let arguments = frame.slots.iter().filter_map(|(name, slot)| match slot {
        Slot::Filled(held) => Some((name.clone(), held.clone())),
        Slot::Declined => None,
    });
    let (action, arguments) = (frame.action.clone(), arguments.collect());
    step.state = DialogueState { calls: state.calls + 1, ..state.clone() };
    step.next = Next::Call(Call { action, arguments, delay_ms: 0, retry: 0 });
    step.said.clear();
}

fn again_after_failure(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let failed = matches!(input, Input::Outcome { outcome: Outcome::Failure { .. }, .. });
    let mut step = step(agent, state.clone(), input);
    if failed && state.calls < 3 {
        once_more(&state, &mut step);
    }
    step
}

fn again_after_success(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let succeeded = matches!(input, Input::Outcome { outcome: Outcome::Success { .. }, .. });
    let mut step = step(agent, state.clone(), input);
    if succeeded && matches!(step.next, Next::Listen) {
        once_more(&state, &mut step);
    }
    step
}

fn never_again(agent: &Agent, mut state: DialogueState, input: Input<'_>) -> Step {
    for frame in &mut state.frames {
        frame.retries = 9;
    }
    step(agent, state, input)
}

fn failure_for_success(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let body = Body::Json(json!({ "status": "shipped" }));
    let success = Outcome::Success { status: 200, body };
    match input {
        Input::Outcome { at, .. } => step(agent, state, Input::Outcome { outcome: &success, at }),
        other => step(agent, state, other),
    }
}

fn success_for_failure(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let failed = failure(FailureClass::ServerError, Some(500));
    match input {
        Input::Outcome { at, .. } => step(agent, state, Input::Outcome { outcome: &failed, at }),
        other => step(agent, state, other),
    }
}

/// The step as it is, with what is said changed.
fn with_said(
    (agent, state, input): (&Agent, DialogueState, Input<'_>),
    change: impl Fn(&mut Vec<SystemAct>),
) -> Step {
    let mut step = step(agent, state, input);
    change(&mut step.said);
    step
}

fn ask(said: &mut Vec<SystemAct>, action: &str, variable: &str) {
    said.push(SystemAct::Elicit {
        action: ActionName::new(action),
        variable: VariableName::new(variable),
        attempt: 0,
    });
}

fn asks_for_known(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    with_said((agent, state, input), |said| ask(said, "Verify Customer", "customer_number"))
}

fn asks_in_vain(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let failed = matches!(input, Input::Outcome { outcome: Outcome::Failure { .. }, .. });
    with_said((agent, state, input), |said| {
        if failed {
            ask(said, "Lookup Order Status", "order_number");
        }
    })
}

fn forgets(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let mut step = step(agent, state, input);
    if matches!(step.next, Next::Listen) {
        step.state.frames.iter_mut().for_each(|frame| frame.slots.clear());
    }
    step
}

fn other_action(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    with_call((agent, state, input), |call| call.action = ActionName::new("Lookup Order Status"))
}

fn never_calls(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let mut step = step(agent, state, input);
    if matches!(step.next, Next::Call(_)) {
        step.next = Next::Listen;
    }
    step
}

fn hands_over(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let mut step = step(agent, state, input);
    let ending = Ending::HandedOff { reason: HandoffReason::Asked };
    step.state.ending = Some(ending.clone());
    step.next = Next::End(ending);
    step
}

fn ends(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let mut step = step(agent, state, input);
    step.state.ending = Some(Ending::Completed);
    step.next = Next::End(Ending::Completed);
    step
}

fn never_ends(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let mut step = step(agent, state, input);
    step.state.ending = None;
    step
}

fn no_offer(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let mut step = step(agent, state, input);
    step.said.retain(|act| *act != SystemAct::OfferCallback);
    step
}

fn says_nothing(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    with_said((agent, state, input), Vec::clear)
}

async fn judge((what, scenario, broken, code, says): &Row) -> Option<String> {
    let results = player::play(scenario, damage(*broken)).await;
    let mut seen = false;
    let mut shown = Vec::new();
    for result in &results {
        let reason = result.reason.clone().unwrap_or_default();
        shown.push(format!("  {:?} {reason}", result.verdict));
        seen |= *code == "inconclusive"
            && result.verdict == Verdict::Inconclusive
            && reason.contains(says);
        for failure in result.attempts.iter().flat_map(|attempt| &attempt.failures) {
            let text = rows::text(&serde_json::to_value(failure).unwrap());
            seen |=
                result.verdict == Verdict::Failed && failure.code == *code && text.contains(says);
            shown.push(format!("    {} {text}", failure.code));
        }
    }
    (!seen).then(|| format!("{what}\n{}", shown.join("\n")))
}

#[tokio::test]
async fn a_broken_rule_of_the_engine_is_seen() {
    let mut wrong = Vec::new();
    for row in ROWS {
        wrong.extend(judge(row).await);
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), ROWS.len(), wrong.join("\n"));
}

#[tokio::test]
async fn a_cast_that_is_taken_apart_and_put_together_again_is_green() {
    let same = Broken::Words(|_: &Wording<'_>, reply| reply);
    for scenario in [DESK, STEPS, WRONG, PIN, ERASE, RESERVE, BOOK, TICKET, CHANGE, PASSING] {
        for result in player::play(scenario, damage(same)).await {
            assert_eq!(result.verdict, Verdict::Passed, "{}", result.id);
        }
    }
}
