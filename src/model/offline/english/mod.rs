//! What the offline model knows of English: word lists only, no rules and no sample's wording.

mod axes;
mod phrases;
mod words;

pub use axes::AXES;
pub use phrases::{
    ABOUT_AGENT, AFFIRM, CANCEL, CORRECTION, CORRECTION_START, DENY, DIGRESSION, DONE, FAREWELL,
    FILLER, GREETING, HANDOFF, LINKS, NEGATED_WISH, PERSON, REPEAT, SKIP, SMALL_TALK, TALK_VERBS,
    TALK_WORDS, THANKS, WISH, WRONG,
};
pub use words::{
    ASKING, DATE_WORDS, END_WORDS, HINTS, NAMED_PERSON, ORDINALS, PLACE_WORDS, QUESTION_WORDS,
    READING_VERBS, START_WORDS, TIME_WORDS, is_number_word, is_stop_word,
};
