//! Findings on what a single line says.

use crate::desk::{DESK, holds_for_lines, with};

#[test]
fn a_promise_needs_an_action_that_could_keep_it() {
    let broken = [
        "- 500: \"I'm sorry. I'll have someone call you back.\"",
        "- Any error: offer a callback.",
        "- Timeout: \"We'll email you as soon as it is done.\"",
        "- Timeout: \"Someone will confirm it by email.\"",
        "- 409: \"It has left already. I'll open a ticket for our warehouse.\"",
        "- 409: \"I can give you a full refund instead.\"",
        "- 500: \"I'll text you when it works again.\"",
        "- Any error: apologise and offer a discount.",
        "- 500: \"We will let you know once it is done.\"",
        "- 500: \"Can't reach it, but I can have a colleague give you a call.\"",
        "- 500: \"We'll send a technician.\"",
        "- Any error: promise to get back to them.",
    ];
    let near = [
        "- 500: \"I can put you through to a colleague.\"",
        "- Any error: never promise a callback.",
        "- Any error: apologise; do not offer a refund.",
        "- 404: \"The number is in your confirmation email. Could you check?\"",
        "- 422: \"I'll need your email address again.\"",
        "- 404: \"Is it the number from the ticket?\"",
        "- 500: \"You can call us back tomorrow.\"",
        "- 409: \"If you want a refund, our shop in town can help.\"",
        "- 500: \"I can't send you an email at the moment.\"",
        "- Any error: offer to transfer to a person.",
    ];
    holds_for_lines("promise-without-action", DESK, &broken, &near);
}

#[test]
fn an_action_that_could_keep_the_promise_is_enough() {
    for (name, description, line) in [
        (
            "Request Callback",
            "Have a colleague phone the customer",
            "- Any error: offer a callback.",
        ),
        ("Notify", "Send the customer a message", "- 500: \"We'll email you once it is done.\""),
        ("Open Ticket", "Report a problem to the back office", "- 500: \"I'll open a ticket.\""),
        ("Escalate", "Hand the talk to the second line", "- 500: \"Someone will call you back.\""),
        ("Pay Back", "Refund a payment to the card", "- 409: \"I can offer a refund.\""),
        ("Send SMS", "Text a code to the customer", "- 500: \"I'll text you the code.\""),
    ] {
        let actions = with(name, "POST", description);
        holds_for_lines("promise-without-action", &actions, &[], &[line]);
    }
    // Help desks cannot be told of it by the very call that failed.
    let actions = with("Open Ticket", "POST", "Open a ticket for the second line");
    let failed = "Desk.\n## Open Ticket\n- 500: \"Someone will call you back.\"\n";
    assert_eq!(crate::desk::lines(&actions, failed, "promise-without-action"), [Some(3)]);
}

#[test]
fn one_kind_of_promise_is_told_once_with_all_its_lines() {
    let prompt = "## Cancel Order\n- 404: \"I'll call you back.\"\n- 500: \"Ok.\"\n- Timeout: offer a callback.\n";
    let found = crate::desk::found(DESK, prompt);
    let promises: Vec<_> =
        found.iter().filter(|advice| advice.code == "promise-without-action").collect();
    assert_eq!(promises.len(), 1);
    assert_eq!(promises[0].line, Some(2));
    assert!(promises[0].message.contains("(and in line 4)"), "{}", promises[0].message);
}

#[test]
fn words_for_machines_are_kept_from_customers() {
    let leaking = [
        "- 404: \"I got a 404 for that order.\"",
        "- 500: \"There was an internal server error.\"",
        "- 500: \"The API is down.\"",
        "- Timeout: \"The request ran into a timeout.\"",
        "- Timeout: \"It timed out.\"",
        "- 500: \"An exception occurred.\"",
        "- Any error: \"The JSON was not valid.\"",
        "- 503: \"The endpoint does not answer.\"",
        "- 500: \"Our server is down.\"",
        "- 422: \"order_not_found, please check.\"",
        "- 400: \"The status code was wrong.\"",
        "- Any error: tell the customer the error code.",
        "- Any error: read the error message out to them.",
    ];
    let near = [
        "- 404: \"I don't see an order with that number.\"",
        "- 404: \"We are at 500 Main Street, come by.\"",
        "- 404: \"There is no order ORD-404.\"",
        "- 422: \"I can't make an exception for that.\"",
        "- 500: \"Our system is slow today.\"",
        "- 500: \"I'm having trouble with that right now.\"",
        "- Timeout: \"It is taking longer than expected.\"",
        "- 409: \"The code you gave me is not valid any more.\"",
        "- Any error: never tell them the error code.",
        "- 404: \"I don't see {{ contact.first_name }} here.\"",
        "- Any error: tell them that it did not work.",
    ];
    holds_for_lines("line-leaks-technical-word", DESK, &leaking, &near);
    let trade = with("Create API Key", "POST", "Create a key for our API");
    holds_for_lines(
        "line-leaks-technical-word",
        &trade,
        &["- 500: \"The endpoint is down.\""],
        &["- 404: \"I don't see an API key with that name.\""],
    );
}

