//! What an expectation that does not hold tells: what is wrong, what was wanted and what came.

use rehearsal::{
    agent::VariableName,
    diagnostic::SourceFile,
    dialogue::{SystemAct, UserAct},
    request::FailureClass,
    scenario::{Evidence, Finding, Included, Script, judge, parse},
    transcript::Timings,
};
use serde_json::json;

use crate::desk::{Desk, agent, call, failure, success};

/// An order is looked up, another is cancelled in vain, and a third is cancelled in vain twice.
fn talk() -> Desk {
    let looked = call("Lookup Order", &[("order_number", "ORD-11111")], success(json!({})));
    let missing = |number| {
        let failed = failure(FailureClass::NotFound, 404);
        call("Cancel Order", &[("order_number", number)], failed)
    };
    let mut retry = missing("ORD-54321");
    retry.retry = 1;
    let mut desk = Desk::new()
        .turn("where is ORD-11111", vec![looked], "It is packed.")
        .turn("cancel ORD-12345", vec![missing("ORD-12345")], "I don't see it.")
        .acts(vec![UserAct::Affirm], vec![SystemAct::Farewell])
        .open("Cancel Order", &[("order_number", "ORD-12345")])
        .turn("then ORD-54321", vec![missing("ORD-54321"), retry], "I don't see that either.");
    let record = &mut desk.turns[2].record;
    record.asks_for = Some(VariableName::new("order_number"));
    record.timings = Timings { understand_ms: 20, calls_ms: 300, word_ms: 7 };
    desk
}

/// What is found when this is expected of turn 3.
fn found_in_turn(expect: &str, turn: usize) -> Vec<Finding> {
    let text = format!("turns: [{{ user: x, expect: {{ {expect} }} }}]\n");
    let read =
        parse(&SourceFile::new("it.scenario.yaml", text.as_str()), &agent(), &Included::default());
    assert_eq!(read.1, [], "{expect}");
    let Script::Turns(turns) = &read.0[0].script else { panic!("no turns") };
    judge(&turns[0].expect, Evidence::of_turn(&talk().turns, turn)).findings
}

fn found(expect: &str) -> Vec<Finding> {
    found_in_turn(expect, 2)
}

/// What is expected of the turn that cancels in vain, the message, and what was wanted and came.
const MISSED: &[(&str, &str, &str, &str)] = &[
    (
        "calls: [Lookup Order]",
        "Cancel Order was called where Lookup Order was expected",
        "Lookup Order",
        "Cancel Order (order_number ORD-12345)",
    ),
    (
        "calls: [Cancel Order, Lookup Order]",
        "Lookup Order was not called",
        "Cancel Order, Lookup Order",
        "Cancel Order (order_number ORD-12345)",
    ),
    (
        "calls: [{ Cancel Order: { order_number: ORD-99999 } }]",
        "Cancel Order was called with another order number",
        "ORD-99999",
        "ORD-12345",
    ),
    (
        "no_calls: true",
        "no call was expected, and 1 was made",
        "none",
        "Cancel Order (order_number ORD-12345)",
    ),
    (
        "outcomes: { Cancel Order: success }",
        "Cancel Order came to not_found, not to success",
        "success",
        "not_found (404)",
    ),
    (
        "outcomes: { Lookup Order: success }",
        "Lookup Order was not called",
        "Lookup Order",
        "Cancel Order (order_number ORD-12345)",
    ),
    (
        "requests: []",
        "a request of Cancel Order left, which was not expected",
        "0",
        "DELETE /cancel",
    ),
    ("requests: [{}, {}]", "1 of 2 requests left", "2", "DELETE /cancel"),
    (
        "requests: [{ method: GET }]",
        "the request of Cancel Order is not as expected",
        "\"GET\"",
        "\"DELETE\"",
    ),
    (
        "requests: [{ query: { order: ORD-99999 } }]",
        "the request of Cancel Order is not as expected",
        "\"ORD-99999\"",
        "\"ORD-12345\"",
    ),
    (
        "requests: [{ headers: { x-day: monday } }]",
        "the request of Cancel Order is not as expected",
        "\"monday\"",
        "missing",
    ),
    (
        "asks_for: nothing",
        "the agent asks for order_number, not for nothing",
        "nothing",
        "order_number",
    ),
    ("phase: waiting", "the talk stands at idle, not at waiting", "waiting", "idle"),
    ("ending: completed", "the talk ended as open, not as completed", "completed", "open"),
    (
        "slots: { order_number: ORD-99999 }",
        "order_number has another value",
        "\"ORD-99999\"",
        "\"ORD-12345\"",
    ),
    ("within: 326 ms", "the answer took 327 ms", "at most 326 ms", "327 ms"),
    (
        "reply: { contains: packed }",
        "the reply does not have this text",
        "packed",
        "I don't see it.",
    ),
    ("acts: [elicit]", "`elicit` does not occur", "elicit", "farewell"),
    ("understood: [deny]", "`deny` does not occur", "deny", "affirm"),
];

