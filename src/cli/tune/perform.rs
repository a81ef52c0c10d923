//! The talks of the matrix, played and scored.

use std::{io, io::Write, path::Path, sync::Arc, time::Instant};

use chrono::{SecondsFormat, Utc};
use tokio::sync::mpsc;

use super::{
    TuneArgs,
    facts::Facts,
    keep::Kept,
    ledger::{EndedCell, Ledger},
    variant::{CellPlan, Staged},
};
use crate::{
    agent::{ActionName, Agent},
    cli::{
        Environment,
        test::{Narration, Troupe},
    },
    rehearse::{
        Pace, Shelf,
        cassette::Track,
        suite::{Course, Ended, RunSetting, run},
    },
    report::ScenarioResult,
    tuning::{
        Cell, CellScore, Matrix, ModelCalls, Plan, Scored, TUNE_SCHEMA_VERSION, TuneFacts,
        TuneResult, Variant, advise, compare_all, context_action, report::prompt_lines, score,
    },
};

/// What a tuning is played with.
pub(super) struct Stand<'a> {
    pub environment: &'a Environment,
    /// The project's root.
    pub root: &'a Path,
    /// What has ended already, and what ends now.
    pub ledger: Ledger,
    pub shelf: Option<Arc<Shelf>>,
    pub facts: Facts,
}

impl Stand<'_> {
    /// What is done with the traffic of models.
    fn track(&self) -> Track {
        self.shelf.as_ref().map_or(Track::Live, |shelf| shelf.taping().model)
    }
}

/// Plays every variant and compares them.
///
/// # Errors
/// A sentence, when a model cannot be had; the inner error when progress cannot be written.
pub(super) async fn perform(
    args: &TuneArgs,
    stand: &mut Stand<'_>,
    (staged, plan): (&[Staged], &Plan),
    setting: &RunSetting,
    err: &mut dyn Write,
) -> io::Result<Result<TuneResult, String>> {
    let (started, began) = (Utc::now(), Instant::now());
    let (mut variants, mut thinned) = (Vec::new(), Vec::new());
    let mut before: Option<Arc<Troupe>> = None;
    let mut is_whole = true;
    // A limit of the budget stops this tuning, and is no Ctrl-C.
    let stop = setting.cancel.child_token();
    for (at, variant) in staged.iter().enumerate() {
        let place = (stand.root, stand.track());
        let troupe = match variant.troupe(args, stand.environment, place) {
            Ok(troupe) => troupe.map(|troupe| Arc::new(troupe.going_on_from(before.as_deref()))),
            Err(why) => return Ok(Err(why)),
        };
        let recast = troupe.as_ref().map(Troupe::recast);
        let course = Course { recast, ..setting.course.clone() };
        let setting = RunSetting { course, cancel: stop.clone(), ..setting.clone() };
        let played = play((args, at), stand, (variant, plan), (&setting, troupe.as_deref()), err);
        let played = played.await?;
        is_whole &= played.iter().flatten().all(|ended| ended.is_whole);
        let (variant, note) = scored(args, variant, (plan, played));
        variants.push(variant);
        thinned.extend(note);
        before = troupe.or(before);
    }
    let interrupted = stop.is_cancelled() && !is_whole;
    let comparisons = compare_all(&variants);
    let agent = staged.first().map(|variant| variant.venue.agent().name.clone());
    let facts = TuneFacts {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        agent: agent.unwrap_or_default(),
        started: started.to_rfc3339_opts(SecondsFormat::Millis, true),
        ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        seed: args.seed,
        repeat: args.repeat.max(1),
        interrupted,
        model_calls: model_calls(stand, before.as_deref()),
        notes: [thinned, notes(stand, before.as_deref(), interrupted)].concat(),
    };
    let schema_version = TUNE_SCHEMA_VERSION;
    let unplayed = plan.unplayed.clone();
    Ok(Ok(TuneResult { schema_version, facts, variants, comparisons, unplayed }))
}

/// How often models were asked; none where only the offline model played.
fn model_calls(stand: &Stand<'_>, troupe: Option<&Troupe>) -> Option<ModelCalls> {
    let found = stand.shelf.as_ref().map_or(0, |shelf| shelf.sought().found);
    let recorded = u64::try_from(found).unwrap_or(u64::MAX);
    let asked = troupe.map_or(0, Troupe::calls) + recorded;
    (asked > 0).then_some(ModelCalls { asked, recorded })
}

/// What the user should know of how it went.
fn notes(stand: &Stand<'_>, troupe: Option<&Troupe>, interrupted: bool) -> Vec<String> {
    let limit = troupe.and_then(Troupe::limit_reached);
    let why = limit.unwrap_or_else(|| "it was stopped before its end".to_owned());
    let stopped = match stand.ledger.is_kept() {
        true => format!("{why}; --resume goes on from here"),
        false => why,
    };
    let trouble = stand.ledger.trouble().map(str::to_owned);
    interrupted.then_some(stopped).into_iter().chain(trouble).collect()
}

/// How each variant is played.
pub(super) fn setting(args: &TuneArgs, cancel: tokio_util::sync::CancellationToken) -> RunSetting {
    RunSetting {
        course: Course {
            seed: args.seed,
            pace: Pace::AtOnce,
            recast: None,
            judges: None,
            simulators: None,
        },
        jobs: args.jobs.unwrap_or_else(crate::cli::test::usual_jobs),
        repeat: Some(args.repeat.max(1)),
        fail_fast: false,
        cancel,
    }
}

