mod more_no;
mod more_yes;
mod no;
mod roles;
mod unclear;
mod yes;

pub(crate) use roles::*;

/// What a phrase says to a yes-or-no question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Polarity {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Neither, or both.
    Unclear,
}

/// Phrases that lean to one side; the longest that stands at a place counts.
pub(crate) const PHRASES: &[(Polarity, &[&str])] = &[
    (Polarity::Yes, yes::YES),
    (Polarity::Yes, more_yes::MORE_YES),
    (Polarity::No, no::NO),
    (Polarity::No, more_no::MORE_NO),
    (Polarity::Unclear, unclear::UNCLEAR),
];

/// Whether two words are a verb before its subject, as questions begin.
pub(crate) fn is_inverted(verb: &str, subject: &str) -> bool {
    matches!(
        verb,
        "are"
            | "is"
            | "do"
            | "does"
            | "did"
            | "was"
            | "were"
            | "am"
            | "have"
            | "has"
            | "can"
            | "could"
            | "will"
            | "would"
            | "should"
            | "shall"
    ) && matches!(
        subject,
        "you" | "i" | "we" | "it" | "that" | "this" | "they" | "there" | "he" | "she"
    )
}

/// Words that open a short answer and carry nothing ("well", "oh").
pub(crate) fn is_opening(word: &str) -> bool {
    OPENINGS.contains(&word)
}

const OPENINGS: &[&str] = &[
    "um", "uh", "uhm", "umm", "uhh", "er", "erm", "well", "oh", "so", "hmm", "hm", "ah", "like",
    "and", "then", "honestly", "actually", "just", "em", "eh", "mmm", "hey", "hi", "look",
    "listen",
];

/// Words after which the rest says nothing about yes or no.
pub(crate) const REPAIRS: &[&str] = &[
    "wait",
    "actually",
    "i mean",
    "sorry",
    "i meant",
    "scratch that",
    "on second thought",
    "on second thoughts",
    "correction",
    "hold on",
    "let me rephrase",
    "changed my mind",
    "i changed my mind",
    "ive changed my mind",
    "come to think of it",
    "make that",
    "rather",
    "hang on",
];
