/// Words that make a day come again and again.
pub(crate) fn is_recurring(word: &str) -> bool {
    matches!(
        word,
        "every" | "each" | "daily" | "weekly" | "fortnightly" | "monthly" | "yearly" | "annually"
    )
}

/// Words that make a day come again where a unit follows ("once a week").
pub(crate) fn is_repeated(word: &str) -> bool {
    matches!(word, "once" | "twice" | "thrice" | "times")
}

/// Words that may stand between "every" and the day ("every other week on Monday").
pub(crate) fn joins_recurring(word: &str) -> bool {
    matches!(
        word,
        "other"
            | "on"
            | "of"
            | "the"
            | "in"
            | "starting"
            | "beginning"
            | "from"
            | "and"
            | "last"
            | "to"
            | "a"
            | "per"
    )
}
