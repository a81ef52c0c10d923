//! Phrases by what they do, in lower case, words apart by one space. `…'s` forms are listed as said.

/// Says yes.
#[rustfmt::skip]
pub const AFFIRM: &[&str] = &[
    "yes", "yeah", "yep", "yup", "ya", "aye", "yes please", "sure", "sure thing", "of course",
    "certainly", "definitely", "absolutely", "correct", "that's correct", "that is correct",
    "that's right", "that is right", "right", "exactly", "indeed", "ok", "okay", "alright",
    "all right", "go ahead", "go for it", "do it", "please do", "do that", "sounds good",
    "sounds great", "sounds right", "looks good", "looks right", "looks correct", "perfect",
    "that works", "works for me", "fine", "that's fine", "that is fine", "i do", "i would", "i am",
    "affirmative", "confirmed", "confirm", "i confirm", "proceed", "please proceed",
    "by all means", "why not", "uh huh", "uh-huh", "mhm", "you bet", "true", "it is", "it's right",
    "it's correct", "all correct", "all good", "good", "great", "submit it", "book it", "send it",
    "place it", "yes i do", "that one", "that's it", "that's the one", "totally", "agreed",
    "that'd be great", "that would be great", "i'd like that", "y",
];

/// Says no.
#[rustfmt::skip]
pub const DENY: &[&str] = &[
    "no", "nope", "nah", "no thanks", "no thank you", "not really", "not quite", "not correct",
    "not right", "that's not right", "that is not right", "that's not correct",
    "that is not correct", "that isn't right", "that isn't correct", "that's wrong",
    "that's not what i wanted", "that's not what i want", "that's not what i said",
    "not what i said", "not what i wanted", "that is wrong", "wrong", "incorrect",
    "that's incorrect", "that is incorrect", "it's wrong", "it is wrong", "negative", "don't",
    "do not", "please don't", "don't do it", "don't do that", "i don't", "i do not",
    "i'd rather not", "rather not", "absolutely not", "definitely not", "of course not",
    "not at all", "not now", "not yet", "hold off", "no way", "not necessary", "no need",
    "that won't be necessary", "not needed", "i'm good", "i am good", "n", "neither",
    "none of them", "none of those", "none of these", "not exactly", "false",
];

/// Says that something read back is wrong.
#[rustfmt::skip]
pub const WRONG: &[&str] = &[
    "wrong", "incorrect", "not right", "not correct", "isn't right", "isn't correct", "mistake",
    "should be", "supposed to be",
];

/// Gives the open action up.
#[rustfmt::skip]
pub const CANCEL: &[&str] = &[
    "cancel", "cancel that", "cancel it", "cancel this", "stop", "stop it", "stop that", "abort",
    "never mind", "nevermind", "forget it", "forget that", "forget about it", "forget about that",
    "forget this", "scrap that", "scrap it", "drop it", "leave it", "let's leave it", "quit",
    "i changed my mind", "i've changed my mind", "changed my mind", "i don't want it anymore",
    "i don't want that anymore", "i don't want to anymore", "i don't want to do this anymore",
    "don't bother", "let's not", "let's stop", "let's forget it", "let's not do that", "i give up",
    "give up", "call it off", "cancel everything", "cancel the request", "cancel my request",
    "cancel the whole thing", "no longer needed", "i no longer need it", "i don't need it anymore",
    "i don't need that anymore", "never mind that", "no never mind",
];

/// Cannot or will not say the value asked for.
#[rustfmt::skip]
pub const SKIP: &[&str] = &[
    "skip", "skip it", "skip that", "skip this", "pass", "next", "i don't know", "i do not know",
    "don't know", "dont know", "i dont know", "dunno", "no idea", "i have no idea", "not sure",
    "i'm not sure", "i am not sure", "i don't have one", "i don't have that", "i don't have it",
    "i don't have any", "don't have one", "don't have it", "don't have any", "i do not have one",
    "i haven't got one", "haven't got one", "there isn't one", "there is none", "none",
    "no preference", "nothing", "doesn't matter", "it doesn't matter", "don't care",
    "i don't care", "whatever", "any", "anything", "anything is fine", "any is fine", "either",
    "either is fine", "i can't remember", "i don't remember", "can't remember", "i forgot",
    "i forget", "i'd rather not say", "i would rather not say", "rather not say",
    "prefer not to say", "i prefer not to say", "i'd prefer not to say", "not applicable", "n a",
    "leave it blank", "leave it empty", "leave that blank", "i don't want to say", "i don't mind",
    "no particular preference", "not that i know of", "can we skip that", "can we skip this",
    "can i skip that", "i don't have that with me", "i don't have it with me", "i lost it",
    "not important", "up to you",
];

