//! The words of English by which error lines are judged.

/// Something that a line may promise, and by which an action shows that it could do it.
pub(super) struct Promise {
    /// What is promised, as it goes into a message.
    pub what: &'static str,
    /// How it is said, in lower case.
    pub said: &'static str,
    /// Whether it counts only behind words that promise: "I'll …", "offer …".
    pub needs_commitment: bool,
    /// Beginnings of words in the name or description of an action that does it.
    pub does: &'static [&'static str],
    /// Beginnings of words of an action that leads to it, unless it is the very one that failed.
    pub leads: &'static [&'static str],
}

/// Values an action may be about, which are no way to reach the customer.
pub(super) const DATA: [&str; 5] =
    ["email address", "e-mail address", "phone number", "telephone number", "mailing address"];

/// Words that make what follows a promise.
pub(super) const COMMITMENT: &str = r"(?:\b(?:i|we|he|she|they|someone|somebody|colleagues?|team|staff|agent|specialist|manager|expert|department|office|person|you)(?:'ll| will| can| could| am going to| are going to|'m going to|'re going to)\b|\blet me\b|\bshall (?:i|we)\b|\boffer(?:s|ing)?\b|\bpromise\b|\b(?:have|get) (?:someone|somebody|one|an? \w+|them|him|her)\b|\b(?:tell|say|assure)\b[^.?!]{0,30}\bwill\b)";

/// What lines promise.
pub(super) const PROMISES: [Promise; 8] = [
    Promise {
        what: "a call back",
        said: r"\b(?:call|ring|phone)(?:s|ed)? (?:you|them|him|her|the (?:customer|caller|user)|customers|callers)\b|\bcall-?backs?\b|\ba call back\b|\b(?:you|them|him|her) a (?:call|ring)\b|\bget back to (?:you|them|him|her)\b",
        needs_commitment: false,
        does: &["callback", "call-back", "call back", "call", "calls", "ring", "phone", "dial"],
        leads: &[
            "ticket",
            "case",
            "escalat",
            "lead",
            "task",
            "message",
            "notif",
            "contact request",
            "handoff",
            "hand over",
            "follow-up",
            "follow up",
        ],
    },
    Promise {
        what: "an email",
        said: r"\be-?mail (?:you|them|him|her|it to|the (?:customer|caller|details|link))\b|\b(?:by|via|per) e-?mail\b|\b(?:send|get|receive|drop)\b[^.?!]{0,30}\ban? (?:\w+ )?e-?mail(?: with\b|[.,!?]|$| (?:about|once|when|as|to confirm|shortly|soon))",
        needs_commitment: true,
        does: &[
            "email",
            "e-mail",
            "mail",
            "mails",
            "send",
            "notif",
            "invit",
            "newsletter",
            "message",
        ],
        leads: &["ticket", "case", "escalat", "task"],
    },
    Promise {
        what: "a text message",
        said: r"\btext (?:you|them|him|her|the (?:customer|caller|link|code))\b|\b(?:by|via) (?:text|sms)\b|\b(?:send|get|receive)\b[^.?!]{0,30}\b(?:a text(?: message)?|an sms)\b",
        needs_commitment: true,
        does: &["sms", "text", "message", "notif", "send", "whatsapp"],
        leads: &["ticket", "case", "escalat", "task"],
    },
    Promise {
        what: "a ticket",
        said: r"\b(?:open|create|raise|log|file|submit|register)(?:s|ed|ing)?\b[^.?!]{0,25}\b(?:tickets?|cases?|reports?|complaints?|incidents?|support requests?)\b",
        needs_commitment: true,
        does: &[
            "ticket",
            "case",
            "report",
            "complain",
            "incident",
            "issue",
            "support request",
            "escalat",
            "request",
        ],
        leads: &[],
    },
    Promise {
        what: "a refund",
        said: r"\brefund (?:you|them|it|the|your|their|his|her)\b|\b(?:an?|your|their|the|full) (?:full )?refund\b|\b(?:your|their|the) money back\b|\breimburse",
        needs_commitment: true,
        does: &["refund", "reimburs", "money", "return", "credit", "payment", "repay", "charge"],
        leads: &["ticket", "case", "escalat"],
    },
    Promise {
        what: "a voucher or discount",
        said: r"\b(?:vouchers?|discounts?|coupons?|gift cards?|goodwill credit)\b",
        needs_commitment: true,
        does: &[
            "voucher",
            "discount",
            "coupon",
            "gift",
            "credit",
            "goodwill",
            "promo",
            "compensat",
            "price",
            "offer",
        ],
        leads: &["ticket", "case", "escalat"],
    },
    Promise {
        what: "someone or something sent",
        said: r"\b(?:send|dispatch)(?:s|ing)?\b[^.?!]{0,20}\b(?:technician|engineer|mechanic|courier|replacement)\b",
        needs_commitment: true,
        does: &[
            "technician",
            "engineer",
            "mechanic",
            "courier",
            "replac",
            "dispatch",
            "visit",
            "appointment",
            "send",
            "repair",
            "ship",
        ],
        leads: &["ticket", "case", "escalat"],
    },
    Promise {
        what: "news later",
        said: r"\b(?:let you know|let them know|keep (?:you|them) (?:posted|informed|updated|up to date)|notify (?:you|them)|remind (?:you|them))\b",
        needs_commitment: true,
        does: &[
            "notif", "remind", "inform", "alert", "message", "email", "e-mail", "sms", "call",
            "text", "send",
        ],
        leads: &["ticket", "case", "escalat", "task", "subscri", "watch"],
    },
];

