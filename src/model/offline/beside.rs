//! Answers to a question that stands beside the frames: shall someone call back, which of these,
//! anything else?

use super::{
    act::{self, Polarity},
    answer::request,
    choose::{Choice, choose_for},
    english,
    hearing::Hearing,
    phrase,
    understand::{names_action, which_action},
};
use crate::dialogue::{Question, UserAct};

/// An answer to a question that stands beside the frames.
pub fn to_question(hearing: &Hearing<'_>, question: &Question) -> Option<Vec<UserAct>> {
    let polarity = act::yes_or_no(&hearing.tokens);
    match question {
        Question::WhichAction { candidates, .. } => which_action(hearing, candidates),
        Question::Callback => polarity
            .map(polarity_acts)
            .or_else(|| with_a_wish(hearing))
            .or_else(|| mixed(hearing).map(polarity_acts)),
        Question::More if is_end(hearing) => Some(vec![UserAct::Goodbye]),
        Question::More => polarity.map(polarity_acts),
    }
}

/// "no, that's it", when asked whether there is more.
fn is_end(hearing: &Hearing<'_>) -> bool {
    act::is_done(&hearing.tokens) && phrase::find(&hearing.tokens, english::DONE).is_some()
}

/// "no, please book the meeting again": an answer, and behind it a clear request.
fn with_a_wish(hearing: &Hearing<'_>) -> Option<Vec<UserAct>> {
    let (polarity, at) = act::lead(&hearing.tokens);
    let rest = &hearing.tokens[at..];
    let wishes = phrase::leading(rest, &[english::WISH]).is_some() || names_action(hearing);
    match choose_for(hearing.agent, &hearing.scores()) {
        Choice::Clear(action) if wishes => {
            let mut acts = polarity_acts(polarity?);
            acts.extend(request(hearing, action));
            Some(acts)
        }
        Choice::Clear(_) | Choice::Offer(_) | Choice::Nothing => None,
    }
}

/// A yes or no with only small words behind it ("yes, call me back").
fn mixed(hearing: &Hearing<'_>) -> Option<Polarity> {
    act::lead(&hearing.tokens).0.filter(|_| hearing.tokens.len() <= 8)
}

fn polarity_acts(polarity: Polarity) -> Vec<UserAct> {
    vec![match polarity {
        Polarity::Yes => UserAct::Affirm,
        Polarity::No => UserAct::Deny,
    }]
}
