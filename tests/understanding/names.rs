//! A customer's name does not sway the choice, and odd text does no harm.

use rehearsal::{
    dialogue::DialogueState,
    model::{Listening, OfflineModel},
};

use crate::{
    agents::{action, agent},
    requests::reference,
};

const NAMES: [&str; 20] = [
    "Ada", "Lakisha", "Kofi", "Aisha", "Emily", "Mohammed", "Wei", "Priya", "Juan", "Olga",
    "Tyrone", "Björn", "Fatima", "Greg", "Yuki", "Siobhan", "Dmitri", "Ngozi", "Rose", "Mark",
];

fn hear(utterance: &str) -> Vec<String> {
    let agent = agent(
        "Garage",
        vec![
            action("Book Service | Book a service for a car | plate:string, date:date"),
            action("Cancel Service | Cancel a booked service | plate:string"),
            action("Get Estimate | Estimate what a repair will cost | fault:string"),
        ],
    );
    let state = DialogueState::default();
    let listening = Listening { agent: &agent, state: &state, at: reference() };
    let acts = OfflineModel::new(&agent).hear(listening, utterance).acts;
    acts.iter().map(|act| format!("{act:?}")).collect()
}

#[test]
fn another_name_makes_no_other_choice() {
    let sentences = [
        "Hello, this is {}, I want to cancel my service",
        "I'm {} and I'd like to know what fixing my brakes would cost",
        "My name is {} and I need a service for my car",
        "Could you cancel the service for {} please?",
    ];
    for sentence in sentences {
        let first = hear(&sentence.replace("{}", NAMES[0]));
        for name in NAMES {
            assert_eq!(hear(&sentence.replace("{}", name)), first, "{name}: {sentence}");
        }
    }
}

#[test]
fn odd_text_is_heard_without_harm() {
    let long = "cancel 12 ".repeat(100_000);
    let odd = [
        "",
        " ",
        "\u{0}\u{1b}[31m",
        "🙂🙂🙂",
        "日本語で予約をキャンセル",
        "e\u{301}\u{301}\u{301}",
        "İİİ ẞ",
        "'''",
        "\"",
        "“a",
        "\u{202e}abc",
        "....",
        "1",
        "a",
        "’s",
        &long,
    ];
    for text in odd {
        assert!(!hear(text).is_empty());
    }
}

#[test]
fn opposites_and_refusals_choose_the_right_side() {
    let request = |action: &str| format!("Request {{ action: ActionName({action:?}) }}");
    let first = |text: &str| hear(text).swap_remove(0);
    assert_eq!(first("please call off the service"), request("Cancel Service"));
    assert_eq!(first("schedule a service for my car"), request("Book Service"));
    assert_ne!(first("I don't want to cancel the service"), request("Cancel Service"));
}
