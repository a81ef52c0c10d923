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

impl Law {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::UngroundedValue,
        Self::MissingValue,
        Self::InvalidValue,
        Self::SkippedGate,
        Self::UnconfirmedCall,
        Self::RefusedAgain,
        Self::RepeatedWrite,
        Self::UnannouncedUnknown,
        Self::FalseSuccess,
        Self::LostValue,
        Self::LostAction,
        Self::DroppedValue,
        Self::AskedAgain,
        Self::AskedInVain,
        Self::NoQuestion,
        Self::NoEnd,
        Self::NotEnded,
        Self::AfterTheEnd,
        Self::Incoherent,
        Self::UnfaithfulCopy,
    ];

    /// The stable name, with what the law demands, in a sentence.
    const fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::UngroundedValue => ("ungrounded-value", "Nothing unsaid is sent."),
            Self::MissingValue => {
                ("missing-value", "No call is made without a value that it requires.")
            }
            Self::InvalidValue => {
                ("invalid-value", "No value is sent that its variable does not allow.")
            }
            Self::SkippedGate => {
                ("skipped-gate", "No call is made before all that it requires has succeeded.")
            }
            Self::UnconfirmedCall => (
                "unconfirmed-call",
                "No call that needs a yes is made without one to the values as they are sent.",
            ),
            Self::RefusedAgain => (
                "refused-again",
                "A value that the API refused is not sent again for the same action.",
            ),
            Self::RepeatedWrite => ("repeated-write", "A write is never repeated by itself."),
            Self::UnannouncedUnknown => (
                "unannounced-unknown",
                "A write that may have taken effect unseen is told as unknown.",
            ),
            Self::FalseSuccess => {
                ("false-success", "A success is told when its call succeeded, and only then.")
            }
            Self::LostValue => {
                ("lost-value", "A good value is lost only by a better one or by being taken back.")
            }
            Self::LostAction => {
                ("lost-action", "An open action stays open until it is done or given up.")
            }
            Self::DroppedValue => {
                ("dropped-value", "A good value that is given for an open action is taken.")
            }
            Self::AskedAgain => ("asked-again", "A value that is known is not asked for."),
            Self::AskedInVain => (
                "asked-in-vain",
                "After a failure that is not the customer's, no value is asked for again.",
            ),
            Self::NoQuestion => {
                ("no-question", "What leaves the customer something to answer asks for it.")
            }
            Self::NoEnd => {
                ("no-end", "Tries, silences, turns, calls and open actions are bounded.")
            }
            Self::NotEnded => ("not-ended", "A goodbye and the wish for a person end the talk."),
            Self::AfterTheEnd => ("after-the-end", "Nothing happens after the end of a talk."),
            Self::Incoherent => {
                ("incoherent", "What is next, what is open and what is known agree.")
            }
            Self::UnfaithfulCopy => {
                ("unfaithful-copy", "A saved state goes on exactly like the original.")
            }
        }
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
