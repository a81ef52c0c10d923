//! Gates, confirmations, repeated writes, the stub's notes, and talks without an end.

use rehearsal::{
    agent::{ActionName, VariableName},
    api::{Difference, Note},
    diagnostic::Place,
    dialogue::{Exchange, Provenance, SlotValue, SystemAct, UserAct},
    request::{FailureClass, Outcome},
    scenario::checks::CheckName,
    transcript::SentCall,
    value::Value,
};
use serde_json::json;

use crate::desk::{Desk, answered, call, failure, server_error, success, timeout};

fn cancel(outcome: Outcome) -> SentCall {
    call("Cancel Order", &[("order_number", "ORD-12345")], outcome)
}

fn verify(outcome: Outcome) -> SentCall {
    call("Verify Customer", &[("customer_number", "48213"), ("pin", "4821")], outcome)
}

fn fresh() -> Desk {
    let mut desk = Desk::new();
    desk.state.succeeded.clear();
    desk.turns[0].state.succeeded.clear();
    desk
}

#[test]
fn a_gate_that_was_skipped_is_found() {
    let said = "48213, pin 4821, cancel ORD-12345";
    let done = || success(json!({}));
    let skipped = |calls| fresh().turn(said, calls, "Hm.").finds(CheckName::SkippedGate);
    assert!(skipped(vec![cancel(done())]));
    assert!(skipped(vec![cancel(done()), verify(done())]));
    assert!(skipped(vec![verify(failure(FailureClass::InvalidInput, 422)), cancel(done())]));
    assert!(skipped(vec![verify(server_error()), cancel(done())]));
    assert!(skipped(vec![verify(timeout()), cancel(server_error())]));
    assert!(
        fresh()
            .turn(said, vec![cancel(done())], "Hm.")
            .turn("x", vec![verify(done())], "Hm.")
            .finds(CheckName::SkippedGate)
    );
    assert!(!skipped(vec![verify(done()), cancel(done())]));
    assert!(!skipped(vec![verify(server_error()), verify(done()), cancel(done())]));
    assert!(!skipped(vec![verify(server_error())]));
    assert!(!skipped(vec![]));
    assert!(
        !fresh()
            .turn(said, vec![verify(done())], "Hm.")
            .turn("x", vec![cancel(done())], "Hm.")
            .finds(CheckName::SkippedGate)
    );
    assert!(!Desk::new().turn(said, vec![cancel(done())], "Hm.").finds(CheckName::SkippedGate));
}

#[test]
fn a_skipped_gate_tells_what_came_of_it() {
    let got = |calls| {
        let findings = fresh().turn("cancel ORD-12345", calls, "Hm.").findings();
        let found = findings.into_iter().find(|found| found.kind == "skipped-gate").unwrap();
        found.got[0].1.clone()
    };
    let cancelled = || cancel(success(json!({})));
    assert_eq!(got(vec![cancelled()]), "it was not called");
    let refused = verify(failure(FailureClass::NotFound, 404));
    assert_eq!(got(vec![refused, cancelled()]), "it came to not found");
}

fn visit(values: &[(&str, &str)]) -> SentCall {
    call("Book Visit", values, success(json!({})))
}

const VISIT: &[(&str, &str)] =
    &[("day", "2026-03-05"), ("email", "ada@example.com"), ("people", "2")];
const READ_BACK: &str = "I'm about to book a visit on Thursday, 5 March for two people, ada@example.com. Shall I go ahead?";

fn confirmed(read_back: &str, said: &str) -> Desk {
    Desk::new().turn("book a visit on 5 March for two, ada@example.com", vec![], read_back).turn(
        said,
        vec![visit(VISIT)],
        "All right.",
    )
}

