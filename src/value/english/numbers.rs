use super::look_up::looked_up;

/// What a word adds to a spoken number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberWord {
    /// 0 to 9.
    Unit(u8),
    /// 10 to 19.
    Teen(u8),
    /// 20, 30, … 90.
    Tens(u8),
    /// "hundred".
    Hundred,
    /// A power of a thousand.
    Scale(i64),
    /// A count word such as "dozen".
    Dozen(u8),
    /// Zero as a letter, only inside a row of digits.
    Oh,
    /// The next digit so many times.
    Repeat(u8),
}

/// The number a word means as a cardinal.
pub(crate) fn number_word(word: &str) -> Option<NumberWord> {
    looked_up(NUMBERS, word)
}

/// What a count word in the plural multiplies the number before it by ("two dozens").
pub(crate) fn plural_scale(word: &str) -> Option<i64> {
    match word {
        "dozens" => Some(12),
        "hundreds" => Some(100),
        "thousands" => Some(1_000),
        "lakhs" => Some(100_000),
        "millions" => Some(1_000_000),
        "billions" => Some(1_000_000_000),
        _ => None,
    }
}

/// The words of cardinals.
pub(crate) const NUMBERS: &[(&str, NumberWord)] = &[
    ("zero", NumberWord::Unit(0)),
    ("nought", NumberWord::Unit(0)),
    ("naught", NumberWord::Unit(0)),
    ("nil", NumberWord::Unit(0)),
    ("one", NumberWord::Unit(1)),
    ("two", NumberWord::Unit(2)),
    ("three", NumberWord::Unit(3)),
    ("four", NumberWord::Unit(4)),
    ("five", NumberWord::Unit(5)),
    ("six", NumberWord::Unit(6)),
    ("seven", NumberWord::Unit(7)),
    ("eight", NumberWord::Unit(8)),
    ("nine", NumberWord::Unit(9)),
    ("niner", NumberWord::Unit(9)),
    ("ten", NumberWord::Teen(10)),
    ("eleven", NumberWord::Teen(11)),
    ("twelve", NumberWord::Teen(12)),
    ("thirteen", NumberWord::Teen(13)),
    ("fourteen", NumberWord::Teen(14)),
    ("fifteen", NumberWord::Teen(15)),
    ("sixteen", NumberWord::Teen(16)),
    ("seventeen", NumberWord::Teen(17)),
    ("eighteen", NumberWord::Teen(18)),
    ("nineteen", NumberWord::Teen(19)),
    ("twenty", NumberWord::Tens(20)),
    ("thirty", NumberWord::Tens(30)),
    ("forty", NumberWord::Tens(40)),
    ("fourty", NumberWord::Tens(40)),
    ("fifty", NumberWord::Tens(50)),
    ("sixty", NumberWord::Tens(60)),
    ("seventy", NumberWord::Tens(70)),
    ("eighty", NumberWord::Tens(80)),
    ("ninety", NumberWord::Tens(90)),
    ("ninty", NumberWord::Tens(90)),
    ("hundred", NumberWord::Hundred),
    ("thousand", NumberWord::Scale(1_000)),
    ("million", NumberWord::Scale(1_000_000)),
    ("billion", NumberWord::Scale(1_000_000_000)),
    ("trillion", NumberWord::Scale(1_000_000_000_000)),
    ("quadrillion", NumberWord::Scale(1_000_000_000_000_000)),
    ("quintillion", NumberWord::Scale(1_000_000_000_000_000_000)),
    ("mil", NumberWord::Scale(1_000_000)),
    ("lakh", NumberWord::Scale(100_000)),
    ("lakhs", NumberWord::Scale(100_000)),
    ("lac", NumberWord::Scale(100_000)),
    ("crore", NumberWord::Scale(10_000_000)),
    ("crores", NumberWord::Scale(10_000_000)),
    ("dozen", NumberWord::Dozen(12)),
    ("score", NumberWord::Dozen(20)),
    ("oh", NumberWord::Oh),
    ("o", NumberWord::Oh),
    ("double", NumberWord::Repeat(2)),
    ("triple", NumberWord::Repeat(3)),
    ("treble", NumberWord::Repeat(3)),
    ("quadruple", NumberWord::Repeat(4)),
];

/// The number a word means as an ordinal.
pub(crate) fn ordinal_word(word: &str) -> Option<u8> {
    looked_up(ORDINALS, word)
}

