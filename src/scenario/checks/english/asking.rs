use std::sync::LazyLock;

use regex::Regex;

use super::{
    sentence::{Sentence, sentences},
    words::says,
};

/// Words with which a value is asked for.
static REQUEST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\b(?:what(?:'s| is| was| are)?|which|when|who|how (?:many|much)|(?:could|can|would|will|may|might) (?:you|i|we)(?: please| kindly)?(?: just)?(?: also)? (?:give|tell|provide|share|spell|repeat|confirm|say|have|get|take|ask for|enter|read|type|send|let|remind|double-check|check|verify|re-?enter|resend)|(?:would|do) you mind|please(?: also| just| kindly)? (?:give|tell|provide|share|spell|repeat|confirm|say|enter|read|type|send|let me|check|double-check|verify|re-?enter|supply|state|resend)|(?:i|we)(?:'ll| will| still| just| also| do)*(?: now)? need (?:your|the|a|an|to know|to have)|let me have|give me|tell me|mind (?:giving|telling|repeating|sharing|spelling)|(?:i|we) (?:didn't|did not) (?:catch|get)|i(?:'d| would) (?:also )?(?:need|like) (?:your|the|to know)|(?:go ahead and )?(?:provide|enter|share|type|repeat|spell) (?:me )?(?:your|the)|try (?:a|an) (?:different|other|another)|(?:is|was|are you sure) (?:that|it|this|the|your)?)\b|(?:^|, )(?:and |so )?(?:your|the) [\w ]+\?$",
    )
    .ok()
});

/// Words that make a question one about something else or something new.
const OTHER: &[&str] = &[
    "another",
    "different",
    "other",
    "next",
    "else",
    "instead",
    "new",
    "if you",
    "if there",
    "in case",
    "whenever you",
    "someone",
    "somebody",
    "call you back",
    "call back",
    "callback",
    "reach you",
    "contact you",
];

/// Words of a question that only wants a yes to what is known already.
const READ_BACK: &[&str] = &[
    "is that right",
    "is that correct",
    "right?",
    "correct?",
    "did you say",
    "you said",
    "did i get",
    "have i got",
    "did you mean",
    "do you mean",
    "may i go",
    "go ahead",
    "proceed",
    "i've got your",
    "i understood",
    "i heard",
    "just to confirm",
    "to confirm",
    "would you like me",
    "do you want me",
];

/// How a sentence begins that reads back or offers.
const BEGINS_READ_BACK: &[&str] =
    &["i have your", "so i have", "shall i", "should i", "so shall i", "is the ", "is your "];

/// Words with which people are told to look at what they gave.
const CHECK_IT: &[&str] = &[
    "double-check",
    "double check",
    "check the",
    "check your",
    "check that",
    "check it",
    "check again",
    "verify your",
    "verify the",
    "verify that",
    "make sure",
    "recheck",
    "re-check",
    "is it correct",
    "is that the right",
    "is that the correct",
    "was that the right",
    "are you sure",
    "typed correctly",
    "entered correctly",
    "spelled correctly",
    "give it to me again",
    "say it again",
    "repeat",
    "re-enter",
    "reenter",
    "resend",
    "spell",
    "try a different",
    "try another",
    "provide a different",
    "provide a valid",
    "a valid",
    "once more",
    "give me another",
    "another number",
    "different number",
    "again?",
];

/// The sentences of a reply that ask for a value, as far as their form tells.
pub(in crate::scenario::checks) fn requests(reply: &str) -> Vec<String> {
    sentences(reply).into_iter().filter(is_request).map(|sentence| sentence.text).collect()
}

fn is_request(sentence: &Sentence) -> bool {
    let text = &sentence.text;
    if BEGINS_READ_BACK.iter().any(|head| text.starts_with(head)) {
        return false;
    }
    // The words first: most sentences need no look at the pattern, which takes long to compile.
    (sentence.is_question || is_order(text))
        && !says(text, OTHER)
        && !says(text, READ_BACK)
        && REQUEST.as_ref().is_some_and(|request| request.is_match(text))
}

/// Whether the sentence wants something without asking.
fn is_order(text: &str) -> bool {
    says(
        text,
        &[
            "please",
            "need",
            "give me",
            "tell me",
            "let me have",
            "provide",
            "enter",
            "share",
            "spell",
            "repeat",
            "didn't catch",
            "did not catch",
            "didn't get",
        ],
    )
}

/// The sentences of a reply that have the customer look again at what they gave.
pub(in crate::scenario::checks) fn reproaches(reply: &str) -> Vec<String> {
    let told = |sentence: &Sentence| {
        says(&sentence.text, CHECK_IT)
            && !says(
                &sentence.text,
                &[
                    "i'll",
                    "i will",
                    "we'll",
                    "we will",
                    "let me",
                    "i can",
                    "shall i",
                    "should i",
                    "would you like",
                    "do you want",
                    "like me to",
                    "i'm",
                    "we're",
                    "someone",
                    "colleague",
                ],
            )
    };
    sentences(reply).into_iter().filter(told).map(|sentence| sentence.text).collect()
}
