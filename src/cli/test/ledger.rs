//! What has ended: on disk as a whole, in memory only what the end of the run needs.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    io,
    path::Path,
};

use super::covering::Covering;
use crate::{
    rehearse::suite::{Journal, JournalError, JournalOf, Kept, Listing},
    report::{Details, RunFacts, RunResult, SCHEMA_VERSION, ScenarioResult, Verdict},
};

/// What the reports will ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Verdicts, and what did not hold.
    Verdicts,
    /// All but the talks.
    Facts,
    /// The talks as well.
    Talks,
}

/// What has ended.
pub(super) struct Ledger {
    journal: Option<Journal>,
    /// Whether more can be written to the journal.
    is_open: bool,
    need: Need,
    covering: Option<Covering>,
    results: Vec<(ScenarioResult, Option<Kept>)>,
    notes: Vec<String>,
}

impl Ledger {
    /// Nothing has ended yet.
    pub fn begin(root: &Path, need: Need, covering: Option<Covering>) -> Self {
        let (journal, notes) = match Journal::begin(root, JournalOf::Run) {
            Ok(journal) => (Some(journal), Vec::new()),
            Err(error) => {
                let note = format!(
                    "the run is not kept on disk, and --resume cannot go on with it: {} cannot be \
                     written: {error}",
                    root.join(Journal::FOLDER).display()
                );
                (None, vec![note])
            }
        };
        let is_open = journal.is_some();
        Self { journal, is_open, need, covering, results: Vec::new(), notes }
    }

    /// Goes on with the last run. What of it still stands, because it has a verdict and nothing it is
    /// made of has changed, is taken out of the listing.
    pub fn go_on(
        root: &Path,
        need: Need,
        covering: Option<Covering>,
        listing: &mut Listing,
    ) -> Result<Self, JournalError> {
        let wanted: HashMap<&str, u64> =
            listing.listed.iter().map(|listed| (&*listed.id, listed.fingerprint)).collect();
        let mut ledger = Self {
            journal: None,
            is_open: true,
            need,
            covering,
            results: Vec::new(),
            notes: vec![],
        };
        let mut standing = HashSet::new();
        let journal =
            Journal::go_on((root, JournalOf::Run), |fingerprint, result: ScenarioResult, kept| {
                let stands = wanted.get(&*result.id) == Some(&fingerprint)
                    && matches!(result.verdict, Verdict::Passed | Verdict::Failed);
                if stands && standing.insert(result.id.clone()) {
                    ledger.keep(result, Some(kept));
                }
            })?;
        let Some(journal) = journal else { return Ok(Self::begin(root, need, ledger.covering)) };
        ledger.journal = Some(journal);
        listing.listed.retain(|listed| !standing.contains(&listed.id));
        Ok(ledger)
    }

    /// How many have ended.
    pub fn count(&self) -> usize {
        self.results.len()
    }

    /// So many more will end: memory is taken for them once.
    pub fn expect(&mut self, count: usize) {
        self.results.reserve_exact(count);
    }

    /// A scenario has ended.
    pub fn add(&mut self, fingerprint: u64, result: ScenarioResult) {
        let journal = self.journal.as_mut().filter(|_| self.is_open);
        let kept = match journal.map(|journal| journal.add(fingerprint, &result)) {
            Some(Ok(kept)) => Some(kept),
            Some(Err(error)) => {
                self.is_open = false;
                let note = format!(
                    "the run is not kept on disk from {} on, and --resume will play that again: {error}",
                    result.id
                );
                self.notes.push(note);
                None
            }
            None => None,
        };
        self.keep(result, kept);
    }

    fn keep(&mut self, mut result: ScenarioResult, kept: Option<Kept>) {
        if let Some(covering) = &mut self.covering {
            covering.watch(&result);
        }
        if self.need != Need::Talks || kept.is_some() {
            forget_talks(&mut result);
        }
        if self.need == Need::Verdicts && result.verdict == Verdict::Passed {
            (result.description, result.tags) = (None, Vec::new());
        }
        self.results.push((result, kept));
    }

    /// The run in the order of its ids, and where its talks are.
    pub fn into_run(mut self, facts: RunFacts) -> (RunResult, Talks) {
        self.results.sort_unstable_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        let (scenarios, kept) = self.results.into_iter().unzip();
        let run = RunResult {
            schema_version: SCHEMA_VERSION,
            run: RunFacts { notes: self.notes, ..facts },
            scenarios,
            coverage: self.covering.map(Covering::into_coverage),
        };
        (run, Talks { journal: self.journal, kept })
    }
}

/// The talk of an attempt stays on disk.
fn forget_talks(result: &mut ScenarioResult) {
    for attempt in &mut result.attempts {
        attempt.turns = Vec::new();
        attempt.notes = Vec::new();
    }
    result.attempts.shrink_to_fit();
}

/// The talks of a run, read back from its journal one by one.
pub(super) struct Talks {
    journal: Option<Journal>,
    kept: Vec<Option<Kept>>,
}

impl Details for Talks {
    fn whole<'a>(
        &self,
        at: usize,
        scenario: &'a ScenarioResult,
    ) -> io::Result<Cow<'a, ScenarioResult>> {
        let kept = self.kept.get(at).copied().flatten();
        match self.journal.as_ref().zip(kept) {
            None => Ok(Cow::Borrowed(scenario)),
            Some((journal, kept)) => journal.read_back(kept).map(Cow::Owned),
        }
    }
}
