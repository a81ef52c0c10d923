//! Talks that were made of acts, said as text: through the offline model, over HTTP to the stub API.

use std::{path::Path, sync::Arc};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{
    diagnostic::{Diagnostic, SourceFile},
    rehearse::{
        Pace, Venue,
        suite::{Course, Ended, Planned, Recast, RunSetting, Sources, run},
    },
    report::{Failure, ScenarioResult, Verdict},
    scenario::{Included, parse},
    transcript::TurnRecord,
};

/// Talks that are played at once.
pub(super) const AT_ONCE: usize = 8;

/// What became of a talk that was said as text.
#[derive(Clone, Debug)]
pub struct Rehearsed {
    /// The place of its text among those given.
    pub at: usize,
    /// What did not hold.
    pub failures: Vec<Failure>,
    /// Why it was not played to its end.
    pub reason: Option<String>,
    /// The talk as far as it went, greeting first.
    pub turns: Vec<TurnRecord>,
}

/// Plays scenario texts for an agent; `recast` may change who plays.
///
/// # Errors
/// A sentence, where a text is no scenario for this agent.
pub async fn replay(
    venue: &Arc<Venue>,
    texts: &[String],
    recast: Option<Arc<Recast>>,
) -> Result<Vec<Rehearsed>, String> {
    replay_until(venue, texts, recast, CancellationToken::new()).await
}

/// The same, as long as `cancel` lets it.
///
/// # Errors
/// A sentence, where a text is no scenario for this agent.
pub(super) async fn replay_until(
    venue: &Arc<Venue>,
    texts: &[String],
    recast: Option<Arc<Recast>>,
    cancel: CancellationToken,
) -> Result<Vec<Rehearsed>, String> {
    let plan: Result<Vec<Planned>, String> =
        texts.iter().enumerate().map(|(at, text)| planned(venue, at, text)).collect();
    let plan = plan?;
    let setting = RunSetting {
        course: Course { seed: 1, pace: Pace::AtOnce, recast, judges: None, simulators: None },
        jobs: AT_ONCE,
        repeat: None,
        fail_fast: false,
        cancel,
    };
    let (sender, mut events) = mpsc::channel(64);
    let gather = async {
        let mut rehearsed = Vec::new();
        while let Some(Ended(at, result)) = events.recv().await {
            rehearsed.push(told(at, *result));
        }
        rehearsed
    };
    let ((), mut rehearsed) = tokio::join!(run(Arc::new(plan), &setting, sender), gather);
    rehearsed.sort_by_key(|one| one.at);
    Ok(rehearsed)
}

fn planned(venue: &Arc<Venue>, at: usize, text: &str) -> Result<Planned, String> {
    let path = format!("talk-{}.scenario.yaml", at + 1);
    let source = SourceFile::new(&path, text);
    let (mut scenarios, found) = parse(&source, venue.agent(), &Included::default());
    let wrong = found.iter().find(|found: &&Diagnostic| found.is_error());
    let scenario = scenarios.pop().filter(|_| wrong.is_none()).ok_or_else(|| {
        let why = wrong.map_or_else(String::new, |found| found.message.clone());
        format!("a talk cannot be said as a scenario: {why}")
    })?;
    let sources = std::iter::once(Arc::new(source)).chain(venue.sources.iter().cloned());
    let name = Path::new(&path).display().to_string();
    Ok(Planned {
        id: name.clone(),
        path: name,
        line: 1,
        scenario: Arc::new(scenario),
        venue: Arc::clone(venue),
        sources: Arc::new(Sources::of(sources)),
        shelf: None,
    })
}

fn told(at: usize, result: ScenarioResult) -> Rehearsed {
    let is_stopped = result.verdict == Verdict::NotRun;
    let reason = result.reason.or_else(|| is_stopped.then(|| "it was stopped".to_owned()));
    let (mut failures, mut turns) = (Vec::new(), Vec::new());
    for attempt in result.attempts {
        failures.extend(attempt.failures.into_iter().filter(|failure| !is_of_the_way(failure)));
        turns = attempt.turns;
    }
    Rehearsed { at, failures, reason, turns }
}

/// Whether a failure only says that the text was understood otherwise than the acts it was made of.
fn is_of_the_way(failure: &Failure) -> bool {
    match failure.kind.as_str() {
        "no-end" | "no-rule" | "unmatched-call" | "unused-rule" | "unused-fault" => true,
        _ => failure.code == "E-OVER",
    }
}
