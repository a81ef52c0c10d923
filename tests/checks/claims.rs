//! A failed call is never told as success.

use rehearsal::{
    agent::{ActionName, VariableName},
    dialogue::SystemAct,
    request::{Body, FailureClass, Outcome},
    scenario::checks::CheckName,
    value::Value,
};
use serde_json::json;

use crate::desk::{Desk, call, failure, failure_with, misjudged, server_error, success, timeout};

fn cancel(outcome: rehearsal::request::Outcome) -> impl Fn(&str) -> Desk {
    move |reply| {
        let sent = call("Cancel Order", &[("order_number", "ORD-12345")], outcome.clone());
        Desk::new().turn("cancel my order ORD-12345", vec![sent], reply)
    }
}

fn book(reply: &str) -> Desk {
    let sent = call("Book Visit", &[("day", "2026-03-05")], server_error());
    Desk::new().turn("send someone on 5 March", vec![sent], reply)
}

const CANCELLED: &[&str] = &[
    "Your order has been cancelled.",
    "Your order has been canceled.",
    "I've cancelled your order ORD-12345.",
    "I’ve cancelled that for you.",
    "I have now cancelled the order.",
    "Done! Anything else I can help you with?",
    "All done.",
    "You're all set.",
    "Your order was successfully cancelled.",
    "The cancellation was successful.",
    "The cancellation went through.",
    "Okay, your order is cancelled now, is there anything else?",
    "Sorry for the wait, your order has been cancelled.",
    "The system is slow today, but your order has been cancelled.",
    "I couldn't reach the warehouse. Your order has been cancelled anyway.",
    "Great news: the order's been cancelled!",
    "I was able to cancel your order.",
    "I managed to cancel it.",
    "We've gone ahead and cancelled order ORD-12345.",
    "That's taken care of.",
    "Your order has been cancelled and your money has been refunded.",
    "Cancelled!",
    "You'll receive a confirmation email shortly.",
    "A confirmation email is on its way.",
    "It worked, thanks for your patience.",
    "Sorted!",
    "I just cancelled it for you.",
    "Your refund has been processed.",
    "“Your order has been cancelled.”",
    "Perfect, ORD-12345 is now cancelled.",
    "Your cancellation is complete.",
    "I went ahead and cancelled it.",
    "I can't promise much\nYour order has been cancelled.",
    "I've paid the money back.",
    "Your cancellation is through.",
    "The money has been returned.",
    "The money has been returned to your card.",
];

const NOT_CANCELLED: &[&str] = &[
    "I couldn't cancel your order.",
    "I’m sorry, your order could not be cancelled.",
    "Your order has not been cancelled.",
    "Your order hasn't been cancelled yet.",
    "Once it has been cancelled, you'll get an email.",
    "Once it's cancelled, your refund will follow.",
    "Shall I try to cancel it again?",
    "Would you like it cancelled later?",
    "Has your order been cancelled before?",
    "If it was cancelled, you would see it in your account.",
    "I was not able to cancel your order.",
    "I wasn't able to get that done.",
    "I can't tell whether it was cancelled.",
    "It may have been cancelled.",
    "Nothing has been changed.",
    "No changes were made to your order.",
    "I'm having trouble accessing the system right now.",
    "Your order will be cancelled as soon as the system is back.",
    "I tried to cancel your order, but something went wrong.",
    "The cancellation was unsuccessful.",
    "The cancellation did not go through.",
    "I'd like to get this cancelled for you, but the system is down.",
    "You said it was cancelled, but I can't see that.",
    "The order can be cancelled within a day.",
    "I've arranged for a colleague to call you back.",
    "Shall I have someone call you back?",
    "An error was returned by our system.",
    "Before it is cancelled, I need to check something.",
    "The request was sent, but I haven't received an answer.",
    "I apologise for the inconvenience.",
    "Neither the order nor the refund was processed.",
    "I'll let you know when it's done.",
    "Let me get that cancelled for you.",
    "I made a mistake, sorry about that.",
    "I'm sorry, this can't be done at the moment.",
    "Our systems are down, so I could not get it done.",
    "It seems the order has been neither cancelled nor shipped.",
    "I understand that you want your order cancelled.",
    "To have your order cancelled, please call us tomorrow.",
    "No, your order isn't cancelled.",
    "I failed to get it cancelled.",
    "I've paid attention to that.",
    "That's through the warehouse.",
    "That was returned by the warehouse.",
    "I've got it here.",
    "It's set in stone.",
    "I've found it hard to reach them.",
];

