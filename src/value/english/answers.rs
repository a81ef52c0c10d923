/// What a phrase says to a yes-or-no question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Polarity {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Neither, or both.
    Unclear,
}

/// Phrases that lean to one side; the longest that stands at a place counts.
pub(crate) const PHRASES: &[(Polarity, &[&str])] = &[
    (
        Polarity::Yes,
        &[
            "yes", "yeah", "yea", "yep", "yup", "ya", "yah", "ye", "yes please", "yeah please", "aye", "yessir",
            "sure", "sure thing", "sure why not", "why not", "go ahead", "go for it", "of course", "absolutely",
            "certainly", "definitely", "indeed", "affirmative", "affirm", "correct", "thats correct", "that is correct", "it is correct", "thats right",
            "that is right", "its right", "right", "all right", "alright", "ok", "okay", "okey dokey", "k", "kk", "fine", "thats fine",
            "that is fine", "sounds good", "sounds great", "sounds right", "sounds fine", "sounds perfect", "sounds like a plan", "looks good", "looks right", "looks correct", "please do",
            "do it", "do so", "i do", "i would", "i think so", "i guess so", "i guess", "i suppose so", "i suppose",
            "i believe so", "i hope so", "id say so", "by all means", "you bet", "uh huh", "mm hmm", "mhm", "mmhmm", "mm hm", "true",
            "positive", "exactly", "precisely", "that works", "works for me", "perfect", "great", "wonderful", "excellent", "no problem",
            "not a problem", "no doubt", "no doubt about it", "without a doubt", "without doubt", "i dont mind", "i do not mind",
            "dont mind", "dont mind if i do", "i dont see why not", "dont see why not", "i cant see why not", "i wouldnt mind", "wouldnt mind",
            "i wouldnt say no", "wouldnt say no", "cant say no to that", "i cant say no", "no objection", "no objections", "count me in", "im afraid so", "im in",
            "agreed", "i agree", "confirmed", "i confirm", "confirm", "confirm it", "deal", "y", "yeah go ahead", "yep go ahead",
            "that would be great", "that would be good", "that would be nice", "that would be lovely", "that would be perfect", "that would be fine", "thatd be great", "thatd be good", "thatd be fine", "id love to",
            "id like to", "id like that", "id love that", "i would like that", "i would like to", "i would love to",
            "i would love that", "lets do it", "lets do that", "lets go", "lets go for it", "make it so", "proceed", "please proceed", "go on", "carry on", "continue",
            "if you could", "if you would", "if you dont mind", "if possible", "i want to", "i want that", "i want it", "i do want that", "thats it", "thats the one", "that is the one", "roger", "roger that",
            "you got it", "you got that right", "for sure", "hell yes", "heck yes", "very much so", "most definitely", "most certainly", "naturally", "obviously",
            "totally", "with pleasure", "gladly", "id be happy to", "happy to", "im happy with that", "im happy with it", "im sure", "i am sure", "im positive", "yes indeed", "nothing wrong with that",
            "please", "i accept", "accept", "accepted", "approve", "approved", "oui", "i can", "we can", "we do", "it is",
            "it does", "they are", "they do", "i am", "i have", "we have", "we are", "he is", "she is", "he does", "she does", "there is", "there are", "i did", "we did", "it was", "i will",
            "it has", "i was", "that is so", "thats true", "that is true", "not wrong", "youre right", "you are right", "youre correct", "you are correct", "not bad", "i dont disagree", "cant disagree",
            "cant argue with that", "couldnt agree more", "no reason not to", "it isnt wrong", "thats not wrong", "thats okay with me", "thats fine with me", "fine by me", "ok with me", "okay with me", "fine with me", "good with me", "im okay with that", "im ok with that", "im fine with that", "im good with that", "thumbs up",
            "of course i do", "of course you can", "you can", "you may", "yes you can", "thats good", "that is good", "thats great", "thats perfect",
        ],
    ),
    (
        Polarity::No,
        &[
            "no", "nope", "nah", "naw", "nay", "na", "no thanks", "no thank you", "no way", "no sir", "not really", "not at all", "never", "no never",
            "dont", "please dont", "dont do it", "dont do that", "do not", "please do not", "do not do that", "i dont", "i do not",
            "i dont think so", "dont think so", "i do not think so", "i dont believe so", "i dont suppose so", "i wouldnt say so", "i wouldnt say that", "id rather not", "i would rather not", "rather not",
            "id prefer not to", "i would prefer not to", "i prefer not to", "prefer not to", "better not", "not now", "not today", "not yet", "not right now", "not this time",
            "not for me", "not interested", "im not interested", "negative", "false", "wrong", "incorrect", "thats incorrect", "that is incorrect", "thats not right",
            "that is not right", "that isnt right", "its not right", "thats not correct", "that is not correct", "that isnt correct", "its not correct", "not correct", "not right", "not true", "thats not true", "that is not true", "that isnt true", "thats wrong", "that is wrong", "its wrong", "thats false", "thats not it",
            "thats not the one", "absolutely not", "definitely not", "of course not", "certainly not", "i doubt it", "i doubt that", "doubtful",
            "im afraid not", "i am afraid not", "afraid not", "hardly", "by no means", "i disagree", "uh uh", "nuh uh", "forget it", "forget about it", "leave it", "under no circumstances",
            "no chance", "not a chance", "not in a million years", "not on your life", "over my dead body", "n", "i guess not", "i suppose not", "i think not", "i hope not", "i believe not", "guess not",
            "probably not", "maybe not", "perhaps not", "possibly not", "not likely", "unlikely", "not necessary", "thats not necessary", "no need", "theres no need", "not needed", "no im good",
            "no im fine", "no im okay", "no im ok", "no thats fine", "no thats okay", "no thats ok", "no its fine", "no its okay", "no its ok", "no thats all right", "no thats alright", "no its alright", "no thats all", "no thats it",
            "im good", "im good thanks", "i wont", "i cant", "i cannot", "i couldnt", "i wouldnt", "i havent", "i have not", "i didnt", "i did not", "i will not", "i would not", "i can not",
            "im not", "i am not", "it isnt", "its not", "it is not", "it doesnt", "it does not", "it hasnt", "it wasnt", "we dont", "we do not", "we arent", "we are not", "were not", "we cant", "we havent", "we have not", "they dont", "they do not", "they arent", "they are not",
            "they didnt", "he isnt", "he doesnt", "she isnt", "she doesnt", "that isnt", "thats not", "that is not", "there isnt", "there arent", "none", "dont want to", "i dont want to",
            "i dont want that", "i dont want it", "i dont need it", "i dont need that", "i dont like it", "i dont like that", "i dont agree", "i do not agree", "i do not want that", "i do not want to", "i do not want it", "lets not", "let us not", "hell no", "heck no", "no siree", "not so much", "not particularly", "not especially", "not exactly",
            "cancel", "cancel it", "cancel that", "stop", "dont bother", "no deal", "no good", "decline", "declined", "i decline", "refuse", "i refuse", "reject", "thumbs down", "non", "nein", "no thanks im good", "not ok", "not okay", "thats not ok", "thats not okay", "not fine", "not good", "not a good idea", "i think youre wrong", "youre wrong", "you are wrong", "not sure about that no",
            "nothing of the sort", "no longer", "not anymore", "not any more", "no not really", "id say no", "i say no", "i said no",
        ],
    ),
    (
        Polarity::Unclear,
        &[
            "maybe", "perhaps", "possibly", "i dont know", "i do not know", "dont know", "dunno", "i dunno", "not sure", "im not sure",
            "i am not sure", "not so sure", "im not so sure", "not certain", "im not certain", "not entirely sure", "im not entirely sure", "it depends", "depends", "that depends", "yes and no", "yes or no", "kind of", "kinda", "sort of", "sorta", "either", "either way",
            "whatever", "let me think", "let me think about it", "id have to think about it", "i have to think about it", "ill think about it", "i need to think about it", "hard to say", "who knows", "no idea", "i have no idea", "i dont care", "i do not care", "its up to you", "up to you", "you decide",
            "could be", "might be", "i might", "it might", "probably", "most likely", "likely", "in a way", "to some extent", "partly", "more or less", "sometimes", "what", "why", "hold on", "wait", "one moment", "hang on", "pardon", "sorry", "ask me later", "later",
            "i couldnt say", "i cant say", "i cant tell", "cant say", "couldnt say", "cant tell", "i cant decide", "i havent decided", "not decided", "undecided", "i forgot", "i dont remember", "i cant remember", "what do you mean", "i dont understand", "i do not understand", "im confused", "fifty fifty",
            "i dont know yet", "no comment", "what do you think", "does it matter", "doesnt matter", "it doesnt matter", "never mind", "is it", "is that so", "really", "can you repeat that", "no clue", "i wonder", "let me check", "i guess maybe", "if you say so", "i wish", "not necessarily", "not always", "as if", "yeah right",
        ],
    ),
];

/// Words that open a short answer and carry nothing ("well", "oh").
pub(crate) fn is_opening(word: &str) -> bool {
    matches!(
        word,
        "um" | "uh" | "uhm" | "umm" | "uhh" | "er" | "erm" | "well" | "oh" | "so" | "hmm" | "hm" | "ah" | "like"
            | "and" | "then" | "honestly" | "actually" | "just" | "em" | "eh" | "mmm" | "hey" | "hi" | "look" | "listen"
    )
}

/// Words after which the rest says nothing about yes or no.
pub(crate) const REPAIRS: &[&str] = &[
    "wait", "actually", "i mean", "sorry", "i meant", "scratch that", "on second thought", "on second thoughts",
    "correction", "hold on", "let me rephrase", "changed my mind", "i changed my mind", "ive changed my mind", "come to think of it", "make that", "rather", "hang on",
];