/// Whether any variant talks to a model that is really asked.
///
/// # Errors
/// A sentence, when a model cannot be had.
pub(super) fn asks_a_model(
    args: &TuneArgs,
    stand: &Stand<'_>,
    staged: &[Staged],
) -> Result<bool, String> {
    let mut is_asked = false;
    for variant in staged {
        let troupe = variant.troupe(args, stand.environment, (stand.root, stand.track()))?;
        let declared = variant.venue.agent().model.as_ref();
        is_asked |= troupe.is_some_and(|troupe| troupe.has_model(declared));
    }
    Ok(is_asked && stand.track() != Track::Replay)
}

/// Plays what of a variant has not ended yet; all cells come back, in the order of the plan.
async fn play(
    (args, at): (&TuneArgs, usize),
    stand: &mut Stand<'_>,
    (variant, plan): (&Staged, &Plan),
    (setting, troupe): (&RunSetting, Option<&Troupe>),
    err: &mut dyn Write,
) -> io::Result<Vec<Option<EndedCell>>> {
    let stood = plan.cells.iter().map(|cell| stand.ledger.take(at, cell));
    let mut cells: Vec<Option<EndedCell>> = stood.collect();
    let is_open = |at: &usize| !cells[*at].as_ref().is_some_and(|ended| ended.is_whole);
    let open: Vec<usize> = (0..cells.len()).filter(is_open).collect();
    let attempts = |at: &usize| cells[*at].as_ref().map(EndedCell::attempts).unwrap_or_default();
    let agent = variant.venue.agent();
    let to_play = CellPlan {
        variant: variant.clone(),
        cells: open.iter().map(|at| plan.cells[*at].clone()).collect(),
        ended: open.iter().map(attempts).collect(),
        facts: stand.facts.clone(),
        shelf: stand.shelf.clone(),
    };
    let watched = (stand.environment.errors_are_terminal, false);
    let narration = Narration::new(open.len(), watched, err);
    let each = &mut |place: usize, result: ScenarioResult| {
        let ended = ended((args, at), (agent, &plan.cells[open[place]]), result);
        stand.ledger.add(&ended);
        cells[open[place]] = Some(ended);
        if troupe.is_some_and(|troupe| troupe.limit_reached().is_some()) {
            setting.cancel.cancel();
        }
        Ok(())
    };
    play_each(to_play, setting, narration, each).await?;
    Ok(cells)
}

/// Plays cells, and hands over what each came to as soon as it is known.
///
/// # Errors
/// When progress cannot be told, or the result not be taken.
pub(super) async fn play_each(
    cells: CellPlan,
    setting: &RunSetting,
    mut narration: Narration<'_>,
    each: &mut dyn FnMut(usize, ScenarioResult) -> io::Result<()>,
) -> io::Result<()> {
    let (sender, mut events) = mpsc::channel(256);
    let playing = run(Arc::new(cells), setting, sender);
    let heard = async {
        while let Some(Ended(at, result)) = events.recv().await {
            narration.counted(&result)?;
            each(at, *result)?;
        }
        io::Result::Ok(())
    };
    let ((), heard) = tokio::join!(playing, heard);
    narration.finish();
    heard
}

/// A cell that has just ended, scored.
fn ended(
    (args, variant): (&TuneArgs, usize),
    (agent, cell): (&Agent, &Cell),
    result: ScenarioResult,
) -> EndedCell {
    let scored = score(agent, cell, &result);
    let is_shown = is_kept(args, cell, has_lapsed(&scored));
    EndedCell::new((variant, cell), (scored, result), (args.repeat.max(1), is_shown))
}

fn has_lapsed(scored: &[Scored]) -> bool {
    scored.iter().any(|one| matches!(one.score, CellScore::Lapsed(_)))
}

fn scored(
    args: &TuneArgs,
    variant: &Staged,
    (plan, played): (&Plan, Vec<Option<EndedCell>>),
) -> (Variant, Option<String>) {
    let agent = variant.venue.agent();
    let mut scored = Vec::new();
    let mut kept = Kept::new();
    for (at, (cell, ended)) in plan.cells.iter().zip(played).enumerate() {
        let Some(ended) = ended else { continue };
        let is_shown = is_kept(args, cell, has_lapsed(&ended.scored));
        if let Some(talk) = ended.talk.filter(|_| is_shown) {
            kept.offer((at, cell), talk);
        }
        scored.extend(ended.scored);
    }
    let mut actions: Vec<ActionName> =
        agent.actions.iter().map(|action| action.name.clone()).collect();
    actions.push(context_action());
    let (talks, note) = kept.into_talks(&variant.name);
    let variant = Variant {
        name: variant.name.clone(),
        prompt: variant.prompt.clone(),
        model: variant.model.name().map(str::to_owned),
        policy: variant.policy.name().to_owned(),
        prompt_lines: prompt_lines(agent),
        matrix: Matrix::of(&actions, &scored),
        advice: advise(agent, &scored),
        scored,
        talks,
    };
    (variant, note)
}

/// Talks that a report may show: of cells that were asked for, and of those that did not hold.
fn is_kept(args: &TuneArgs, cell: &Cell, has_lapsed: bool) -> bool {
    has_lapsed || args.cell.iter().any(|name| cell.is_named(name))
}
