/// Words that carry no content of their own around an answer.
pub(crate) fn is_filler(word: &str) -> bool {
    FILLERS.binary_search(&word).is_ok()
}

/// Words that deny what follows them.
pub(crate) fn is_negation(word: &str) -> bool {
    matches!(
        word,
        "not"
            | "never"
            | "no"
            | "dont"
            | "isnt"
            | "wasnt"
            | "cant"
            | "cannot"
            | "wont"
            | "neither"
            | "nor"
            | "doesnt"
            | "didnt"
            | "arent"
            | "werent"
            | "couldnt"
            | "wouldnt"
            | "shouldnt"
            | "havent"
            | "hasnt"
            | "hadnt"
            | "without"
            | "except"
            | "aint"
            | "nobody"
            | "nothing"
    )
}

/// Words that take in everything, so that a "but" after them leaves something out.
pub(crate) fn is_any(word: &str) -> bool {
    matches!(
        word,
        "any" | "anything" | "anytime" | "anyone" | "all" | "every" | "everything" | "whatever"
    )
}

/// Words that begin a new clause, where a denial ends.
pub(crate) fn is_clause_break(word: &str) -> bool {
    matches!(word, "but" | "its" | "rather" | "instead" | "because" | "so" | "then" | "however")
}

/// What people say when they replace what they just said.
pub(crate) const REPAIRS: &[&str] = &[
    "no wait",
    "wait",
    "i mean",
    "i meant",
    "sorry",
    "actually",
    "scratch that",
    "correction",
    "make that",
    "make it",
    "rather",
    "no no",
    "or rather",
    "better",
    "no its",
    "no sorry",
    "pardon",
    "no actually",
    "excuse me",
    "no make it",
    "oops",
    "let me correct that",
    "my mistake",
    "strike that",
    "i meant to say",
    "no i mean",
    "hang on",
    "hold on",
    "no",
    "forget that",
    "change that to",
    "i should say",
    "apologies",
    "my bad",
    "instead",
];

const FILLERS: &[&str] = &[
    "a",
    "about",
    "actually",
    "address",
    "afternoon",
    "again",
    "ah",
    "ahem",
    "all",
    "alright",
    "also",
    "am",
    "an",
    "and",
    "answer",
    "apologies",
    "approximately",
    "are",
    "around",
    "as",
    "at",
    "basically",
    "be",
    "because",
    "been",
    "believe",
    "book",
    "but",
    "by",
    "call",
    "called",
    "can",
    "certainly",
    "cheers",
    "code",
    "correct",
    "could",
    "date",
    "day",
    "definitely",
    "do",
    "eh",
    "em",
    "er",
    "erm",
    "err",
    "evening",
    "exactly",
    "fine",
    "for",
    "from",
    "gave",
    "get",
    "give",
    "given",
    "go",
    "going",
    "good",
    "got",
    "gotcha",
    "great",
    "guess",
    "had",
    "has",
    "have",
    "having",
    "he",
    "hello",
    "here",
    "heres",
    "hey",
    "hi",
    "him",
    "hm",
    "hmm",
    "hmmm",
    "honestly",
    "i",
    "id",
    "ideally",
    "ill",
    "im",
    "in",
    "is",
    "it",
    "itll",
    "its",
    "ive",
    "just",
    "kind",
    "kindly",
    "know",
    "let",
    "lets",
    "like",
    "likely",
    "ma",
    "maam",
    "madam",
    "make",
    "mate",
    "may",
    "maybe",
    "me",
    "mean",
    "might",
    "mine",
    "mm",
    "mmm",
    "morning",
    "much",
    "must",
    "my",
    "name",
    "need",
    "needs",
    "night",
    "now",
    "number",
    "of",
    "off",
    "oh",
    "ok",
    "okay",
    "on",
    "only",
    "or",
    "our",
    "ours",
    "out",
    "perfect",
    "perhaps",
    "please",
    "pls",
    "possibly",
    "prefer",
    "preferably",
    "pretty",
    "probably",
    "put",
    "quite",
    "read",
    "really",
    "right",
    "roughly",
    "said",
    "say",
    "saying",
    "says",
    "see",
    "set",
    "shall",
    "she",
    "should",
    "shoulda",
    "sir",
    "so",
    "sort",
    "starting",
    "still",
    "suppose",
    "sure",
    "take",
    "thank",
    "thanks",
    "that",
    "thatd",
    "thatll",
    "thats",
    "the",
    "them",
    "then",
    "there",
    "theres",
    "these",
    "they",
    "theyre",
    "think",
    "this",
    "those",
    "to",
    "today",
    "too",
    "totally",
    "try",
    "ugh",
    "uh",
    "uhh",
    "uhhh",
    "uhm",
    "um",
    "umm",
    "ummm",
    "up",
    "us",
    "use",
    "value",
    "very",
    "want",
    "was",
    "way",
    "we",
    "well",
    "were",
    "weve",
    "what",
    "whats",
    "which",
    "will",
    "with",
    "works",
    "would",
    "wouldve",
    "ya",
    "yea",
    "yeah",
    "yep",
    "yes",
    "you",
    "your",
    "youre",
    "yours",
    "yup",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fillers_are_sorted_for_the_search() {
        assert!(FILLERS.is_sorted());
    }
}
