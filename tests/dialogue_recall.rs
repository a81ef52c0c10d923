//! A value of an earlier turn: taken only where it really stands there.

mod support;

use std::ops::Range;

use rehearsal::{
    agent::VariableName,
    dialogue::{Exchange, Phase, Provenance, Said, SystemAct, UserAct},
};
use support::{
    Said::{Act, Request},
    Talk,
};

const LOOKUP: &str = "Lookup Order";
const CANCEL: &str = "Cancel Order";

/// A verified talk in whose first turn this was said.
fn after(said: &str) -> Talk {
    let mut talk = Talk::verified();
    talk.state.turn = 1;
    let said = Said { text: said.to_owned(), covered: Vec::new() };
    let exchange = Exchange { turn: 1, said: Some(said), ..Exchange::default() };
    talk.state.keep_exchange(exchange, 12);
    talk
}

fn recall(raw: &str, turn: u32, span: Range<usize>) -> UserAct {
    UserAct::Recall { variable: VariableName::new("order_number"), raw: raw.into(), turn, span }
}

#[test]
fn a_value_of_an_earlier_turn_is_sent_with_that_turn_as_its_origin() {
    let mut talk = after("I ordered ORD-12345");
    talk.hear(&[Request(LOOKUP), Act(recall("ORD-12345", 1, 10..19))]);
    let sent = &talk.call().arguments[&VariableName::new("order_number")];
    assert_eq!(sent.provenance, Provenance::User { turn: 1, span: 10..19 });
}

#[test]
fn words_that_do_not_stand_at_their_place_in_that_turn_are_left_aside() {
    for (raw, turn, span) in [
        ("ORD-99999", 1, 10..19),
        ("ORD-12345", 2, 10..19),
        ("ORD-12345", 1, 9..18),
        ("ORD-12345", 1, 10..90),
        ("", 1, 0..0),
    ] {
        let mut talk = after("I ordered ORD-12345");
        talk.hear(&[Request(LOOKUP), Act(recall(raw, turn, span))]);
        assert_eq!(talk.asks_for(), Some("order_number"), "{raw} {turn}");
        assert_eq!(talk.value("order_number"), None);
    }
}

#[test]
fn it_never_replaces_a_value() {
    let mut talk = after("I ordered ORD-12345");
    let inform = support::Said::Inform("order_number", "ORD-99999");
    talk.hear(&[Request(CANCEL), inform]);
    talk.hear(&[Act(recall("ORD-12345", 1, 10..19))]);
    assert_eq!(talk.value("order_number").as_deref(), Some("ORD-99999"));
}

#[test]
fn for_a_write_or_once_it_was_asked_for_the_customer_is_asked_whether_it_is_meant() {
    let mut write = after("I ordered ORD-12345");
    write.hear(&[Request(CANCEL), Act(recall("ORD-12345", 1, 10..19))]);
    let mut asked = after("I ordered ORD-12345");
    asked.hear(&[Request(LOOKUP)]);
    assert_eq!(asked.asks_for(), Some("order_number"));
    asked.hear(&[Act(recall("ORD-12345", 1, 10..19))]);
    for talk in [write, asked] {
        assert!(
            talk.says(|act| matches!(act, SystemAct::ConfirmValue { .. })),
            "{:?}",
            talk.said()
        );
        let frame = talk.state.frames.last();
        assert!(matches!(frame.map(|f| &f.phase), Some(Phase::ConfirmingValue(_))));
    }
}
