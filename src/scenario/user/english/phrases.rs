/// Something a simulated customer says that carries no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario::user) enum Phrase {
    /// Agrees.
    Yes,
    /// Agrees to a callback.
    YesCallback,
    /// Refuses.
    No,
    /// Refuses an offer.
    NoThanks,
    /// Cannot say a value.
    DoesNotKnow,
    /// Will not say a value.
    RatherNot,
    /// Gives up what was begun.
    NeverMind,
    /// Wants a person.
    Person,
    /// Wants another try.
    TryAgain,
    /// Claims that a value was given.
    GaveAlready,
    /// Claims that the thing was done.
    DoneAlready,
    /// Says something beside the matter.
    SmallTalk,
    /// Leaves.
    Goodbye,
}

impl Phrase {
    /// Its wordings.
    pub(in crate::scenario::user) fn wordings(self) -> &'static [&'static str] {
        match self {
            Self::Yes => &["Yes.", "Yes, please.", "That's right.", "Yes, go ahead."],
            Self::YesCallback => &["Yes, please.", "Yes, please do."],
            Self::No => &["No."],
            Self::NoThanks => &["No, thank you.", "No thanks."],
            Self::DoesNotKnow => &["I don't know.", "I'm not sure.", "I have no idea."],
            Self::RatherNot => &["I'd rather not say.", "I prefer not to say."],
            Self::NeverMind => &["Never mind.", "Forget it."],
            Self::Person => {
                &["Can I speak to a person, please?", "I want to talk to a real person."]
            }
            Self::TryAgain => &["Just try again.", "Try it again."],
            Self::GaveAlready => &["I already gave you that.", "I told you that already."],
            Self::DoneAlready => &["But it's already done.", "I already did that."],
            Self::SmallTalk => &["How are you today?", "Are you a robot?"],
            Self::Goodbye => &["That's all, thank you. Goodbye.", "Goodbye."],
        }
    }
}

/// How a day is said by its distance from today.
pub(in crate::scenario::user) const RELATIVE_DAYS: [(i64, &str); 5] = [
    (-1, "yesterday"),
    (0, "today"),
    (1, "tomorrow"),
    (2, "the day after tomorrow"),
    (7, "a week from today"),
];

/// A day so many days ahead.
pub(in crate::scenario::user) fn days_ahead(days: u32) -> String {
    match days {
        14 => "in two weeks".to_owned(),
        21 => "in three weeks".to_owned(),
        28 => "in four weeks".to_owned(),
        _ => format!("in {} days", super::cardinal(days)),
    }
}

/// How a sign inside a code or an address is spoken.
pub(in crate::scenario::user) const SIGNS: [(char, &str); 6] =
    [('.', "dot"), ('@', "at"), ('-', "dash"), ('_', "underscore"), ('+', "plus"), ('/', "slash")];

/// Words that make a reply one that wants an answer.
pub(in crate::scenario::user) const QUESTION_WORDS: [&str; 7] =
    ["what", "which", "when", "could you", "can you", "please", "may i have"];

/// Words that make a question one about a callback.
pub(in crate::scenario::user) const CALLBACK_WORDS: [&str; 4] =
    ["call you back", "callback", "call back", "get back to you"];

/// Words that make a question one for a yes.
pub(in crate::scenario::user) const CHECK_WORDS: [&str; 9] = [
    "correct",
    "is that right",
    "shall i",
    "should i",
    "may i go ahead",
    "do you want me to",
    "would you like me to",
    "can i go ahead",
    "to confirm",
];

/// Plain answers; the first is the value alone.
pub(in crate::scenario::user) const PLAIN_ANSWERS: [&str; 4] =
    ["{}", "It's {}.", "It is {}.", "That's {}."];

/// How an answer is corrected within itself: its beginning and its end.
pub(in crate::scenario::user) const IN_ONE_BREATH: (&str, &str) =
    ("It's {}, ", "no wait, it's {}.");

/// How a correction begins.
pub(in crate::scenario::user) const CORRECTIONS: [&str; 3] = ["No, ", "No wait, ", "Sorry, "];

/// A sentence that tells a value with its name.
pub(in crate::scenario::user) fn labelled(label: &str) -> String {
    format!("The {label} is {{}}.")
}

/// Asks for an action by its name.
pub(in crate::scenario::user) fn by_name(name: &str) -> String {
    format!("I'd like to {}.", name.to_lowercase())
}

/// Asks for an action by what it does.
pub(in crate::scenario::user) fn by_description(description: &str) -> String {
    let text = description.trim().trim_end_matches('.');
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string());
    format!("I want you to {}{}.", first.unwrap_or_default(), letters.as_str())
}

/// Chooses an action that was offered.
pub(in crate::scenario::user) fn by_choice(name: &str) -> String {
    format!("{name}, please.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_said_in_weeks_where_it_is_whole_ones() {
        assert_eq!(days_ahead(10), "in ten days");
        assert_eq!(days_ahead(14), "in two weeks");
        assert!(RELATIVE_DAYS.is_sorted());
    }
}