/// The words of ordinals.
pub(crate) const ORDINALS: &[(&str, u8)] = &[
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("forth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("eleventh", 11),
    ("twelfth", 12),
    ("thirteenth", 13),
    ("fourteenth", 14),
    ("fifteenth", 15),
    ("sixteenth", 16),
    ("seventeenth", 17),
    ("eighteenth", 18),
    ("nineteenth", 19),
    ("twentieth", 20),
    ("thirtieth", 30),
    ("fortieth", 40),
    ("fiftieth", 50),
    ("sixtieth", 60),
    ("seventieth", 70),
    ("eightieth", 80),
    ("ninetieth", 90),
    ("hundredth", 100),
];

/// The denominator of a fraction word, and whether it is plural.
pub(crate) fn denominator(word: &str) -> Option<(i128, bool)> {
    let (single, plural) = match word {
        "halves" => ("half", true),
        _ => word.strip_suffix('s').map_or((word, false), |single| (single, true)),
    };
    let under = match single {
        "half" => 2,
        "quarter" => 4,
        "thousandth" => 1_000,
        "millionth" => 1_000_000,
        _ => ordinal_word(single).filter(|under| *under > 2)?.into(),
    };
    Some((under, plural))
}

/// Whether the letters after digits make an ordinal of them.
pub(crate) fn is_ordinal_suffix(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th")
}

/// Words that say the next number is negative.
pub(crate) fn is_minus(word: &str) -> bool {
    matches!(word, "minus" | "negative")
}

/// Words for the decimal point.
pub(crate) fn is_point(word: &str) -> bool {
    matches!(word, "point" | "dot" | "decimal")
}

/// Words after "one" that make it no count ("one moment").
pub(crate) fn follows_vague_one(word: &str) -> bool {
    AFTER_VAGUE_ONES.contains(&word)
}

const AFTER_VAGUE_ONES: &[&str] = &[
    "moment", "moments", "sec", "secs", "second", "minute", "min", "thing", "things", "question",
    "more", "of", "another", "day", "last", "by", "can", "must", "should", "who", "that", "would",
    "could", "way", "time", "other", "momento", "tick", "hand", "side", "has", "is", "was",
    "which", "word", "issue", "problem", "reason", "just", "i", "quick",
];

/// Words before "one" that make it no count ("the last one").
pub(crate) fn precedes_vague_one(word: &str) -> bool {
    BEFORE_VAGUE_ONES.contains(&word)
}

const BEFORE_VAGUE_ONES: &[&str] = &[
    "no",
    "any",
    "some",
    "every",
    "each",
    "which",
    "that",
    "this",
    "the",
    "another",
    "other",
    "last",
    "new",
    "same",
    "right",
    "wrong",
    "next",
    "first",
    "second",
    "third",
    "old",
    "big",
    "small",
    "red",
    "blue",
    "green",
    "black",
    "white",
    "latter",
    "former",
    "previous",
    "current",
    "good",
    "bad",
    "better",
    "best",
    "cheaper",
    "large",
    "larger",
    "smaller",
    "bigger",
    "different",
    "main",
    "only",
    "your",
    "loved",
    "such",
    "nice",
    "as",
    "these",
    "those",
];

/// Nouns after an ordinal that point at a thing instead of counting ("the second one").
pub(crate) fn follows_pointing_ordinal(word: &str) -> bool {
    matches!(
        word,
        "one"
            | "option"
            | "choice"
            | "of"
            | "class"
            | "ones"
            | "thing"
            | "name"
            | "hand"
            | "time"
            | "times"
            | "try"
            | "attempt"
            | "chance"
            | "half"
            | "opinion"
            | "impression"
            | "question"
            | "person"
            | "day"
            | "week"
            | "month"
            | "edition"
    )
}

/// Words before a number that make it a bound, not a value; with how many words they are.
pub(crate) const BOUNDS: &[&str] = &[
    "at least",
    "at most",
    "more than",
    "less than",
    "fewer than",
    "no more than",
    "no less than",
    "up to",
    "over",
    "under",
    "above",
    "below",
    "maximum of",
    "minimum of",
    "as many as",
    "not more than",
    "upwards of",
    "me and",
    "myself and",
    "greater than",
];

/// What an hour is set on, so that "at" before a number is no time ("leave it at 3").
pub(crate) fn is_set_at(word: &str) -> bool {
    matches!(
        word,
        "it" | "them" | "that" | "this" | "set" | "priced" | "stay" | "stands" | "valued"
    )
}

/// Phrases after a number that make it a bound, with whether they say how much at most.
pub(crate) const BOUNDS_BEHIND: &[(&str, bool)] = &[
    ("or more", false),
    ("or over", false),
    ("or above", false),
    ("or higher", false),
    ("or so more", false),
    ("and up", false),
    ("and over", false),
    ("and above", false),
    ("plus", false),
    ("at least", false),
    ("minimum", false),
    ("or less", true),
    ("or fewer", true),
    ("or under", true),
    ("or below", true),
    ("or lower", true),
    ("at most", true),
    ("at the most", true),
    ("maximum", true),
    ("max", true),
    ("tops", true),
    ("and a bit", false),
    ("and change", false),
    ("something", false),
    ("odd", false),
];

/// Other words that a number can begin with.
pub(crate) const NUMBER_OPENERS: &[&str] =
    &["a", "an", "half", "minus", "negative", "point", "dot", "plus"];

/// Whether a bound says how much at most.
pub(crate) fn is_upper_bound(phrase: &str) -> bool {
    matches!(
        phrase,
        "at most"
            | "less than"
            | "fewer than"
            | "no more than"
            | "not more than"
            | "up to"
            | "under"
            | "below"
            | "maximum of"
    )
}
