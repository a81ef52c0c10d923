/// Further introductions of a name.
pub(crate) const NAME_CARRIERS: &[&str] = &[
    "the names",
    "my last name is",
    "my first name is",
    "my full name is",
    "my surname is",
    "my family name is",
    "my given name is",
    "the last name is",
    "the first name is",
    "the full name is",
    "last name is",
    "first name is",
    "full name is",
    "surname is",
    "under the name of",
    "under the name",
    "its under",
    "under",
    "the name would be",
    "my name would be",
    "the name of",
    "youre speaking with",
    "youre speaking to",
    "you are speaking with",
    "you are speaking to",
    "youre talking to",
    "people call me",
    "everyone calls me",
    "my friends call me",
];

/// Further endings after a name.
pub(crate) const NAME_CLOSINGS: &[&str] = &[
    "here",
    "speaking",
    "is the name",
    "is my first name",
    "is my last name",
    "is my full name",
    "is my surname",
    "is what they call me",
    "is what people call me",
    "on the line",
];

/// Introductions of a place.
pub(crate) const PLACE_CARRIERS: &[&str] = &[
    "i live in",
    "we live in",
    "im in",
    "i am in",
    "were in",
    "im from",
    "i am from",
    "im based in",
    "based in",
    "its in",
    "in",
    "from",
    "to",
    "going to",
    "im going to",
];

/// Words between a name and its spelling.
pub(crate) fn announces_spelling(word: &str) -> bool {
    matches!(word, "thats" | "spelled" | "spelt" | "spelling" | "is" | "its")
}

/// Words that make something else of the choice they stand before ("extra large").
pub(crate) fn is_altering(word: &str) -> bool {
    matches!(
        word,
        "extra"
            | "super"
            | "ultra"
            | "semi"
            | "non"
            | "mega"
            | "pre"
            | "half"
            | "mini"
            | "basic"
            | "light"
            | "pale"
            | "dark"
            | "deep"
            | "bright"
            | "almost"
    )
}

/// What a slot that takes a place is called.
pub(crate) const PLACES: &[&str] = &["city", "town", "country", "location", "destination"];
