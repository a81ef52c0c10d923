//! What a reply tells must come from somewhere.

use rehearsal::scenario::checks::CheckName;
use serde_json::json;

use crate::desk::{Desk, call, failure_with, misjudged, success};
use rehearsal::request::{Body, FailureClass};

fn talk(reply: &str) -> Desk {
    let answer = json!({
        "status": "shipped", "tracking": "1Z999AA10123456784", "eta": "2026-03-05", "price": 1299.5, "fee": 25,
        "left": "2026-03-01T17:00:00Z", "carrier_phone": "+442079460123", "weight": "2.5 kg", "vat": 0.19,
        "items": [{ "sku": "TAP-7", "count": 3 }, { "sku": "HOSE-12", "count": 1 }], "slots": ["09:00", "10:30", "14:00"],
        "mail": "carrier@ship.test", "cents": 4950, "card": "4111111111110123", "zip": "04107"
    });
    let lookup = call("Lookup Order", &[("order_number", "ORD-12345")], success(answer));
    Desk::new().turn("Where is ORD-12345? I paid two hundred pounds, my number is 0151 12345678, mail john dot smith at gmail dot com, on 8 April", vec![lookup], reply)
}

const INVENTED: &[&str] = &[
    "Your tracking number is 1Z999AA10123456785.",
    "It arrives on 6 March 2026.",
    "It arrives on Friday.",
    "It arrives on March 6th.",
    "It arrives on the seventh of March.",
    "It arrives tomorrow.",
    "It arrives within 3 to 5 business days.",
    "It costs €1,399.50.",
    "It costs 1.299,75 €.",
    "It costs thirty-five euros.",
    "The fee is 26 euros.",
    "The fee is $25.99.",
    "Your order number is ORD-12346.",
    "Your ticket is #88421.",
    "Your confirmation number is CNF-20931.",
    "The carrier's number is +44 20 7946 0999.",
    "Please call 0800 123 4567.",
    "It left at 15:20.",
    "It left at 3 pm.",
    "There's a slot at 11:30.",
    "There's a slot at 4 p.m.",
    "You get a discount of 20%.",
    "It weighs 7 kg.",
    "Someone will call you within 24 hours.",
    "Seven items are in the parcel.",
    "It was ordered on 2026-01-12.",
    "It will be there on 12/06/2026.",
    "Write to orders@ship.test.",
    "The card ends in 0999.",
    "You have 250 points.",
    "It takes about 90 minutes.",
    "The order was placed on 14 January.",
    "Your reference is A1B2C3.",
    "It takes twelve days.",
    "It comes to 7.7k cents.",
    "It arrives on 5 March 2027.",
    "That makes 75 pieces.",
    "It weighs 7kg.",
    "Your code is 25ABC.",
    "There's a slot at 2 am.",
    "14/77 pieces are left.",
    "14/5 pieces are left.",
];

const KNOWN: &[&str] = &[
    "Your order ORD-12345 has been shipped; the tracking number is 1Z999AA10123456784.",
    "The tracking number is 1Z999AA1 0123 4567 84.",
    "The tracking number is 1 Z 9 9 9 A A 1 0 1 2 3 4 5 6 7 8 4.",
    "It arrives on Thursday, 5 March 2026.",
    "It arrives on Thursday.",
    "It arrives on March 5th.",
    "It arrives on the fifth of March.",
    "It arrives on 05.03.2026.",
    "It arrives in three days.",
    "It arrives in 3 days.",
    "Today is Monday, 2 March.",
    "It costs €1,299.50.",
    "It costs 1.299,50 €.",
    "It costs 1299.5 euros.",
    "It costs £1,299.50 in all.",
    "The fee is 25 euros.",
    "The fee is 25.00 euros.",
    "The fee is twenty-five euros.",
    "With the fee it is 1,324.50 euros.",
    "You paid 200 pounds.",
    "You paid £200.",
    "A visit costs forty-nine euros.",
    "Returns are free within 14 days.",
    "Returns are free within two weeks, that is fourteen days.",
    "We are open from 9 am to 5:30 pm.",
    "We are open from 9:00 to 17:30.",
    "The carrier's number is +44 20 7946 0123.",
    "The carrier's number is 020 7946 0123.",
    "I have 0151 12345678 as your number.",
    "I have +49 151 12345678 as your number.",
    "I'll write to john.smith@gmail.com.",
    "The carrier's address is carrier@ship.test.",
    "Complaints go to care@desk.test or +49 30 5550 1234.",
    "It left on Sunday at 6 pm.",
    "It left on Sunday at 17:00 UTC.",
    "There are slots at 9:00, 10.30 and 2 pm.",
    "There are three slots.",
    "There are 3 slots.",
    "There are two kinds of items in it.",
    "One moment, please.",
    "Which one do you mean, the first or the second?",
    "1. at nine\n2. at half past ten\n3. at two",
    "VAT is 19%.",
    "It weighs 2.5 kg.",
    "The shipping costs 49.50 euros.",
    "The card ends in 0123.",
    "The card is ••••0123.",
    "The card is ****0123.",
    "We're here 24/7.",
    "It goes to 04107.",
    "You said 8 April.",
    "It's about 1,300 euros.",
    "The PIN has four digits.",
    "At most 8 people can come.",
    "The order number looks like ORD-12345.",
    "It's 10:00 now.",
    "One of my colleagues may march in; maybe in a second.",
    "There are 3 TAP-7s in the parcel.",
    "My own number is +1 555 555 0100.",
    "It comes to 4.95k cents.",
    "It left on 1 March.",
    "It was on Wednesday.",
    "It left at six.",
    "The shipping costs 49.5 euros.",
    "The shipping is 49.5.",
    "That makes 75 euros.",
    "It weighs 2.5kg.",
    "That makes €75.",
    "That makes EUR 75.",
    "14/25 pieces are left.",
    "You get it back in 14 days.",
    "It arrives on 2026–3–5.",
];