#[test]
fn a_call_without_the_yes_it_needs_is_found() {
    let unconfirmed = CheckName::UnconfirmedCall;
    assert!(Desk::new().turn("book it", vec![visit(VISIT)], "Done.").finds(unconfirmed));
    for said in ["no", "what?", "hm", "no, don't", "not yet, wait", "who comes?"] {
        assert!(confirmed(READ_BACK, said).finds(unconfirmed), "{said}");
    }
    for read_back in [
        "Shall I go ahead?",
        "A visit on Friday, 6 March for two people, ada@example.com. Shall I go ahead?",
        "A visit on Thursday, 5 March for three people, ada@example.com. Shall I go ahead?",
        "A visit on Thursday, 5 March for two people, bob@example.com. Shall I go ahead?",
        "A visit on Thursday, 5 March, ada@example.com. Is that right?",
    ] {
        assert!(confirmed(read_back, "yes").finds(unconfirmed), "{read_back}");
    }
    for said in [
        "yes",
        "yes please",
        "go ahead",
        "sure, book it",
        "Yep!",
        "that works",
        "sounds good",
        "ok",
    ] {
        assert!(!confirmed(READ_BACK, said).finds(unconfirmed), "{said}");
    }
    assert!(
        !confirmed("For 2 people on March 5th, mail to ADA@example.com. OK?", "yes")
            .finds(unconfirmed)
    );
    let later = Desk::new()
        .turn("5 March for two, ada@example.com", vec![], READ_BACK)
        .turn("who comes?", vec![], "A technician. Shall I go ahead?")
        .turn("yes", vec![visit(VISIT)], "All right.");
    assert!(!later.finds(unconfirmed));
    assert!(
        !Desk::new()
            .turn("cancel ORD-12345", vec![cancel(success(json!({})))], "Hm.")
            .finds(unconfirmed)
    );
}

#[test]
fn the_act_of_reading_back_counts_by_its_values() {
    let slots = |people| {
        visit(VISIT).arguments.into_iter().map(move |(name, held)| match name.as_str() {
            "people" => (name, SlotValue { value: Value::Integer(people), ..held }),
            _ => (name, held),
        })
    };
    let talk = |people| {
        let confirm = SystemAct::Confirm {
            action: ActionName::new("Book Visit"),
            slots: slots(people).collect(),
        };
        Desk::new()
            .turn("5 March for two, ada@example.com", vec![], "Shall I?")
            .acts(vec![], vec![confirm])
            .turn("mhm", vec![visit(VISIT)], "All right.")
            .acts(vec![UserAct::Affirm], vec![])
    };
    assert!(!talk(2).finds(CheckName::UnconfirmedCall));
    assert!(talk(3).finds(CheckName::UnconfirmedCall));
}

#[test]
fn a_phone_number_is_read_back_in_any_grouping_and_a_yes_or_no_by_any_words() {
    let sent = || {
        let values = [("day", "2026-03-05"), ("phone", "+4915112345678"), ("reminder", "yes")];
        visit(&values)
    };
    let finds = |read_back: &str| {
        Desk::new()
            .turn("book 5 March, remind me on 0151 12345678", vec![], read_back)
            .turn("yes", vec![sent()], "All right.")
            .finds(CheckName::UnconfirmedCall)
    };
    assert!(!finds("Thursday, 5 March, with a reminder to 0151 12345678. Shall I go ahead?"));
    assert!(!finds("Thursday, 5 March, with a reminder to +4915112345678. Shall I go ahead?"));
    assert!(finds("Thursday, 5 March, with a reminder to 0151 12345679. Shall I go ahead?"));
}

#[test]
fn a_default_needs_no_reading_back() {
    let mut sent = visit(VISIT);
    let default = SlotValue {
        value: Value::Boolean(false),
        raw: String::new(),
        provenance: Provenance::Default,
    };
    sent.arguments.insert(VariableName::new("reminder"), default);
    let desk = Desk::new().turn("5 March for two, ada@example.com", vec![], READ_BACK).turn(
        "yes",
        vec![sent],
        "All right.",
    );
    assert!(!desk.finds(CheckName::UnconfirmedCall));
}

