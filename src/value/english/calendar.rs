use super::look_up::looked_up;

/// The month a word names, 1 to 12.
pub(crate) fn month(word: &str) -> Option<u32> {
    looked_up(MONTHS, word)
}

/// Names of months, with slips and abbreviations.
pub(crate) const MONTHS: &[(&str, u32)] = &[
    ("january", 1),
    ("jan", 1),
    ("february", 2),
    ("feb", 2),
    ("febuary", 2),
    ("februrary", 2),
    ("march", 3),
    ("mar", 3),
    ("april", 4),
    ("apr", 4),
    ("may", 5),
    ("june", 6),
    ("jun", 6),
    ("july", 7),
    ("jul", 7),
    ("august", 8),
    ("aug", 8),
    ("september", 9),
    ("sept", 9),
    ("sep", 9),
    ("setpember", 9),
    ("october", 10),
    ("oct", 10),
    ("november", 11),
    ("nov", 11),
    ("december", 12),
    ("dec", 12),
];

/// The weekday a word names, days after Monday.
pub(crate) fn weekday(word: &str) -> Option<u32> {
    looked_up(WEEKDAYS, word)
}

/// Names of weekdays, days after Monday.
pub(crate) const WEEKDAYS: &[(&str, u32)] = &[
    ("monday", 0),
    ("mon", 0),
    ("tuesday", 1),
    ("tue", 1),
    ("tues", 1),
    ("wednesday", 2),
    ("wed", 2),
    ("weds", 2),
    ("wensday", 2),
    ("wednsday", 2),
    ("thursday", 3),
    ("thu", 3),
    ("thur", 3),
    ("thurs", 3),
    ("friday", 4),
    ("fri", 4),
    ("saturday", 5),
    ("sat", 5),
    ("sunday", 6),
    ("sun", 6),
];

/// The weekday that a word names with its owner's s ("Tuesday's better").
pub(crate) fn owning_weekday(word: &str, written: &str) -> Option<u32> {
    let owned = written.contains(['\'', '’']);
    owned.then(|| weekday(word.strip_suffix('s')?)).flatten()
}

/// Weekdays with an s.
pub(crate) const OWNING_WEEKDAYS: &[&str] =
    &["mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"];

/// Abbreviations that are also everyday words, believed only beside other parts of a date.
pub(crate) fn is_everyday_word(word: &str) -> bool {
    matches!(word, "sat" | "sun" | "mon" | "wed" | "mar" | "may" | "march" | "dec" | "august")
}

/// Days from today that one word or phrase names.
pub(crate) const RELATIVE: &[(&str, i64)] = &[
    ("the day after tomorrow", 2),
    ("day after tomorrow", 2),
    ("day after tmrw", 2),
    ("overmorrow", 2),
    ("the day before yesterday", -2),
    ("day before yesterday", -2),
    ("today", 0),
    ("tonight", 0),
    ("this morning", 0),
    ("this afternoon", 0),
    ("this evening", 0),
    ("right now", 0),
    ("immediately", 0),
    ("straight away", 0),
    ("same day", 0),
    ("tomorrow", 1),
    ("tomorow", 1),
    ("tommorow", 1),
    ("tommorrow", 1),
    ("tomorrows", 1),
    ("tmrw", 1),
    ("tmr", 1),
    ("tmw", 1),
    ("yesterday", -1),
    ("last night", -1),
];

/// A unit of calendar time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CalendarUnit {
    /// Days, so many at once.
    Days(i64),
    /// Working days.
    WorkingDays,
    /// Months, so many at once.
    Months(i32),
}

/// The unit a word names.
pub(crate) fn unit(word: &str) -> Option<CalendarUnit> {
    looked_up(UNITS, word)
}

/// Units of calendar time.
pub(crate) const UNITS: &[(&str, CalendarUnit)] = &[
    ("day", CalendarUnit::Days(1)),
    ("days", CalendarUnit::Days(1)),
    ("sleeps", CalendarUnit::Days(1)),
    ("week", CalendarUnit::Days(7)),
    ("weeks", CalendarUnit::Days(7)),
    ("wk", CalendarUnit::Days(7)),
    ("wks", CalendarUnit::Days(7)),
    ("fortnight", CalendarUnit::Days(14)),
    ("fortnights", CalendarUnit::Days(14)),
    ("month", CalendarUnit::Months(1)),
    ("months", CalendarUnit::Months(1)),
    ("year", CalendarUnit::Months(12)),
    ("years", CalendarUnit::Months(12)),
];

/// Words that make days working days.
pub(crate) fn is_working(word: &str) -> bool {
    matches!(word, "business" | "working" | "work")
}

/// Names of a single day ("the last day of").
pub(crate) fn is_day_name(word: &str) -> bool {
    word == "day"
}

