/// What must hold of every step, whatever comes in. Where a built-in check says the same of a talk,
/// the name is that of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Law {
    /// `ungrounded-value`
    UngroundedValue,
    /// `missing-value`
    MissingValue,
    /// `invalid-value`
    InvalidValue,
    /// `skipped-gate`
    SkippedGate,
    /// `unconfirmed-call`
    UnconfirmedCall,
    /// `refused-again`
    RefusedAgain,
    /// `repeated-write`
    RepeatedWrite,
    /// `unannounced-unknown`
    UnannouncedUnknown,
    /// `false-success`
    FalseSuccess,
    /// `lost-value`
    LostValue,
    /// `lost-action`
    LostAction,
    /// `dropped-value`
    DroppedValue,
    /// `asked-again`
    AskedAgain,
    /// `asked-in-vain`
    AskedInVain,
    /// `no-question`
    NoQuestion,
    /// `no-end`
    NoEnd,
    /// `not-ended`
    NotEnded,
    /// `after-the-end`
    AfterTheEnd,
    /// `incoherent`
    Incoherent,
    /// `unfaithful-copy`
    UnfaithfulCopy,
}

/// What is fixed, law by law: its stable name, and what it demands.
const ROWS: [(Law, &str, &str); 20] = [
    (Law::UngroundedValue, "ungrounded-value", "Nothing unsaid is sent."),
    (Law::MissingValue, "missing-value", "No call is made without a value that it requires."),
    (Law::InvalidValue, "invalid-value", "No value is sent that its variable does not allow."),
    (
        Law::SkippedGate,
        "skipped-gate",
        "No call is made before all that it requires has succeeded.",
    ),
    (
        Law::UnconfirmedCall,
        "unconfirmed-call",
        "No call that needs a yes is made without one to the values as they are sent.",
    ),
    (
        Law::RefusedAgain,
        "refused-again",
        "A value that the API refused is not sent again for the same action.",
    ),
    (Law::RepeatedWrite, "repeated-write", "A write is never repeated by itself."),
    (
        Law::UnannouncedUnknown,
        "unannounced-unknown",
        "A write that may have taken effect unseen is told as unknown.",
    ),
    (
        Law::FalseSuccess,
        "false-success",
        "A success is told when its call succeeded, and only then.",
    ),
    (
        Law::LostValue,
        "lost-value",
        "A good value is lost only by a better one or by being taken back.",
    ),
    (Law::LostAction, "lost-action", "An open action stays open until it is done or given up."),
    (Law::DroppedValue, "dropped-value", "A good value that is given for an open action is taken."),
    (Law::AskedAgain, "asked-again", "A value that is known is not asked for."),
    (
        Law::AskedInVain,
        "asked-in-vain",
        "After a failure that is not the customer's, no value is asked for again.",
    ),
    (Law::NoQuestion, "no-question", "What leaves the customer something to answer asks for it."),
    (Law::NoEnd, "no-end", "Tries, silences, turns, calls and open actions are bounded."),
    (Law::NotEnded, "not-ended", "A goodbye and the wish for a person end the talk."),
    (Law::AfterTheEnd, "after-the-end", "Nothing happens after the end of a talk."),
    (Law::Incoherent, "incoherent", "What is next, what is open and what is known agree."),
    (Law::UnfaithfulCopy, "unfaithful-copy", "A saved state goes on exactly like the original."),
];

impl Law {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|(law, _, _)| *law)
    }

    fn row(self) -> (&'static str, &'static str) {
        let row = ROWS.iter().find(|(law, _, _)| *law == self).unwrap_or(&ROWS[0]);
        (row.1, row.2)
    }

    /// The stable name.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// What it demands.
    pub fn demands(self) -> &'static str {
        self.row().1
    }
}

/// A law that does not hold of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Which.
    pub law: Law,
    /// What happened instead, in a sentence.
    pub why: String,
}

impl Broken {
    /// A broken law.
    pub fn new(law: Law, why: impl Into<String>) -> Self {
        Self { law, why: why.into() }
    }
}
