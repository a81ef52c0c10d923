//! One proposal: asked for, judged, and played on the held-out cells.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use serde_json::Value as Json;

use super::desk::{Desk, Proposed};
use crate::{
    cli::{
        Exit,
        report::print,
        scene::{tell, tell_stage_error},
    },
    model::{ModelFailure, Propose, Trouble},
    shown::{Line, Tone},
    tuning::{
        Cell, Comparison, Touched, compare,
        suggest::{BASELINE, Candidate, Entry, Played, Split, brief, judge, read, unified},
    },
};

/// Why the work ended before its end.
pub(super) enum Halt {
    /// Ctrl-C.
    Interrupted,
    /// A model gives nothing more; the exit status and the reason.
    Trouble(Exit, String),
    /// It was told already.
    Told(Exit),
}

/// A proposal that was played.
pub(super) struct Tried {
    pub number: u32,
    pub candidate: Candidate,
    pub comparison: Comparison,
    /// Held-out cells of which nothing is known.
    pub unknown: usize,
}

/// Asks for a proposal, unless it is kept, and plays it, unless it is refused.
///
/// # Errors
/// When nothing can be told or kept; the inner error ends the work.
pub(super) async fn propose(
    desk: &mut Desk<'_>,
    (number, split, before): (u32, &Split, &[Tried]),
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Result<Option<Tried>, Halt>> {
    let (answer, refused) = match answer(desk, number, split).await {
        Ok(proposed) => proposed,
        Err(halt) => return Ok(Err(halt)),
    };
    let judged = match refused {
        Some(why) => Err(why),
        None => judged(desk, &answer, before),
    };
    keep(desk, (number, &answer), &judged)?;
    let candidate = match judged {
        Ok(candidate) => candidate,
        Err(why) => {
            let line = Line::of(&format!("Proposal {number}  ")).with("refused", Tone::Bad);
            print(&[line.plain(&format!(": {why}"))], desk.world.1, out)?;
            return Ok(Ok(None));
        }
    };
    play(desk, (number, candidate), split, err).await
}

async fn answer(desk: &Desk<'_>, number: u32, split: &Split) -> Result<Proposed, Halt> {
    if let Some(kept) = desk.proposed.get(&number) {
        return Ok(kept.clone());
    }
    let before: Vec<Proposed> = desk.proposed.values().cloned().collect();
    let asked = brief(desk.staged.venue.agent(), &desk.baseline(), &split.shown, &before);
    let answered = tokio::select! {
        answered = desk.proposer.propose(&asked) => answered,
        () = desk.setting.cancel.cancelled() => return Err(Halt::Interrupted),
    };
    match answered {
        Ok(answer) => Ok((answer, None)),
        // What it says is of no use, and the next one may be.
        Err(ModelFailure { trouble: Trouble::Answer, message }) => Ok((Json::Null, Some(message))),
        Err(failure) => {
            let exit = match failure.trouble {
                Trouble::Configuration => Exit::Misuse,
                Trouble::Answer | Trouble::Service | Trouble::Limit => Exit::Inconclusive,
            };
            Err(Halt::Trouble(exit, failure.message))
        }
    }
}

fn judged(desk: &Desk<'_>, answer: &Json, before: &[Tried]) -> Result<Candidate, String> {
    let changes = read(answer)?;
    let candidate = judge(desk.staged.venue.agent(), desk.files(), &changes)?;
    match before.iter().find(|known| known.candidate.text == candidate.text) {
        Some(known) => Err(format!("it is the same as proposal {}", known.number)),
        None => Ok(candidate),
    }
}

fn keep(
    desk: &mut Desk<'_>,
    (number, answer): (u32, &Json),
    judged: &Result<Candidate, String>,
) -> io::Result<()> {
    if desk.proposed.contains_key(&number) {
        return Ok(());
    }
    let prompt = desk.files().prompt;
    let (refused, diff) = match judged {
        Ok(candidate) => (None, unified(&prompt.path, &prompt.text, &candidate.edits)),
        Err(why) => (Some(why.clone()), Vec::new()),
    };
    desk.proposed.insert(number, (answer.clone(), refused.clone()));
    desk.notebook.add(&Entry::Proposed { number, answer: answer.clone(), refused, diff })
}

/// Plays the held-out cells that the proposal can affect; the rest is as it was.
async fn play(
    desk: &mut Desk<'_>,
    (number, candidate): (u32, Candidate),
    split: &Split,
    err: &mut dyn Write,
) -> io::Result<Result<Option<Tried>, Halt>> {
    let loaded = desk.loaded.retold(&candidate.text);
    let (environment, look) = desk.world;
    let staged = match desk.staged.retold(desk.args, environment, &loaded).await {
        Ok(staged) => staged,
        Err(error) => return Ok(Err(Halt::Told(tell_stage_error(&error, look, err)))),
    };
    let touched = match desk.is_played_by_model {
        true => Touched::Everything,
        false => Touched::between(&desk.staged.venue.agent().prompt, &staged.venue.agent().prompt),
    };
    let (again, same): (BTreeSet<_>, BTreeSet<_>) =
        split.held_out.iter().cloned().partition(|cell| touched.reaches(cell));
    desk.play((number, &staged), &again, err).await?;
    // Models are told apart by their agent, so none may go while others are made.
    desk.played_with.push(staged);
    let unknown = desk.open(number, &again).len();
    if let Some(halt) = halted(desk, unknown) {
        return Ok(Err(halt));
    }
    let mut after = desk.scored(number, &again);
    after.extend(desk.scored(BASELINE, &same));
    let before = desk.scored(BASELINE, &split.held_out);
    let comparison = compare(&format!("proposal {number}"), &before, &after);
    Ok(Ok(Some(Tried { number, candidate, comparison, unknown })))
}

/// Whether what is open is so because the user or the budget stopped it.
pub(super) fn halted(desk: &Desk<'_>, open: usize) -> Option<Halt> {
    if desk.setting.cancel.is_cancelled() {
        return Some(Halt::Interrupted);
    }
    let is_spent = open > 0 && desk.proposer.limit_reached().is_some();
    is_spent.then(|| {
        let why = format!("the budget is used up, and {open} cells are still to be played");
        Halt::Trouble(Exit::Inconclusive, why)
    })
}

/// What lapsed, over all cells that were played.
pub(super) fn lapsed(played: &[Played]) -> BTreeSet<Cell> {
    played.iter().filter(|one| one.has_lapsed()).map(|one| one.cell.clone()).collect()
}

/// Tells why the work ended early, and how to go on with it.
pub(super) fn tell_halt(desk: &Desk<'_>, halt: Halt, err: &mut dyn Write) -> Exit {
    let kept = format!(
        "what was found so far is kept in {}; the same command goes on from there",
        desk.notebook.path.display()
    );
    match halt {
        Halt::Interrupted => tell(err, &format!("interrupted; {kept}"), Exit::Interrupted),
        Halt::Trouble(exit, why) => tell(err, &format!("{why}\n{kept}"), exit),
        Halt::Told(exit) => exit,
    }
}
