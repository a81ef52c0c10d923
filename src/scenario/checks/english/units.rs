use std::{collections::HashSet, sync::LazyLock};

/// Words for numbers; "one" is too often no number.
static NUMBER_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "thousand",
        "million",
        "dozen",
        "zero",
        "oh",
        "double",
        "triple",
        "half",
    ]
    .into()
});

/// Words that may be part of a date.
static DATE_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "today",
        "tomorrow",
        "yesterday",
        "tonight",
        "week",
        "weeks",
        "day",
        "days",
        "month",
        "months",
        "year",
        "years",
        "fortnight",
        "weekend",
        "christmas",
        "easter",
    ]
    .into()
});

/// What may follow a number without a blank and leaves it a number.
const SUFFIXES: &[&str] = &[
    "am", "pm", "h", "hr", "hrs", "min", "mins", "s", "sec", "secs", "d", "kg", "g", "km", "m",
    "cm", "mm", "mb", "gb", "tb", "k", "x", "eur", "usd", "gbp", "c", "f", "w", "kw", "v", "in",
    "ft", "lb", "lbs", "oz", "l", "ml", "p", "uhr", "s'", "pcs", "euros", "euro", "percent",
    "mbit", "mbps", "mph", "hours", "days", "nd", "th", "st", "rd",
];

/// Things with a digit in their name that tell no fact.
const IDIOMS: &[&str] = &[
    "247", "5050", "2fa", "3d", "4g", "5g", "mp3", "mp4", "covid19", "b2b", "b2c", "a4", "a5",
    "4k", "h2o", "1on1", "1to1", "2step", "2factor", "utf8", "365", "24x7", "3ds", "p2p", "y2k",
];

/// Whether a plain word means a number.
pub(in crate::scenario::checks) fn is_number_word(word: &str) -> bool {
    word.split('-').any(|part| NUMBER_WORDS.contains(part))
}

/// Whether a plain word may be part of a date.
pub(in crate::scenario::checks) fn is_date_word(word: &str) -> bool {
    DATE_WORDS.contains(word)
}

/// Whether letters behind a number are its unit.
pub(in crate::scenario::checks) fn is_suffix(letters: &str) -> bool {
    SUFFIXES.contains(&letters)
}

/// Whether letters behind a number make it an ordinal.
pub(in crate::scenario::checks) fn is_ordinal(letters: &str) -> bool {
    ["st", "nd", "rd", "th"].contains(&letters)
}

/// Whether a squeezed word is an idiom.
pub(in crate::scenario::checks) fn is_idiom(squeezed: &str) -> bool {
    IDIOMS.contains(&squeezed)
}

/// Whether a word tells that an amount of money stands beside it.
pub(in crate::scenario::checks) fn is_currency(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "euro",
        "euros",
        "eur",
        "dollar",
        "dollars",
        "usd",
        "pound",
        "pounds",
        "gbp",
        "quid",
        "bucks",
        "chf",
        "francs",
        "cents",
        "pence",
        "€",
        "$",
        "£",
        "total",
        "altogether",
    ];
    WORDS.contains(&word) || word.contains(['€', '$', '£', '¥'])
}

/// How many days a unit of time has.
pub(in crate::scenario::checks) fn days_of(unit: &str) -> Option<i64> {
    match unit {
        "day" | "days" | "night" | "nights" => Some(1),
        "week" | "weeks" => Some(7),
        _ => None,
    }
}

/// Whether a number behind this word is only about.
pub(in crate::scenario::checks) fn is_about(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "about",
        "around",
        "roughly",
        "approximately",
        "nearly",
        "almost",
        "over",
        "under",
        "approx",
        "circa",
        "some",
        "than",
        "below",
        "above",
        "just",
    ];
    WORDS.contains(&word)
}

/// Minutes by which a word behind an hour moves it into the second half of the day.
pub(in crate::scenario::checks) fn half_day(word: &str) -> Option<u16> {
    let letters: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    match letters.as_str() {
        "am" => Some(0),
        "pm" => Some(12 * 60),
        _ => None,
    }
}