/// The weekday that a plural names ("two Sundays").
pub(crate) fn plural_weekday(word: &str) -> Option<u32> {
    weekday(word).or_else(|| weekday(word.strip_suffix('s')?))
}

/// A day counted from the end of its period, by the phrases that stand there; 2 is the last but one.
pub(crate) fn last_but(stands: impl Fn(&str) -> Option<usize>) -> Option<(u32, usize)> {
    LAST_BUT.iter().find_map(|(phrase, back)| Some((*back, stands(phrase)?)))
}

const LAST_BUT: &[(&str, u32)] = &[
    ("second to last", 2),
    ("second to the last", 2),
    ("second last", 2),
    ("next to last", 2),
    ("last but one", 2),
    ("penultimate", 2),
    ("third to last", 3),
    ("third last", 3),
    ("last but two", 3),
];

/// What makes an ordinal count from the end ("the 3rd to last day").
pub(crate) const TO_LAST: &[&str] = &["to last", "to the last", "last"];

/// Phrases before a day that make it a limit, not a day.
pub(crate) const DATE_BOUNDS: &[&str] = &[
    "before",
    "after",
    "since",
    "on or after",
    "on or before",
    "later than",
    "earlier than",
    "over",
    "during",
    "throughout",
    "the week of",
    "week of",
    "week beginning",
    "week commencing",
    "week ending",
    "sometime around",
    "some time around",
];

/// Phrases after a day that make it a limit.
pub(crate) const DATE_BOUNDS_BEHIND: &[&str] = &[
    "or later",
    "or earlier",
    "or after",
    "or before",
    "and after",
    "onwards",
    "onward",
    "at the earliest",
    "at the latest",
    "or sooner",
    "or thereabouts",
];

/// A free day that has too many dates to be one.
pub(crate) const VAGUE_HOLIDAYS: &[&str] = &[
    "bank holiday monday",
    "bank holiday weekend",
    "bank holiday",
    "public holiday",
    "the holidays",
    "holidays",
];

/// Words between the two ends of a range.
pub(crate) fn is_range_word(word: &str) -> bool {
    matches!(word, "to" | "until" | "till" | "through" | "thru")
}

/// Words that say when a card ends, whose date has no day.
pub(crate) fn is_expiry(word: &str) -> bool {
    matches!(word, "expires" | "expiry" | "expiration" | "expiring" | "exp")
}

/// Words that make a count a rough one.
pub(crate) fn is_about(word: &str) -> bool {
    matches!(word, "about" | "around" | "roughly" | "approximately" | "say" | "like")
}

/// Parts of the day, which do not move a date.
pub(crate) fn is_day_part(word: &str) -> bool {
    matches!(
        word,
        "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "noon"
            | "midday"
            | "midnight"
            | "lunchtime"
            | "mornings"
            | "lunch"
    )
}

/// The half of the day that a part of it is in, where it is in one: whether before noon.
pub(crate) fn is_before_noon(word: &str) -> Option<bool> {
    match word {
        "morning" | "mornings" => Some(true),
        "afternoon" | "evening" => Some(false),
        _ => None,
    }
}

/// Before and after noon.
pub(crate) fn is_meridiem(word: &str) -> bool {
    matches!(word, "am" | "pm")
}

/// Other words that a date can begin with.
pub(crate) const DATE_OPENERS: &[&str] = &[
    "a",
    "an",
    "the",
    "in",
    "within",
    "next",
    "this",
    "last",
    "coming",
    "upcoming",
    "following",
    "past",
    "previous",
    "end",
    "start",
    "beginning",
    "middle",
    "mid",
    "early",
    "late",
    "during",
    "weekend",
    "penultimate",
    "half",
    "eve",
    "bank",
    "public",
    "holidays",
];

/// Words that may follow a bare day ("the third at noon"); another noun makes it a count.
pub(crate) const AFTER_DAYS: &[&str] = &[
    "please",
    "at",
    "in",
    "or",
    "and",
    "to",
    "would",
    "works",
    "is",
    "if",
    "around",
    "thanks",
    "thank",
    "i",
    "sorry",
    "no",
    "wait",
    "actually",
    "then",
    "for",
    "with",
    "will",
    "was",
    "about",
    "should",
    "could",
    "through",
    "until",
    "but",
    "because",
    "so",
    "maybe",
    "preferably",
    "from",
    "not",
    "that",
    "my",
    "we",
    "noon",
    "morning",
    "afternoon",
    "evening",
    "uh",
    "um",
    "er",
    "erm",
    "day",
    "the",
    "this",
    "it",
    "its",
    "any",
    "hmm",
    "can",
    "seems",
    "looks",
    "sounds",
    "suits",
    "only",
    "instead",
    "rather",
    "he",
    "she",
    "they",
    "you",
    "before",
    "after",
    "by",
    "on",
];
