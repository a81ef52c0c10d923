//! What has ended of a tuning, on disk: a tuning that was stopped or killed is gone on with.

use std::{collections::HashMap, path::Path};

use serde::{Deserialize, Serialize};

use super::identity::Identity;
use crate::{
    rehearse::suite::{Journal, JournalOf},
    report::{Attempt, ScenarioResult, Verdict},
    tuning::{Cell, Scored},
};

/// A cell of a variant as far as it was played.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct EndedCell {
    /// The variant's place, from 0.
    variant: usize,
    cell: Cell,
    /// What each playing came to.
    pub scored: Vec<Scored>,
    /// Its talks, where a report may show them or some are still to come.
    pub talk: Option<ScenarioResult>,
    /// Whether all of it was played and has a verdict.
    pub is_whole: bool,
}

/// A line of the journal.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Entry {
    /// The first: of what the journal is.
    Of(Identity),
    /// A cell has ended.
    Cell(Box<EndedCell>),
}

/// What has ended, by variant and cell.
pub(super) struct Ledger {
    journal: Option<Journal>,
    fingerprint: u64,
    standing: HashMap<(usize, Cell), EndedCell>,
    /// Why it is not kept on disk.
    trouble: Option<String>,
}

impl EndedCell {
    /// A cell that ended now; its talks are kept where a report may want them.
    pub fn new(
        (variant, cell): (usize, &Cell),
        (scored, result): (Vec<Scored>, ScenarioResult),
        (repeat, is_shown): (u32, bool),
    ) -> Self {
        let ended = result.attempts.iter().filter(|attempt| has_verdict(attempt)).count();
        let is_whole = ended == repeat as usize;
        let talk = (is_shown || !is_whole).then_some(result);
        Self { variant, cell: cell.clone(), scored, talk, is_whole }
    }

    /// The playings that need not be played again.
    pub fn attempts(&self) -> Vec<Attempt> {
        let attempts = self.talk.iter().flat_map(|talk| &talk.attempts);
        attempts.filter(|attempt| has_verdict(attempt)).cloned().collect()
    }
}

fn has_verdict(attempt: &Attempt) -> bool {
    matches!(attempt.verdict, Verdict::Passed | Verdict::Failed)
}

impl Ledger {
    /// Nothing has ended, and nothing is kept on disk.
    pub fn in_memory() -> Self {
        Self { journal: None, fingerprint: 0, standing: HashMap::new(), trouble: None }
    }

    /// Nothing has ended yet; the journal of the last tuning is replaced.
    pub fn begin(root: &Path, identity: &Identity) -> Self {
        let mut ledger = Self { fingerprint: identity.fingerprint(), ..Self::in_memory() };
        match Journal::begin(root, JournalOf::Tuning) {
            Ok(journal) => ledger.journal = Some(journal),
            Err(error) => ledger.give_up(&format!(
                "{} cannot be written: {error}",
                root.join(Journal::FOLDER).display()
            )),
        }
        ledger.write(&Entry::Of(identity.clone()));
        ledger
    }

    /// Goes on with the last tuning; none where it left nothing.
    ///
    /// # Errors
    /// A sentence, where it was another one, or cannot be read.
    pub fn go_on(root: &Path, identity: &Identity) -> Result<Option<Self>, String> {
        let mut last: Option<Identity> = None;
        let mut standing = HashMap::new();
        let fingerprint = identity.fingerprint();
        let journal = Journal::go_on((root, JournalOf::Tuning), |print, entry, _| match entry {
            Entry::Of(of) => last = Some(of),
            Entry::Cell(ended) if print == fingerprint => {
                // A cell that was played on stands as it was last.
                standing.insert((ended.variant, ended.cell.clone()), *ended);
            }
            Entry::Cell(_) => {}
        });
        let journal = journal.map_err(|error| error.to_string())?;
        match (journal, last.map(|last| last.difference(identity))) {
            (None, _) | (_, None) => Ok(None),
            (_, Some(Some(why))) => Err(format!(
                "--resume cannot go on with the last tuning: {why}; leave out --resume to play anew"
            )),
            (journal, Some(None)) => {
                Ok(Some(Self { journal, fingerprint, standing, trouble: None }))
            }
        }
    }

    /// How many cells need not be played again.
    pub fn count(&self) -> usize {
        self.standing.values().filter(|ended| ended.is_whole).count()
    }

    /// What stands of a cell.
    pub fn take(&mut self, variant: usize, cell: &Cell) -> Option<EndedCell> {
        self.standing.remove(&(variant, cell.clone()))
    }

    /// A cell has ended.
    pub fn add(&mut self, ended: &EndedCell) {
        if ended.is_whole || !ended.attempts().is_empty() {
            self.write(&Entry::Cell(Box::new(ended.clone())));
        }
    }

    fn write(&mut self, entry: &Entry) {
        let Some(journal) = &mut self.journal else { return };
        if let Err(error) = journal.add(self.fingerprint, entry) {
            self.give_up(&error.to_string());
        }
    }

    fn give_up(&mut self, why: &str) {
        self.journal = None;
        self.trouble = Some(format!(
            "the tuning is not kept on disk from here on, and --resume cannot go on with it: {why}"
        ));
    }

    /// Why the tuning is not kept on disk, in a sentence.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// Whether `--resume` can go on with it.
    pub fn is_kept(&self) -> bool {
        self.journal.is_some()
    }
}
