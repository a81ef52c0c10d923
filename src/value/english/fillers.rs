/// Words that carry no content of their own around an answer.
pub(crate) fn is_filler(word: &str) -> bool {
    FILLERS.binary_search(&word).is_ok()
}

/// Words that deny what follows them.
pub(crate) fn is_negation(word: &str) -> bool {
    matches!(
        word,
        "not" | "never" | "no" | "dont" | "isnt" | "wasnt" | "cant" | "cannot" | "wont" | "neither" | "nor"
            | "doesnt" | "didnt" | "arent" | "werent" | "couldnt" | "wouldnt" | "shouldnt" | "havent"
            | "hasnt" | "hadnt" | "without" | "except" | "aint" | "nobody" | "nothing"
    )
}

/// Words that begin a new clause, where a denial ends.
pub(crate) fn is_clause_break(word: &str) -> bool {
    matches!(word, "but" | "its" | "rather" | "instead" | "because" | "so" | "then" | "however")
}

/// What people say when they replace what they just said.
pub(crate) const REPAIRS: &[&str] = &[
    "no wait", "wait", "i mean", "i meant", "sorry", "actually", "scratch that", "correction", "make that",
    "make it", "rather", "no no", "or rather", "better", "no its", "no sorry", "pardon", "no actually",
    "excuse me", "no make it", "oops", "let me correct that", "my mistake", "strike that", "i meant to say",
    "no i mean", "hang on", "hold on", "no", "forget that", "change that to", "i should say", "apologies",
    "my bad", "instead",
];


/// What people say when they have no answer.
pub(crate) const NO_ANSWER: &[&str] = &[
    "i dont know", "i do not know", "dont know", "do not know", "dunno", "no idea", "no clue", "not sure",
    "im not sure", "i am not sure", "i forgot", "i forget", "i cant remember", "i cannot remember",
    "i dont remember", "cant remember", "i have no idea", "i dont have it", "i dont have one",
    "i dont have that", "i do not have it", "i dont have", "what do you mean", "what", "what was that",
    "pardon", "can you repeat that", "could you repeat that", "say that again", "come again", "repeat please",
    "please repeat", "one moment", "one second", "just a moment", "just a second", "hold on", "hang on",
    "wait", "give me a moment", "give me a second", "let me check", "let me see", "let me look", "let me think",
    "a moment", "one sec", "i need to check", "i have to check", "why", "why do you need that",
    "why do you need it", "what is that", "whats that", "where do i find that", "where can i find it",
    "where do i find it", "how do i know", "help", "skip", "cancel", "never mind", "nevermind", "forget it",
    "speak to a human", "talk to a person", "agent", "representative", "operator", "hello", "hi", "hey",
    "thanks", "thank you", "bye", "goodbye", "i already told you", "um", "uh", "uhm", "er", "erm", "well", "so", "oh", "ah", "eh", "umm", "i already gave you that", "excuse me",
    "sorry", "id rather not say", "i would rather not say", "none of your business", "no", "yes", "nothing",
    "none", "can i speak to someone", "can i speak to a person", "i dont understand", "i do not understand",
    "not right now", "which one", "who is this", "maybe", "yeah", "yep", "ok", "okay", "sure", "nope",
    "i dont want to", "i dont want to say", "id rather not", "i cant find it", "i lost it", "hmm",
    "can you help me", "could you say that again", "what did you say", "i didnt catch that", "start over",
    "go back", "its not here", "please hold", "are you there", "are you a robot", "i dont get it",
];

/// Beginnings after which an utterance is no answer at all.
pub(crate) const NO_ANSWER_STARTS: &[&str] = &[
    "i dont know", "i do not know", "i have no idea", "no idea", "i dont have", "i do not have", "im not sure",
    "i am not sure", "not sure", "i forgot", "i cant remember", "i dont remember", "i cannot remember",
    "what do you mean", "can you repeat", "could you repeat", "why do you", "where do i", "where can i",
    "let me check", "let me look", "let me think", "can i speak", "can i talk", "let me speak", "hold on",
    "i want to speak", "i want to talk", "id like to speak", "i would like to speak", "give me a",
    "one moment", "just a moment", "just a second", "one second", "what is a", "whats a", "what is the",
    "whats the", "how do i", "do i need", "i cant find", "i lost", "which number", "which one", "what kind of",
    "hang on", "i dont understand", "why would", "can you tell me", "could you tell me", "i already",
    "do you mean", "i need to find", "i have to look", "i need to look", "i dont want", "i wont",
];

const FILLERS: &[&str] = &[
    "a", "about", "actually", "address", "afternoon", "again", "ah", "ahem", "all", "alright",
    "also", "am", "an", "and", "answer", "apologies", "approximately", "are", "around", "as",
    "at", "basically", "be", "because", "been", "believe", "book", "but", "by", "call", "called",
    "can", "certainly", "cheers", "code", "correct", "could", "date", "day", "definitely", "do",
    "eh", "em", "er", "erm", "err", "evening", "exactly", "fine", "for", "from", "gave", "get",
    "give", "given", "go", "going", "good", "got", "gotcha", "great", "guess", "had", "has",
    "have", "having", "he", "hello", "here", "heres", "hey", "hi", "him", "hm", "hmm", "hmmm",
    "honestly", "i", "id", "ideally", "ill", "im", "in", "is", "it", "itll", "its", "ive",
    "just", "kind", "kindly", "know", "let", "lets", "like", "likely", "ma", "maam", "madam",
    "make", "mate", "may", "maybe", "me", "mean", "might", "mine", "mm", "mmm", "morning",
    "much", "must", "my", "name", "need", "needs", "night", "now", "number", "of", "off", "oh",
    "ok", "okay", "on", "only", "or", "our", "ours", "out", "perfect", "perhaps", "please",
    "pls", "possibly", "prefer", "preferably", "pretty", "probably", "put", "quite", "read",
    "really", "right", "roughly", "said", "say", "saying", "says", "see", "set", "shall", "she",
    "should", "shoulda", "sir", "so", "sort", "starting", "still", "suppose", "sure", "take",
    "thank", "thanks", "that", "thatd", "thatll", "thats", "the", "them", "then", "there",
    "theres", "these", "they", "theyre", "think", "this", "those", "to", "today", "too",
    "totally", "try", "ugh", "uh", "uhh", "uhhh", "uhm", "um", "umm", "ummm", "up", "us", "use",
    "value", "very", "want", "was", "way", "we", "well", "were", "weve", "what", "whats",
    "which", "will", "with", "works", "would", "wouldve", "ya", "yea", "yeah", "yep", "yes",
    "you", "your", "youre", "yours", "yup",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fillers_are_sorted_for_the_search() {
        assert!(FILLERS.is_sorted());
    }
}
