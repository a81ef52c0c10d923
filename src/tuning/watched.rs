//! The call that a cell is about: found in the talk, with the fault on it, and at the cell's point.

use super::{Cell, CellOutcome, Point, plan::other_open};
use crate::{
    agent::{ActionName, Agent},
    dialogue::Change,
    transcript::{CallRecord, TurnRecord},
};

/// A call with the turn it was made in.
#[derive(Clone, Copy)]
pub(super) struct Watched<'a> {
    /// The turn that tells it.
    pub turn: &'a TurnRecord,
    /// The call; of several tries in the turn the last one.
    pub call: &'a CallRecord,
}

/// The call that a cell is about.
///
/// # Errors
/// Why there is none.
pub(super) fn watched<'a>(
    agent: &Agent,
    cell: &Cell,
    turns: &'a [TurnRecord],
) -> Result<Watched<'a>, String> {
    let own = || calls(turns).filter(|one| one.call.action == cell.action);
    let found = match cell.outcome {
        CellOutcome::Success => own().rfind(|one| is_good(one.call)),
        CellOutcome::Fails(_) => {
            own().find(|first| is_spoilt(cell, first.call)).and_then(|first| {
                own().rfind(|one| one.turn.turn == first.turn.turn && is_spoilt(cell, one.call))
            })
        }
    };
    let found = found.ok_or_else(|| never(cell, turns))?;
    match is_at_point(agent, cell, turns, found) {
        true => Ok(found),
        false => Err(format!("the call was made, but not {}", cell.point.meaning())),
    }
}

fn calls(turns: &[TurnRecord]) -> impl DoubleEndedIterator<Item = Watched<'_>> {
    turns.iter().flat_map(|turn| turn.calls.iter().map(move |call| Watched { turn, call }))
}

fn is_good(call: &CallRecord) -> bool {
    call.outcome.class == "success"
}

/// Whether the fault of the cell came to this call.
fn is_spoilt(cell: &Cell, call: &CallRecord) -> bool {
    let fault = format!("fault: {}", cell.outcome);
    call.note.as_deref().is_some_and(|note| note.split("; ").any(|piece| piece == fault))
}

fn never(cell: &Cell, turns: &[TurnRecord]) -> String {
    let is_made = calls(turns).any(|one| one.call.action == cell.action);
    let last = turns.last();
    let stands = last.map_or("nothing was said", |turn| turn.phase.as_str());
    match is_made {
        true => format!("the call was made, but did not come to {}", cell.outcome),
        false => format!("the call was not made; the talk stood at {stands} when it ended"),
    }
}

/// Whether the call was made where in the talk it was meant to be; what cannot be seen is believed.
fn is_at_point(agent: &Agent, cell: &Cell, turns: &[TurnRecord], found: Watched<'_>) -> bool {
    let before = || calls(turns).take_while(|one| !std::ptr::eq(one.call, found.call));
    let has_succeeded =
        |name: &ActionName| before().any(|one| one.call.action == *name && is_good(one.call));
    match cell.point {
        Point::First => !has_succeeded(&cell.action),
        Point::AfterSuccess => has_succeeded(&cell.action),
        Point::AfterRetry => found.call.retry > 0,
        Point::SecondOfChain => {
            let action = agent.action(&cell.action);
            action.is_some_and(|action| action.requires.iter().any(has_succeeded))
        }
        Point::OnGate => is_driven(turns) || is_opened_as_gate(&cell.action, turns),
        Point::InDigression => is_driven(turns) || is_other_open(agent, cell, turns, found),
        Point::AfterCorrection | Point::BeforeGreeting => true,
    }
}

/// Whether a model led: then nothing is seen of what is open.
fn is_driven(turns: &[TurnRecord]) -> bool {
    turns.iter().all(|turn| turn.system_acts.is_empty())
}

fn is_opened_as_gate(gate: &ActionName, turns: &[TurnRecord]) -> bool {
    let opened = |change: &Change| matches!(change, Change::Opened { action, gate_for: Some(_) } if action == gate);
    turns.iter().flat_map(|turn| &turn.changes).any(opened)
}

/// Whether the action that was open at first still waits below when the call is made.
fn is_other_open(agent: &Agent, cell: &Cell, turns: &[TurnRecord], found: Watched<'_>) -> bool {
    let other = agent.action(&cell.action).and_then(|action| other_open(agent, action));
    let Some(other) = other else { return false };
    let before = turns.iter().take_while(|turn| turn.turn < found.turn.turn);
    let is_closed =
        |change: &Change| matches!(change, Change::Closed { action } if *action == other.name);
    !before.flat_map(|turn| &turn.changes).any(is_closed)
}
