use std::collections::BTreeSet;

use chrono::DateTime;
use http::HeaderMap;

use crate::{
    agent::{ActionName, Agent},
    api::{Failing, Fault},
    prompt::ErrorLine,
    request::{Answer, FailureClass, Outcome, classify, failure_line, fits},
};

/// A way in which a call fails, as far as error lines tell it from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tuning) struct Situation {
    pub status: Option<u16>,
    pub class: FailureClass,
}

impl Situation {
    /// Those that the matrix plays, statuses first.
    pub(super) fn played() -> Vec<Self> {
        let found: BTreeSet<Self> = Failing::all().filter_map(Self::of).collect();
        let (plain, statuses): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|situation| situation.status.is_none());
        statuses.into_iter().chain(plain).collect()
    }

    /// Every one that can happen at all.
    pub(super) fn all() -> Vec<Self> {
        let played = Self::played();
        let statuses = (400..=599).filter_map(Self::of_status);
        let rest: Vec<Self> = statuses.filter(|one| !played.contains(one)).collect();
        played.into_iter().chain(rest).collect()
    }

    /// What a failing call comes to; none when it is taken for a success.
    pub(in crate::tuning) fn of(failing: Failing) -> Option<Self> {
        match failing {
            Failing::Status(status) => Self::of_status(status),
            Failing::Fault(fault) => of_fault(fault),
        }
    }

    fn of_status(status: u16) -> Option<Self> {
        let headers = HeaderMap::new();
        let answer = Answer { status, headers: &headers, body: b"", now: DateTime::UNIX_EPOCH };
        match classify(&answer) {
            Outcome::Failure { class, .. } => Some(Self { status: Some(status), class }),
            Outcome::Success { .. } => None,
        }
    }

    /// The sentence that is said for it.
    pub(super) fn line(self, agent: &Agent, action: &ActionName) -> Option<usize> {
        failure_line(agent, action, self.class, self.status).map(|line| line.line)
    }

    /// How closely a line fits; `None` when it does not.
    pub(super) fn fit(self, line: &ErrorLine) -> Option<u8> {
        line.matches.iter().filter_map(|one| fits(*one, self.class, self.status)).max()
    }

    /// What it is called in a list.
    pub(super) fn name(self) -> String {
        match (self.status, self.class) {
            (Some(status), _) => status.to_string(),
            (None, FailureClass::Timeout) => "timeout".to_owned(),
            (None, FailureClass::Unreachable) => "no connection".to_owned(),
            (None, _) => "an answer that cannot be read".to_owned(),
        }
    }
}

/// The line that is said for each failure of each action, in an order that depends on nothing else.
pub(in crate::tuning) fn chosen_lines(agent: &Agent) -> Vec<Option<usize>> {
    let all = Situation::all();
    let of_action = |name: &ActionName| -> Vec<Option<usize>> {
        all.iter().map(|situation| situation.line(agent, name)).collect()
    };
    agent.actions.iter().flat_map(|action| of_action(&action.name)).collect()
}

/// What a misbehaviour on the wire comes to; none when it is taken for a success.
fn of_fault(fault: Fault) -> Option<Situation> {
    let class = match fault {
        Fault::Refused
        | Fault::Dns
        | Fault::TlsExpired
        | Fault::TlsWrongHost
        | Fault::Closed
        | Fault::Reset => FailureClass::Unreachable,
        Fault::Timeout
        | Fault::TimeoutAfterCommit
        | Fault::LateAnswer
        | Fault::SlowHeaders
        | Fault::SlowBody
        | Fault::SlowDrip => FailureClass::Timeout,
        Fault::Truncated
        | Fault::GarbageAfterHead
        | Fault::MalformedJson
        | Fault::WrongCharset
        | Fault::WrongEncoding
        | Fault::CompressionBomb
        | Fault::Oversized
        | Fault::RedirectLoop
        | Fault::HtmlError200 => FailureClass::BrokenAnswer,
        Fault::WrongContentType
        | Fault::Empty
        | Fault::Null200
        | Fault::ErrorIn200
        | Fault::StaleSuccess
        | Fault::RenamedField
        | Fault::ChangedType
        | Fault::InjectedOrder
        | Fault::EscapeCodes => return None,
        Fault::RateLimitedSeconds | Fault::RateLimitedDate | Fault::RateLimitedAbsurd => {
            return Situation::of_status(429);
        }
    };
    Some(Situation { status: None, class })
}

/// The names of situations as a list in words.
pub(super) fn names(situations: &[Situation]) -> String {
    let names: Vec<String> = situations.iter().map(|situation| situation.name()).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_plays_ten_statuses_and_three_failures_without_one() {
        assert_eq!(
            names(&Situation::played()),
            "401, 403, 404, 409, 422, 429, 500, 502, 503, 504, timeout, no connection and an answer \
             that cannot be read"
        );
        assert_eq!(Situation::all().len(), 203);
    }
}
