//! What is meant for machines is not read out.

use rehearsal::{
    request::{Body, FailureClass, Outcome},
    scenario::checks::CheckName,
};
use serde_json::json;

use crate::desk::{Desk, call, failure_with, misjudged};

fn failed(status: u16, body: serde_json::Value) -> Outcome {
    let class = match status {
        404 => FailureClass::NotFound,
        429 => FailureClass::RateLimited,
        _ => FailureClass::ServerError,
    };
    failure_with(class, Some(status), Body::Json(body))
}

fn talk(reply: &str) -> Desk {
    let body =
        json!({ "error": "RecordNotFound", "code": "rate_limited", "detail": "nothing here" });
    let lookup = call("Lookup Order", &[("order_number", "ORD-12345")], failed(500, body));
    let found = call(
        "Lookup Order",
        &[("order_number", "ORD-50404")],
        Outcome::Success {
            status: 200,
            body: Body::Json(
                json!({ "status": "shipped", "link": "https://track.desk.test/1Z999", "gate": "504", "tag": "FAST_LANE", "host": "track.desk.test/1Z999" }),
            ),
        },
    );
    Desk::new()
        .turn("my printer shows error 503, order ORD-50404", vec![found], "It is shipped.")
        .turn("and ORD-12345?", vec![lookup], reply)
}

const RAW: &[&str] = &[
    "I got an HTTP 500.",
    "The system returned HTTP 500 Internal Server Error.",
    "Error 500: please try later.",
    "The server answered with status 500.",
    "Status code: 404.",
    "I received a 500 from the API.",
    "It says (500).",
    "The service gave error code 502.",
    "There was a 502 Bad Gateway.",
    "A 429 error occurred.",
    "The API said 404 Not Found.",
    "Sorry, I got a NullPointerException.",
    "TypeError: Cannot read properties of undefined (reading 'status')",
    "It failed with java.net.SocketTimeoutException.",
    "Traceback (most recent call last): File \"app.py\", line 3, in main",
    "at com.desk.Orders.find(Orders.java:42)",
    "The connection failed: ECONNREFUSED.",
    "The upstream said connection refused.",
    "Please look at https://api.desk.test/orders?order=ORD-12345 yourself.",
    "I called api.desk.test/orders and it failed.",
    "The server at 10.0.0.12:8080 is down.",
    "It answered {\"error\": \"not found\"}.",
    "{\"status\":\"error\"}",
    "I got {'error': 'boom'} back.",
    "The result was [{\"id\": 1}].",
    "<html><body>Oops</body></html>",
    "Your order is late.<br>Sorry.",
    "Your tracking number is null.",
    "Your order is undefined.",
    "The order is [object Object].",
    "Hello {{ contact.first_name }}, it failed.",
    "The reason is RATE_LIMIT_EXCEEDED.",
    "The reason is RecordNotFound.",
    "It came back as rate_limited.",
    "It failed with not_found.",
    "The system said: gateway timeout.",
    "localhost:3000 does not answer.",
    "panicked at src/main.rs:3",
    "The API returned a 500, sorry.",
    "I got &lt;error&gt; as an answer.",
];

