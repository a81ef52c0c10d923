use super::super::Finding;
use crate::transcript::PlayedTurn;

/// A built-in check, by the name that files use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CheckName {
    /// `invalid-value`
    InvalidValue,
    /// `ungrounded-value`
    UngroundedValue,
    /// `missing-value`
    MissingValue,
    /// `asked-again`
    AskedAgain,
    /// `asked-in-vain`
    AskedInVain,
    /// `false-success`
    FalseSuccess,
    /// `unannounced-unknown`
    UnannouncedUnknown,
    /// `invented-fact`
    InventedFact,
    /// `raw-error`
    RawError,
    /// `repeated-write`
    RepeatedWrite,
    /// `secret-shown`
    SecretShown,
    /// `skipped-gate`
    SkippedGate,
    /// `unconfirmed-call`
    UnconfirmedCall,
    /// `unmatched-call`
    UnmatchedCall,
    /// `no-rule`
    NoRule,
    /// `unused-rule`
    UnusedRule,
    /// `unused-fault`
    UnusedFault,
    /// `no-end`
    NoEnd,
}

/// What is fixed about a check.
struct Row {
    name: &'static str,
    code: &'static str,
    meaning: &'static str,
}

impl CheckName {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 18] = [
        Self::InvalidValue,
        Self::UngroundedValue,
        Self::MissingValue,
        Self::AskedAgain,
        Self::AskedInVain,
        Self::FalseSuccess,
        Self::UnannouncedUnknown,
        Self::InventedFact,
        Self::RawError,
        Self::RepeatedWrite,
        Self::SecretShown,
        Self::SkippedGate,
        Self::UnconfirmedCall,
        Self::UnmatchedCall,
        Self::NoRule,
        Self::UnusedRule,
        Self::UnusedFault,
        Self::NoEnd,
    ];

    /// The check of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// The name that files use.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The stable code of its findings.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// What it looks for, in one line.
    pub fn meaning(self) -> &'static str {
        self.row().meaning
    }

    fn row(self) -> Row {
        let (name, code, meaning) = match self {
            Self::InvalidValue => (
                "invalid-value",
                "E-CHECK-INVALID-VALUE",
                "a value was sent that its variable does not allow",
            ),
            Self::UngroundedValue => (
                "ungrounded-value",
                "E-CHECK-UNGROUNDED-VALUE",
                "a value was sent that nobody said and nothing known holds",
            ),
            Self::MissingValue => (
                "missing-value",
                "E-CHECK-MISSING-VALUE",
                "a call was made without a value it requires",
            ),
            Self::AskedAgain => (
                "asked-again",
                "E-CHECK-ASKED-AGAIN",
                "a value that was known and valid was asked for again",
            ),
            Self::AskedInVain => (
                "asked-in-vain",
                "E-CHECK-ASKED-IN-VAIN",
                "the customer was asked again for values after a failure that is not theirs",
            ),
            Self::FalseSuccess => (
                "false-success",
                "E-CHECK-FALSE-SUCCESS",
                "the reply says that something is done although its call did not succeed",
            ),
            Self::UnannouncedUnknown => (
                "unannounced-unknown",
                "E-CHECK-UNANNOUNCED-UNKNOWN",
                "a write may have taken effect unseen, and the reply does not say so",
            ),
            Self::InventedFact => (
                "invented-fact",
                "E-CHECK-INVENTED-FACT",
                "the reply names a number, date, time or code that comes from nowhere",
            ),
            Self::RawError => (
                "raw-error",
                "E-CHECK-RAW-ERROR",
                "the reply shows a status, an exception, an address, JSON or HTML",
            ),
            Self::RepeatedWrite => (
                "repeated-write",
                "E-CHECK-REPEATED-WRITE",
                "a write was made again although the first may have taken effect",
            ),
            Self::SecretShown => (
                "secret-shown",
                "E-CHECK-SECRET-SHOWN",
                "a secret or a sensitive value stands where it can be read",
            ),
            Self::SkippedGate => (
                "skipped-gate",
                "E-CHECK-SKIPPED-GATE",
                "an action was called before one that it requires had succeeded",
            ),
            Self::UnconfirmedCall => (
                "unconfirmed-call",
                "E-CHECK-UNCONFIRMED-CALL",
                "a call that the customer must affirm was made without their yes to its values",
            ),
            Self::UnmatchedCall => (
                "unmatched-call",
                "E-CHECK-UNMATCHED-CALL",
                "no rule of the stub API matches a call",
            ),
            Self::NoRule => (
                "no-rule",
                "E-CHECK-NO-RULE",
                "the stub API has no rule at all for an action that was called",
            ),
            Self::UnusedRule => {
                ("unused-rule", "E-CHECK-UNUSED-RULE", "a rule of the scenario answered nothing")
            }
            Self::UnusedFault => {
                ("unused-fault", "E-CHECK-UNUSED-FAULT", "a fault of the scenario met no call")
            }
            Self::NoEnd => ("no-end", "E-CHECK-NO-END", "the talk does not come to rest"),
        };
        Row { name, code, meaning }
    }

    /// A finding of this check in a turn.
    pub(super) fn finding(self, turn: &PlayedTurn, message: impl Into<String>) -> Finding {
        Finding { turn: Some(turn.record.turn), ..self.finding_of_talk(message) }
    }

    /// A finding of this check about the talk as a whole.
    pub(super) fn finding_of_talk(self, message: impl Into<String>) -> Finding {
        Finding::new(self.code(), self.name(), message)
    }
}
