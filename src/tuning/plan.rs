use serde::{Deserialize, Serialize};

use super::{Cell, CellOutcome, Point, context_action};
use crate::{
    agent::{Action, ActionName, Agent, Variable},
    api::Failing,
    prompt::{ErrorMatch, Prompt},
    scenario::user::Style,
};

/// What makes a status of a class one without a meaning of its own, as in 499 and 599.
const UNNAMED: u16 = 99;

/// Which part of the matrix is wanted; an empty list is all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    /// Cells by their names, see [`Cell::is_named`].
    pub cells: Vec<String>,
    /// Points of the talk.
    pub points: Vec<Point>,
    /// Callers.
    pub callers: Vec<Style>,
}

/// What is played of the matrix, and what is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// In the order of the actions, outcomes, points and callers.
    pub cells: Vec<Cell>,
    /// What cannot happen, each with its reason.
    pub unplayed: Vec<Unplayed>,
}

/// A part of the matrix that is not played, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unplayed {
    /// The action.
    pub action: ActionName,
    /// The point of the talk.
    pub point: Point,
    /// Why it cannot happen there.
    pub why: String,
}

/// The whole matrix of an agent, as far as it is wanted and can happen. It is played alike with every
/// prompt, so the statuses that any of them names have a column.
pub fn plan(agent: &Agent, prompts: &[&Prompt], wish: &Wish) -> Plan {
    let mut plan = Plan::default();
    for action in &agent.actions {
        for point in Point::ALL.into_iter().filter(|point| *point != Point::BeforeGreeting) {
            match cannot_happen(agent, action, point) {
                Some(why) => {
                    let action = action.name.clone();
                    plan.unplayed.push(Unplayed { action, point, why: why.to_owned() });
                }
                None => {
                    plan.cells.extend(cells(&action.name, point, &outcomes(prompts, &action.name)))
                }
            }
        }
    }
    if agent.dynamic_context.is_some() {
        let outcomes: Vec<CellOutcome> = CellOutcome::all().collect();
        plan.cells.extend(cells(&context_action(), Point::BeforeGreeting, &outcomes));
    }
    plan.cells.retain(|cell| wish.admits(cell));
    plan.unplayed
        .retain(|unplayed| wish.points.is_empty() || wish.points.contains(&unplayed.point));
    plan
}

fn cells(action: &ActionName, point: Point, outcomes: &[CellOutcome]) -> Vec<Cell> {
    let callers: Vec<Style> =
        Style::ALL.into_iter().filter(|caller| goes_with(point, *caller)).collect();
    let cell = |outcome, caller| Cell { action: action.clone(), outcome, point, caller };
    outcomes
        .iter()
        .flat_map(|outcome| callers.iter().map(move |caller| cell(*outcome, *caller)))
        .collect()
}

/// Success, every failure that is worth trying, and what else the prompts have a line for.
fn outcomes(prompts: &[&Prompt], action: &ActionName) -> Vec<CellOutcome> {
    let mut outcomes: Vec<CellOutcome> = CellOutcome::all().collect();
    let lines = prompts.iter().flat_map(|prompt| &prompt.error_lines);
    let own = lines.filter(|line| line.action.as_ref().is_none_or(|name| name == action));
    for condition in own.flat_map(|line| &line.matches) {
        let status = match condition {
            ErrorMatch::Status(status) => *status,
            // One that nobody names, so that the line for the whole class is the nearest.
            ErrorMatch::Class(class) => u16::from(*class) * 100 + UNNAMED,
            ErrorMatch::Timeout | ErrorMatch::Unreachable | ErrorMatch::Any => continue,
        };
        let failing = Failing::parse(&status.to_string()).map(CellOutcome::Fails);
        outcomes.extend(failing.filter(|failing| !outcomes.contains(failing)));
    }
    outcomes
}

/// Callers that add something at a point: a correction needs its caller, and a second call, a retry or
/// a lost context is the same for all.
fn goes_with(point: Point, caller: Style) -> bool {
    match point {
        Point::First | Point::SecondOfChain | Point::OnGate => caller != Style::Corrects,
        Point::AfterCorrection => caller == Style::Corrects,
        Point::AfterSuccess | Point::AfterRetry => {
            matches!(caller, Style::OneByOne | Style::AllAtOnce | Style::Impatient)
        }
        Point::InDigression => matches!(caller, Style::OneByOne | Style::AllAtOnce),
        Point::BeforeGreeting => caller == Style::OneByOne,
    }
}

/// Why an action is never called at a point.
fn cannot_happen(agent: &Agent, action: &Action, point: Point) -> Option<&'static str> {
    let has_values = !action.variables.is_empty();
    match point {
        Point::First | Point::AfterSuccess | Point::BeforeGreeting => None,
        Point::AfterCorrection => (!has_values).then_some("it has no value to correct"),
        Point::InDigression => other_open(agent, action)
            .is_none()
            .then_some("no other action waits for a value meanwhile"),
        Point::OnGate => {
            let is_gate = agent.actions.iter().any(|other| other.requires.contains(&action.name));
            (!is_gate).then_some("no action requires it")
        }
        Point::SecondOfChain => action.requires.is_empty().then_some("it requires no other action"),
        Point::AfterRetry => {
            let is_retried = action.is_repeatable() && action.retries > 0;
            (!is_retried).then_some("a failed call of it is not tried again")
        }
    }
}

/// Another action that can wait for a value while this one is called; rather one that waits for a
/// value which this one does not have. Gates are open already.
pub(super) fn other_open<'a>(agent: &'a Agent, action: &Action) -> Option<&'a Action> {
    let waits_for = |variable: &Variable| variable.is_required();
    let is_own = |variable: &Variable| action.variable(&variable.name).is_some();
    let others = || agent.actions.iter().filter(|other| other.name != action.name);
    let has_own =
        |other: &&Action| other.variables.iter().any(|one| waits_for(one) && !is_own(one));
    others().find(has_own).or_else(|| others().find(|other| other.variables.iter().any(waits_for)))
}

impl Wish {
    fn admits(&self, cell: &Cell) -> bool {
        (self.cells.is_empty() || self.cells.iter().any(|name| cell.is_named(name)))
            && (self.points.is_empty() || self.points.contains(&cell.point))
            && (self.callers.is_empty() || self.callers.contains(&cell.caller))
    }
}