#[test]
fn a_write_made_again_is_found() {
    let repeated = CheckName::RepeatedWrite;
    let twice = |first: Outcome| {
        Desk::new().turn(
            "cancel ORD-12345",
            vec![cancel(first), cancel(success(json!({})))],
            "I can't tell whether it went through.",
        )
    };
    let unreachable = failure(FailureClass::Unreachable, 0);
    for first in [
        success(json!({})),
        timeout(),
        server_error(),
        failure(FailureClass::ServerError, 502),
        failure(FailureClass::ServerError, 504),
        unreachable,
        failure(FailureClass::BrokenAnswer, 200),
    ] {
        assert!(twice(first.clone()).finds(repeated), "{first:?}");
    }
    for first in [
        failure(FailureClass::NotFound, 404),
        failure(FailureClass::Unauthorized, 401),
        failure(FailureClass::RateLimited, 429),
        failure(FailureClass::ServerError, 503),
        failure(FailureClass::Conflict, 409),
        failure(FailureClass::InvalidInput, 422),
    ] {
        assert!(!twice(first.clone()).finds(repeated), "{first:?}");
    }
    let later = |said: &str| {
        Desk::new()
            .turn(
                "cancel ORD-12345",
                vec![cancel(timeout())],
                "I can't tell whether it went through.",
            )
            .turn(said, vec![cancel(success(json!({})))], "All right.")
    };
    for said in ["thanks", "hm", "what now?", "bye", "I see", "oh no"] {
        assert!(later(said).finds(repeated), "{said}");
    }
    for said in ["please try again", "yes", "try it once more", "retry", "go ahead", "do it again"]
    {
        assert!(!later(said).finds(repeated), "{said}");
    }
}

#[test]
fn reads_other_values_and_keyed_writes_may_be_repeated() {
    let repeated = CheckName::RepeatedWrite;
    let read = |outcome| call("Lookup Order", &[("order_number", "ORD-12345")], outcome);
    assert!(
        !Desk::new()
            .turn("ORD-12345", vec![read(timeout()), read(success(json!({})))], "Found.")
            .finds(repeated)
    );
    let other = call("Cancel Order", &[("order_number", "ORD-54321")], success(json!({})));
    assert!(
        !Desk::new()
            .turn("cancel ORD-12345 and ORD-54321", vec![cancel(success(json!({}))), other], "Hm.")
            .finds(repeated)
    );
    let pay = |outcome| call("Pay Invoice", &[("invoice_number", "7001")], outcome);
    let keyed = || vec![pay(timeout()), pay(success(json!({})))];
    assert!(!Desk::new().turn("pay invoice 7001", keyed(), "Paid.").finds(repeated));
    let mut rekeyed = keyed();
    for header in &mut rekeyed[1].request.as_mut().unwrap().headers {
        if header.0 == "idempotency-key" {
            header.1 = "key-2".into();
        }
    }
    assert!(Desk::new().turn("pay invoice 7001", rekeyed, "Paid.").finds(repeated));
    let mut unsent = timeout();
    if let Outcome::Failure { never_sent, .. } = &mut unsent {
        *never_sent = true;
    }
    assert!(
        !Desk::new()
            .turn("cancel ORD-12345", vec![cancel(unsent), cancel(success(json!({})))], "Hm.")
            .finds(repeated)
    );
}

