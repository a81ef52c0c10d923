use std::fmt;

use super::Failing;
use crate::{agent::ActionName, diagnostic::Place};

/// What the stub has to say about an exchange.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// A rule answered.
    Answered {
        /// Where the rule stands.
        rule: Place,
        /// Which of its answers it was, from 0.
        reply: usize,
        /// The fault, where the answer was spoilt.
        fault: Option<Spoilt>,
    },
    /// A rule that checks credentials answered 401.
    Denied {
        /// Where the rule stands.
        rule: Place,
        /// What is wrong with the credentials.
        flaw: CredentialFlaw,
    },
    /// What the user set with `/api` answered.
    Overridden {
        /// The action.
        action: ActionName,
    },
    /// The action has no rule and was answered 200 with an empty object.
    NoRule {
        /// The action.
        action: ActionName,
        /// The fault, where the answer was spoilt.
        fault: Option<Spoilt>,
    },
    /// No rule of the action matches; answered 501.
    Unmatched {
        /// The action.
        action: ActionName,
        /// The rule that came nearest, and the first thing that differs.
        nearest: Option<(Place, Difference)>,
    },
    /// Only recorded answers are played, and none is recorded for this request; nothing was sent.
    Unrecorded {
        /// The action.
        action: ActionName,
        /// What was asked, what comes nearest, and how to mend it.
        miss: String,
    },
    /// The rule's answer is not what the action declares as `response: schema`.
    BreaksSchema {
        /// Where the rule stands.
        rule: Place,
        /// Which of its answers it was, from 0.
        reply: usize,
        /// The first thing that differs.
        difference: Difference,
    },
}

impl Note {
    /// Whether a scenario must fail by this.
    pub fn is_miss(&self) -> bool {
        matches!(self, Self::Unmatched { .. } | Self::BreaksSchema { .. })
    }

    /// The fault that spoilt the answer.
    pub fn fault(&self) -> Option<&Spoilt> {
        match self {
            Self::Answered { fault, .. } | Self::NoRule { fault, .. } => fault.as_ref(),
            Self::Denied { .. }
            | Self::Unrecorded { .. }
            | Self::Overridden { .. }
            | Self::Unmatched { .. }
            | Self::BreaksSchema { .. } => None,
        }
    }
}

/// A fault that spoilt an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Spoilt {
    /// What went wrong.
    pub fault: Failing,
    /// Who wanted it.
    pub cause: Cause,
}

impl fmt::Display for Spoilt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}

/// Who wanted a fault.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// The rule itself, by `fault:`.
    Rule,
    /// A binding under the `faults:` of a scenario, which stands here.
    Binding(Place),
}

/// What is wrong with the credentials of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialFlaw {
    /// Where they belong, such as `headers.authorization` or `body.api_key`.
    pub field: String,
    /// How they are wrong.
    pub kind: FlawKind,
}

/// How credentials are wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlawKind {
    /// The field is not there.
    Missing,
    /// It is there with another value.
    Wrong,
    /// The secret that it is compared with is not set.
    Unset,
}

impl fmt::Display for CredentialFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = &self.field;
        match self.kind {
            FlawKind::Missing => write!(f, "{field} is missing"),
            FlawKind::Wrong => write!(f, "{field} is not the declared secret"),
            FlawKind::Unset => write!(f, "the secret for {field} is not set"),
        }
    }
}

/// The field by which a request differs from a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The field, such as `query.order_id`.
    pub field: String,
    /// What the rule wants, as text.
    pub expected: String,
    /// What the request has; `None` when the field is missing. May hold sensitive values.
    pub got: Option<String>,
}

impl Difference {
    /// The difference in words, by who wants something else: "the rule", "the schema".
    pub fn told_by(&self, who: &str) -> String {
        let got = self.got.as_deref().unwrap_or("missing");
        format!("{} is {got}, {who} wants {}", self.field, self.expected)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told_by("the rule"))
    }
}
