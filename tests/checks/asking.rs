//! What is known is not asked for again, and nothing is asked for in vain.

use rehearsal::{
    agent::{ActionName, VariableName},
    dialogue::{Provenance, Slot, SystemAct, UserAct},
    request::{Body, FailureClass, Outcome},
    scenario::checks::CheckName,
    value::{Refusal, RefusalKind, Value},
};
use serde_json::json;

use crate::desk::{Desk, call, failure, failure_with, misjudged, server_error, success, timeout};

/// The order number is known from turn 1; the customer says something else in turn 2.
fn known(said: &str) -> impl Fn(&str) -> Desk {
    move |reply| {
        Desk::new()
            .turn("cancel ORD-12345", vec![], "May I have your customer number?")
            .open("Cancel Order", &[("order_number", "ORD-12345")])
            .turn(said, vec![], reply)
    }
}

const AGAIN: &[&str] = &[
    "What is your order number?",
    "What's your order number?",
    "What’s the order number?",
    "Could you give me your order number?",
    "Could you please tell me the order number?",
    "Can you provide your order number, please?",
    "May I have your order number?",
    "Can I get your order number?",
    "Please provide your order number.",
    "Please tell me your order number.",
    "I need your order number.",
    "I'll need your order number to go on.",
    "I still need the order number.",
    "Let me have your order number, please.",
    "Thanks! And your order number?",
    "Great. Which order number is it?",
    "To cancel it, could you share your order number?",
    "Would you mind giving me your order number?",
    "I didn't catch your order number.",
    "Could you spell your order number for me?",
    "Please enter your order number.",
    "Tell me your order number, please.",
    "And what was your order number?",
    "Sorry, could you repeat your order number?",
    "Which order number should I use?",
    "Can you confirm your order number?",
    "What is the order no?",
    "Give me the order number please.",
];

const NOT_AGAIN: &[&str] = &[
    "Thank you. What is the PIN?",
    "Thanks. Your order number is ORD-12345, right?",
    "I have your order number as ORD-12345. Is that correct?",
    "Shall I cancel order ORD-12345?",
    "Shall I go ahead with that order number?",
    "Is there another order number you want to cancel?",
    "If you have a different order number, tell me.",
    "Your order number is ORD-12345.",
    "The order number is in your email.",
    "I found your order.",
    "Would you like me to cancel this order?",
    "Did you say ORD-12345?",
    "What is your customer number?",
    "Could you give me your customer number?",
    "Thanks for your order number.",
    "With that order number I can look it up.",
    "What number can someone call you back on?",
    "Is there anything else?",
    "Do you have any other order I can help with?",
    "Why do you want to cancel the order?",
    "What can I do for you?",
    "Please hold on while I look up the order number.",
    "I'll look up your order number now.",
    "Your order is on the way.",
    "One moment, I'm checking the order number.",
    "Just to confirm, the order number is ORD-12345?",
    "Which of your orders do you mean?",
    "Can you confirm your order number ORD-12345?",
];

