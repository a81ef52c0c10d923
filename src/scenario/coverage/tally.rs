use serde::{Deserialize, Serialize};

use super::{exercised, expected};
use crate::{agent::Agent, transcript::TurnRecord};

/// What of the agents of a suite was exercised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Each agent, in the order of their names.
    pub agents: Vec<AgentCoverage>,
}

/// What of one agent was exercised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentCoverage {
    /// The agent's name.
    pub agent: String,
    /// What there is to exercise, kind by kind.
    pub items: Vec<CoverageItem>,
}

/// One thing that a suite may exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageItem {
    /// What kind of thing.
    pub kind: CoverageKind,
    /// Its name, such as `Lookup Order Status · timeout`.
    pub name: String,
    /// How often it was exercised.
    pub count: u32,
}

/// Kinds of things that a suite may exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageKind {
    /// An action that is called.
    Action,
    /// A variable that gets a value.
    Variable,
    /// A variable whose value is refused or not understood.
    Validation,
    /// A way in which an action fails.
    Failure,
    /// A change from what is waited for to what is waited for next.
    Transition,
    /// Something the customer does.
    UserAct,
    /// Something the agent does.
    SystemAct,
    /// A line of the prompt about failures.
    ErrorLine,
}

impl CoverageKind {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 8] = [
        Self::Action,
        Self::Variable,
        Self::Validation,
        Self::Failure,
        Self::Transition,
        Self::UserAct,
        Self::SystemAct,
        Self::ErrorLine,
    ];

    /// What several of them are called.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Action => "actions",
            Self::Variable => "variables",
            Self::Validation => "validation failures",
            Self::Failure => "failure classes",
            Self::Transition => "transitions",
            Self::UserAct => "user acts",
            Self::SystemAct => "agent acts",
            Self::ErrorLine => "prompt error lines",
        }
    }
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// That were exercised.
    pub exercised: usize,
    /// That there are.
    pub all: usize,
}

impl Share {
    fn of<'a>(items: impl Iterator<Item = &'a CoverageItem>) -> Self {
        items.fold(Self::default(), |share, item| Self {
            exercised: share.exercised + usize::from(item.count > 0),
            all: share.all + 1,
        })
    }

    /// In percent; all, when there is nothing to exercise.
    pub fn percent(self) -> f64 {
        match self.all {
            0 => 100.0,
            all => 100.0 * count(self.exercised) / count(all),
        }
    }
}

/// Counts of items lie far below what a float holds exactly.
fn count(items: usize) -> f64 {
    f64::from(u32::try_from(items).unwrap_or(u32::MAX))
}

impl Coverage {
    /// Over all agents.
    pub fn share(&self) -> Share {
        Share::of(self.agents.iter().flat_map(|agent| &agent.items))
    }

    /// The coverage of the same agent in both is added up; the others stand beside each other.
    #[must_use]
    pub fn joined(mut self, other: Self) -> Self {
        for theirs in other.agents {
            match self.agents.iter_mut().find(|ours| ours.agent == theirs.agent) {
                Some(ours) => theirs.items.into_iter().for_each(|item| ours.add(item)),
                None => self.agents.push(theirs),
            }
        }
        self.agents.sort_by(|a, b| a.agent.cmp(&b.agent));
        self
    }
}

impl AgentCoverage {
    /// Of an agent of which nothing was exercised yet.
    pub fn new(agent: &Agent) -> Self {
        let none = |(kind, name)| CoverageItem { kind, name, count: 0 };
        Self {
            agent: agent.name.clone(),
            items: expected::items(agent).into_iter().map(none).collect(),
        }
    }

    /// Counts what a talk exercised; the greeting comes first.
    pub fn watch(&mut self, agent: &Agent, turns: &[TurnRecord]) {
        for (kind, name) in exercised::items(agent, turns) {
            self.add(CoverageItem { kind, name, count: 1 });
        }
    }

    /// What is exercised though nobody expected it is listed too.
    fn add(&mut self, item: CoverageItem) {
        let known = |held: &&mut CoverageItem| held.kind == item.kind && held.name == item.name;
        match self.items.iter_mut().find(known) {
            Some(held) => held.count += item.count,
            None => self.items.push(item),
        }
    }

    /// The items of one kind.
    pub fn of_kind(&self, kind: CoverageKind) -> impl Iterator<Item = &CoverageItem> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    /// Over all kinds.
    pub fn share(&self) -> Share {
        Share::of(self.items.iter())
    }

    /// Of one kind.
    pub fn share_of(&self, kind: CoverageKind) -> Share {
        Share::of(self.of_kind(kind))
    }
}
