use std::fmt;

use super::{Difference, Failing};
use crate::{agent::ActionName, diagnostic::Place};

/// A fault of a scenario that never came.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusedFault {
    /// Where it stands.
    pub place: Place,
    /// The action it is bound to.
    pub action: ActionName,
    /// The fault.
    pub fault: Failing,
    /// Why it never came.
    pub why: NeverCame,
}

/// Why a fault never came.
#[derive(Clone, Debug, PartialEq)]
pub enum NeverCame {
    /// The action was not called.
    NeverCalled,
    /// No call had the arguments; the last one differed by this.
    OtherArguments(Difference),
    /// There were fewer calls than it waits for.
    TooFewCalls {
        /// How many there were.
        calls: u32,
        /// Which one it waits for.
        nth: u32,
    },
    /// Another fault that stands above it came in its place, or no rule answered the call.
    GivenWay,
}

impl fmt::Display for UnusedFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { action, fault, .. } = self;
        write!(f, "the fault {fault} of {action} never came: ")?;
        match &self.why {
            NeverCame::NeverCalled => f.write_str("the action was not called"),
            NeverCame::OtherArguments(difference) => {
                let got = difference.got.as_deref().unwrap_or("missing");
                let Difference { field, expected, .. } = difference;
                write!(
                    f,
                    "no call fits its `with`; in the last one {field} is {got}, not {expected}"
                )
            }
            NeverCame::TooFewCalls { calls: 1, nth } => {
                write!(f, "it waits for call {nth}, and there was one only")
            }
            NeverCame::TooFewCalls { calls, nth } => {
                write!(f, "it waits for call {nth}, and there were {calls} only")
            }
            NeverCame::GivenWay => f.write_str(
                "every call met a fault that stands above it, or a rule's miss or refusal",
            ),
        }
    }
}
