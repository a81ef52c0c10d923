/// Doubts that are weaker than an answer before them.
pub(crate) const HEDGES: &[&str] = &["probably", "most", "likely", "really", "sorry", "whatever"];

/// Commands that answer only when nothing else does.
pub(crate) const COMMANDS: &[&str] = &["cancel", "leave", "stop", "forget", "continue", "proceed"];

/// Single words that answer only when nothing else does ("please", "great").
pub(crate) const WEAK: &[&str] = &[
    "please",
    "great",
    "perfect",
    "fine",
    "wonderful",
    "excellent",
    "right",
    "ok",
    "okay",
    "alright",
    "sorry",
    "stop",
    "cancel",
    "na",
    "really",
    "k",
    "none",
    "wait",
    "naturally",
    "obviously",
    "totally",
    "n",
    "y",
    "ye",
    "what",
    "why",
    "continue",
    "exactly",
    "non",
    "later",
    "indeed",
    "definitely",
    "absolutely",
    "certainly",
    "positive",
    "negative",
    "true",
    "dont",
    "quite",
    "pass",
    "cool",
    "nice",
    "super",
    "lovely",
    "brilliant",
    "awesome",
    "splendid",
    "accurate",
    "agree",
    "granted",
    "denied",
    "both",
    "surely",
    "torn",
    "iffy",
    "si",
    "ja",
];

/// Single words that also open other sentences ("right, my order is …").
pub(crate) const SELDOM_ANSWERS: &[&str] = &[
    "right",
    "please",
    "great",
    "fine",
    "perfect",
    "k",
    "n",
    "y",
    "positive",
    "na",
    "continue",
    "stop",
    "cancel",
    "none",
    "what",
    "never",
    "proceed",
    "dont",
    "accept",
    "confirm",
    "indeed",
    "true",
    "false",
    "wrong",
    "quite",
    "pass",
    "cool",
    "nice",
    "super",
    "lovely",
    "brilliant",
    "awesome",
    "splendid",
    "accurate",
    "agree",
    "granted",
    "denied",
    "both",
    "surely",
    "torn",
    "iffy",
    "si",
    "go",
    "interested",
    "rejected",
];

/// Words of "I think", "my answer is" and the like.
pub(crate) const ANSWER_OPENERS: &[&str] =
    &["i", "think", "said", "id", "say", "my", "answer", "is", "its", "the", "that", "thats", "a"];

/// First words of answers such as "I do", "it isn't".
pub(crate) const PRONOUNS: &[&str] =
    &["i", "we", "it", "they", "he", "she", "there", "you", "its", "im", "that", "thats"];

/// Answers of a pronoun and a verb that need no end of a clause.
pub(crate) const WHOLE_ANSWERS: &[&str] = &[
    "i guess",
    "i suppose",
    "i confirm",
    "i agree",
    "i accept",
    "im good",
    "im in",
    "that works",
    "i doubt",
    "i disagree",
    "i refuse",
    "i decline",
];

/// Denials of three words that need the end of a clause.
pub(crate) const SHORT_DENIALS: &[&str] = &[
    "i do not",
    "i am not",
    "it is not",
    "i have not",
    "i did not",
    "i will not",
    "i would not",
    "we do not",
    "we are not",
    "we have not",
    "they do not",
    "they are not",
    "it does not",
    "that is not",
];

/// Words that may follow a short answer.
pub(crate) const AFTER_ANSWERS: &[&str] = &[
    "too", "indeed", "please", "thanks", "thank", "though", "actually", "yes", "no", "so", "sir",
    "maam", "really", "sorry",
];

/// Words that make a clause of what looks like a short answer ("as I do").
pub(crate) const SUBORDINATES: &[&str] =
    &["as", "what", "where", "how", "who", "if", "than", "whether", "that", "when", "which", "why"];

/// Words after which an answer may turn.
pub(crate) const TURNS: &[&str] = &["but", "unless", "except", "if", "or", "question", "questions"];

/// Words that begin what follows an answer ("yes my name is …").
pub(crate) const CLAUSE_STARTS: &[&str] = &[
    "please", "thanks", "thank", "i", "its", "my", "the", "that", "thats", "you", "lets", "and",
    "it",
];

/// Verbs whose denial belongs to what is thought.
pub(crate) const THOUGHTS: &[&str] = &["think", "believe", "reckon", "suppose", "feel"];

/// Words before an agreement that take a part of it back ("partially correct").
pub(crate) const ATTENUATORS: &[&str] = &[
    "partially",
    "partly",
    "almost",
    "nearly",
    "half",
    "somewhat",
    "mostly",
    "sometimes",
    "vaguely",
    "technically",
];

/// Words of judgement that a denial before them turns ("doesn't sound right").
pub(crate) const JUDGEMENTS: &[&str] = &[
    "right", "correct", "good", "great", "fine", "ok", "okay", "true", "perfect", "accurate",
    "alright", "nice", "lovely",
];

/// Words between a denial and a judgement.
pub(crate) const BEFORE_JUDGEMENTS: &[&str] = &[
    "sound",
    "look",
    "seem",
    "feel",
    "be",
    "been",
    "quite",
    "exactly",
    "entirely",
    "completely",
    "really",
    "all",
    "that",
    "very",
    "so",
    "too",
    "totally",
    "a",
    "at",
    "even",
    "actually",
];

/// Words that ask for a reason or a thing.
pub(crate) const QUESTION_WORDS: &[&str] =
    &["why", "how", "what", "who", "when", "where", "which", "whose"];

/// Verbs that only speak of an answer ("don't say no").
pub(crate) fn is_saying(word: &str) -> bool {
    matches!(word, "say" | "said" | "saying" | "mean")
}

/// Words between a pronoun and its verb that only stress the answer ("I really don't").
pub(crate) const STRESSES: &[&str] = &[
    "really",
    "simply",
    "just",
    "certainly",
    "most",
    "definitely",
    "absolutely",
    "honestly",
    "truly",
    "surely",
    "totally",
    "actually",
    "still",
    "also",
];

/// Words after "no" that make a noun of it ("no one told me").
pub(crate) const AFTER_NOUN_NO: &[&str] = &["one", "matter", "wonder", "point", "time"];

/// Words after "right" that make a place or a time of it ("stop right there").
pub(crate) const AFTER_ADVERB_RIGHT: &[&str] =
    &["there", "here", "as", "before", "after", "next", "now", "around"];

/// Words after an opening "not" that make no denial of it.
pub(crate) const AFTER_IDLE_NOT: &[&str] = &["only", "to", "sure", "certain", "that", "but"];