const PLAIN: &[&str] = &[
    "I don't see order ORD-404. Could you double-check?",
    "Order ORD-500 is late.",
    "That costs 500 euros.",
    "That costs €500.",
    "It is 404 kilometres away, so 404 km.",
    "You have 500 points.",
    "A 500 euro voucher is waiting for you.",
    "The printer's error 503 means that the tray is empty.",
    "I'm having trouble accessing the system right now.",
    "Something went wrong on our side.",
    "I ran into an error, sorry.",
    "There was an unexpected error.",
    "The status of your order is shipped.",
    "Your code is on the card.",
    "More stands on https://help.desk.test/returns.",
    "You can follow it on https://track.desk.test/1Z999.",
    "You can follow it at track.desk.test/1Z999.",
    "Please write to care@desk.test.",
    "The system is taking longer than expected.",
    "The request timed out.",
    "I'd make an exception for you.",
    "No exceptions, sorry.",
    "It is at gate 504.",
    "Your room is on floor 5, number 502.",
    "Please call 0800 500 500.",
    "Extension 404 is theirs.",
    "I'm 100% sure that 3 < 5.",
    "Tom & Jerry's order is here.",
    "It is null and void.",
    "(I mean the second one.)",
    "The order: shipped, [sic] late.",
    "\"Thank you\": that's all I can say.",
    "Choose one: {red} is no choice.",
    "It goes by FAST_LANE.",
    "Trial and error got us there.",
    "Terror and errors are different things.",
    "I got 404 of 500 pieces.",
    "It comes with and/or without a cable.",
    "Please check the order_number field on your card.",
    "The response was quick, within 3.5 seconds.",
    "e.g. 10.30 or 2.15",
    "That is 500.25 in all.",
    "There is nothing here for you.",
];

#[test]
fn what_is_meant_for_machines_is_found() {
    let wrong = misjudged(CheckName::RawError, RAW, true, talk);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn plain_words_numbers_and_known_addresses_are_not() {
    let wrong = misjudged(CheckName::RawError, PLAIN, false, talk);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_word_of_a_failed_answer_is_raw_when_no_person_would_write_it() {
    let raw = |word: &str| {
        let sent = call(
            "Lookup Order",
            &[("order_number", "ORD-12345")],
            failed(500, json!({ "error": word })),
        );
        let reply = format!("I see {word} here.");
        Desk::new().turn("ORD-12345", vec![sent], &reply).finds(CheckName::RawError)
    };
    for word in ["rateLimit", "rate_limit", "late.rateLimit"] {
        assert!(raw(word), "{word}");
    }
    for word in ["late", "sold out", "aBc", "sold onlyOnce", "iPhone15"] {
        assert!(!raw(word), "{word}");
    }
}

#[test]
fn what_was_said_or_is_known_from_the_context_may_be_told() {
    let mut desk = Desk::new().turn("how does it go?", vec![], "It goes by SLOW_LANE.");
    assert!(desk.finds(CheckName::RawError));
    desk.turns[1].state.context.insert("lane".into(), json!("SLOW_LANE"));
    assert!(!desk.finds(CheckName::RawError));
    let said = Desk::new().turn("is it by slow_lane?", vec![], "It goes by SLOW_LANE.");
    assert!(!said.finds(CheckName::RawError));
}

#[test]
fn what_an_answer_says_in_plain_text_or_as_a_number_may_be_told() {
    let talk = |body: Body, reply: &str| {
        let outcome = Outcome::Success { status: 200, body };
        let found = call("Lookup Order", &[("order_number", "ORD-12345")], outcome);
        let failed = call("Lookup Order", &[("order_number", "ORD-50404")], failed(500, json!({})));
        Desk::new().turn("ORD-12345", vec![found, failed], reply).finds(CheckName::RawError)
    };
    let text = |text: &str| Body::Text(text.to_owned());
    assert!(!talk(text("It goes by SLOW_LANE."), "It goes by SLOW_LANE."));
    assert!(talk(text("It goes by sea."), "It goes by SLOW_LANE."));
    assert!(!talk(Body::Json(json!({ "pieces": 500 })), "It says (500)."));
    assert!(talk(Body::Json(json!({ "pieces": 501 })), "It says (500)."));
}

#[test]
fn the_finding_shows_what_and_why() {
    let findings = talk("Sorry, I got an HTTP 500.").findings();
    let found = findings.iter().find(|found| found.kind == "raw-error").unwrap();
    assert_eq!(found.code, "E-CHECK-RAW-ERROR");
    assert_eq!(found.got[0].1, "HTTP 500");
    assert!(found.why.iter().any(|why| why.contains("answered 500")), "{:?}", found.why);
}