#[test]
fn a_known_value_asked_for_again_is_found() {
    let wrong = misjudged(CheckName::AskedAgain, AGAIN, true, known("it's 48213"));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn other_questions_and_mentions_are_not() {
    let wrong = misjudged(CheckName::AskedAgain, NOT_AGAIN, false, known("it's 48213"));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_value_that_nobody_said_is_known_since_the_turn_before() {
    let mut desk = Desk::new()
        .turn("cancel my order", vec![], "May I have your customer number?")
        .open("Cancel Order", &[("order_number", "ORD-12345")]);
    for slot in desk.turns[1].state.frames[0].slots.values_mut() {
        let Slot::Filled(held) = slot else { continue };
        held.provenance = Provenance::Context { key: "order".into() };
    }
    let desk = desk.turn("it's 48213", vec![], "What is your order number?");
    let findings = desk.findings();
    let found = findings.iter().find(|found| found.kind == "asked-again").unwrap();
    assert!(found.why[0].starts_with("it was given in turn 1 for"), "{:?}", found.why);
}

#[test]
fn a_customer_who_takes_it_back_is_asked_again() {
    for said in [
        "no, that's the wrong order",
        "sorry, that's a mistake",
        "actually another one",
        "I gave you the wrong number",
        "wait, that isn't it",
        "never mind that, a different order",
        "please change the order number",
        "not that one",
    ] {
        assert!(!known(said)("What is your order number?").finds(CheckName::AskedAgain), "{said}");
    }
}

fn elicit(action: &str, variable: &str) -> SystemAct {
    SystemAct::Elicit {
        action: ActionName::new(action),
        variable: VariableName::new(variable),
        attempt: 0,
    }
}

#[test]
fn an_act_that_asks_again_is_found_whatever_its_words() {
    let asks = || vec![elicit("Cancel Order", "order_number")];
    let again = known("it's 48213")("Which one?").acts(vec![], asks());
    assert!(again.finds(CheckName::AskedAgain));
    let denied = known("it's 48213")("Which one?").acts(vec![UserAct::Deny], asks());
    assert!(!denied.finds(CheckName::AskedAgain));
    let takes_back =
        UserAct::Correct { variable: VariableName::new("order_number"), raw: None, span: 0..0 };
    assert!(!known("hm")("Which one?").acts(vec![takes_back], asks()).finds(CheckName::AskedAgain));
    let cancelled = known("hm")("Which one?").acts(vec![UserAct::Cancel], asks());
    assert!(!cancelled.finds(CheckName::AskedAgain));
}

#[test]
fn a_value_said_in_the_same_breath_is_known() {
    let inform = |raw: &str| UserAct::Inform {
        variable: VariableName::new("order_number"),
        raw: raw.into(),
        span: 7..7 + raw.len(),
    };
    let request = || UserAct::Request { action: ActionName::new("Cancel Order") };
    let turn = |acts| {
        Desk::new()
            .turn("cancel ORD-12345", vec![], "What is your order number?")
            .acts(acts, vec![elicit("Cancel Order", "order_number")])
    };
    assert!(turn(vec![request(), inform("ORD-12345")]).finds(CheckName::AskedAgain));
    assert!(!turn(vec![request()]).finds(CheckName::AskedAgain));
    // What is taken back in the same breath is not known, nor what goes to no open action.
    assert!(
        !turn(vec![request(), inform("ORD-12345"), UserAct::Deny]).finds(CheckName::AskedAgain)
    );
    assert!(!turn(vec![inform("ORD-12345")]).finds(CheckName::AskedAgain));
    // What is no valid value is not known.
    assert!(!turn(vec![request(), inform("ORD-1")]).finds(CheckName::AskedAgain));
}

#[test]
fn a_value_that_went_to_another_action_is_not_known() {
    let order = [("order_number", "ORD-12345")];
    let said = || {
        let inform = UserAct::Inform {
            variable: VariableName::new("order_number"),
            raw: "ORD-12345".into(),
            span: 7..16,
        };
        vec![UserAct::Request { action: ActionName::new("Cancel Order") }, inform]
    };
    let asks = || vec![elicit("Cancel Order", "order_number")];
    let looked_up = call("Lookup Order", &order, success(json!({})));
    let now = Desk::new().turn("cancel ORD-12345", vec![looked_up], "Which one?");
    assert!(!now.acts(said(), asks()).finds(CheckName::AskedAgain));
    let failed = call("Lookup Order", &order, server_error());
    let before = Desk::new().turn("ORD-12345", vec![failed], "I'm having trouble.");
    let later = before.turn("cancel it then", vec![], "Which one?").acts(vec![], asks());
    assert!(!later.finds(CheckName::AskedAgain));
}

#[test]
fn a_value_taken_in_this_very_turn_was_not_held_before() {
    let desk = Desk::new()
        .turn("cancel my order", vec![], "What is your order number?")
        .open("Cancel Order", &[("order_number", "ORD-12345")]);
    assert!(!desk.finds(CheckName::AskedAgain));
}

#[test]
fn the_turn_is_told_in_which_the_value_was_given() {
    let desk = Desk::new()
        .turn("hello", vec![], "What can I do for you?")
        .turn("cancel ORD-12345", vec![], "May I have your customer number?")
        .open("Cancel Order", &[("order_number", "ORD-12345")])
        .turn("one moment", vec![], "Sure.")
        .turn("48213", vec![], "What is your order number?");
    let findings = desk.findings();
    let found = findings.iter().find(|found| found.kind == "asked-again").unwrap();
    assert!(found.why[0].starts_with("it was given in turn 2 for"), "{:?}", found.why);
}

/// The turn behind the one that gave the order number has these acts; then it is asked for.
fn between(heard: Vec<UserAct>, done: Vec<SystemAct>) -> bool {
    known("ORD-12345")("All right.")
        .acts(heard, done)
        .turn("go on", vec![], "What is your order number?")
        .finds(CheckName::AskedAgain)
}

#[test]
fn what_was_given_up_since_may_be_asked_for() {
    let action = |name: &str| ActionName::new(name);
    assert!(between(vec![], vec![]));
    assert!(!between(vec![], vec![SystemAct::Cancelled { action: action("Cancel Order") }]));
    assert!(between(vec![], vec![SystemAct::Cancelled { action: action("Book Visit") }]));
    assert!(!between(vec![], vec![SystemAct::AskWhatToChange { action: action("Cancel Order") }]));
    assert!(between(vec![], vec![SystemAct::AskWhatToChange { action: action("Book Visit") }]));
    let given_up = Desk::new()
        .turn("cancel ORD-12345", vec![], "All right.")
        .open("Cancel Order", &[("order_number", "ORD-12345")])
        .acts(vec![UserAct::Deny], vec![SystemAct::Cancelled { action: action("Cancel Order") }])
        .turn("hm", vec![], "What is your order number?");
    assert!(given_up.finds(CheckName::AskedAgain), "what came before the value is no reason");
}

#[test]
fn a_correction_counts_by_what_it_gives_for_this_variable() {
    let correct = |variable: &str, raw: Option<&str>| UserAct::Correct {
        variable: VariableName::new(variable),
        raw: raw.map(str::to_owned),
        span: 0..9,
    };
    assert!(between(vec![correct("order_number", Some("ORD-12345"))], vec![]));
    assert!(!between(vec![correct("order_number", None)], vec![]));
    assert!(between(vec![correct("pin", None)], vec![]));
    let again = correct("order_number", Some("ORD-12345"));
    assert!(!between(vec![UserAct::Cancel, again], vec![]), "the talk about it was cancelled");
    let other = correct("pin", Some("ORD-12345"));
    assert!(!between(vec![correct("order_number", None), other], vec![]));
}

fn after(outcome: Outcome) -> impl Fn(&str) -> Desk {
    move |reply| {
        let sent = call("Cancel Order", &[("order_number", "ORD-12345")], outcome.clone());
        Desk::new().turn("cancel ORD-12345", vec![sent], reply)
    }
}

#[test]
fn a_value_the_api_refused_is_asked_for_again() {
    let refused = failure(FailureClass::NotFound, 404);
    let reply = "I don't see an order with that number. Could you double-check?";
    assert!(!after(refused.clone())(reply).finds(CheckName::AskedAgain));
    let next = after(refused)(reply).turn("hm", vec![], "What is your order number?");
    assert!(!next.finds(CheckName::AskedAgain));
}

#[test]
fn a_value_of_a_call_that_failed_otherwise_is_still_known() {
    let next = after(server_error())("I'm having trouble.").turn(
        "can we go on?",
        vec![],
        "What is your order number?",
    );
    assert!(next.finds(CheckName::AskedAgain));
    let done = after(success(json!({})))("It's cancelled.").turn(
        "and one more",
        vec![],
        "What is your order number?",
    );
    assert!(!done.finds(CheckName::AskedAgain));
}

const IN_VAIN: &[&str] = &[
    "I couldn't get in. Could you double-check your order number?",
    "That didn't work. Please check the order number.",
    "Sorry, are you sure the order number is right?",
    "Something went wrong. What is your order number?",
    "Could you give me your order number again?",
    "Please verify your details and try again.",
    "Please make sure the order number is correct.",
    "Could you repeat the number?",
    "Please try a different order number.",
    "Could you re-enter the order number?",
    "Please provide a valid order number.",
    "Was that the right number?",
    "Can you spell the order number for me?",
    "Please check the order.",
];

const NOT_IN_VAIN: &[&str] = &[
    "I'm having trouble accessing the system right now.",
    "Shall I have someone call you back?",
    "Would you like me to try again?",
    "Please try again later.",
    "I'll check that again later.",
    "A colleague will double-check your order number.",
    "Sorry about that. Is there anything else?",
    "Let me check that again for you.",
    "What number can we call you back on?",
    "We're making sure that this is fixed.",
    "Your order number was fine, it's our system that fails.",
    "I can't tell whether it went through.",
    "Please check your email for it.",
    "Please make sure that your internet works.",
    "Please check that again later.",
    "Please make sure your phone is on.",
];

#[test]
fn after_a_failure_of_ours_nothing_is_asked_for_again() {
    for outcome in [
        server_error(),
        failure(FailureClass::Unauthorized, 401),
        timeout(),
        failure(FailureClass::RateLimited, 429),
    ] {
        let wrong = misjudged(CheckName::AskedInVain, IN_VAIN, true, after(outcome.clone()));
        assert!(wrong.is_empty(), "{outcome:?}: {wrong:#?}");
        let wrong = misjudged(CheckName::AskedInVain, NOT_IN_VAIN, false, after(outcome));
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

fn refused(action: &str, variable: &str) -> SystemAct {
    SystemAct::Refuse {
        action: ActionName::new(action),
        variable: VariableName::new(variable),
        refusal: Refusal {
            kind: RefusalKind::Pattern,
            message: "That's not a valid one.".to_owned(),
            alternatives: Vec::new(),
        },
    }
}

/// The call failed through no fault of the customer's, and in the same turn a value was refused.
fn after_failure_and(refusal: fn() -> SystemAct) -> impl Fn(&str) -> Desk {
    move |reply| after(server_error())(reply).acts(vec![], vec![refusal()])
}

#[test]
fn a_value_that_was_refused_in_the_same_turn_is_not_asked_for_in_vain() {
    let order = || refused("Cancel Order", "order_number");
    let wrong = misjudged(CheckName::AskedInVain, IN_VAIN, false, after_failure_and(order));
    assert!(wrong.is_empty(), "{wrong:#?}");
    let tried = || SystemAct::AlreadyTried {
        action: ActionName::new("Cancel Order"),
        variable: VariableName::new("order_number"),
        value: Value::String("ORD-12345".to_owned()),
    };
    let wrong = misjudged(CheckName::AskedInVain, IN_VAIN, false, after_failure_and(tried));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn beside_a_value_that_was_refused_another_one_is_asked_for_in_vain() {
    let day = || refused("Book Visit", "day");
    let of_the_order = [
        "That day is gone. What is your order number?",
        "We open at nine. Please check the order number.",
        "Something went wrong. Could you give me your order number again?",
        "Sorry, are you sure the order number is right?",
    ];
    let wrong = misjudged(CheckName::AskedInVain, &of_the_order, true, after_failure_and(day));
    assert!(wrong.is_empty(), "{wrong:#?}");
    let of_the_day = [
        "Which day suits you?",
        "That day is gone. Could you double-check it?",
        "Please make sure that the day is a weekday.",
        "Could you give me another one?",
    ];
    let wrong = misjudged(CheckName::AskedInVain, &of_the_day, false, after_failure_and(day));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_question_for_another_action_s_value_is_no_question_for_the_known_one() {
    let asks = |action: &str, variable: &str| vec![elicit(action, variable)];
    let reply = "What is the order number?";
    let of_lookup =
        known("and where is it?")(reply).acts(vec![], asks("Lookup Order", "order_number"));
    assert!(!of_lookup.finds(CheckName::AskedAgain));
    let of_cancel =
        known("and where is it?")(reply).acts(vec![], asks("Cancel Order", "order_number"));
    assert!(of_cancel.finds(CheckName::AskedAgain));
    // A reply that asks for more than the acts do asks for the known one too.
    let both = "What is the PIN? And what is your order number?";
    let more = known("and where is it?")(both).acts(vec![], asks("Verify Customer", "pin"));
    assert!(more.finds(CheckName::AskedAgain));
    let only = known("and where is it?")("What is the PIN?");
    assert!(!only.acts(vec![], asks("Verify Customer", "pin")).finds(CheckName::AskedAgain));
}

#[test]
fn a_question_for_a_value_whose_name_is_alike_is_no_question_for_the_known_one() {
    let asked = |acts| {
        let mut desk = known("and where is it?")("What is the order ID?").acts(vec![], acts);
        let lookup = ActionName::new("Lookup Order");
        let action = desk.agent.actions.iter_mut().find(|action| action.name == lookup).unwrap();
        action.variables[0].name = VariableName::new("order_id");
        desk.finds(CheckName::AskedAgain)
    };
    assert!(!asked(vec![elicit("Lookup Order", "order_id")]));
    // Where no act tells what is meant, the words have to.
    assert!(asked(vec![]));
    assert!(asked(vec![elicit("Verify Customer", "pin")]));
}

#[test]
fn after_a_failure_of_the_value_it_is() {
    for outcome in [
        failure(FailureClass::NotFound, 404),
        failure_with(FailureClass::InvalidInput, Some(422), Body::Empty),
    ] {
        let wrong = misjudged(CheckName::AskedInVain, IN_VAIN, false, after(outcome));
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

#[test]
fn what_the_prompt_says_for_the_failure_is_not_in_vain() {
    let forbidden = failure(FailureClass::Forbidden, 403);
    let own = "That order was locked by our warehouse. Please check the order number with them.";
    assert!(!after(forbidden.clone())(own).finds(CheckName::AskedInVain));
    assert!(
        after(forbidden)("Please check the order number once more.").finds(CheckName::AskedInVain)
    );
}
