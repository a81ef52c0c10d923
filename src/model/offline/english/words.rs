/// Words that carry no meaning of their own; sorted.
#[rustfmt::skip]
const STOP_WORDS: &[&str] = &[
    "about", "actually", "ah", "aint", "all", "also", "am", "an", "and", "any", "are", "as", "at",
    "be", "been", "being", "but", "by", "can", "cant", "could", "couldnt", "did", "didn", "didnt",
    "do", "does", "doesn", "doesnt", "doing", "don", "dont", "er", "for", "from", "get", "give",
    "go", "gonna", "got", "had", "has", "have", "having", "he", "hello", "her", "here", "hers",
    "hey", "hi", "him", "his", "hmm", "how", "hows", "if", "im", "in", "into", "is", "isn", "isnt",
    "it", "its", "ive", "just", "kindly", "let", "lets", "like", "ll", "may", "maybe", "me",
    "might", "mine", "must", "my", "need", "no", "not", "now", "of", "oh", "ok", "okay", "on",
    "or", "our", "ours", "out", "over", "please", "pls", "plz", "really", "shall", "she", "should",
    "so", "some", "sorry", "such", "teh", "than", "thank", "thanks", "that", "thats", "the",
    "their", "them", "then", "there", "these", "they", "this", "those", "thx", "to", "too", "uh",
    "um", "up", "ur", "us", "ve", "very", "wanna", "want", "wanted", "was", "we", "well", "were",
    "what", "whats", "when", "where", "wheres", "which", "who", "whom", "why", "will", "with",
    "won", "wont", "would", "wouldn", "wouldnt", "yeah", "yep", "yes", "you", "your", "yours",
];

/// Whether a lower-case word carries no meaning of its own.
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// Words that open a question.
#[rustfmt::skip]
pub const QUESTION_WORDS: &[&str] = &[
    "what", "what's", "whats", "which", "who", "who's", "whose", "why", "why's", "how", "how's",
    "when", "when's", "where", "where's", "do", "does", "did", "is", "are", "can", "could", "will",
    "would", "should", "am", "was", "were", "has", "have", "isn't", "aren't", "don't", "doesn't",
];

/// Openings of a question for information, not of a polite request.
#[rustfmt::skip]
pub const ASKING: &[&str] = &[
    "what", "what's", "whats", "which", "who", "who's", "whose", "why", "how much", "how many",
    "how big", "how far", "how long", "how old", "how is", "how's", "how are", "how am", "when",
    "when's", "where", "where's", "is", "are", "am", "was", "were", "did", "does", "has", "have",
    "isn't", "aren't", "is there", "are there", "do you have", "do i have",
];

/// Verbs of actions that only look something up.
#[rustfmt::skip]
pub const READING_VERBS: &[&str] = &[
    "get", "show", "list", "find", "search", "check", "track", "look", "lookup", "view", "fetch",
    "retrieve", "query", "read", "calculate", "compute", "convert", "tell", "display", "describe",
    "compare", "count", "estimate", "translate", "predict", "analyze", "analyse", "status", "info",
];

/// Number words that may carry a value.
#[rustfmt::skip]
pub const NUMBER_WORDS: &[&str] = &[
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    "hundred", "thousand", "million", "double", "triple", "oh", "dozen", "half", "point",
];

/// Words that a date is said with; sorted by kind.
#[rustfmt::skip]
pub const DATE_WORDS: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march", "april", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
    "dec", "today", "tomorrow", "tonight", "yesterday", "weekend",
];

/// What a question asks for, in words of a declaration.
pub const HINTS: &[(&str, &[&str])] = &[
    ("how much", &["price", "amount", "cost", "balance"]),
    ("where", &["location", "status", "track"]),
    ("when", &["date", "time", "schedule"]),
    ("what time", &["time", "hours"]),
    ("how far", &["distance"]),
    ("how long", &["duration", "time"]),
    ("how old", &["age"]),
    ("how many", &["number", "count"]),
    ("how big", &["area", "size"]),
    ("how hot", &["temperature"]),
    ("how cold", &["temperature"]),
    ("how do i get to", &["directions", "route"]),
    ("send back", &["return"]),
    ("money back", &["refund"]),
    ("give back", &["return", "refund"]),
    ("sign up", &["subscribe", "join", "register"]),
    ("take me off", &["unsubscribe", "leave", "remove"]),
    ("call off", &["cancel"]),
    ("put off", &["postpone", "reschedule"]),
    ("push back", &["postpone", "reschedule"]),
    ("look up", &["search", "find"]),
    ("look for", &["search", "find"]),
    ("looking for", &["search", "find"]),
    ("get rid of", &["delete", "remove", "sell"]),
    ("owe", &["bill", "balance", "fine", "debt"]),
    ("broken", &["damaged", "problem"]),
    ("doesn't work", &["problem", "issue"]),
    ("not working", &["problem", "issue"]),
    ("pick up", &["pickup", "collect"]),
    ("moved", &["address"]),
];

/// Whether a lower-case word is a number word.
pub fn is_number_word(word: &str) -> bool {
    NUMBER_WORDS.contains(&word)
}

/// Words that pick one of a list, with its place.
pub const ORDINALS: &[(&str, usize)] = &[
    ("first", 0),
    ("1st", 0),
    ("former", 0),
    ("second", 1),
    ("2nd", 1),
    ("latter", 1),
    ("other", 1),
    ("third", 2),
    ("3rd", 2),
    ("fourth", 3),
];

/// Words that name a time rather than a place.
#[rustfmt::skip]
pub const TIME_WORDS: &[&str] = &[
    "date", "day", "time", "hour", "week", "month", "year", "morning", "afternoon", "evening",
    "night", "minute", "next", "noon", "midnight", "price", "amount", "id", "number", "code",
    "account", "currency", "unit", "email", "phone", "pm", "am", "advance", "general", "by",
    "when",
];

/// Words that name a place.
#[rustfmt::skip]
pub const PLACE_WORDS: &[&str] = &[
    "city", "location", "place", "town", "country", "area", "region", "station", "airport",
    "venue", "branch", "village", "district", "neighborhood", "neighbourhood", "destination",
    "state", "room", "where",
];

/// Whose name it is, where the name is a person's.
#[rustfmt::skip]
pub const NAMED_PERSON: &[&str] = &[
    "customer", "patient", "person", "first", "last", "full", "user", "guest", "passenger",
    "contact", "caller", "recipient", "holder", "owner", "sender", "member", "client", "surname",
    "family", "given", "middle", "employee", "student", "file", "your", "display", "variable",
];

/// Words that stand before, or name, where something begins.
#[rustfmt::skip]
pub const START_WORDS: &[&str] = &[
    "from", "origin", "departure", "depart", "departing", "leaving", "leave", "start", "starting",
    "begin", "beginning", "since", "source", "checkin", "outbound", "pickup", "sender", "old",
    "between", "after", "min", "minimum",
];

/// Words that stand before, or name, where something ends.
#[rustfmt::skip]
pub const END_WORDS: &[&str] = &[
    "to", "destination", "arrival", "arrive", "arriving", "return", "returning", "end", "ending",
    "until", "till", "through", "target", "checkout", "inbound", "dropoff", "recipient", "going",
    "new", "into", "before", "max", "maximum", "back",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted_so_that_they_are_found() {
        assert!(STOP_WORDS.is_sorted());
        assert!(is_stop_word("the") && !is_stop_word("order"));
    }
}