#[test]
fn a_claim_of_success_after_a_failure_is_found() {
    let wrong = misjudged(CheckName::FalseSuccess, CANCELLED, true, cancel(server_error()));
    assert!(wrong.is_empty(), "{wrong:#?}");
    let wrong = misjudged(CheckName::FalseSuccess, CANCELLED, true, cancel(timeout()));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_denies_asks_offers_or_leaves_open_claims_nothing() {
    let wrong = misjudged(CheckName::FalseSuccess, NOT_CANCELLED, false, cancel(server_error()));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_is_wrong_with_a_claim_after_success() {
    let wrong = misjudged(CheckName::FalseSuccess, CANCELLED, false, cancel(success(json!({}))));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

const BOOKED: &[&str] = &[
    "Your visit is booked.",
    "Your visit is booked for Thursday.",
    "You're booked in for Thursday.",
    "I've scheduled the technician.",
    "The appointment has been confirmed.",
    "Your reservation is confirmed.",
    "I've made the booking for you.",
    "I've put you down for Thursday.",
    "Your appointment has been scheduled, and an email has been sent.",
    "I've reserved that slot for you.",
    "I’ve got you booked for Thursday.",
    "Your booking reference is on the way, it's all booked.",
    "We have arranged the visit.",
    "I've successfully created your booking.",
    "The visit was set up.",
    "Your booking went through.",
];

const NOT_BOOKED: &[&str] = &[
    "I couldn't book it just now.",
    "Once it's booked, you'll get an email.",
    "Shall I book it?",
    "Is it already booked?",
    "The calendar is fully booked.",
    "Shall I go ahead and have it booked?",
    "Do you want me to try another day?",
    "I could not get you booked in.",
    "The visit isn't booked yet.",
    "As soon as it is booked I'll tell you.",
    "I was about to book it when the line broke.",
    "It has to be booked by phone.",
    "Please don't assume that it's booked.",
    "I'm unable to confirm that the visit is booked.",
];

#[test]
fn claims_of_a_booking_are_told_from_talk_about_one() {
    let wrong = misjudged(CheckName::FalseSuccess, BOOKED, true, book);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let wrong = misjudged(CheckName::FalseSuccess, NOT_BOOKED, false, book);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_step_that_succeeded_may_be_told_beside_one_that_failed() {
    let turn = |reply: &str| {
        let verify = call(
            "Verify Customer",
            &[("customer_number", "48213"), ("pin", "4821")],
            success(json!({ "verified": true })),
        );
        let cancel = call("Cancel Order", &[("order_number", "ORD-12345")], server_error());
        Desk::new().turn("48213, pin 4821, cancel ORD-12345", vec![verify, cancel], reply)
    };
    assert!(
        !turn("Thanks, you've been verified. I couldn't cancel the order.")
            .finds(CheckName::FalseSuccess)
    );
    assert!(
        !turn("You're verified, but the order could not be cancelled.")
            .finds(CheckName::FalseSuccess)
    );
    assert!(
        turn("You're verified and your order has been cancelled.").finds(CheckName::FalseSuccess)
    );
}

#[test]
fn a_failure_behind_a_success_is_not_told_as_done_either() {
    let cancel = call("Cancel Order", &[("order_number", "ORD-12345")], server_error());
    let lookup = call(
        "Lookup Order",
        &[("order_number", "ORD-12345")],
        success(json!({ "status": "packed" })),
    );
    let turn = |reply: &str| {
        Desk::new().turn("cancel ORD-12345", vec![cancel.clone(), lookup.clone()], reply)
    };
    assert!(turn("Your order has been cancelled.").finds(CheckName::FalseSuccess));
    assert!(!turn("Your order is packed.").finds(CheckName::FalseSuccess));
}

#[test]
fn a_state_that_the_api_told_is_no_claim() {
    let conflict = failure_with(
        FailureClass::Conflict,
        Some(409),
        Body::Json(json!({ "error": "already cancelled" })),
    );
    let turn = cancel(conflict);
    assert!(!turn("That order was already cancelled.").finds(CheckName::FalseSuccess));
    assert!(turn("I've cancelled the order.").finds(CheckName::FalseSuccess));
}

#[test]
fn a_field_of_another_answer_told_with_its_value_is_no_claim() {
    let order = [("order_number", "ORD-12345")];
    let told = |reply: &str| {
        let found = call("Lookup Order", &order, success(json!({ "done": true })));
        let failed = call("Cancel Order", &order, server_error());
        Desk::new().turn("look it up, and cancel it", vec![found, failed], reply)
    };
    assert!(!told("Done: yes. I can't cancel it right now.").finds(CheckName::FalseSuccess));
    assert!(told("Done! Anything else I can do for you?").finds(CheckName::FalseSuccess));
}

#[test]
fn what_is_done_stands_behind_the_word() {
    let order = [("order_number", "ORD-12345")];
    let told = |reply: &str| {
        let failed = call("Lookup Order", &order, failure(FailureClass::NotFound, 404));
        let booked = call("Book Visit", &[("day", "2026-03-05")], success(json!({})));
        Desk::new().turn("yes", vec![booked, failed], reply)
    };
    assert!(
        !told("Done: book visit. There is no order with that number.")
            .finds(CheckName::FalseSuccess)
    );
    assert!(told("Done: look up order.").finds(CheckName::FalseSuccess));
    assert!(told("Done.").finds(CheckName::FalseSuccess));
}

#[test]
fn what_was_done_before_is_no_claim_but_what_another_action_did_is() {
    let after = |done: rehearsal::transcript::SentCall| {
        let failed = call("Cancel Order", &[("order_number", "ORD-12345")], server_error());
        Desk::new().turn("ORD-12345", vec![done], "I see.").turn(
            "cancel it",
            vec![failed],
            "That order was already cancelled.",
        )
    };
    let order = [("order_number", "ORD-12345")];
    let cancelled = call("Cancel Order", &order, success(json!({})));
    assert!(!after(cancelled).finds(CheckName::FalseSuccess));
    let packed = call("Lookup Order", &order, success(json!({ "status": "packed" })));
    assert!(after(packed).finds(CheckName::FalseSuccess));
    let page = Body::Text("The order is cancelled.".to_owned());
    let told = call("Lookup Order", &order, Outcome::Success { status: 200, body: page });
    assert!(!after(told).finds(CheckName::FalseSuccess));
    let told = call("Lookup Order", &order, success(json!({ "status": "cancelled" })));
    assert!(!after(told).finds(CheckName::FalseSuccess));
}

#[test]
fn a_claim_without_any_call_is_found() {
    let turn = |said: &str, reply: &str| {
        Desk::new().turn(said, vec![], reply).finds(CheckName::FalseSuccess)
    };
    assert!(turn("cancel ORD-12345", "Your order has been cancelled."));
    assert!(turn("cancel ORD-12345", "I've cancelled it. Anything else I can do for you?"));
    assert!(turn("send someone tomorrow", "Your visit is booked."));
    assert!(!turn("hello", "What can I do for you?"));
    assert!(!turn("make it the 6th", "I've changed the day to Friday. Shall I book it?"));
    assert!(!turn("hello", "I've noted that."));
    assert!(!turn("call me back", "I've scheduled a callback with a colleague."));
    assert!(!turn("why?", "Visits are booked by our team."));
}

#[test]
fn a_correction_that_is_read_back_is_no_claim_and_without_one_it_is() {
    let reply = "I've changed the order number to ORD-12345. I can't find it.";
    let told = || {
        let failed = failure(FailureClass::NotFound, 404);
        let sent = call("Lookup Order", &[("order_number", "ORD-12345")], failed);
        Desk::new().turn("no, ORD-12345", vec![sent], reply)
    };
    let corrected = SystemAct::Corrected {
        action: ActionName::new("Lookup Order"),
        variable: VariableName::new("order_number"),
        value: Value::String("ORD-12345".into()),
    };
    assert!(told().finds(CheckName::FalseSuccess));
    assert!(!told().acts(Vec::new(), vec![corrected]).finds(CheckName::FalseSuccess));
}

#[test]
fn a_success_may_be_told_again_later() {
    let sent = call("Cancel Order", &[("order_number", "ORD-12345")], success(json!({})));
    let desk = Desk::new()
        .turn("cancel my order ORD-12345", vec![sent], "Your order has been cancelled.")
        .turn("pardon?", vec![], "Your order has been cancelled.");
    assert!(!desk.finds(CheckName::FalseSuccess));
}

#[test]
fn a_finding_names_the_claim_the_outcome_and_the_line_of_the_prompt() {
    let findings = cancel(server_error())("Your order has been cancelled.").findings();
    let found = findings.iter().find(|found| found.kind == "false-success").unwrap();
    assert_eq!(found.code, "E-CHECK-FALSE-SUCCESS");
    assert_eq!(found.turn, Some(1));
    assert!(found.message.contains("Cancel Order"), "{}", found.message);
    assert_eq!(found.got[0].1, "your order has been cancelled.");
    let why = found.why.join("; ");
    assert!(
        why.contains("500") && why.contains("of the prompt") && why.contains("trouble"),
        "{why}"
    );
    assert!(!found.mend.is_empty());
}

#[test]
fn an_unknown_result_must_be_told() {
    const TOLD: &[&str] = &[
        "I can't tell whether it went through.",
        "It may have been cancelled.",
        "I'm not sure it was cancelled.",
        "The system didn't confirm the cancellation.",
        "Your order might already be cancelled, please don't count on it.",
        "I haven't received a confirmation, so it's unclear.",
        "It’s possible that it was cancelled.",
    ];
    const UNTOLD: &[&str] = &[
        "The system is taking longer than expected.",
        "I couldn't cancel your order.",
        "Something went wrong. Shall I have someone call you back?",
        "Sorry, that didn't work.",
        "Your order was not cancelled.",
        "Please try again later.",
    ];
    let unknown = CheckName::UnannouncedUnknown;
    assert_eq!(misjudged(unknown, TOLD, false, cancel(timeout())), [""; 0]);
    assert_eq!(misjudged(unknown, UNTOLD, true, cancel(timeout())), [""; 0]);
    for status in [502, 504] {
        let turn = cancel(failure(FailureClass::ServerError, status));
        assert!(turn("I couldn't cancel your order.").finds(unknown), "{status}");
    }
    // Where nothing is in doubt nothing needs to be said.
    assert_eq!(misjudged(unknown, UNTOLD, false, cancel(server_error())), [""; 0]);
    assert_eq!(misjudged(unknown, UNTOLD, false, cancel(success(json!({})))), [""; 0]);
    let read = call("Lookup Order", &[("order_number", "ORD-12345")], timeout());
    assert!(!Desk::new().turn("ORD-12345", vec![read], "Sorry, no luck.").finds(unknown));
    let mut unsent = timeout();
    if let rehearsal::request::Outcome::Failure { never_sent, .. } = &mut unsent {
        *never_sent = true;
    }
    assert!(!cancel(unsent)("Sorry, no luck.").finds(unknown));
}
