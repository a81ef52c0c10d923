use super::{Fault, Matcher};
use crate::{agent::ActionName, diagnostic::Place};

/// A fault that a scenario lays over whatever the rules answer.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultBinding {
    /// The action whose calls meet it.
    pub action: ActionName,
    /// What goes wrong.
    pub fault: Failing,
    /// Which of the calls it concerns.
    pub occurrence: Occurrence,
    /// What the arguments must be like, by variable; empty is any.
    pub arguments: Vec<(String, Matcher)>,
    /// Where it stands.
    pub place: Place,
}

/// What goes wrong with a call: on the wire, or by its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failing {
    /// A misbehaviour on the wire.
    Fault(Fault),
    /// An answer with this status, from 400 to 599.
    Status(u16),
}

/// Which calls of an action a fault concerns; retries count as calls.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Occurrence {
    /// Every one.
    #[default]
    Always,
    /// The one of this number, from 1.
    Nth(u32),
    /// The first so many; the rest are fine.
    First(u32),
    /// Each with this probability, from 0 to 1, by the seed of the talk.
    Chance(f64),
}
