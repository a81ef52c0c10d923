//! A cell as a scenario: a simulated customer, and the outcome laid over the calls.

use std::collections::BTreeMap;

use super::{Cell, CellOutcome, Point, context_action, plan::other_open};
use crate::{
    agent::{Action, ActionName, Agent, VariableName},
    api::{Failing, FaultBinding, Occurrence, Rules},
    diagnostic::Place,
    scenario::{
        Opened, Repeat, Scenario, Script, Start,
        user::{Noise, Style, UserSpec},
    },
};

/// The scenario that plays a cell with a customer who knows these facts.
pub fn scenario(agent: &Agent, cell: &Cell, facts: &BTreeMap<VariableName, String>) -> Scenario {
    let action = agent.action(&cell.action);
    let (wants, start) = match action {
        Some(action) => (wants(agent, action, cell.point), start(agent, action, cell.point)),
        // The context is lost, and the customer wants whatever comes first.
        None => {
            (agent.actions.first().map(|action| action.name.clone()).into_iter().collect(), None)
        }
    };
    let user = UserSpec {
        wants,
        facts: facts.clone(),
        style: cell.caller,
        bears_with: (cell.caller == Style::AsksForPerson).then(|| cell.action.clone()),
        noise: Noise::NONE,
        seed: None,
        max_turns: UserSpec::MAX_TURNS,
    };
    Scenario {
        name: cell.to_string(),
        description: None,
        tags: Vec::new(),
        place: Place::new("", 0..0),
        now: None,
        contact: serde_json::Map::new(),
        context: serde_json::Map::new(),
        api: Rules::default(),
        faults: faults(action, cell),
        model: None,
        seed: None,
        start,
        script: Script::User(user),
        finally: Vec::new(),
        repeat: Repeat::ONCE,
        checks_off: checks_off(cell),
        max_turns: UserSpec::MAX_TURNS,
        time_limit: Scenario::TIME_LIMIT,
    }
}

/// A cell may end before its fault comes; that is scored, not failed. Of the context's call nothing
/// is told but by this check.
fn checks_off(cell: &Cell) -> Vec<String> {
    match cell.action == context_action() {
        true => Vec::new(),
        false => vec!["unused-fault".to_owned()],
    }
}

/// What the customer wants, so that the action is called at the point.
fn wants(agent: &Agent, action: &Action, point: Point) -> Vec<ActionName> {
    let this = action.name.clone();
    match point {
        Point::AfterSuccess => vec![this.clone(), this],
        Point::OnGate => {
            let gated = agent.actions.iter().find(|other| other.requires.contains(&this));
            vec![gated.map_or(this, |gated| gated.name.clone())]
        }
        Point::First
        | Point::AfterCorrection
        | Point::InDigression
        | Point::SecondOfChain
        | Point::AfterRetry
        | Point::BeforeGreeting => vec![this],
    }
}

/// Where the talk begins: gates are open already where they are not the point.
fn start(agent: &Agent, action: &Action, point: Point) -> Option<Start> {
    let other = other_open(agent, action).filter(|_| point == Point::InDigression);
    let mut succeeded = match point {
        Point::SecondOfChain => Vec::new(),
        _ => gates(agent, action),
    };
    succeeded.extend(other.into_iter().flat_map(|other| gates(agent, other)));
    let open = other.map(|other| Opened { action: other.name.clone(), values: BTreeMap::new() });
    let is_needed = open.is_some() || !succeeded.is_empty();
    is_needed.then(|| Start { succeeded, saved: BTreeMap::new(), open })
}

/// All that an action requires, directly or not.
fn gates(agent: &Agent, action: &Action) -> Vec<ActionName> {
    let mut gates: Vec<ActionName> = Vec::new();
    let mut open = action.requires.clone();
    while let Some(gate) = open.pop() {
        if !gates.contains(&gate) {
            open.extend(agent.action(&gate).into_iter().flat_map(|gate| gate.requires.clone()));
            gates.push(gate);
        }
    }
    gates
}

/// The outcome laid over the calls that are watched.
fn faults(action: Option<&Action>, cell: &Cell) -> Vec<FaultBinding> {
    let CellOutcome::Fails(fault) = cell.outcome else {
        let passing = passing_first(cell);
        return passing.into_iter().collect();
    };
    let name = if action.is_some() { cell.action.clone() } else { context_action() };
    let bind = |fault, occurrence| FaultBinding {
        action: name.clone(),
        fault,
        occurrence,
        arguments: Vec::new(),
        place: Place::new("", 0..0),
    };
    let tries = action.map_or(0, |action| action.retries) + 1;
    match cell.point {
        Point::AfterSuccess => {
            (2..2 + tries).map(|nth| bind(fault, Occurrence::Nth(nth))).collect()
        }
        Point::AfterRetry => {
            let later = (2..=tries.max(2)).map(|nth| bind(fault, Occurrence::Nth(nth)));
            passing_first(cell).into_iter().chain(later).collect()
        }
        _ => vec![bind(fault, Occurrence::Always)],
    }
}

/// The first try fails in passing, so that a second is made.
fn passing_first(cell: &Cell) -> Option<FaultBinding> {
    (cell.point == Point::AfterRetry).then(|| FaultBinding {
        action: cell.action.clone(),
        fault: Failing::Status(503),
        occurrence: Occurrence::Nth(1),
        arguments: Vec::new(),
        place: Place::new("", 0..0),
    })
}
