use std::{collections::BTreeMap, sync::Arc, time::Duration};

use serde_json::Value as Json;

use super::Fault;
use crate::{
    agent::{ActionName, BodyTemplate},
    diagnostic::Place,
    value::Pattern,
};

/// What the stub answers, by action; of the rules of an action the first that matches wins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    actions: BTreeMap<ActionName, Vec<Arc<Rule>>>,
}

impl Rules {
    /// Adds a rule behind those the action has.
    pub fn push(&mut self, action: ActionName, rule: Rule) {
        self.actions.entry(action).or_default().push(Arc::new(rule));
    }

    /// These rules, and behind them those of the other set.
    #[must_use]
    pub fn over(&self, defaults: &Self) -> Self {
        let mut both = self.clone();
        for (action, rules) in &defaults.actions {
            both.actions.entry(action.clone()).or_default().extend(rules.iter().cloned());
        }
        both
    }

    /// The rules of an action, in order.
    pub fn of(&self, action: &ActionName) -> &[Arc<Rule>] {
        self.actions.get(action).map_or(&[], Vec::as_slice)
    }

    /// All actions that have rules.
    pub fn actions(&self) -> impl Iterator<Item = (&ActionName, &[Arc<Rule>])> {
        self.actions.iter().map(|(action, rules)| (action, rules.as_slice()))
    }
}

/// One rule of the stub API.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The requests it answers.
    pub when: When,
    /// Its answers in turn; never empty.
    pub replies: Vec<Reply>,
    /// What comes after the last answer.
    pub repetition: Repetition,
    /// Whether credentials are checked first.
    pub auth: AuthCheck,
    /// What is remembered when it answers, by key; null forgets the key.
    pub store: Vec<(String, BodyTemplate)>,
    /// Where it stands.
    pub place: Place,
    /// Which file it comes from.
    pub layer: Layer,
}

/// What comes after a rule's last answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Repetition {
    /// The last answer, again and again.
    #[default]
    Last,
    /// Nothing: the rule no longer matches.
    Spent,
}

/// Whether a rule checks credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AuthCheck {
    /// Anyone is answered.
    #[default]
    Ignore,
    /// Who lacks the action's credentials gets a 401.
    Check,
}

/// Which file a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Layer {
    /// The agent's `api.yaml`; it may go unused.
    #[default]
    Default,
    /// A scenario; going unused is a failure.
    Scenario,
}

/// The requests a rule answers; empty is all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    /// Query pairs.
    pub query: Vec<(String, Matcher)>,
    /// Headers, by lower-case name.
    pub headers: Vec<(String, Matcher)>,
    /// The body, or the part of it that matters.
    pub body: Option<Matcher>,
    /// The path below the action's URL, such as `/orders/7`.
    pub path: Option<Matcher>,
    /// What earlier rules have stored.
    pub stored: Vec<(String, Matcher)>,
}

/// What a value must be like.
#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    /// There, whatever it is.
    Present,
    /// Not there.
    Absent,
    /// Equal by value: 25 equals 25.0 and the text "25".
    Equals(Json),
    /// A text that this pattern matches as a whole.
    Matches(Pattern),
    /// An object with these fields, and maybe more.
    Fields(Vec<(String, Matcher)>),
    /// A list of as many items.
    Items(Vec<Matcher>),
    /// Anything else than this, nothing included.
    Not(Box<Matcher>),
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// More headers, or others in place of ours.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub payload: Payload,
    /// How long the conversation's clock runs before the answer.
    pub delay: Duration,
    /// What goes wrong on the wire.
    pub fault: Option<Fault>,
}

impl Reply {
    /// An answer without a body.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            payload: Payload::Empty,
            delay: Duration::ZERO,
            fault: None,
        }
    }

    /// An answer with literal JSON.
    pub fn json(status: u16, json: Json) -> Self {
        Self { payload: Payload::Json(json), ..Self::status(status) }
    }

    /// An answer spoilt on the wire.
    pub fn fault(fault: Fault) -> Self {
        Self { fault: Some(fault), ..Self::json(200, Json::Object(serde_json::Map::new())) }
    }
}

/// The body of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// None.
    Empty,
    /// JSON as it stands.
    Json(Json),
    /// JSON with placeholders for parts of the request and of the store.
    Template(BodyTemplate),
    /// Text.
    Text(String),
}
