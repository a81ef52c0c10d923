use super::super::heard::Heard;

/// Introductions of a phone number or digits that belong to something else.
pub(crate) fn is_other_number(word: &str) -> bool {
    OTHER_NUMBERS.contains(&word)
}

const OTHER_NUMBERS: &[&str] = &[
    "order",
    "customer",
    "account",
    "tracking",
    "invoice",
    "reference",
    "card",
    "ticket",
    "booking",
    "contract",
    "serial",
    "policy",
    "member",
    "membership",
    "parcel",
    "shipment",
    "iban",
    "ref",
    "case",
    "meter",
    "pin",
    "isbn",
    "id",
];

/// Whether the words right before digits call them another number than a phone's or a day
/// ("order 20260504", "my account number is").
pub(crate) fn is_introduced_otherwise(heard: &Heard, at: usize) -> bool {
    name_before(heard, at).is_some()
}

/// What the words right before a number call it, where they cannot be a doing ("order 5").
pub(crate) fn introduced_as<'h>(heard: &'h Heard, at: usize) -> Option<&'h str> {
    let name = name_before(heard, at)?;
    let doing = matches!(heard.word(name), "order" | "booking" | "case" | "account");
    let numbered = names_a_number(heard.word(name + 1)) || heard.is_mark(at - 1, '#');
    (!doing || numbered).then(|| heard.word(name))
}

/// Where the number's name stands before it, with nothing but links between.
fn name_before(heard: &Heard, at: usize) -> Option<usize> {
    let mut place = at;
    while place > 0 && at - place < 4 {
        place -= 1;
        let word = heard.word(place);
        if is_other_number(word) {
            let in_case = word == "case" && place > 0 && heard.word(place - 1) == "in";
            return (!in_case).then_some(place);
        }
        let links = matches!(heard.mark(place), Some('#' | ':')) || INTRODUCING.contains(&word);
        if !links {
            return None;
        }
    }
    None
}

/// Words that follow a number's name ("order number").
pub(crate) fn names_a_number(word: &str) -> bool {
    matches!(word, "number" | "no" | "nr" | "code" | "id")
}

/// Words between a number's name and the number.
const INTRODUCING: &[&str] =
    &["number", "no", "num", "nr", "is", "was", "code", "of", "would", "be", "reads", "um", "uh"];

/// Words that say a phone number follows.
pub(crate) fn is_phone_word(word: &str) -> bool {
    matches!(word, "phone" | "telephone" | "call" | "mobile" | "cell" | "cellphone" | "ring")
}

/// Words that introduce an extension.
pub(crate) fn is_extension(word: &str) -> bool {
    matches!(word, "ext" | "extension" | "x" | "extn" | "durchwahl")
}

/// Opening brackets that are said.
pub(crate) const OPENING_BRACKETS: &[&str] =
    &["open parenthesis", "open paren", "open bracket", "open brackets", "left parenthesis"];

/// Signs between the digits of a phone number that are said.
pub(crate) const DIALLING_SIGNS: &[&str] = &[
    "dash",
    "hyphen",
    "dot",
    "point",
    "period",
    "slash",
    "space",
    "um",
    "uh",
    "uhm",
    "er",
    "erm",
    "close parenthesis",
    "close paren",
    "close bracket",
    "close brackets",
    "closed bracket",
    "right parenthesis",
    "open parenthesis",
    "open paren",
    "open bracket",
];

/// What is said between the first and the later digits of a phone number.
pub(crate) const DIALLING_PAUSES: &[&str] =
    &["then", "and then", "followed by", "and after that", "next", "let me see", "let me think"];

/// What the first digits of a phone number are called.
pub(crate) const AREA_CODES: &[&str] = &["area code", "prefix", "dialling code"];

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
    "you know",
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
