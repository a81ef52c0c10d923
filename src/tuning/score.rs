//! Whether the agent did at a cell what the prompt says, and broke no rule.

use serde::{Deserialize, Serialize};

use super::{
    Cell, CellOutcome,
    said::{is_callback, line_use},
};
use crate::{
    agent::Agent,
    prompt::ErrorLine,
    report::{Attempt, ScenarioResult, Verdict},
    request::{FailureClass, failure_line, fits},
    transcript::{CallRecord, TurnRecord},
};

/// A cell that was played, with what it came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scored {
    /// Which.
    pub cell: Cell,
    /// Which playing of it, from 1.
    pub repeat: u32,
    /// What it came to.
    pub score: CellScore,
    /// Whether the prompt's own line was said.
    pub line: LineUse,
    /// The line of the prompt that is meant for it, from 1.
    pub prompt_line: Option<usize>,
}

/// What a cell came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellScore {
    /// All that the prompt says was done, and no rule broken.
    Held,
    /// Something was not.
    Lapsed(Vec<Lapse>),
    /// The call was never made; the reason.
    Unreached(String),
    /// Nothing can be said; the reason.
    Inconclusive(String),
}

/// What was not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lapse {
    /// The prompt has no line for this failure.
    NoLine,
    /// The prompt's line was not said.
    LineUnsaid,
    /// The prompt says to offer a callback, and none was offered.
    NoCallback,
    /// The value was refused, and not asked for again.
    NotAskedAgain,
    /// A success of which nothing was told.
    Untold,
    /// A built-in check failed: its name.
    Check(String),
}

/// Whether the prompt's own line was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineUse {
    /// As it is written.
    Said,
    /// In other words.
    InOtherWords,
    /// Not at all.
    Unsaid,
    /// The prompt has none for it, or the call did not fail.
    None,
}

impl Lapse {
    /// What is missing, for people.
    pub fn message(&self) -> String {
        match self {
            Self::NoLine => "the prompt has no line for it".to_owned(),
            Self::LineUnsaid => "the prompt's line was not said".to_owned(),
            Self::NoCallback => "no callback was offered, as the prompt says".to_owned(),
            Self::NotAskedAgain => "the refused value was not asked for again".to_owned(),
            Self::Untold => "nothing of the result was told".to_owned(),
            Self::Check(name) => format!("check {name}"),
        }
    }
}

/// Scores each playing of a cell. The agent is the one of the variant that was played.
pub fn score(agent: &Agent, cell: &Cell, result: &ScenarioResult) -> Vec<Scored> {
    let attempts = result.attempts.iter();
    let scored: Vec<_> = attempts.map(|attempt| of_attempt(agent, cell, attempt)).collect();
    match scored.is_empty() {
        true => vec![not_run(cell, result)],
        false => scored,
    }
}

fn of_attempt(agent: &Agent, cell: &Cell, attempt: &Attempt) -> Scored {
    let mut scored = Scored {
        cell: cell.clone(),
        repeat: attempt.number,
        score: CellScore::Held,
        line: LineUse::None,
        prompt_line: None,
    };
    if matches!(attempt.verdict, Verdict::Inconclusive | Verdict::NotRun) {
        let reason = attempt.reason.clone().unwrap_or_default();
        return Scored { score: CellScore::Inconclusive(reason), ..scored };
    }
    let failures = attempt.failures.iter();
    let mut lapses: Vec<_> = failures.map(|failure| Lapse::Check(failure.kind.clone())).collect();
    let found = watched(cell, &attempt.turns);
    if let Some(found) = found {
        lapses.extend(judge(agent, found, &mut scored));
    }
    lapses.sort();
    lapses.dedup();
    scored.score = match (lapses.is_empty(), found) {
        (false, _) => CellScore::Lapsed(lapses),
        (true, Some(_)) => CellScore::Held,
        (true, None) => CellScore::Unreached(unreached(&attempt.turns)),
    };
    scored
}

fn not_run(cell: &Cell, result: &ScenarioResult) -> Scored {
    let reason = result.reason.clone().unwrap_or_else(|| "it was not played".to_owned());
    Scored {
        cell: cell.clone(),
        repeat: 1,
        score: CellScore::Inconclusive(reason),
        line: LineUse::None,
        prompt_line: None,
    }
}

