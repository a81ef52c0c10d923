//! The run itself: scenarios are played, what ended is kept on disk and told.

use std::{
    io::{self, Write},
    path::Path,
    time::Instant,
};

use chrono::{SecondsFormat, Utc};
use tokio::sync::mpsc;

use super::{covering::Covering, gather::Gathered, narrate::Narration, select::Selection};
use crate::{
    rehearse::suite::{Journal, Planned, RunSetting, SuiteEvent, run},
    report::{RunFacts, RunResult, SCHEMA_VERSION, ScenarioResult, Verdict},
};

/// How much of what was played is kept in memory for the reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// What did not pass; of the rest only that it passed.
    Unsettled,
    /// All.
    Everything,
}

/// What has ended, in memory as far as it is needed and on disk as a whole.
struct Ledger {
    journal: Option<Journal>,
    keep: Keep,
    covering: Option<Covering>,
    results: Vec<ScenarioResult>,
    notes: Vec<String>,
}

/// Plays what is planned; `done` are results that stand from an earlier run.
pub(super) async fn perform(
    gathered: &Gathered,
    (setting, keep): (&RunSetting, Keep),
    covering: Option<Covering>,
    (done, mut narration): (Vec<(u64, ScenarioResult)>, Narration),
    err: &mut dyn Write,
) -> io::Result<RunResult> {
    let (started, began) = (Utc::now(), Instant::now());
    let mut ledger = Ledger::begin(&gathered.root, keep, covering);
    for (fingerprint, result) in &done {
        if let Some(planned) = gathered.plan.iter().find(|planned| planned.id == result.id) {
            ledger.add((planned, *fingerprint), result.clone());
        }
    }
    let open = remaining(gathered, &done);
    let plan: Vec<Planned> = open.iter().map(|at| gathered.plan[*at].clone()).collect();
    let (sender, mut events) = mpsc::channel(256);
    let played = run(&plan, setting, sender);
    let told = async {
        let mut told = Ok(());
        while let Some(event) = events.recv().await {
            if let SuiteEvent::Ended(at, result) = event {
                // Whoever stops listening before the end keeps the run waiting for ever.
                if told.is_ok() {
                    told = narration.ended(&result, err);
                }
                if told.is_err() {
                    setting.cancel.cancel();
                }
                let fingerprint = gathered.fingerprints[open[at]];
                ledger.add((&plan[at], fingerprint), *result);
            }
        }
        told
    };
    let ((), told) = tokio::join!(played, told);
    narration.finish();
    told?;
    let facts = RunFacts {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        started: started.to_rfc3339_opts(SecondsFormat::Millis, true),
        ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        seed: setting.course.seed,
        ..RunFacts::default()
    };
    Ok(ledger.into_run(facts))
}

/// The places of what is still to be played.
fn remaining(gathered: &Gathered, done: &[(u64, ScenarioResult)]) -> Vec<usize> {
    let is_open = |at: &usize| {
        let planned = &gathered.plan[*at];
        !done.iter().any(|(_, result)| result.id == planned.id)
    };
    (0..gathered.plan.len()).filter(is_open).collect()
}

/// What of the last run still stands: the same scenario made of the same files, with a verdict.
pub(super) fn standing(gathered: &Gathered) -> io::Result<Vec<(u64, ScenarioResult)>> {
    let left = Journal::left_at(&gathered.root)?;
    let stands = |(fingerprint, result): &(u64, ScenarioResult)| {
        let planned = gathered.plan.iter().position(|planned| planned.id == result.id);
        planned.is_some_and(|at| gathered.fingerprints[at] == *fingerprint)
            && matches!(result.verdict, Verdict::Passed | Verdict::Failed)
    };
    Ok(left.into_iter().filter(stands).collect())
}

impl Ledger {
    fn begin(root: &Path, keep: Keep, covering: Option<Covering>) -> Self {
        let (journal, notes) = match Journal::begin(root) {
            Ok(journal) => (Some(journal), Vec::new()),
            Err(error) => {
                let folder = root.join(Journal::FOLDER);
                let note = format!(
                    "the run is not kept on disk, and --resume cannot go on with it: {} cannot be \
                     written: {error}",
                    folder.display()
                );
                (None, vec![note])
            }
        };
        Self { journal, keep, covering, results: Vec::new(), notes }
    }

    fn add(&mut self, (planned, fingerprint): (&Planned, u64), mut result: ScenarioResult) {
        if let Some(covering) = &mut self.covering {
            covering.watch(planned, &result);
        }
        let written = self.journal.as_mut().map(|journal| journal.add(fingerprint, &result));
        if let Some(Err(error)) = written {
            self.journal = None;
            self.notes.push(format!("the run is not kept on disk any more: {error}"));
        }
        if self.keep == Keep::Unsettled && result.verdict == Verdict::Passed {
            for attempt in &mut result.attempts {
                attempt.turns = Vec::new();
            }
        }
        self.results.push(result);
    }

    fn into_run(mut self, mut facts: RunFacts) -> RunResult {
        self.results.sort_by(|one, other| one.id.cmp(&other.id));
        facts.notes = self.notes;
        RunResult {
            schema_version: SCHEMA_VERSION,
            run: facts,
            scenarios: self.results,
            coverage: self.covering.map(Covering::into_coverage),
        }
    }
}

impl Selection {
    /// Writes into a run what was chosen for it.
    pub fn add_to(self, run: &mut RunResult) {
        run.run.shard = self.shard;
        run.run.notes.splice(..0, self.notes);
    }
}
