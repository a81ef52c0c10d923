use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value as Json};

use super::{
    Expectation,
    user::{Role, UserSpec},
};
use crate::{
    agent::{ActionName, ModelChoice, VariableName},
    api::{FaultBinding, Rules},
    diagnostic::Place,
};

/// One conversation with what must hold, as declared; a row of `cases` is a scenario of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The file's stem, and for a row of `cases` its name in brackets: `dates[leap day]`.
    pub name: String,
    /// What it shows, for people.
    pub description: Option<String>,
    /// Words to choose scenarios by.
    pub tags: Vec<String>,
    /// Where it stands: the whole file, or the row.
    pub place: Place,
    /// The time of the talk; `None` is [`Scenario::NOON`] in the agent's zone.
    pub now: Option<DateTime<FixedOffset>>,
    /// The customer.
    pub contact: Map<String, Json>,
    /// Context keys that win over the dynamic context.
    pub context: Map<String, Json>,
    /// What the stub API answers, before the agent's own rules.
    pub api: Rules,
    /// Faults laid over the answers.
    pub faults: Vec<FaultBinding>,
    /// The model to talk to in place of the agent's.
    pub model: Option<ModelChoice>,
    /// Where made-up things come from; `None` is the run's seed.
    pub seed: Option<u64>,
    /// The state the talk begins in.
    pub start: Option<Start>,
    /// What the customer does.
    pub script: Script,
    /// What must hold when all is said.
    pub finally: Vec<Expectation>,
    /// How often it is played, and how often it must hold.
    pub repeat: Repeat,
    /// Built-in checks that are switched off, by name.
    pub checks_off: Vec<String>,
    /// Most turns of the customer.
    pub max_turns: u32,
    /// Longest real time that it may take.
    pub time_limit: Duration,
}

impl Scenario {
    /// The local time of a talk whose scenario names none: a Monday without holidays or clock changes.
    pub const NOON: &'static str = "2026-03-02T12:00:00";
    /// Most turns when the file says nothing.
    pub const MAX_TURNS: u32 = 200;
    /// Longest real time when the file says nothing.
    pub const TIME_LIMIT: Duration = Duration::from_secs(60);
}

/// What the customer does.
#[derive(Clone, Debug, PartialEq)]
pub enum Script {
    /// Exactly this, turn by turn.
    Turns(Vec<UserTurn>),
    /// What a simulated customer makes of the agent's answers.
    User(UserSpec),
    /// What a model makes of them that plays the customer.
    Role(Role),
}

/// One turn of the customer, with what must hold after the agent's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct UserTurn {
    /// What the customer does.
    pub event: TurnEvent,
    /// What must hold then.
    pub expect: Vec<Expectation>,
    /// Where it stands.
    pub place: Place,
}

/// What the customer does in a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TurnEvent {
    /// Says this.
    Says(String),
    /// Says nothing for so long.
    Silence(Duration),
}

/// How often a scenario is played, and how often it must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// How often it is played; at least 1.
    pub times: u32,
    /// How often it must pass; at most `times`.
    pub pass_at_least: u32,
}

impl Repeat {
    /// Played once, and it must hold.
    pub const ONCE: Self = Self { times: 1, pass_at_least: 1 };
}

/// The state a talk begins in, as if it had come so far already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Start {
    /// Actions that have succeeded.
    pub succeeded: Vec<ActionName>,
    /// Values saved from earlier answers, by key, with the action that saved them.
    pub saved: BTreeMap<String, (Json, ActionName)>,
    /// The action that is open, with what is known of it.
    pub open: Option<Opened>,
}

/// An action that is open when the talk begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The action.
    pub action: ActionName,
    /// Its values, as the customer would say them; each valid for its variable.
    pub values: BTreeMap<VariableName, String>,
}
