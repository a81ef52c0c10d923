/// Words of an email address' introduction, where its local part cannot begin.
#[expect(clippy::too_many_lines, reason = "one table of words")]
pub(crate) fn is_email_carrier(word: &str) -> bool {
    matches!(
        word,
        "is" | "its"
            | "email"
            | "mail"
            | "emails"
            | "address"
            | "my"
            | "at"
            | "to"
            | "me"
            | "on"
            | "under"
            | "use"
            | "using"
            | "the"
            | "a"
            | "an"
            | "um"
            | "uh"
            | "uhm"
            | "er"
            | "erm"
            | "yes"
            | "yeah"
            | "sure"
            | "okay"
            | "ok"
            | "so"
            | "that"
            | "thats"
            | "would"
            | "be"
            | "it"
            | "im"
            | "i"
            | "am"
            | "send"
            | "contact"
            | "reach"
            | "you"
            | "can"
            | "well"
            | "please"
            | "with"
            | "and"
            | "or"
            | "for"
            | "think"
            | "was"
            | "will"
            | "should"
            | "write"
            | "e"
            | "by"
            | "account"
            | "hi"
            | "hello"
            | "hey"
            | "try"
            | "login"
            | "user"
            | "goes"
            | "from"
            | "registered"
            | "signed"
            | "up"
            | "actually"
            | "no"
            | "not"
            | "new"
            | "one"
            | "wait"
            | "sorry"
            | "mean"
            | "work"
            | "personal"
            | "put"
            | "just"
            | "have"
            | "got"
            | "down"
            | "then"
            | "say"
            | "said"
            | "lets"
            | "id"
    )
}

/// Introductions of a phone number or digits that belong to something else.
pub(crate) fn is_other_number(word: &str) -> bool {
    matches!(
        word,
        "order"
            | "customer"
            | "account"
            | "tracking"
            | "invoice"
            | "reference"
            | "card"
            | "ticket"
            | "booking"
            | "contract"
            | "serial"
            | "policy"
            | "member"
            | "membership"
            | "parcel"
            | "shipment"
            | "iban"
            | "ref"
            | "case"
            | "meter"
            | "pin"
            | "isbn"
            | "id"
    )
}

/// Words that introduce an extension.
pub(crate) fn is_extension(word: &str) -> bool {
    matches!(word, "ext" | "extension" | "x" | "extn" | "durchwahl")
}

/// Beginnings that are not part of a free-text answer, longest first.
pub(crate) const CARRIERS: &[&str] = &[
    "my name is",
    "the name is",
    "this is",
    "it is called",
    "its called",
    "it is",
    "its",
    "that is",
    "thats",
    "that would be",
    "it would be",
    "thatd be",
    "itd be",
    "i am called",
    "i am",
    "im",
    "call me",
    "you can call me",
    "they call me",
    "i go by",
    "i said",
    "i think its",
    "i think it is",
    "i believe its",
    "i would say",
    "id say",
    "id like",
    "i would like",
    "please put",
    "put",
    "put down",
    "make it",
    "lets say",
    "lets go with",
    "go with",
    "ill take",
    "i will take",
    "i want",
    "name is",
    "names",
    "my names",
    "well",
    "um",
    "uh",
    "uhm",
    "umm",
    "er",
    "erm",
    "so",
    "okay",
    "ok",
    "oh",
    "yes",
    "yeah",
    "sure",
    "hi",
    "hello",
    "hey",
    "please",
    "the answer is",
    "just",
    "hmm",
    "ah",
    "actually",
    "the",
    "my",
    "is",
    "that will be",
    "thatll be",
    "it will be",
    "itll be",
    "it should be",
    "should be",
    "write",
    "write down",
    "you can put",
    "for the",
    "alright",
    "all right",
    "right",
    "basically",
    "like",
    "let me see",
    "sorry",
    "here it is",
    "here you go",
    "here is",
    "heres",
    "i have",
    "ive got",
    "i guess",
];

/// Endings that are not part of a free-text answer.
pub(crate) const CLOSINGS: &[&str] = &[
    "please",
    "thanks",
    "thank you",
    "thank you very much",
    "thanks a lot",
    "if you please",
    "if possible",
    "i think",
    "i guess",
    "i believe",
    "thats it",
    "cheers",
    "if thats okay",
    "if you dont mind",
    "is my name",
    "okay",
    "ok",
    "thats all",
    "sir",
    "maam",
    "you know",
    "i suppose",
];

/// Words that end a name said in passing ("my name is Ada and …").
pub(crate) const AFTER_NAMES: &[&str] =
    &["and", "but", "my", "i", "im", "from", "with", "calling", "please", "thanks", "at"];
