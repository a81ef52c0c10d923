//! Rules of the engine that are broken one at a time: what is sent, understood, decided and said.

use std::collections::BTreeSet;

use rehearsal::{
    agent::{ActionName, Agent, Method, VariableName},
    dialogue::{
        Call, DialogueState, Ending, HandoffReason, Input, Next, Provenance, Slot, SlotValue, Step, SystemAct,
        UserAct, step,
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
    ("sends another order number", DESK, Broken::Sends(|call| put(call, "order_number", "ORD-67890")), "?", ""),
    ("sends an order number nobody said", DESK, Broken::Decides(another_order), "?", ""),
    ("sends a PIN of three digits", DESK, Broken::Decides(short_pin), "?", ""),
    ("leaves the PIN out", DESK, Broken::Decides(no_pin), "?", ""),
    ("says that the model made a value up", DESK, Broken::Decides(made_up), "?", ""),
    ("drops a header", CREDENTIALS, Broken::Tells(|it| headers(it, |name| name != "x-agent")), "?", ""),
    ("drops the credentials", CREDENTIALS, Broken::Tells(|it| headers(it, |name| name != "authorization")), "?", ""),
    ("drops the key", RESERVE, Broken::Tells(|it| headers(it, |name| name != "idempotency-key")), "?", ""),
    ("adds a second order number to the query", STEPS, Broken::Tells(|it| query(it, "order_id", "ORD-67890")), "?", ""),
    ("sends by another method", ERASE, Broken::Tells(|it| frozen(it, |request| request.method = Method::Post)), "?", ""),
    ("sends to another path", EMAIL, Broken::Tells(|it| frozen(it, |request| request.url.set_path("/other"))), "?", ""),
    ("sends to another host", BOOK, Broken::Tells(|it| frozen(it, |request| request.url.set_host(Some("other.example")).unwrap())), "?", ""),
    ("sends without a body", EMAIL, Broken::Tells(|it| frozen(it, |request| request.body = None)), "?", ""),
    ("sends the PIN in the query", DESK, Broken::Tells(|it| query(it, "pin", "4821")), "?", ""),
    ("makes every write twice", ERASE, Broken::SendsTwice, "?", ""),
    ("makes every read twice", DESK, Broken::SendsTwice, "?", ""),
    ("sends nothing and tells of success", ERASE, Broken::SendsNothing(succeed), "?", ""),
    ("sends nothing and tells of a timeout", DESK, Broken::SendsNothing(|it| fail(it, FailureClass::Timeout, None)), "?", ""),
    ("tells of success after a failure", WRONG, Broken::Tells(succeed), "?", ""),
    ("tells of success after a locked account", LOCKED, Broken::Tells(succeed), "?", ""),
    ("tells of failure after success", DESK, Broken::Tells(|it| fail(it, FailureClass::ServerError, Some(500))), "?", ""),
    ("tells another status class", WRONG, Broken::Tells(|it| fail(it, FailureClass::Forbidden, Some(403))), "?", ""),
    ("tells another answer", DESK, Broken::Tells(|it| answer(it, json!({ "status": "delivered", "verified": true }))), "?", ""),
    ("takes longer than the action allows", SLOW, Broken::Tells(|it| it.elapsed *= 3), "?", ""),
    // What is heard.
    ("takes every utterance for small talk", DESK, Broken::Hears(|_, acts| *acts = vec![UserAct::Chat]), "?", ""),
    ("takes every utterance for a yes", DENIED, Broken::Hears(|_, acts| *acts = vec![UserAct::Affirm]), "?", ""),
    ("takes a no for a yes", DENIED, Broken::Hears(yes_for_no), "?", ""),
    ("takes a yes for a no", ERASE, Broken::Hears(no_for_yes), "?", ""),
    ("takes every utterance for a goodbye", STEPS, Broken::Hears(|_, acts| *acts = vec![UserAct::Goodbye]), "?", ""),
    ("takes every utterance for a wish for a person", STEPS, Broken::Hears(|_, acts| *acts = vec![UserAct::AskHandoff]), "?", ""),
    ("hears no values", DESK, Broken::Hears(|_, acts| acts.retain(|act| !matches!(act, UserAct::Inform { .. }))), "?", ""),
    ("hears no wishes", DESK, Broken::Hears(|_, acts| acts.retain(|act| !matches!(act, UserAct::Request { .. }))), "?", ""),
    ("hears no cancelling", CANCEL, Broken::Hears(|_, acts| acts.retain(|act| *act != UserAct::Cancel)), "?", ""),
    ("hears another action", DESK, Broken::Hears(|_, acts| acts.retain(|act| !matches!(act, UserAct::Request { .. })) ), "?", ""),
    ("swaps two values", EMAIL, Broken::Hears(|_, acts| rename(acts, "new_email", "customer_id")), "?", ""),
    ("understands nothing for want of a model", DESK, Broken::Deaf, "inconclusive", "nobody answers"),
    ("words nothing for want of a model", DESK, Broken::Mute, "inconclusive", "nobody answers"),
    ("breaks down", DESK, Broken::Panics, "inconclusive", "broke down"),
    // What is decided.
    ("lets everybody through the gate", STEPS, Broken::Decides(no_gate), "?", ""),
    ("lets everybody through to erasing", ERASE, Broken::Decides(no_gate), "?", ""),
    ("shows orders without a PIN", AROUND, Broken::Decides(no_gate), "?", ""),
    ("calls without the yes", ERASE, Broken::Decides(no_assent), "?", ""),
    ("writes without the yes", EMAIL, Broken::Decides(no_assent), "?", ""),
    ("books without the yes", BOOK, Broken::Decides(no_assent), "?", ""),
    ("repeats a write that timed out", CHANGE, Broken::Decides(again_after_failure), "?", ""),
    ("repeats a write that succeeded", ERASE, Broken::Decides(again_after_success), "?", ""),
    ("repeats a read without end", DESK, Broken::Decides(again_after_success), "?", ""),
    ("never tries again", PASSING, Broken::Decides(never_again), "?", ""),
    ("takes a failure for a success", WRONG, Broken::Decides(failure_for_success), "?", ""),
    ("takes a success for a failure", DESK, Broken::Decides(success_for_failure), "?", ""),
    ("asks for what it knows", PIN, Broken::Decides(asks_for_known), "?", ""),
    ("asks again for values after a failure that is not theirs", PASSING, Broken::Decides(asks_in_vain), "?", ""),
    ("forgets every value at the end of the turn", PIN, Broken::Decides(forgets), "?", ""),
    ("calls another action", DESK, Broken::Decides(other_action), "?", ""),
    ("never calls", DESK, Broken::Decides(never_calls), "?", ""),
    ("hands every caller over", DESK, Broken::Decides(hands_over), "?", ""),
    ("ends every talk at once", STEPS, Broken::Decides(ends), "?", ""),
    ("never ends a talk", STEPS, Broken::Decides(never_ends), "?", ""),
    ("does not offer a callback", PASSING, Broken::Decides(no_offer), "?", ""),
    ("says nothing", DESK, Broken::Decides(says_nothing), "?", ""),
    // What is said.
    ("claims success after a failure", WRONG, Broken::Words(|_, _| "Your order has been shipped.".into()), "?", ""),
    ("claims that a record is erased", DENIED, Broken::Words(|_, reply| format!("{reply} Your record has been deleted.")), "?", ""),
    ("claims that a change is saved that timed out", CHANGE, Broken::Words(|_, reply| format!("{reply} I have updated your email address.")), "?", ""),
    ("says nothing of a result nobody knows", CHANGE, Broken::Words(|_, _| "Sorry, that did not work.".into()), "?", ""),
    ("says the status", WRONG, Broken::Words(|_, reply| format!("{reply} (404)")), "?", ""),
    ("says the status in words of HTTP", PASSING, Broken::Words(|_, reply| format!("{reply} HTTP status 503.")), "?", ""),
    ("says an exception", SLOW, Broken::Words(|_, reply| format!("{reply} TimeoutError: read timed out")), "?", ""),
    ("says JSON", DESK, Broken::Words(|_, reply| format!("{reply} {{\"status\": \"shipped\"}}")), "?", ""),
    ("says an address", DESK, Broken::Words(|_, reply| format!("{reply} See https://api.company.com/orders.")), "?", ""),
    ("says the PIN", DESK, Broken::Words(|_, reply| format!("{reply} Your PIN is 4821.")), "?", ""),
    ("says a secret", DESK, Broken::Words(|_, reply| format!("{reply} made-up-orders-token")), "?", ""),
    ("invents a tracking number", DESK, Broken::Words(|_, reply| format!("{reply} The tracking number is 1Z999AA10123456700.")), "?", ""),
    ("invents a date", DESK, Broken::Words(|_, reply| format!("{reply} It arrives on 17 March 2026.")), "?", ""),
    ("invents a price", DESK, Broken::Words(|_, reply| format!("{reply} That is 12.50 euros.")), "?", ""),
    ("invents a time", RESERVE, Broken::Words(|_, reply| format!("{reply} It is held until 19:30.")), "?", ""),
    ("asks again for the customer number", DESK, Broken::Words(|_, reply| format!("{reply} What is your customer number?")), "?", ""),
    ("asks for the order number after a failure that is not its", PASSING, Broken::Words(|_, reply| format!("{reply} What is your order number?")), "?", ""),
    ("says nothing at all", STEPS, Broken::Words(|_, _| String::new()), "?", ""),
    ("greets nobody by name", STEPS, Broken::Words(|it, reply| if it.acts.contains(&SystemAct::Greet) { "Hello".into() } else { reply }), "?", ""),
    ("says everything but what was asked", TICKET, Broken::Words(|_, reply| reply.replace("35440", "it")), "?", ""),
    ("keeps the result to itself", STEPS, Broken::Words(|_, reply| reply.replace("shipped", "handled")), "?", ""),
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
    let all: BTreeSet<ActionName> = agent.actions.iter().map(|action| action.name.clone()).collect();
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
            seen |= result.verdict == Verdict::Failed
                && failure.code == *code
                && text.contains(says);
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
