use std::fmt;

use super::Fault;

/// What goes wrong with a call: on the wire, or by its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failing {
    /// A misbehaviour on the wire.
    Fault(Fault),
    /// An answer with this status, from 400 to 599.
    Status(u16),
}

impl Failing {
    /// The statuses that are worth trying.
    pub const STATUSES: [u16; 10] = [401, 403, 404, 409, 422, 429, 500, 502, 503, 504];

    /// Every fault on the wire, and the statuses worth trying.
    pub fn all() -> impl Iterator<Item = Self> {
        let faults = Fault::ALL.into_iter().map(|(_, fault)| Self::Fault(fault));
        faults.chain(Self::STATUSES.into_iter().map(Self::Status))
    }

    /// The fault of this name, or the status of this number.
    pub fn parse(text: &str) -> Option<Self> {
        match text.parse::<u16>() {
            Ok(status) => (400..=599).contains(&status).then_some(Self::Status(status)),
            Err(_) => Fault::parse(text).map(Self::Fault),
        }
    }

    /// What happens, in a few plain words.
    pub fn meaning(self) -> String {
        match self {
            Self::Fault(fault) => fault.meaning().to_owned(),
            Self::Status(status) => format!("status {status}: {}", reason(status)),
        }
    }

    /// Whether a request that meets this was acted on all the same.
    pub fn takes_effect(self) -> bool {
        match self {
            Self::Fault(fault) => fault.takes_effect(),
            Self::Status(_) => false,
        }
    }
}

impl fmt::Display for Failing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(fault) => f.write_str(fault.name()),
            Self::Status(status) => write!(f, "{status}"),
        }
    }
}

/// The usual words for a status, in lower case.
pub fn reason(status: u16) -> String {
    let known = http::StatusCode::from_u16(status).ok();
    known.and_then(|known| known.canonical_reason()).unwrap_or("an error").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_wrong_is_read_as_it_is_written() {
        for failing in Failing::all() {
            assert_eq!(Failing::parse(&failing.to_string()), Some(failing));
            assert!(failing.meaning().len() > 10, "{failing}");
        }
        for wrong in ["200", "399", "600", "99999", "", "hangup"] {
            assert_eq!(Failing::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Failing::Status(503).meaning(), "status 503: service unavailable");
        assert_eq!(Failing::Status(418).meaning(), "status 418: i'm a teapot");
    }
}
