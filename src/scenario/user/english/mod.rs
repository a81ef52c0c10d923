//! All English that a simulated customer speaks.

mod letters;
mod numbers;
mod phrases;
mod small_words;
mod speakers;

pub(super) use letters::{nato, sounds_like};
pub(super) use numbers::{cardinal, digit, month, ordinal, year};
pub(super) use phrases::{
    CALLBACK_WORDS, CHECK_WORDS, CORRECTIONS, IN_ONE_BREATH, PLAIN_ANSWERS, Phrase, QUESTION_WORDS,
    RELATIVE_DAYS, SIGNS, by_choice, by_description, by_name, days_ahead, labelled,
};
pub(super) use small_words::{DROPPABLE, FILLERS, NO_LABEL};
pub(super) use speakers::AGENT_MARKS;
