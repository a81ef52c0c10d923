use super::{CellOutcome, advice::Situation};
use crate::request::FailureClass;

/// What outcomes have in common; the columns of the matrix are gathered by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutcomeKind {
    /// The answer of the rules.
    Success,
    /// A status from 400 to 499.
    Status4xx,
    /// A status from 500 to 599.
    Status5xx,
    /// No connection, or one that breaks before an answer.
    NoConnection,
    /// No answer in time.
    TooLate,
    /// An answer that cannot be read.
    Unreadable,
    /// An answer that looks like a success, and is odd.
    OddSuccess,
}

impl OutcomeKind {
    /// What it is called above its columns.
    pub fn title(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Status4xx => "status 4xx",
            Self::Status5xx => "status 5xx",
            Self::NoConnection => "no connection",
            Self::TooLate => "too late",
            Self::Unreadable => "unreadable",
            Self::OddSuccess => "odd success",
        }
    }
}

impl CellOutcome {
    /// The kind that it is of.
    pub fn kind(self) -> OutcomeKind {
        let Self::Fails(failing) = self else { return OutcomeKind::Success };
        let Some(Situation { status, class }) = Situation::of(failing) else {
            return OutcomeKind::OddSuccess;
        };
        match (status, class) {
            (Some(500..), _) => OutcomeKind::Status5xx,
            (Some(_), _) => OutcomeKind::Status4xx,
            (None, FailureClass::Timeout) => OutcomeKind::TooLate,
            (None, FailureClass::Unreachable) => OutcomeKind::NoConnection,
            (None, _) => OutcomeKind::Unreadable,
        }
    }

    /// Where its column stands: by kind, statuses by their number, all else as it is listed.
    pub fn rank(self) -> (OutcomeKind, u16, usize) {
        let status = match self {
            Self::Fails(crate::api::Failing::Status(status)) => status,
            Self::Success | Self::Fails(_) => u16::MAX,
        };
        let place = Self::all().position(|known| known == self);
        (self.kind(), status, place.unwrap_or(usize::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_of_the_kind_that_its_caller_meets() {
        let of = |name| CellOutcome::parse(name).unwrap().kind();
        assert_eq!(of("ok"), OutcomeKind::Success);
        assert_eq!((of("404"), of("429_date")), (OutcomeKind::Status4xx, OutcomeKind::Status4xx));
        assert_eq!((of("503"), of("reset")), (OutcomeKind::Status5xx, OutcomeKind::NoConnection));
        assert_eq!((of("slow_drip"), of("empty")), (OutcomeKind::TooLate, OutcomeKind::OddSuccess));
        assert_eq!(of("html_error_200"), OutcomeKind::Unreadable);
    }

    #[test]
    fn a_status_that_only_a_prompt_names_stands_among_its_like() {
        let mut outcomes: Vec<CellOutcome> = ["timeout", "429_date", "418", "401", "ok"]
            .map(|name| CellOutcome::parse(name).unwrap())
            .into();
        outcomes.sort_by_key(|outcome| outcome.rank());
        let names: Vec<String> = outcomes.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["ok", "401", "418", "429_date", "timeout"]);
    }
}
