//! The talks of the matrix, played and scored.

use std::{collections::BTreeMap, io, io::Write, time::Instant};

use chrono::{SecondsFormat, Utc};
use tokio::sync::mpsc;

use super::{TuneArgs, variant::Staged};
use crate::{
    agent::{ActionName, VariableName},
    cli::{Environment, test::Narration},
    rehearse::{
        Pace, Policy,
        suite::{Course, Planned, RunSetting, SuiteEvent, run, usual_time},
    },
    report::ScenarioResult,
    scenario::user::facts_of,
    tuning::{
        Cell, CellScore, Matrix, Plan, TUNE_SCHEMA_VERSION, TuneFacts, TuneResult, Variant, advise,
        compare, context_action, scenario, score,
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
    for variant in staged {
        let planned = planned(args, variant, plan);
        let troupe = match variant.troupe(args, environment, (root, &planned)) {
            Ok(troupe) => troupe,
            Err(why) => return Ok(Err(why)),
        };
        let setting = RunSetting {
            course: Course { recast: Some(troupe.recast()), ..setting.course.clone() },
            ..setting.clone()
        };
        let narration = Narration::new(planned.len(), environment.errors_are_terminal, false);
        let played = play(&planned, &setting, narration, err).await?;
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
        notes: Vec::new(),
    };
    let schema_version = TUNE_SCHEMA_VERSION;
    let unplayed = plan.unplayed.clone();
    Ok(Ok(TuneResult { schema_version, facts, variants, comparisons, unplayed }))
}

/// How often each cell is played, for the runner.
pub(super) fn setting(args: &TuneArgs, cancel: tokio_util::sync::CancellationToken) -> RunSetting {
    RunSetting {
        course: Course { seed: args.seed, pace: Pace::AtOnce, recast: None },
        jobs: args.jobs.unwrap_or_else(crate::cli::test::usual_jobs),
        repeat: Some(args.repeat.max(1)),
        fail_fast: false,
        cancel,
    }
}

/// Whether any variant talks to a model.
pub(super) fn asks_a_model(staged: &[Staged]) -> bool {
    staged.iter().any(|variant| {
        variant.model.is_some()
            || variant.policy == Policy::Free
            || variant.venue.agent().model.is_some()
    })
}

fn planned(args: &TuneArgs, variant: &Staged, plan: &Plan) -> Vec<Planned> {
    let agent = variant.venue.agent();
    let at = Reference { now: usual_time(agent.timezone), region: agent.region };
    let mut facts = facts_of(agent, &at);
    facts.extend(
        args.fact.iter().map(|(name, value)| (VariableName::new(name.clone()), value.clone())),
    );
    plan.cells.iter().map(|cell| variant.planned(scenario(agent, cell, &facts))).collect()
}

async fn play(
    planned: &[Planned],
    setting: &RunSetting,
    mut narration: Narration,
    err: &mut dyn Write,
) -> io::Result<Vec<Option<ScenarioResult>>> {
    let (sender, mut events) = mpsc::channel(256);
    let mut results: Vec<Option<ScenarioResult>> = vec![None; planned.len()];
    let playing = run(planned, setting, sender);
    let heard = async {
        while let Some(event) = events.recv().await {
            if let SuiteEvent::Ended(at, result) = event {
                narration.counted(&result, err)?;
                results[at] = Some(*result);
            }
        }
        io::Result::Ok(())
    };
    let ((), heard) = tokio::join!(playing, heard);
    narration.finish();
    heard.map(|()| results)
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
        model: variant.model.clone(),
        policy: variant.policy.name().to_owned(),
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
