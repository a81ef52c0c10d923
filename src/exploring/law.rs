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

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::UngroundedValue => "ungrounded-value",
            Self::MissingValue => "missing-value",
            Self::InvalidValue => "invalid-value",
            Self::SkippedGate => "skipped-gate",
            Self::UnconfirmedCall => "unconfirmed-call",
            Self::RefusedAgain => "refused-again",
            Self::RepeatedWrite => "repeated-write",
            Self::UnannouncedUnknown => "unannounced-unknown",
            Self::FalseSuccess => "false-success",
            Self::LostValue => "lost-value",
            Self::LostAction => "lost-action",
            Self::DroppedValue => "dropped-value",
            Self::AskedAgain => "asked-again",
            Self::AskedInVain => "asked-in-vain",
            Self::NoQuestion => "no-question",
            Self::NoEnd => "no-end",
            Self::NotEnded => "not-ended",
            Self::AfterTheEnd => "after-the-end",
            Self::Incoherent => "incoherent",
            Self::UnfaithfulCopy => "unfaithful-copy",
        }
    }

    /// What it demands, in a sentence.
    pub fn demands(self) -> &'static str {
        match self {
            Self::UngroundedValue => "Nothing unsaid is sent.",
            Self::MissingValue => "No call is made without a value that it requires.",
            Self::InvalidValue => "No value is sent that its variable does not allow.",
            Self::SkippedGate => "No call is made before all that it requires has succeeded.",
            Self::UnconfirmedCall => {
                "No call that needs a yes is made without one to the values as they are sent."
            }
            Self::RefusedAgain => {
                "A value that the API refused is not sent again for the same action."
            }
            Self::RepeatedWrite => "A write is never repeated by itself.",
            Self::UnannouncedUnknown => {
                "A write that may have taken effect unseen is told as unknown."
            }
            Self::FalseSuccess => "A success is told when its call succeeded, and only then.",
            Self::LostValue => "A good value is lost only by a better one or by being taken back.",
            Self::LostAction => "An open action stays open until it is done or given up.",
            Self::DroppedValue => "A good value that is given for an open action is taken.",
            Self::AskedAgain => "A value that is known is not asked for.",
            Self::AskedInVain => {
                "After a failure that is not the customer's, no value is asked for again."
            }
            Self::NoQuestion => "What leaves the customer something to answer asks for it.",
            Self::NoEnd => "Tries, silences, turns, calls and open actions are bounded.",
            Self::NotEnded => "A goodbye and the wish for a person end the talk.",
            Self::AfterTheEnd => "Nothing happens after the end of a talk.",
            Self::Incoherent => "What is next, what is open and what is known agree.",
            Self::UnfaithfulCopy => "A saved state goes on exactly like the original.",
        }
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
