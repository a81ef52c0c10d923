use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{Reel, ShelfError, Taping, Track, disk::Disk};
use crate::{
    cassette::{Address, Answer, Entry, Key, Kind, Miss, ModelAnswer, difference, is_the_same},
    rehearse::Project,
};

/// All recordings of a project, for one run; many talks may use it at once.
pub struct Shelf {
    taping: Taping,
    disk: Disk,
    entries: BTreeMap<Key, Entry>,
    /// The names of all files of the kinds in use, when the run began.
    names: Vec<(Kind, String)>,
    run: Mutex<Run>,
}

/// What happened in this run.
#[derive(Default)]
struct Run {
    used: BTreeSet<String>,
    recorded: BTreeSet<Key>,
    troubles: Vec<String>,
    sought: Sought,
}

/// How often an answer was sought among the recordings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// And found.
    pub found: usize,
    /// And not there.
    pub missing: usize,
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf").field("taping", &self.taping).finish_non_exhaustive()
    }
}

impl Shelf {
    /// The folder when nobody names one, below the project's root.
    pub const FOLDER: &'static str = "cassettes";

    /// Opens a folder of recordings. What is to be replayed is read, and checked, at once.
    ///
    /// # Errors
    /// When the folder lies outside the project, or there is nothing sound to replay.
    pub fn open(project: &Project, folder: &Path, taping: Taping) -> Result<Arc<Self>, ShelfError> {
        let disk = Disk::new(project, folder)?;
        let of = |admits: fn(Track) -> bool| {
            Kind::ALL.into_iter().filter(move |kind| admits(taping.track(*kind)))
        };
        let replayed: Vec<_> = of(Track::replays).collect();
        let entries = disk.read_all(&replayed)?;
        let is_needed = of(|track| track == Track::Replay).next().is_some();
        if is_needed && entries.is_empty() {
            return Err(ShelfError::Empty { folder: disk.shown() });
        }
        let mut names = Vec::new();
        for kind in of(|track| track != Track::Live) {
            names.extend(disk.names(kind)?.into_iter().map(|name| (kind, name)));
        }
        Ok(Arc::new(Self { taping, disk, entries, names, run: Mutex::default() }))
    }

    /// What is done with each kind of traffic.
    pub fn taping(&self) -> Taping {
        self.taping
    }

    /// The reel of one talk: `talk` is the scenario's name, where it has one, and `repeat` which
    /// playing of it, from 1.
    pub fn reel(self: &Arc<Self>, talk: Option<String>, repeat: u32) -> Arc<Reel> {
        Arc::new(Reel::new(Arc::clone(self), talk, repeat))
    }

    /// The recordings that this run had no use for, in order. Only a run of everything says which
    /// are of no use at all.
    pub fn unused(&self) -> Vec<String> {
        let run = self.run();
        let unused = self.names.iter().filter(|(_, name)| !run.used.contains(name));
        let folder = self.disk.shown();
        let file = |kind: Kind, name: &str| {
            format!("{folder}/{}/{}/{name}.json", kind.name(), name.get(..2).unwrap_or(name))
        };
        unused.map(|(kind, name)| file(*kind, name)).collect()
    }

    /// What could not be written, each once.
    pub fn troubles(&self) -> Vec<String> {
        self.run().troubles.clone()
    }

    /// How many answers were taken down.
    pub fn recorded(&self) -> usize {
        self.run().recorded.len()
    }

    /// How often answers of a model were sought among the recordings.
    pub fn sought(&self) -> Sought {
        self.run().sought
    }

    fn run(&self) -> MutexGuard<'_, Run> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer that is recorded for a request: the talk's own before that of all.
    pub(super) fn find(&self, asked: &Address, talk: Option<&str>) -> Option<Answer> {
        let own = talk.map(|talk| of_talk(asked, talk).key());
        let is_of_use = |answer: &Answer| {
            // A failure in passing is no answer where a better one can be had.
            let is_failing = matches!(answer, Answer::Model(ModelAnswer::Failed(_)));
            !(is_failing && self.taping.track(asked.kind) == Track::Complete)
        };
        let keys = own.into_iter().chain([asked.key()]);
        let entry = |key| self.entries.get(&key).map(|entry| (key, &entry.answer));
        let found = keys.filter_map(entry).find(|(_, answer)| is_of_use(answer));
        let mut run = self.run();
        if asked.kind == Kind::Model {
            match found {
                Some(_) => run.sought.found += 1,
                None => run.sought.missing += 1,
            }
        }
        let (key, answer) = found?;
        run.used.insert(key.as_str().to_owned());
        Some(answer.clone())
    }

    /// What to say of a request that nobody recorded.
    pub(super) fn miss(&self, asked: Address, has_fixed_time: bool) -> Miss {
        let same_kind = |(_, entry): &(&Key, &Entry)| entry.address.kind == asked.kind;
        let near = self.entries.iter().filter(same_kind).filter_map(|(key, entry)| {
            let (distance, found) = difference(&entry.address, &asked)?;
            Some((distance, key, found))
        });
        let nearest = near.min_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
        let nearest = nearest.map(|(_, key, found)| (self.disk.shown_file(asked.kind, key), found));
        Miss { asked, nearest, has_fixed_time }
    }

    /// Takes an answer down. All talks share it, until another talk of this run gets a different
    /// answer to the same request; that one is then the talk's own.
    pub(super) fn keep(&self, entry: Entry, talk: Option<&str>) {
        let kind = entry.address.kind;
        let shared = entry.address.key();
        let mut run = self.run();
        let own = talk.map(|talk| of_talk(&entry.address, talk));
        let own = own.filter(|own| {
            let is_taken = || {
                let known = self.disk.read(kind, &shared);
                run.recorded.contains(&shared)
                    && known.is_some_and(|known| !is_the_same(&known, &entry))
            };
            self.disk.read(kind, &own.key()).is_some() || is_taken()
        });
        let entry = match own {
            Some(address) => Entry { address, ..entry },
            None => entry,
        };
        let key = entry.address.key();
        run.used.insert(key.as_str().to_owned());
        run.recorded.insert(key.clone());
        // How long it took is no reason to change a file.
        if self.disk.read(kind, &key).is_some_and(|known| is_the_same(&known, &entry)) {
            return;
        }
        if let Err(error) = self.disk.write(&key, &entry) {
            let trouble = format!("an answer could not be recorded: {error}");
            if !run.troubles.contains(&trouble) {
                run.troubles.push(trouble);
            }
        }
    }
}

fn of_talk(address: &Address, talk: &str) -> Address {
    Address { talk: Some(talk.to_owned()), ..address.clone() }
}
