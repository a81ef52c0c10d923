use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    agent::ActionName,
    api::{DYNAMIC_CONTEXT, Failing},
    scenario::user::Style,
};

/// One conversation of the matrix: what is called, what it comes to, where in the talk, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell {
    /// The action whose call is watched; [`context_action`] for the dynamic context.
    pub action: ActionName,
    /// What its call comes to.
    pub outcome: CellOutcome,
    /// Where in the talk it is called.
    pub point: Point,
    /// How the customer goes about it.
    pub caller: Style,
}

/// What the watched call comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CellOutcome {
    /// The answer of the rules.
    Success,
    /// This.
    Fails(Failing),
}

/// Where in a talk the watched call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// It is the first call.
    First,
    /// The same action has succeeded before.
    AfterSuccess,
    /// The customer has corrected a value before.
    AfterCorrection,
    /// Another action is open, and waits.
    InDigression,
    /// The customer wants another action, which requires this one.
    OnGate,
    /// An action that it requires was called before in the same talk.
    SecondOfChain,
    /// The first try failed in passing, and this is the second.
    AfterRetry,
    /// Before the greeting.
    BeforeGreeting,
}

/// The name that stands for the dynamic context.
pub fn context_action() -> ActionName {
    ActionName::new(DYNAMIC_CONTEXT)
}

impl CellOutcome {
    /// Success, then every status, then every fault on the wire.
    pub fn all() -> impl Iterator<Item = Self> {
        let is_status = |failing: &Failing| matches!(failing, Failing::Status(_));
        let statuses = Failing::all().filter(is_status);
        let faults = Failing::all().filter(move |failing| !is_status(failing));
        std::iter::once(Self::Success).chain(statuses.chain(faults).map(Self::Fails))
    }

    /// The outcome of this name.
    pub fn parse(name: &str) -> Option<Self> {
        if name == "ok" { Some(Self::Success) } else { Failing::parse(name).map(Self::Fails) }
    }
}

impl fmt::Display for CellOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Success => f.pad("ok"),
            Self::Fails(failing) => f.pad(&failing.to_string()),
        }
    }
}

impl PartialOrd for CellOutcome {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for CellOutcome {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.to_string().cmp(&other.to_string())
    }
}

impl Serialize for CellOutcome {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CellOutcome {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| serde::de::Error::custom(format!("no outcome {name}")))
    }
}

impl Point {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 8] = [
        Self::First,
        Self::AfterSuccess,
        Self::AfterCorrection,
        Self::InDigression,
        Self::OnGate,
        Self::SecondOfChain,
        Self::AfterRetry,
        Self::BeforeGreeting,
    ];

    /// The stable name in files and machine interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::AfterSuccess => "after_success",
            Self::AfterCorrection => "after_correction",
            Self::InDigression => "in_digression",
            Self::OnGate => "on_gate",
            Self::SecondOfChain => "second_of_chain",
            Self::AfterRetry => "after_retry",
            Self::BeforeGreeting => "before_greeting",
        }
    }

    /// What it means, behind "the call was made".
    pub fn meaning(self) -> &'static str {
        match self {
            Self::First => "as the first one of its action",
            Self::AfterSuccess => "after the same action had succeeded",
            Self::AfterCorrection => "after a correction",
            Self::InDigression => "while another action waited",
            Self::OnGate => "for an action that requires it",
            Self::SecondOfChain => "after an action that it requires had been called",
            Self::AfterRetry => "as a second try",
            Self::BeforeGreeting => "before the greeting",
        }
    }

    /// The point of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|point| point.name() == name)
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { action, outcome, point, caller } = self;
        write!(f, "{action}/{outcome}/{}/{}", point.name(), caller.name())
    }
}

impl Cell {
    /// Whether this is the cell, or one of those, that a text such as `Lookup Order Status/timeout`
    /// names; each part may be `*`.
    pub fn is_named(&self, text: &str) -> bool {
        let own = [
            self.action.to_string(),
            self.outcome.to_string(),
            self.point.name().to_owned(),
            self.caller.name().to_owned(),
        ];
        let parts: Vec<_> = text.split('/').map(str::trim).collect();
        let fits = |(part, own): (&&str, &String)| *part == "*" || part.eq_ignore_ascii_case(own);
        parts.len() <= own.len() && parts.iter().zip(&own).all(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell() -> Cell {
        Cell {
            action: ActionName::new("Lookup Order Status"),
            outcome: CellOutcome::parse("timeout").unwrap(),
            point: Point::OnGate,
            caller: Style::Corrects,
        }
    }

    #[test]
    fn a_cell_is_named_by_its_parts_from_the_left() {
        let named = |text: &str| cell().is_named(text);
        assert!(named("Lookup Order Status/timeout"));
        assert!(
            named("lookup order status") && named("*/timeout/on_gate") && named("*/*/*/corrects")
        );
        assert!(!named("Lookup Order Status/404") && !named("Lookup") && !named("*/*/*/*/x"));
        assert_eq!(cell().to_string(), "Lookup Order Status/timeout/on_gate/corrects");
    }

    #[test]
    fn a_cell_is_written_and_read() {
        let json = serde_json::to_value(cell()).unwrap();
        assert_eq!(json["outcome"], "timeout");
        assert_eq!(serde_json::from_value::<Cell>(json).unwrap(), cell());
        assert_eq!(CellOutcome::all().count(), 1 + Failing::all().count());
    }
}