/// Wants to hear the last reply again.
#[rustfmt::skip]
pub const REPEAT: &[&str] = &[
    "repeat", "repeat that", "repeat it", "say that again", "say it again", "say again",
    "come again", "pardon", "pardon me", "i beg your pardon", "beg your pardon", "excuse me",
    "what did you say", "what was that", "what's that", "what was the question",
    "what did you ask", "could you repeat that", "can you repeat that", "could you repeat",
    "can you repeat", "can you say that again", "could you say that again", "once more",
    "one more time", "i didn't catch that", "i did not catch that", "didn't catch that",
    "i didn't hear you", "i didn't hear that", "i couldn't hear you", "i can't hear you",
    "i didn't get that", "what", "huh", "sorry what", "sorry", "again please",
    "repeat the question", "could you repeat the question", "can you repeat the question",
    "come again please", "i missed that", "what do you need", "what do you need from me",
    "could you say it again",
];

/// Wants a person: complete phrases.
#[rustfmt::skip]
pub const HANDOFF: &[&str] = &[
    "agent", "human", "operator", "representative", "real person", "live agent", "human agent",
    "an agent", "a human", "a person", "a real person", "person", "customer service",
    "talk to someone", "speak to someone", "speak with someone", "talk with someone",
    "someone real", "somebody real", "hand me over", "hand me off", "put me through",
    "transfer me", "connect me", "escalate", "escalate this", "escalate it", "your manager",
    "your supervisor", "a supervisor", "a manager", "supervisor", "manager", "a live person",
    "live person",
];

/// Nouns for a person to talk to, after "speak to", "talk to", "a real" and the like.
#[rustfmt::skip]
pub const PERSON: &[&str] = &[
    "human", "person", "agent", "operator", "representative", "rep", "someone", "somebody",
    "manager", "supervisor", "advisor", "adviser", "employee", "people", "humans", "staff",
];

/// Ends the talk.
#[rustfmt::skip]
pub const FAREWELL: &[&str] = &[
    "bye", "goodbye", "good bye", "bye bye", "bye now", "see you", "see ya", "see you later",
    "talk to you later", "have a nice day", "have a good day", "have a great day", "good night",
    "take care", "cheerio", "farewell", "so long", "hang up", "you can hang up", "later", "ciao",
    "have a good one",
];

/// Says that nothing else is wanted; ends the talk when asked, or with thanks.
#[rustfmt::skip]
pub const DONE: &[&str] = &[
    "that's all", "that is all", "thats all", "that's it", "that is it", "thats it",
    "that's everything", "that is everything", "that will be all", "that'll be all",
    "that would be all", "nothing else", "nothing more", "i'm done", "i am done", "we're done",
    "i'm all set", "i am all set", "all set", "all done", "i'm good", "i am good", "that was all",
    "no more", "not today", "nothing", "nothing else thanks", "that does it",
    "that's all i needed", "that's all for now", "that is all for now", "that's all for today",
    "that's all i need", "it's all", "that's all i need today", "that's all i needed today",
    "that is all i need", "that is all i needed", "that will be it", "that'll be it",
    "not right now", "no that's it",
];

/// Greets.
#[rustfmt::skip]
pub const GREETING: &[&str] = &[
    "hello", "hi", "hey", "hello there", "hi there", "hey there", "good morning", "good afternoon",
    "good evening", "good day", "greetings", "howdy", "yo", "hiya", "morning",
];

/// Thanks.
#[rustfmt::skip]
pub const THANKS: &[&str] = &[
    "thanks", "thank you", "thanks a lot", "thank you very much", "thank you so much",
    "thanks so much", "many thanks", "thx", "ty", "cheers", "much appreciated", "appreciate it",
    "i appreciate it", "thanks for your help", "thank you for your help", "great thanks",
    "that's helpful", "that was helpful", "thanks for the help", "thank you for the help",
];

