//! The talks of the matrix, played and scored.

use std::{collections::BTreeMap, io, io::Write, sync::Arc, time::Instant};

use chrono::{SecondsFormat, Utc};
use tokio::sync::mpsc;

use super::{
    TuneArgs,
    variant::{CellPlan, ModelWish, Staged},
};
use crate::{
    agent::{ActionName, VariableName},
    cli::{
        Environment,
        test::{Narration, Troupe},
    },
    rehearse::{
        Pace,
        suite::{Course, RunSetting, SuiteEvent, run, usual_time},
    },
    report::ScenarioResult,
    scenario::user::facts_of,
    tuning::{
        Cell, CellScore, Matrix, ModelCalls, Plan, TUNE_SCHEMA_VERSION, TuneFacts, TuneResult,
        Variant, advise, compare, context_action, report::prompt_lines, score,
    },
    value::Reference,
};

/// Most talks of a variant that are kept for reports.
const MOST_TALKS: usize = 400;

/// Plays every variant and compares them.
///
/// # Errors
/// A sentence, when a model cannot be had; the inner error when progress cannot be written.
pub(super) async fn perform(
    args: &TuneArgs,
    (environment, root): (&Environment, &std::path::Path),
    (staged, plan): (&[Staged], &Plan),
    setting: &RunSetting,
    err: &mut dyn Write,
) -> io::Result<Result<TuneResult, String>> {
    let (started, began) = (Utc::now(), Instant::now());
    let mut variants = Vec::new();
    let mut asked: Option<ModelCalls> = None;
    for variant in staged {
        let troupe = match variant.troupe(args, environment, root) {
            Ok(troupe) => troupe,
            Err(why) => return Ok(Err(why)),
        };
        let recast = troupe.as_ref().map(Troupe::recast);
        let course = Course { recast, ..setting.course.clone() };
        let setting = RunSetting { course, ..setting.clone() };
        let cells = cell_plan(args, variant, plan);
        let counts = (environment.errors_are_terminal, false);
        let narration = Narration::new(cells.cells.len(), counts, err);
        let played = play(cells, &setting, narration).await?;
        if let Some((_, spent)) = troupe.and_then(|troupe| troupe.spent()) {
            asked.get_or_insert(ModelCalls::default()).asked += spent.calls;
        }
        variants.push(scored(args, variant, (plan, played)));
    }
    let first = variants.first();
    let comparisons = variants
        .iter()
        .skip(1)
        .filter_map(|variant| Some(compare(&variant.name, &first?.scored, &variant.scored)))
        .collect();
    let agent = staged.first().map(|variant| variant.venue.agent().name.clone());
    let facts = TuneFacts {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        agent: agent.unwrap_or_default(),
        started: started.to_rfc3339_opts(SecondsFormat::Millis, true),
        ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        seed: args.seed,
        repeat: args.repeat.max(1),
        interrupted: setting.cancel.is_cancelled(),
        model_calls: asked,
        notes: Vec::new(),
    };
    let schema_version = TUNE_SCHEMA_VERSION;
    let unplayed = plan.unplayed.clone();
    Ok(Ok(TuneResult { schema_version, facts, variants, comparisons, unplayed }))
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

/// Whether any variant talks to a model.
pub(super) fn asks_a_model(staged: &[Staged]) -> bool {
    staged.iter().any(|variant| match variant.model {
        ModelWish::Named(_) => true,
        ModelWish::Offline => false,
        ModelWish::Declared => variant.venue.agent().model.is_some(),
    })
}

/// The cells of a plan, played with a variant.
pub(super) fn cell_plan(args: &TuneArgs, variant: &Staged, plan: &Plan) -> CellPlan {
    let agent = variant.venue.agent();
    let at = Reference { now: usual_time(agent.timezone), region: agent.region };
    let mut facts = facts_of(agent, &at);
    facts.extend(
        args.fact.iter().map(|(name, value)| (VariableName::new(name.clone()), value.clone())),
    );
    CellPlan { variant: variant.clone(), cells: plan.cells.clone(), facts }
}

async fn play(
    cells: CellPlan,
    setting: &RunSetting,
    narration: Narration<'_>,
) -> io::Result<Vec<Option<ScenarioResult>>> {
    let mut results: Vec<Option<ScenarioResult>> = vec![None; cells.cells.len()];
    let each = &mut |at: usize, result: ScenarioResult| {
        results[at] = Some(result);
        Ok(())
    };
    play_each(cells, setting, narration, each).await?;
    Ok(results)
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
        while let Some(event) = events.recv().await {
            if let SuiteEvent::Ended(at, result) = event {
                narration.counted(&result)?;
                each(at, *result)?;
            }
        }
        io::Result::Ok(())
    };
    let ((), heard) = tokio::join!(playing, heard);
    narration.finish();
    heard
}

fn scored(
    args: &TuneArgs,
    variant: &Staged,
    (plan, played): (&Plan, Vec<Option<ScenarioResult>>),
) -> Variant {
    let agent = variant.venue.agent();
    let mut scored = Vec::new();
    let mut talks: BTreeMap<String, ScenarioResult> = BTreeMap::new();
    for (cell, result) in plan.cells.iter().zip(played) {
        let Some(result) = result else { continue };
        let of_cell = score(agent, cell, &result);
        let has_lapsed = of_cell.iter().any(|one| matches!(one.score, CellScore::Lapsed(_)));
        if is_kept(args, cell, has_lapsed) && talks.len() < MOST_TALKS {
            talks.insert(cell.to_string(), result);
        }
        scored.extend(of_cell);
    }
    let mut actions: Vec<ActionName> =
        agent.actions.iter().map(|action| action.name.clone()).collect();
    actions.push(context_action());
    Variant {
        name: variant.name.clone(),
        prompt: variant.prompt.clone(),
        model: variant.model.name().map(str::to_owned),
        policy: variant.policy.name().to_owned(),
        prompt_lines: prompt_lines(agent),
        matrix: Matrix::of(&actions, &scored),
        advice: advise(agent, &scored),
        scored,
        talks,
    }
}

/// Talks that a report may show: of cells that were asked for, and of those that did not hold.
fn is_kept(args: &TuneArgs, cell: &Cell, has_lapsed: bool) -> bool {
    has_lapsed || args.cell.iter().any(|name| cell.is_named(name))
}