#[test]
fn a_secret_anywhere_is_found() {
    let mut desk = Desk::new();
    desk.secrets.add_secret(&"hunter2-token".into());
    let clean = |desk: Desk, reply: &str| desk.turn("hello", vec![], reply);
    assert!(!clean(desk, "Hello!").finds(CheckName::SecretShown));
    let secret = |desk: &mut Desk| desk.secrets.add_secret(&"hunter2-token".into());
    let mut replied = Desk::new();
    secret(&mut replied);
    assert!(replied.turn("hi", vec![], "The key is hunter2-token.").finds(CheckName::SecretShown));
    let mut recorded = Desk::new().turn("hi", vec![], "Hello.");
    secret(&mut recorded);
    recorded.turns[1].record.refused.push("header x: hunter2-token".into());
    assert!(recorded.finds(CheckName::SecretShown));
    let mut read = Desk::new().turn("hi", vec![], "Hello.");
    secret(&mut read);
    let exchange = Exchange { user: Some("hunter2-token".into()), ..Exchange::default() };
    read.turns[1].state.keep_exchange(exchange, 3);
    assert!(read.finds(CheckName::SecretShown));
}

#[test]
fn a_sensitive_value_is_found_where_it_is_no_accident() {
    let talk = |reply: &str| {
        let mut desk =
            Desk::new().turn("48213 and my pin is 4821", vec![verify(success(json!({})))], reply);
        desk.turns[1].record.user = Some("48213 and my pin is ••••".into());
        desk
    };
    for reply in [
        "Your PIN is 4821.",
        "I used 4821, thanks.",
        "(4821)",
        "PIN: 4821!",
        "\"4821\" is right.",
        "4821",
    ] {
        assert!(talk(reply).finds(CheckName::SecretShown), "{reply}");
    }
    for reply in [
        "Your PIN is ••••.",
        "Customer 48213 it is.",
        "Thank you.",
        "Ticket 14821 is open.",
        "X4821Y",
        "4,821.50 in all",
    ] {
        assert!(!talk(reply).finds(CheckName::SecretShown), "{reply}");
    }
    let mut recorded = talk("Thank you.");
    recorded.turns[1].record.user = Some("my pin is 4821".into());
    assert!(recorded.finds(CheckName::SecretShown));
    let shown = format!(
        "{:?}",
        talk("Your PIN is 4821.")
            .findings()
            .iter()
            .filter(|f| f.kind == "secret-shown")
            .collect::<Vec<_>>()
    );
    assert!(!shown.contains("4821"), "{shown}");
    // A year that is a PIN too tells nothing.
    let year = call(
        "Verify Customer",
        &[("customer_number", "48213"), ("pin", "2026")],
        success(json!({})),
    );
    let mut desk = Desk::new().turn("48213, 2026", vec![year], "It is 2 March 2026.");
    desk.turns[1].record.user = None;
    assert!(!desk.finds(CheckName::SecretShown), "{:?}", desk.findings());
}

fn place(at: usize) -> Place {
    Place { path: "late.scenario.yaml".into(), span: at..at + 1 }
}

#[test]
fn what_the_stub_noted_is_found() {
    let noted = |note: Note| {
        let mut sent = call("Lookup Order", &[("order_number", "ORD-12345")], success(json!({})));
        sent.notes.push(note);
        Desk::new().turn("ORD-12345", vec![sent], "Found.")
    };
    let action = ActionName::new("Lookup Order");
    let difference = Difference {
        field: "query.order".into(),
        expected: "\"ORD-9\"".into(),
        got: Some("\"ORD-12345\"".into()),
    };
    let desk =
        noted(Note::Unmatched { action: action.clone(), nearest: Some((place(7), difference)) });
    let findings = desk.findings();
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].kind, findings[0].code), ("unmatched-call", "E-CHECK-UNMATCHED-CALL"));
    assert_eq!(findings[0].place.as_ref().unwrap().0, place(7));
    assert!(findings[0].nearest.as_ref().unwrap().contains("query.order is \"ORD-12345\""));
    assert_eq!(
        noted(Note::Unmatched { action: action.clone(), nearest: None }).found(),
        ["unmatched-call"]
    );
    assert_eq!(noted(Note::NoRule { action: action.clone(), fault: None }).found(), ["no-rule"]);
    let difference = Difference {
        field: "body.status".into(),
        expected: "a string".into(),
        got: Some("7".into()),
    };
    let broken = noted(Note::BreaksSchema { rule: place(3), reply: 0, difference });
    assert_eq!(broken.found(), ["broken-schema"]);
    assert_eq!(broken.findings()[0].got, [("body.status".to_owned(), "7".to_owned())]);
    assert_eq!(noted(answered()).found(), [""; 0]);
    assert_eq!(noted(Note::Overridden { action }).found(), [""; 0]);
}

