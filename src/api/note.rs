use std::fmt;

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
        /// The fault's name, where the answer was spoilt.
        fault: Option<&'static str>,
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
}

impl Note {
    /// Whether a scenario must fail by this.
    pub fn is_miss(&self) -> bool {
        matches!(self, Self::Unmatched { .. })
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

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is {}, the rule wants {}",
            self.field,
            self.got.as_deref().unwrap_or("missing"),
            self.expected
        )
    }
}
