//! Many scenarios at once.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures_util::FutureExt;
use tokio::{
    sync::{Semaphore, mpsc},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

use super::{Course, Plan, Planned, play::attempt};
use crate::{
    report::{Attempt, ScenarioResult, Verdict},
    scenario::Repeat,
};

/// How a suite is run.
#[derive(Clone)]
pub struct RunSetting {
    /// How each scenario is played.
    pub course: Course,
    /// How many are played at once; at least 1.
    pub jobs: usize,
    /// How often each is played, in place of what it says itself.
    pub repeat: Option<u32>,
    /// Whether the first failure ends the run.
    pub fail_fast: bool,
    /// What stops the run.
    pub cancel: CancellationToken,
}

/// A scenario is done: its place in the plan, and what it came to.
#[derive(Clone, Debug)]
pub struct Ended(pub usize, pub Box<ScenarioResult>);

/// Plays all scenarios and tells which have ended; returns when all is told. Who no longer listens stops
/// the run.
pub async fn run(plan: Arc<dyn Plan>, setting: &RunSetting, events: mpsc::Sender<Ended>) {
    // By a task of its own, which stands where the scenarios are played: to begin one from another
    // thread is to wake a worker each time.
    let mut led = JoinSet::new();
    led.spawn(lead(plan, Arc::new(setting.clone()), events));
    if let Some(Err(broken)) = led.join_next().await
        && let Ok(panic) = broken.try_into_panic()
    {
        std::panic::resume_unwind(panic);
    }
}

/// Begins one scenario after the other, as many at once as there are jobs.
async fn lead(plan: Arc<dyn Plan>, setting: Arc<RunSetting>, events: mpsc::Sender<Ended>) {
    let gate = Arc::new(Semaphore::new(setting.jobs.max(1)));
    let mut at_work = JoinSet::new();
    for at in 0..plan.count() {
        let Ok(permit) = Arc::clone(&gate).acquire_owned().await else { break };
        // Ended tasks are let go as others begin, so that nothing piles up.
        while at_work.try_join_next().is_some() {}
        let (plan, setting, events) = (Arc::clone(&plan), Arc::clone(&setting), events.clone());
        at_work.spawn(async move {
            let _permit = permit;
            one((&*plan, at), &setting, &events).await;
        });
    }
    while at_work.join_next().await.is_some() {}
}

async fn one((plan, at): (&dyn Plan, usize), setting: &RunSetting, events: &mpsc::Sender<Ended>) {
    let result = match setting.cancel.is_cancelled() {
        true => plan.not_run(at),
        false => match plan.planned(at) {
            Ok(planned) => unbroken((&planned, plan.ended(at)), setting).await,
            Err(why) => inconclusive(plan.not_run(at), why),
        },
    };
    if setting.fail_fast && result.verdict == Verdict::Failed {
        setting.cancel.cancel();
    }
    if events.send(Ended(at, Box::new(result))).await.is_err() {
        setting.cancel.cancel();
    }
}

fn inconclusive(result: ScenarioResult, why: String) -> ScenarioResult {
    ScenarioResult { verdict: Verdict::Inconclusive, reason: Some(why), ..result }
}

/// Plays a scenario; a mistake of this program is told by it, and never loses a scenario.
async fn unbroken(
    (planned, ended): (&Planned, &[Attempt]),
    setting: &RunSetting,
) -> ScenarioResult {
    let played = AssertUnwindSafe(play((planned, ended), setting)).catch_unwind().await;
    played.unwrap_or_else(|_| {
        let why = "rehearsal itself broke down while it played this; please report it";
        inconclusive(planned.not_run(), why.to_owned())
    })
}

async fn play((planned, ended): (&Planned, &[Attempt]), setting: &RunSetting) -> ScenarioResult {
    let repeat = repeat_of(planned, setting);
    let mut result = planned.not_run();
    result.pass_at_least = repeat.pass_at_least;
    for number in 1..=repeat.times {
        let attempt = match ended.iter().find(|attempt| attempt.number == number) {
            Some(ended) => ended.clone(),
            None => attempt(planned, &setting.course, number, &setting.cancel).await,
        };
        result.ms += attempt.ms;
        let is_stopped = attempt.verdict == Verdict::NotRun;
        result.attempts.push(attempt);
        if is_stopped {
            let later = ended.iter().filter(|attempt| attempt.number > number);
            result.attempts.extend(later.cloned());
            break;
        }
    }
    (result.verdict, result.reason) = verdict(&result.attempts, repeat);
    result
}

fn repeat_of(planned: &Planned, setting: &RunSetting) -> Repeat {
    let own = planned.scenario.repeat;
    setting.repeat.map_or(own, |times| played(own, times.max(1)))
}

/// A scenario played so often: what it says of the share that must hold stays true.
fn played(own: Repeat, times: u32) -> Repeat {
    let share = u64::from(times) * u64::from(own.pass_at_least);
    let least = share.div_ceil(u64::from(own.times.max(1)));
    Repeat { times, pass_at_least: u32::try_from(least).unwrap_or(times).clamp(1, times) }
}

/// What the attempts come to: passed and failed only where the rest cannot change it.
fn verdict(attempts: &[Attempt], repeat: Repeat) -> (Verdict, Option<String>) {
    let count = |verdict| attempts.iter().filter(|attempt| attempt.verdict == verdict).count();
    let passed = u32::try_from(count(Verdict::Passed)).unwrap_or(u32::MAX);
    let failed = u32::try_from(count(Verdict::Failed)).unwrap_or(u32::MAX);
    if passed >= repeat.pass_at_least {
        return (Verdict::Passed, None);
    }
    if repeat.times.saturating_sub(failed) < repeat.pass_at_least {
        return (Verdict::Failed, None);
    }
    let reason = attempts.iter().find_map(|attempt| attempt.reason.clone());
    match count(Verdict::Inconclusive) {
        0 => (Verdict::NotRun, reason),
        _ => (Verdict::Inconclusive, reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_number_of_repeats_keeps_the_share_that_must_hold() {
        let most = Repeat { times: 10, pass_at_least: 8 };
        let least = |own, times| played(own, times).pass_at_least;
        assert_eq!([1, 3, 5, 10, 15].map(|times| least(most, times)), [1, 3, 4, 8, 12]);
        assert_eq!([1, 7].map(|times| least(Repeat::ONCE, times)), [1, 7]);
    }

    fn attempt(verdict: Verdict) -> Attempt {
        Attempt {
            number: 1,
            seed: 1,
            verdict,
            reason: (verdict == Verdict::Inconclusive).then(|| "no model".to_owned()),
            failures: Vec::new(),
            turns: Vec::new(),
            judging: Vec::new(),
            notes: Vec::new(),
            ms: 0,
        }
    }

    fn of(verdicts: &[Verdict], pass_at_least: u32, times: u32) -> Verdict {
        let attempts: Vec<_> = verdicts.iter().copied().map(attempt).collect();
        verdict(&attempts, Repeat { times, pass_at_least }).0
    }

    #[test]
    fn a_verdict_is_given_only_where_the_rest_cannot_change_it() {
        use Verdict::{Failed, Inconclusive, NotRun, Passed};
        assert_eq!(of(&[Passed], 1, 1), Passed);
        assert_eq!(of(&[Failed], 1, 1), Failed);
        assert_eq!(of(&[Inconclusive], 1, 1), Inconclusive);
        assert_eq!(of(&[Passed, Passed, Failed], 2, 3), Passed);
        assert_eq!(of(&[Passed, Failed, Failed], 2, 3), Failed);
        assert_eq!(of(&[Passed, Failed, Inconclusive], 2, 3), Inconclusive);
        assert_eq!(of(&[Passed, Inconclusive, Inconclusive], 1, 3), Passed);
        assert_eq!(of(&[Passed, NotRun], 2, 3), NotRun);
        assert_eq!(of(&[Failed, Failed, NotRun], 2, 3), Failed);
        assert_eq!(of(&[], 1, 1), NotRun);
    }
}
