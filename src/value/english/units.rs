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

/// Units after "a" or a number that "and a half" may follow ("a kilo and a half").
pub(crate) fn is_spoken_unit(word: &str) -> bool {
    let single = word.strip_suffix('s').unwrap_or(word);
    SPOKEN_UNITS.contains(&single)
}

const SPOKEN_UNITS: &[&str] = &[
    "kilo",
    "kilogram",
    "gram",
    "pound",
    "ounce",
    "ton",
    "tonne",
    "stone",
    "litre",
    "liter",
    "pint",
    "gallon",
    "cup",
    "metre",
    "meter",
    "kilometre",
    "kilometer",
    "mile",
    "foot",
    "yard",
    "inch",
    "hour",
    "minute",
    "day",
    "week",
    "month",
    "year",
    "degree",
    "percent",
    "point",
    "euro",
    "dollar",
    "bottle",
    "box",
    "bag",
    "pack",
    "portion",
    "star",
    "acre",
];

/// "eight out of ten": what follows is the scale, not another value.
pub(crate) const OUT_OF: &str = "out of";

/// Names of ways after a house number ("12 Baker Street").
pub(crate) fn is_street(word: &str) -> bool {
    STREETS.contains(&word)
}

const STREETS: &[&str] = &[
    "street",
    "st",
    "road",
    "rd",
    "avenue",
    "ave",
    "lane",
    "ln",
    "drive",
    "boulevard",
    "blvd",
    "court",
    "close",
    "crescent",
    "terrace",
    "parkway",
    "highway",
    "strasse",
    "straße",
    "mews",
    "alley",
];

/// Hundredths of a currency.
pub(crate) fn is_hundredth(word: &str) -> bool {
    matches!(word, "cent" | "cents" | "pence" | "penny" | "centimes")
}