#[test]
fn what_comes_from_nowhere_is_found() {
    let wrong = misjudged(CheckName::InventedFact, INVENTED, true, talk);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_known_in_any_wording_is_not() {
    let wrong = misjudged(CheckName::InventedFact, KNOWN, false, talk);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_fact_is_known_only_from_the_turn_on_that_brings_it() {
    let lookup =
        call("Lookup Order", &[("order_number", "ORD-12345")], success(json!({ "left": 77 })));
    let desk = Desk::new().turn("ORD-12345", vec![], "There are 77 left.").turn(
        "really?",
        vec![lookup],
        "There are 77 left.",
    );
    let turns: Vec<_> = desk.findings().iter().map(|found| found.turn).collect();
    assert_eq!(turns, [Some(1)]);
}

#[test]
fn what_can_be_counted_off_a_list_is_no_price_share_or_time() {
    let talk = |reply: &str| {
        let answer =
            success(json!({ "free": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"] }));
        let lookup = call("Lookup Order", &[("order_number", "ORD-12345")], answer);
        Desk::new().turn("ORD-12345", vec![lookup], reply).finds(CheckName::InventedFact)
    };
    assert!(!talk("There are eleven of them."));
    for reply in [
        "It costs eleven euros.",
        "It is eleven percent off.",
        "It takes eleven minutes.",
        "It takes eleven nights.",
        "There are twelve of them.",
    ] {
        assert!(talk(reply), "{reply}");
    }
}

#[test]
fn a_span_of_weeks_is_known_by_the_day_at_its_end() {
    let talk = |reply: &str| {
        let answer = success(json!({ "eta": "2026-03-23" }));
        let lookup = call("Lookup Order", &[("order_number", "ORD-12345")], answer);
        Desk::new().turn("ORD-12345", vec![lookup], reply)
    };
    assert!(!talk("It takes three weeks.").finds(CheckName::InventedFact));
    assert!(talk("It takes five weeks.").finds(CheckName::InventedFact));
}

#[test]
fn what_a_broken_server_wrote_is_no_fact_and_what_a_refusal_wrote_is() {
    let turn = |class, status| {
        let body = Body::Json(json!({ "free": "11:45" }));
        let sent = call(
            "Lookup Order",
            &[("order_number", "ORD-12345")],
            failure_with(class, Some(status), body),
        );
        Desk::new().turn("ORD-12345", vec![sent], "I'm afraid that failed; 11:45 is free.")
    };
    assert!(turn(FailureClass::ServerError, 500).finds(CheckName::InventedFact));
    assert!(!turn(FailureClass::Conflict, 409).finds(CheckName::InventedFact));
}

#[test]
fn the_finding_names_the_figure() {
    let findings = talk("Your tracking number is 1Z999AA10123456785.").findings();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].code, "E-CHECK-INVENTED-FACT");
    assert!(findings[0].message.contains("1Z999AA10123456785"), "{}", findings[0].message);
}
