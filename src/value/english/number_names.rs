/// Phrases with numbers in them that count nothing.
pub(crate) const NUMBER_IDIOMS: &[&str] = &[
    "fifty fifty",
    "one on one",
    "one by one",
    "one to one",
    "one at a time",
    "two by two",
    "bakers dozen",
    "24 / 7",
    "a hundred percent sure",
    "hundred percent sure",
    "one hundred percent sure",
    "a hundred percent certain",
    "a million thanks",
    "thanks a million",
    "a thousand thanks",
    "one way or another",
    "one or the other",
    "one in a million",
    "catch 22",
    "back to square one",
    "number one priority",
    "for once",
    "a hundred and ten percent",
];

/// Words after which a number is a name ("version 2", "flight 815").
pub(crate) fn names_with_numbers(word: &str) -> bool {
    matches!(
        word,
        "version"
            | "page"
            | "chapter"
            | "windows"
            | "iphone"
            | "android"
            | "covid"
            | "channel"
            | "episode"
            | "season"
            | "route"
            | "highway"
            | "flight"
            | "gate"
            | "platform"
            | "apartment"
            | "apt"
            | "suite"
            | "section"
            | "paragraph"
            | "figure"
            | "step"
            | "room"
            | "bus"
            | "tram"
            | "line"
            | "level"
            | "area"
            | "boeing"
            | "airbus"
            | "track"
            | "floor"
            | "aisle"
            | "row"
            | "seat"
            | "table"
            | "lane"
            | "exit"
            | "terminal"
            | "locker"
            | "building"
    )
}