#[test]
fn a_write_that_may_have_gone_through_is_not_invited_again() {
    let inviting = [
        "- Timeout: \"That took too long. Please try again.\"",
        "- Timeout: \"It is slow. Shall I try it once more?\"",
        "- Timeout: apologise and retry.",
        "- Any error: \"Something went wrong. Could you try again?\"",
        "- No response: \"No answer. Please submit it again.\"",
        "- Timeout: \"Let's give it another try.\"",
        "- Timeout: \"Please try later.\"",
        "- Any error: ask them to try again.",
    ];
    let near = [
        "- Timeout: \"I can't tell whether it went through. Someone will check.\"",
        "- Timeout: \"Please don't try again, it may have gone through.\"",
        "- 422: \"That was not accepted. Could you try again?\"",
        "- Timeout: never try again by yourself.",
        "- Timeout: \"I'll check whether it was cancelled before we try again.\"",
        "- 500: \"It did not work. Please try again.\"",
        "- Timeout: \"I don't know yet. Let's look at it again tomorrow.\"",
    ];
    holds_for_lines("second-write-invited", DESK, &inviting, &near);
}

#[test]
fn what_reads_or_has_a_key_may_be_tried_again() {
    let line = "- Timeout: \"That took too long. Please try again.\"\n";
    let of = |name: &str| format!("## {name}\n{line}");
    let code = "second-write-invited";
    let lookup = crate::desk::lines(DESK, &of("Lookup Order Status"), code);
    assert!(lookup.is_empty());
    let posted = with("Check Stock", "POST", "Find out what is there");
    assert!(crate::desk::lines(&posted, &of("Check Stock"), code).is_empty());
    let keyed = with("Book Seat", "POST", "Book a seat") + "    idempotency_key: Idempotency-Key\n";
    assert!(crate::desk::lines(&keyed, &of("Book Seat"), code).is_empty());
    let plain = with("Book Seat", "POST", "Book a seat");
    assert_eq!(crate::desk::lines(&plain, &of("Book Seat"), code), [Some(2)]);
    // A line for all actions counts for the writes among them; a line of its own stands before it.
    let general = format!("{line}\n## Cancel Order\n- Timeout: \"I can't tell yet.\"\n");
    assert!(crate::desk::lines(DESK, &format!("## Errors\n{general}"), code).is_empty());
    assert_eq!(crate::desk::lines(DESK, &format!("## Errors\n{line}"), code), [Some(2)]);
}

#[test]
fn a_line_says_something() {
    let hollow = [
        "- 404: \"\"",
        "- 404: \"...\"",
        "- 404: TODO",
        "- 404: TBD: ask legal",
        "- 404: \" \"",
        "- 404: n/a",
        "- 404:",
        "- Timeout: -",
    ];
    let near = [
        "- 404: \"Sorry.\"",
        "- 404: apologise.",
        "- 404: \"None of our orders has that number.\"",
        "- 404:\n  - say that there is no such order",
        "- 404:\n  \"There is no such order.\"",
        "- 404: ask again",
        "- 404: \"{{ contact.first_name }}\"",
    ];
    holds_for_lines("line-says-nothing", DESK, &hollow, &near);
}

#[test]
fn a_failure_is_not_told_as_a_success() {
    let claiming = [
        "- 500: \"Your order has been cancelled.\"",
        "- Timeout: \"All done!\"",
        "- Any error: \"I've cancelled it for you.\"",
        "- 409: \"Great, that went through.\"",
        "- Timeout: \"It is slow today, but your order is cancelled.\"",
        "- 500: \"You'll receive a confirmation shortly.\"",
    ];
    let near = [
        "- 500: \"Your order has not been cancelled.\"",
        "- Timeout: \"I can't tell yet whether it has been cancelled.\"",
        "- 409: \"That order has already been cancelled.\"",
        "- 500: \"I couldn't cancel it.\"",
        "- 404: \"Once it is cancelled you'll hear from us.\"",
        "- 409: \"Was it cancelled before?\"",
        "- 403: \"This account is locked.\"",
    ];
    holds_for_lines("error-line-claims-success", DESK, &claiming, &near);
}