/// Asks what or who the agent is.
#[rustfmt::skip]
pub const ABOUT_AGENT: &[&str] = &[
    "what can you do", "what else can you do", "what do you do", "who are you", "what are you",
    "are you a robot", "are you a bot", "are you human", "are you a human", "are you real",
    "are you a real person", "are you an ai", "are you a machine", "what is your name",
    "what's your name", "do you have a name", "who made you", "who built you", "how do you work",
    "how can you help", "how can you help me", "what can you help me with", "what can i ask",
    "what can i ask you", "can you help me", "can you help", "could you help me", "help",
    "help me", "i need help", "i need some help", "i need your help", "are you there",
    "is anyone there", "anyone there", "anybody there", "what do you know", "what are my options",
    "what are the options", "i have a question", "can i ask you something",
    "can i ask you a question", "do you understand me", "why do you need that", "why do you ask",
    "why do you need to know that", "why do you want to know", "what for", "is this safe",
    "is this secure", "how long will this take", "how long does this take",
    "what do you need that for", "why do you need this", "why do you need it",
    "why is that needed",
];

/// Small talk.
#[rustfmt::skip]
pub const SMALL_TALK: &[&str] = &[
    "how are you", "how are you doing", "how are you today", "how are you doing today",
    "how's it going", "how is it going", "how do you do", "what's up", "whats up", "sup",
    "nice to meet you", "pleased to meet you", "how was your day", "how's your day",
    "how is your day", "how is your day going", "how's your day going", "tell me a joke",
    "do you know a joke", "lol", "haha", "ha ha", "hahaha", "wow", "cool", "nice", "awesome",
    "interesting", "i see", "got it", "i understand", "makes sense", "good to know", "no worries",
    "no problem", "you're welcome", "well done", "good job", "i love you", "you're funny",
    "i'm bored", "hmm", "hm", "oh", "oh well", "never heard of it", "just a moment", "one moment",
    "one second", "hold on", "hang on", "wait", "wait a moment", "wait a second", "wait a minute",
    "give me a moment", "give me a second", "give me a minute", "let me check", "let me see",
    "let me think", "just a second", "just a minute", "one minute", "nice weather today",
    "i'm fine", "i am fine", "and you", "how about you", "what about you", "are you single",
    "i'm back", "it's me", "bless you",
];

/// Stand between the name of a value and the value ("the pin number is …").
#[rustfmt::skip]
pub const LINKS: &[&str] = &[
    "is", "was", "are", "be", "would", "should", "it", "it's", "its", "that's", "that", "number",
    "no", "code", "my", "the", "of", "as", "then", "now", "actually", "again", "still", "equals",
];

/// Verbs of a talk about the talk itself, not about anything that is asked for.
#[rustfmt::skip]
pub const TALK_VERBS: &[&str] = &[
    "told", "tell", "telling", "said", "say", "saying", "asked", "ask", "asking", "asks", "gave",
    "give", "given", "mean", "understand", "listen", "listening", "heard", "hear", "mentioned",
    "explained", "answered", "need", "want", "repeat", "repeating", "repeated", "know",
];

/// What else such a talk is made of.
#[rustfmt::skip]
pub const TALK_WORDS: &[&str] = &[
    "i", "i've", "i'd", "i'm", "me", "my", "you", "you've", "you're", "we", "we've", "it", "that",
    "this", "so", "what", "why", "how", "when", "do", "does", "did", "didn't", "don't", "have",
    "had", "haven't", "just", "already", "before", "twice", "again", "once", "times", "many",
    "even", "not", "to", "of", "by", "for", "with", "the", "a", "an", "are", "is", "was", "all",
    "minute", "moment", "second", "seconds", "ago", "earlier", "keep", "can", "can't", "would",
    "should", "must", "same", "thing", "question", "information", "info", "detail", "details",
    "really", "exactly", "been", "there", "any", "from", "in", "first", "place", "like",
];

