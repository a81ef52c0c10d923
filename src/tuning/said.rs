//! Whether a reply says what a line of the prompt wants said.

use std::collections::BTreeSet;

use super::{
    LineUse,
    english::{CALLBACK, LIGHT},
};
use crate::{dialogue::SystemAct, prompt::ErrorLine, transcript::TurnRecord};

/// Share of a sentence's own words that a paraphrase still has.
const MOST_OF_IT: f32 = 0.6;

/// How much of a line's sentence is in a reply.
pub(super) fn line_use(line: &ErrorLine, reply: &str) -> LineUse {
    let Some(say) = &line.say else { return LineUse::None };
    let (said, reply) = (even(say), even(reply));
    // What a template fills in may be anything.
    let is_whole = literals(&said).iter().all(|part| reply.contains(part.as_str()));
    if is_whole {
        return LineUse::Said;
    }
    let (wanted, got) = (own_words(&said), own_words(&reply));
    let common = wanted.intersection(&got).count();
    let share = ratio(common, wanted.len());
    if share >= MOST_OF_IT { LineUse::InOtherWords } else { LineUse::Unsaid }
}

#[expect(clippy::cast_precision_loss, reason = "sentences have few words")]
fn ratio(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// Whether a turn offers to call back, or passes to a person.
pub(super) fn is_callback(turn: &TurnRecord) -> bool {
    let by_act = |act: &SystemAct| {
        matches!(
            act,
            SystemAct::OfferCallback | SystemAct::CallbackAccepted | SystemAct::HandOff { .. }
        )
    };
    let reply = even(&turn.reply);
    turn.system_acts.iter().any(by_act) || CALLBACK.iter().any(|piece| reply.contains(piece))
}

/// The parts of a template that are said as they are.
fn literals(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        parts.push(before.trim().to_owned());
        rest = after.split_once("}}").map_or("", |(_, behind)| behind);
    }
    parts.push(rest.trim().to_owned());
    parts.retain(|part| !part.is_empty());
    parts
}

/// Lower case, single spaces, straight quotation marks.
fn even(text: &str) -> String {
    let straight = |letter| if matches!(letter, '\u{2018}' | '\u{2019}') { '\'' } else { letter };
    let text: String = text.chars().flat_map(char::to_lowercase).map(straight).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn own_words(text: &str) -> BTreeSet<&str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'');
    words.filter(|word| !word.is_empty() && !LIGHT.contains(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(say: &str, reply: &str) -> LineUse {
        let line = ErrorLine {
            action: None,
            matches: Vec::new(),
            say: Some(say.into()),
            guidance: String::new(),
            offers_callback: false,
            line: 1,
        };
        line_use(&line, reply)
    }

    #[test]
    fn a_line_is_said_as_it_is_in_other_words_or_not() {
        let say = "I don't see an order with that number. Could you double-check?";
        assert_eq!(of(say, &format!("Thank you. {say}")), LineUse::Said);
        assert_eq!(
            of(
                say,
                "Hm, I don\u{2019}t see any order with this number, could you double-check it?"
            ),
            LineUse::InOtherWords
        );
        assert_eq!(of(say, "The system is down."), LineUse::Unsaid);
        assert_eq!(
            of("Sorry {{ contact.name }}, it is closed.", "Sorry Ada, it is closed."),
            LineUse::Said
        );
    }
}