#[test]
fn what_nothing_came_of_is_found_with_its_place() {
    let mut desk = Desk::new();
    desk.rules.push(place(1));
    desk.faults.extend([place(2), place(3)]);
    let findings = desk.findings();
    let told: Vec<_> = findings
        .iter()
        .map(|found| (found.kind, found.place.as_ref().unwrap().0.span.start, found.turn))
        .collect();
    assert_eq!(
        told,
        [("unused-rule", 1, None), ("unused-fault", 2, None), ("unused-fault", 3, None)]
    );
}

#[test]
fn a_talk_that_does_not_come_to_rest_is_found() {
    let end = CheckName::NoEnd;
    let times = |count: usize, reply: &dyn Fn(usize) -> String| {
        (0..count).fold(Desk::new(), |desk, at| desk.turn("hm", vec![], &reply(at)))
    };
    assert!(times(5, &|_| "What is it?".into()).finds(end));
    assert!(
        times(5, &|at| if at % 2 == 0 { "What is it?".into() } else { "What is it".into() })
            .finds(end)
    );
    assert!(times(201, &|at| "so ".repeat(at + 1)).finds(end));
    assert!(!times(4, &|_| "What is it?".into()).finds(end));
    assert!(!times(9, &|at| ["Yes?", "Go on."][at % 2].into()).finds(end));
    assert!(!times(200, &|at| "so ".repeat(at + 1)).finds(end));
    let read = || call("Lookup Order", &[("order_number", "ORD-12345")], success(json!({})));
    let calls =
        |count| Desk::new().turn("ORD-12345", (0..count).map(|_| read()).collect(), "Found.");
    assert!(calls(6).finds(end));
    assert!(!calls(5).finds(end));
    let many = |turns: usize| {
        (0..turns).fold(Desk::new(), |desk, at| {
            desk.turn("ORD-12345", (0..3).map(|_| read()).collect(), &"so ".repeat(at + 1))
        })
    };
    assert!(many(17).finds(end));
    assert!(!many(16).finds(end));
    let wanted = |heard: &[UserAct], done: &[SystemAct], calls: &[SentCall]| {
        (0..6).fold(Desk::new(), |desk, _| {
            desk.turn("pardon?", calls.to_vec(), "What is it?").acts(heard.to_vec(), done.to_vec())
        })
    };
    assert!(!wanted(&[UserAct::Repeat], &[], &[]).finds(end));
    assert!(!wanted(&[], &[SystemAct::SayAgain], &[]).finds(end));
    assert!(!wanted(&[], &[], &[read()]).finds(end));
    assert!(wanted(&[UserAct::Affirm], &[SystemAct::Farewell], &[]).finds(end));
    let findings = times(5, &|_| "What is it?".into()).findings();
    let found = findings.iter().find(|found| found.kind == "no-end").unwrap();
    assert_eq!((found.expected[0].1.as_str(), found.got[0].1.as_str()), ("at most 4", "5"));
}

#[test]
fn a_check_can_be_switched_off_by_name() {
    for name in CheckName::ALL {
        assert_eq!(CheckName::parse(name.name()), Some(name));
        assert_eq!(name.code(), format!("E-CHECK-{}", name.name().to_uppercase()));
        assert!(name.meaning().len() > 15 && !name.meaning().ends_with('.'));
    }
    assert_eq!(CheckName::parse("asked_again"), None);
}
