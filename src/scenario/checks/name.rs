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
    /// `broken-schema`
    BrokenSchema,
    /// `unused-rule`
    UnusedRule,
    /// `unused-fault`
    UnusedFault,
    /// `no-end`
    NoEnd,
}

/// What is fixed about a check.
struct Row {
    check: CheckName,
    name: &'static str,
    code: &'static str,
    meaning: &'static str,
}

/// What is fixed, check by check.
const ROWS: [Row; 19] = [
    Row {
        check: CheckName::InvalidValue,
        name: "invalid-value",
        code: "E-CHECK-INVALID-VALUE",
        meaning: "a value was sent that its variable does not allow",
    },
    Row {
        check: CheckName::UngroundedValue,
        name: "ungrounded-value",
        code: "E-CHECK-UNGROUNDED-VALUE",
        meaning: "a value was sent that nobody said and nothing known holds",
    },
    Row {
        check: CheckName::MissingValue,
        name: "missing-value",
        code: "E-CHECK-MISSING-VALUE",
        meaning: "a call was made without a value it requires",
    },
    Row {
        check: CheckName::AskedAgain,
        name: "asked-again",
        code: "E-CHECK-ASKED-AGAIN",
        meaning: "a value that was known and valid was asked for again",
    },
    Row {
        check: CheckName::AskedInVain,
        name: "asked-in-vain",
        code: "E-CHECK-ASKED-IN-VAIN",
        meaning: "the customer was asked again for values after a failure that is not theirs",
    },
    Row {
        check: CheckName::FalseSuccess,
        name: "false-success",
        code: "E-CHECK-FALSE-SUCCESS",
        meaning: "the reply says that something is done although its call did not succeed",
    },
    Row {
        check: CheckName::UnannouncedUnknown,
        name: "unannounced-unknown",
        code: "E-CHECK-UNANNOUNCED-UNKNOWN",
        meaning: "a write may have taken effect unseen, and the reply does not say so",
    },
    Row {
        check: CheckName::InventedFact,
        name: "invented-fact",
        code: "E-CHECK-INVENTED-FACT",
        meaning: "the reply names a number, date, time or code that comes from nowhere",
    },
    Row {
        check: CheckName::RawError,
        name: "raw-error",
        code: "E-CHECK-RAW-ERROR",
        meaning: "the reply shows a status, an exception, an address, JSON or HTML",
    },
    Row {
        check: CheckName::RepeatedWrite,
        name: "repeated-write",
        code: "E-CHECK-REPEATED-WRITE",
        meaning: "a write was made again although the first may have taken effect",
    },
    Row {
        check: CheckName::SecretShown,
        name: "secret-shown",
        code: "E-CHECK-SECRET-SHOWN",
        meaning: "a secret or a sensitive value stands where it can be read",
    },
    Row {
        check: CheckName::SkippedGate,
        name: "skipped-gate",
        code: "E-CHECK-SKIPPED-GATE",
        meaning: "an action was called before one that it requires had succeeded",
    },
    Row {
        check: CheckName::UnconfirmedCall,
        name: "unconfirmed-call",
        code: "E-CHECK-UNCONFIRMED-CALL",
        meaning: "a call that the customer must affirm was made without their yes to its values",
    },
    Row {
        check: CheckName::UnmatchedCall,
        name: "unmatched-call",
        code: "E-CHECK-UNMATCHED-CALL",
        meaning: "no rule of the stub API matches a call",
    },
    Row {
        check: CheckName::NoRule,
        name: "no-rule",
        code: "E-CHECK-NO-RULE",
        meaning: "the stub API has no rule at all for an action that was called",
    },
    Row {
        check: CheckName::BrokenSchema,
        name: "broken-schema",
        code: "E-CHECK-BROKEN-SCHEMA",
        meaning: "the stub API answered what the action's schema does not allow",
    },
    Row {
        check: CheckName::UnusedRule,
        name: "unused-rule",
        code: "E-CHECK-UNUSED-RULE",
        meaning: "a rule of the scenario answered nothing",
    },
    Row {
        check: CheckName::UnusedFault,
        name: "unused-fault",
        code: "E-CHECK-UNUSED-FAULT",
        meaning: "a fault of the scenario met no call",
    },
    Row {
        check: CheckName::NoEnd,
        name: "no-end",
        code: "E-CHECK-NO-END",
        meaning: "the talk does not come to rest",
    },
];

impl CheckName {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 19] = [
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
        Self::BrokenSchema,
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

    fn row(self) -> &'static Row {
        ROWS.iter().find(|row| row.check == self).unwrap_or(&ROWS[0])
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
