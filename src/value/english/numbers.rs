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
pub(crate) fn denominator(word: &str) -> Option<(u8, bool)> {
    Some(match word {
        "half" => (2, false),
        "halves" => (2, true),
        "third" => (3, false),
        "thirds" => (3, true),
        "quarter" | "fourth" => (4, false),
        "quarters" | "fourths" => (4, true),
        "fifth" => (5, false),
        "fifths" => (5, true),
        "sixth" => (6, false),
        "sixths" => (6, true),
        "seventh" => (7, false),
        "sevenths" => (7, true),
        "eighth" => (8, false),
        "eighths" => (8, true),
        "ninth" => (9, false),
        "ninths" => (9, true),
        "tenth" => (10, false),
        "tenths" => (10, true),
        "hundredth" => (100, false),
        "hundredths" => (100, true),
        _ => return None,
    })
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
    matches!(word, "point" | "dot")
}

/// The factor of letters that may stick to digits, such as the k of 5k.
pub(crate) fn glued_factor(word: &str) -> Option<i64> {
    match word {
        "k" => Some(1_000),
        "mio" | "mn" => Some(1_000_000),
        "bn" => Some(1_000_000_000),
        _ => None,
    }
}

/// Units that may stick to the digits of a quantity.
pub(crate) fn is_glued_unit(word: &str) -> bool {
    GLUED_UNITS.contains(&word)
}

const GLUED_UNITS: &[&str] = &[
    "kg", "g", "mg", "lb", "lbs", "oz", "t", "km", "m", "cm", "mm", "mi", "ft", "in", "l", "ml",
    "cl", "x", "pcs", "pc", "eur", "usd", "gbp", "chf", "kwh", "kw", "w", "gb", "mb", "tb", "kb",
    "c", "f", "sqm", "hrs", "hr", "mins", "min", "px", "yrs", "yr", "y", "days", "day", "euros",
    "euro", "dollars", "people", "units", "items", "ish", "p",
];

/// Currency and quantity marks that may stand against a number.
pub(crate) fn is_quantity_mark(mark: char) -> bool {
    matches!(mark, '€' | '$' | '£' | '¥' | '₹' | '%' | '°' | '#' | '~' | '≈' | '×')
}

/// Currencies whose hundredths have a name.
pub(crate) fn is_currency(word: &str) -> bool {
    matches!(
        word,
        "dollar" | "dollars" | "euro" | "euros" | "pound" | "pounds" | "francs" | "franc" | "bucks"
    )
}

/// Hundredths of a currency.
pub(crate) fn is_hundredth(word: &str) -> bool {
    matches!(word, "cent" | "cents" | "pence" | "penny" | "centimes")
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
        "one" | "option" | "choice" | "of" | "class" | "ones" | "thing" | "name" | "hand"
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
