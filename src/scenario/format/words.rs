//! The closed sets of words that expectations are written with.

use crate::{request::FailureClass, scenario::checks::CheckName, transcript::BreachKind};

/// What an open action may wait for, as a turn's record names it.
pub(super) const PHASES: [&str; 10] = [
    "idle",
    "eliciting",
    "confirming_value",
    "confirming",
    "changing",
    "calling",
    "waiting",
    "choosing",
    "offering_callback",
    "ended",
];

/// What the observer of `policy: free` reports.
pub(super) fn breaches() -> [&'static str; BreachKind::ALL.len()] {
    BreachKind::ALL.map(BreachKind::name)
}

/// The built-in checks that may be switched off.
pub(super) fn checks() -> [&'static str; CheckName::ALL.len()] {
    CheckName::ALL.map(CheckName::name)
}

/// The name of a call that came to nothing bad.
const SUCCESS: &str = "success";

const FAILURES: [FailureClass; 12] = [
    FailureClass::NotFound,
    FailureClass::Unauthorized,
    FailureClass::Forbidden,
    FailureClass::Conflict,
    FailureClass::InvalidInput,
    FailureClass::RateLimited,
    FailureClass::ServerError,
    FailureClass::Timeout,
    FailureClass::Unreachable,
    FailureClass::BrokenAnswer,
    FailureClass::OtherStatus,
    FailureClass::Cancelled,
];

/// What a call may come to.
pub(super) fn outcomes() -> Vec<&'static str> {
    std::iter::once(SUCCESS).chain(FAILURES.iter().map(|class| class.name())).collect()
}

/// The ways a call may fail.
pub(super) fn failures() -> Vec<&'static str> {
    FAILURES.iter().map(|class| class.name()).collect()
}
