/// Words of an email address' introduction, where its local part cannot begin.
pub(crate) fn is_email_carrier(word: &str) -> bool {
    EMAIL_CARRIERS.contains(&word)
}

const EMAIL_CARRIERS: &[&str] = &[
    "is",
    "its",
    "email",
    "mail",
    "emails",
    "address",
    "my",
    "at",
    "to",
    "me",
    "on",
    "under",
    "use",
    "using",
    "the",
    "a",
    "an",
    "um",
    "uh",
    "uhm",
    "er",
    "erm",
    "yes",
    "yeah",
    "sure",
    "okay",
    "ok",
    "so",
    "that",
    "thats",
    "would",
    "be",
    "it",
    "im",
    "i",
    "am",
    "send",
    "contact",
    "reach",
    "you",
    "can",
    "well",
    "please",
    "with",
    "and",
    "or",
    "for",
    "think",
    "was",
    "will",
    "should",
    "write",
    "e",
    "by",
    "account",
    "hi",
    "hello",
    "hey",
    "try",
    "login",
    "user",
    "goes",
    "from",
    "registered",
    "signed",
    "up",
    "actually",
    "no",
    "not",
    "new",
    "one",
    "wait",
    "sorry",
    "mean",
    "work",
    "personal",
    "put",
    "just",
    "have",
    "got",
    "down",
    "then",
    "say",
    "said",
    "lets",
    "id",
];

/// Words of the introduction that are also names of mailboxes ("contact at …").
pub(crate) fn is_mailbox_name(word: &str) -> bool {
    matches!(
        word,
        "contact"
            | "mail"
            | "email"
            | "account"
            | "user"
            | "login"
            | "hello"
            | "hi"
            | "hey"
            | "work"
            | "personal"
            | "new"
            | "me"
    )
}

/// Words after which the name of a mailbox may come at once.
pub(crate) fn introduces_mailbox(word: &str) -> bool {
    matches!(word, "is" | "its" | "be" | "use" | "try" | "um" | "uh" | "thats")
}

/// Sounds in the middle of an address.
pub(crate) fn is_hesitation(word: &str) -> bool {
    matches!(word, "um" | "uh" | "uhm" | "er" | "erm")
}

/// Verbs and places after which "at" names a place and no mailbox.
pub(crate) fn looks_at_place(word: &str) -> bool {
    matches!(
        word,
        "look"
            | "looking"
            | "looked"
            | "meet"
            | "meeting"
            | "met"
            | "arrive"
            | "arrived"
            | "arriving"
            | "stay"
            | "staying"
            | "website"
            | "webpage"
            | "homepage"
    )
}

/// Words that mean a mailbox when they stand alone, and a place or a doing after other words.
pub(crate) fn is_done_at_place(word: &str) -> bool {
    matches!(
        word,
        "shop"
            | "shopping"
            | "shopped"
            | "buy"
            | "bought"
            | "page"
            | "site"
            | "home"
            | "online"
            | "order"
            | "ordered"
            | "booked"
            | "live"
            | "working"
            | "available"
            | "visit"
            | "find"
            | "found"
    )
}

/// The at sign by the names it has in other Englishes.
pub(crate) const NAMED_AT_SIGNS: &[&str] = &["at the rate of", "at the rate"];

/// Words that describe an address instead of saying it ("first initial, last name").
pub(crate) fn describes_mailbox(word: &str) -> bool {
    matches!(word, "initial" | "initials" | "surname")
}