/// The call that the cell is about, with its turn: the first with the fault, else the last.
fn watched<'a>(cell: &Cell, turns: &'a [TurnRecord]) -> Option<(&'a TurnRecord, &'a CallRecord)> {
    let calls = || {
        let all = turns.iter().flat_map(|turn| turn.calls.iter().map(move |call| (turn, call)));
        all.filter(|(_, call)| call.action == cell.action)
    };
    match cell.outcome {
        CellOutcome::Success => calls().rfind(|(_, call)| call.outcome.class == "success"),
        CellOutcome::Fails(_) => {
            // Of several tries in the turn the last one is told.
            let (first, _) = calls().find(|(_, call)| is_spoilt(call))?;
            calls().rfind(|(turn, call)| turn.turn == first.turn && is_spoilt(call))
        }
    }
}

/// The turn that tells what a cell is about; the last one where its call was never made.
pub(super) fn told_turn<'a>(cell: &Cell, turns: &'a [TurnRecord]) -> Option<&'a TurnRecord> {
    watched(cell, turns).map(|(turn, _)| turn).or(turns.last())
}

fn is_spoilt(call: &CallRecord) -> bool {
    let by_fault = call.note.as_deref().is_some_and(|note| note.contains("fault"));
    call.outcome.class != "success" || by_fault
}

fn unreached(turns: &[TurnRecord]) -> String {
    let last = turns.last();
    let stands = last.map_or("nothing was said", |turn| turn.phase.as_str());
    format!("the call was not made; the talk stood at {stands} when it ended")
}

/// What is missing in the turn that tells the call.
fn judge(
    agent: &Agent,
    (turn, call): (&TurnRecord, &CallRecord),
    scored: &mut Scored,
) -> Vec<Lapse> {
    let Some(class) = class_of(&call.outcome.class) else {
        return told(turn, call).into_iter().collect();
    };
    let status = call.outcome.status;
    let line = failure_line(agent, &call.action, class, status);
    scored.prompt_line = line.map(|line| line.line);
    scored.line = line.map_or(LineUse::None, |line| line_use(line, &turn.reply));
    let meant = meant(agent, call, (class, status));
    let mut lapses = Vec::new();
    if meant.is_empty() {
        lapses.push(Lapse::NoLine);
    } else if scored.line == LineUse::Unsaid {
        lapses.push(Lapse::LineUnsaid);
    }
    let of_user = matches!(
        class,
        FailureClass::NotFound | FailureClass::Conflict | FailureClass::InvalidInput
    );
    let asks = turn.asks_for.is_some() || turn.phase == "changing" || turn.reply.contains('?');
    if of_user && !call.arguments.is_empty() && !asks && turn.ending.is_none() {
        lapses.push(Lapse::NotAskedAgain);
    }
    let offers = meant.iter().any(|line| line.offers_callback);
    if !of_user && offers && !is_callback(turn) {
        lapses.push(Lapse::NoCallback);
    }
    lapses
}

/// A success that has something to tell must tell something of it, unless it was only a step.
fn told(turn: &TurnRecord, call: &CallRecord) -> Option<Lapse> {
    let is_last = turn.calls.last() == Some(call);
    let is_silent = turn.reply.trim().is_empty();
    (is_last && is_silent).then_some(Lapse::Untold)
}

/// The lines of the prompt that are meant for a failure, those without a sentence to say included.
fn meant<'a>(
    agent: &'a Agent,
    call: &CallRecord,
    (class, status): (FailureClass, Option<u16>),
) -> Vec<&'a ErrorLine> {
    let applies = |line: &&ErrorLine| {
        line.action.as_ref().is_none_or(|action| *action == call.action)
            && line.matches.iter().any(|condition| fits(*condition, class, status).is_some())
    };
    agent.prompt.error_lines.iter().filter(applies).collect()
}

/// The failure class of this name; none for a success.
fn class_of(name: &str) -> Option<FailureClass> {
    serde_json::from_value(name.into()).ok()
}