/// Words around an act that change nothing.
#[rustfmt::skip]
pub const FILLER: &[&str] = &[
    "please", "um", "uh", "er", "erm", "well", "oh", "ah", "so", "just", "then", "actually", "hmm",
    "hm", "like", "you know", "i mean", "i think", "i guess", "i suppose", "sorry", "ok", "okay",
    "right", "now", "thanks", "thank you", "and", "but", "wait", "hey", "hi", "hello", "look",
    "listen", "let's", "let's just", "to be honest", "honestly", "really", "alright", "all right",
    "man", "dude", "sir", "madam", "ma'am", "mate", "anyway", "for now", "at all", "very much",
    "then please", "the", "kindly",
];

/// Opens a replacement of a value given before, wherever it stands.
#[rustfmt::skip]
pub const CORRECTION: &[&str] = &[
    "i meant", "i mean", "meant to say", "correction", "scratch that", "my mistake", "my bad",
    "i misspoke", "i was wrong", "that was wrong", "i made a mistake", "let me correct",
    "i got that wrong", "i said that wrong", "instead of", "rather than", "not the right",
    "i mistyped", "i gave you the wrong", "typo", "change the", "change my", "change that",
    "change it", "make that", "make it", "should be", "should have been", "should've been",
    "correct the", "update the", "switch it to", "switch the", "set the", "let's make it",
];

/// Opens a replacement only at the start of an utterance.
#[rustfmt::skip]
pub const CORRECTION_START: &[&str] = &[
    "actually", "sorry", "oh sorry", "wait", "no wait", "oops", "whoops", "hang on", "hold on",
    "oh wait", "apologies", "excuse me", "on second thought", "on second thoughts", "no sorry",
    "no actually", "wait no", "oh no",
];

/// Opens a request of its own even in the middle of another task.
#[rustfmt::skip]
pub const DIGRESSION: &[&str] = &[
    "wait", "actually", "before that", "first", "instead", "by the way", "btw", "hold on",
    "hang on", "quick question", "one more thing", "also", "oh and", "can i also",
    "could you also", "before we continue", "something else", "meanwhile", "never mind",
];

/// Opens a request.
#[rustfmt::skip]
pub const WISH: &[&str] = &[
    "i want", "i'd like", "i would like", "i wish", "i need", "i have to", "i've to", "i must",
    "i'm looking", "i am looking", "i'm trying", "i am trying", "i wanna", "i'm calling",
    "i am calling", "can you", "could you", "would you", "will you", "can i", "could i", "may i",
    "can we", "please", "help me", "tell me", "show me", "give me", "let me", "let's", "find me",
    "get me", "what's", "what is", "what are", "where's", "where is", "where are", "when's",
    "when is", "when will", "how much", "how many", "how do i", "how can i", "is there",
    "are there", "do you", "do i", "is my", "has my", "i'd love", "i would love", "how about",
    "i'm interested", "we need", "we want", "we'd like", "i was wondering", "is it possible",
    "who is", "which",
];

/// Stands before what is not wanted.
#[rustfmt::skip]
pub const NEGATED_WISH: &[&str] = &[
    "don't want to", "do not want to", "don't want a", "don't want any", "don't want the",
    "do not want the", "do not want a", "dont want to", "don't wish to", "don't need to",
    "do not need to", "don't need a", "don't need the", "don't need any", "wouldn't like to",
    "would not like to", "never wanted to", "never asked to", "didn't want to", "didn't ask to",
    "don't like to", "rather not", "not going to", "not trying to", "not looking to",
    "not here to", "no need to", "no longer want to", "instead of", "rather than", "without",
    "not interested in", "please don't", "please do not", "don't", "do not", "didn't mean to",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_in_lower_case_with_single_spaces() {
        let all = [
            AFFIRM,
            DENY,
            WRONG,
            CANCEL,
            SKIP,
            REPEAT,
            HANDOFF,
            PERSON,
            FAREWELL,
            DONE,
            GREETING,
            THANKS,
            ABOUT_AGENT,
            SMALL_TALK,
            LINKS,
            TALK_VERBS,
            TALK_WORDS,
            FILLER,
            CORRECTION,
            CORRECTION_START,
            DIGRESSION,
            WISH,
            NEGATED_WISH,
        ];
        for phrase in all.concat() {
            assert_eq!(phrase, phrase.to_lowercase());
            assert!(!phrase.contains("  ") && phrase.trim() == phrase, "{phrase}");
        }
    }
}