#[test]
fn what_does_not_hold_tells_what_was_wanted_and_what_came() {
    for (expect, message, wanted, got) in MISSED {
        let findings = found(expect);
        assert_eq!(findings.len(), 1, "{expect}");
        let it = &findings[0];
        let told = (it.message.as_str(), it.expected[0].1.as_str(), it.got[0].1.as_str());
        assert_eq!(told, (*message, *wanted, *got), "{expect}");
        assert_eq!(it.turn, Some(2), "{expect}");
    }
}

#[test]
fn what_holds_is_not_found() {
    for expect in [
        "calls: [Cancel Order]",
        "calls: [{ Cancel Order: { order_number: ORD-12345 } }]",
        "outcomes: { Cancel Order: not_found }",
        "requests: [{ method: DELETE, query: { order: ORD-12345 } }]",
        "asks_for: order_number",
        "phase: idle",
        "ending: open",
        "slots: { order_number: ORD-12345 }",
        "within: 327 ms",
        "reply: { contains: don't see }",
        "acts: [farewell]",
        "understood: [affirm]",
        "not: { calls: [Lookup Order] }",
    ] {
        assert_eq!(found(expect), [], "{expect}");
    }
}

#[test]
fn what_must_not_hold_and_does_tells_what_is_there() {
    let it = &found("not: { reply: { contains: don't see } }")[0];
    assert_eq!(it.message, "the reply is like this, and must not be");
    let pair = |text: &str| vec![("reply".to_owned(), text.to_owned())];
    assert_eq!(
        (&it.expected, &it.got),
        (&pair("without \"don't see\""), &pair("has \"don't see\""))
    );
    let it = &found("not: { reply: { matches: 'see \\w+' } }")[0];
    assert_eq!(
        (&it.expected, &it.got),
        (&pair("no match of see \\w+"), &pair("a part of it matches"))
    );
    assert_eq!(
        found("not: { phase: idle }")[0].message,
        "the talk stands at this phase, and must not"
    );
}

#[test]
fn an_earlier_call_that_came_near_is_told() {
    let nearest = |expect: &str, turn| found_in_turn(expect, turn).remove(0).nearest;
    let cancel = |number| format!("calls: [{{ Cancel Order: {{ order_number: {number} }} }}]");
    assert_eq!(
        nearest(&cancel("ORD-12345"), 3).as_deref(),
        Some("turn 2 already called Cancel Order with ORD-12345")
    );
    assert_eq!(
        nearest(&cancel("ORD-77777"), 3).as_deref(),
        Some("turn 2 called Cancel Order with ORD-12345")
    );
    assert_eq!(nearest(&cancel("ORD-77777"), 2), None);
    assert_eq!(
        nearest("calls: [Lookup Order]", 2).as_deref(),
        Some("turn 1 called Lookup Order (order_number ORD-11111)")
    );
}

#[test]
fn a_retry_is_a_request_and_no_call() {
    assert_eq!(found_in_turn("calls: [Cancel Order]", 3), []);
    assert_eq!(found_in_turn("requests: [{}, {}]", 3), []);
    let more = &found_in_turn("requests: [{}]", 3)[0];
    assert!(more.mend[0].contains("a retry is a request of its own"), "{:?}", more.mend);
    let fewer = &found_in_turn("requests: [{}, {}, {}]", 3)[0];
    assert_eq!(fewer.mend, [""; 0]);
    assert_eq!(found_in_turn("requests: []", 2)[0].mend, [""; 0]);
}

#[test]
fn what_would_hold_instead_is_written_in_its_place() {
    let edit = |expect: &str| found(expect)[0].edit.clone().unwrap().1;
    assert_eq!(edit("phase: waiting"), "idle");
    assert_eq!(edit("asks_for: nothing"), "order_number");
    assert!(edit("calls: [Lookup Order]").contains("ORD-12345"));
}

#[test]
fn an_act_is_asked_for_at_its_own_place_and_each_once() {
    let twice = &found("acts: [farewell, farewell]")[0];
    assert_eq!(twice.message, "`farewell` occurs, but before what is written above it");
    let it = &found("acts: [farewell, elicit]")[0];
    assert_eq!(it.code, "E-ACTS");
    let text = "turns: [{ user: x, expect: { acts: [farewell, elicit] } }]\n";
    assert_eq!(&text[it.place.as_ref().unwrap().0.span.clone()], "elicit");
}

#[test]
fn a_talk_with_nothing_open_is_completed() {
    assert_eq!(found_in_turn("ending: completed", 1), []);
    assert_eq!(found_in_turn("ending: open", 1)[0].got[0].1, "completed");
}

#[test]
fn of_a_whole_talk_any_reply_may_be_the_one() {
    let desk = talk();
    let whole = |reply: &str| {
        let text = format!("turns: [x]\nfinally: {{ reply: {{ contains: {reply} }} }}\n");
        let source = SourceFile::new("it.scenario.yaml", text.as_str());
        let scenario = parse(&source, &agent(), &Included::default()).0.remove(0);
        judge(&scenario.finally, Evidence::of_talk(&desk.turns)).findings
    };
    assert_eq!(whole("packed"), []);
    let lost = &whole("lost")[0];
    assert_eq!(lost.message, "no reply has this text");
    assert_eq!(lost.turn, None);
    assert_eq!(Evidence::of_turn(&desk.turns, 1).said(), "It is packed.");
}