/// Words that customers should not hear, as they stand between other words.
pub(super) const TECHNICAL: &str = r"\b(?:apis?|http|json|xml|endpoints?|back-?end|web ?hooks?|payloads?|stack trace|(?:status|error|response|return) codes?|(?:internal|server|system|database|network|client|runtime|validation|syntax|gateway) errors?|(?:the|our|your) servers?(?: is| are|'s|'re)? (?:down|not|un\w+|busy|overload\w*|respond\w*|return\w*|fail\w*|took|did|has|have|had|gave|can't|cannot|isn't|aren't)|time-?outs?|timed out|exceptions?|null|bad gateway|bad request|rate[- ]limit(?:s|ed)?|unauthori[sz]ed|unprocessable|dns|tls|ssl|sql|databases? (?:connection|query)|query parameters?|function calls?|tool calls?|the tool (?:returned|failed|gave))\b";

/// Everyday turns with one of those words in them.
pub(super) const EVERYDAY: [&str; 14] = [
    "make an exception",
    "make exceptions",
    "made an exception",
    "without exception",
    "no exception",
    "no exceptions",
    "an exception to",
    "exception for you",
    "with the exception of",
    "exception is",
    "null and void",
    "take a time-out",
    "take a timeout",
    "exceptions to",
];

/// Guidance to read a technical message out to the customer.
pub(super) const READS_OUT: &str = r"\b(?:tell|read|say|give|report|mention|repeat|share|quote|explain|include|pass on|name|state|relay)\b[^.;!?]{0,40}\b(?:(?:status|error|response) (?:codes?|messages?|texts?|details?|bod(?:y|ies)|numbers?)|(?:the|its) (?:error|response|status|exception|stack trace|api(?:'s)? answer)(?: (?:out|aloud|back|verbatim|word for word|to (?:them|the \w+)))\b|http (?:status|code)s?)";

/// Words that ask for something a second time.
pub(super) const AGAIN: &str = r"\b(?:try(?:ing)? (?:\w+ ){0,3}(?:again|once more|one more time|a second time|another time)|try(?:ing)? (?:later|in a (?:few|couple)|in an? \w+)|retry(?:ing)?|re-?try|give it another (?:try|go)|another (?:try|attempt)|(?:repeat|redo|resubmit|re-submit|resend|re-send|rebook)(?:ing)? (?:it|that|this|the|your|their)|(?:do|send|submit|book|order|place|pay|make|run|call|use) (?:it|that|this|them|the \w+(?: \w+)?|your \w+) (?:again|once more|a second time|one more time)|(?:submit|send|book|order|pay|reserve|call) again|start (?:over|again|from the beginning)|once more)\b";

/// Words of someone who first looks whether it went through.
pub(super) const LOOKS_FIRST: [&str; 18] = [
    "check whether",
    "check if",
    "checks whether",
    "checks if",
    "checked whether",
    "checked if",
    "see whether",
    "see if",
    "look whether",
    "look if",
    "find out whether",
    "find out if",
    "make sure it",
    "make sure that it",
    "verify whether",
    "verify that",
    "check that",
    "check first",
];

/// Placeholders that are left in place of a sentence.
pub(super) const PLACEHOLDERS: [&str; 14] = [
    "todo",
    "to do",
    "tbd",
    "tba",
    "n/a",
    "na",
    "xxx",
    "fixme",
    "fill in",
    "...",
    "none",
    "nothing",
    "lorem ipsum",
    "to be done",
];

/// Words before "errors" that name no action.
pub(super) const GENERAL: [&str; 34] = [
    "all",
    "any",
    "every",
    "each",
    "general",
    "common",
    "other",
    "the",
    "api",
    "apis",
    "tool",
    "tools",
    "action",
    "actions",
    "system",
    "technical",
    "handling",
    "server",
    "network",
    "http",
    "calls",
    "call",
    "it",
    "this",
    "that",
    "these",
    "connection",
    "unexpected",
    "unknown",
    "internal",
    "validation",
    "client",
    "when",
    "if",
];
