//! Scenario files in memory: the last ones that were read, and no more.

use std::{
    collections::{HashMap, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use crate::{
    diagnostic::{Diagnostic, SourceFile},
    rehearse::{AgentShelf, LoadedScenarios, load_scenario_file},
    scenario::Scenario,
};

/// How much text of scenario files is kept read, in bytes.
const KEPT: usize = 64 * 1024;
/// How many files are kept however large they are: rows of two tables may be played at once.
const LEAST: usize = 2;

/// What a scenario file holds.
pub(super) struct ReadFile {
    pub scenarios: Vec<Arc<Scenario>>,
    /// The file's text and the texts of what it includes.
    pub texts: Vec<Arc<SourceFile>>,
    /// Another text, another number.
    pub print: u64,
}

/// A file that one task reads while others wait for it.
type Slot = Arc<OnceLock<Result<Arc<ReadFile>, String>>>;

/// Reads scenario files when they are needed, and lets go of those that were read long ago.
pub(super) struct ScenarioFiles {
    shelf: Arc<AgentShelf>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    slots: HashMap<Arc<Path>, Slot>,
    /// The oldest first, with the size of their texts.
    order: VecDeque<(Arc<Path>, usize)>,
    size: usize,
}

impl ScenarioFiles {
    pub fn new(shelf: Arc<AgentShelf>) -> Self {
        Self { shelf, kept: Mutex::default() }
    }

    /// The file, read now unless it still is.
    pub fn get(&self, path: &Arc<Path>) -> Result<Arc<ReadFile>, String> {
        let slot = Arc::clone(self.kept().slots.entry(Arc::clone(path)).or_default());
        let mut is_read_now = false;
        let file = slot.get_or_init(|| {
            is_read_now = true;
            read(path, &self.shelf)
        });
        if is_read_now {
            self.kept().add(path, file.as_ref().map_or(0, |file| file.size()));
        }
        file.clone()
    }

    /// Keeps a file that was read already, as long as there is room: the first ones are played first.
    pub fn put(&self, path: &Arc<Path>, file: Arc<ReadFile>) {
        let mut kept = self.kept();
        let size = file.size();
        if kept.order.len() >= LEAST && kept.size + size > KEPT {
            return;
        }
        kept.slots.insert(Arc::clone(path), Arc::new(OnceLock::from(Ok(file))));
        kept.add(path, size);
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn add(&mut self, path: &Arc<Path>, size: usize) {
        self.order.push_back((Arc::clone(path), size));
        self.size += size;
        while self.size > KEPT && self.order.len() > LEAST {
            let Some((oldest, size)) = self.order.pop_front() else { break };
            self.slots.remove(&oldest);
            self.size -= size;
        }
    }
}

impl ReadFile {
    pub fn of(loaded: LoadedScenarios) -> Self {
        let mut hasher = DefaultHasher::new();
        loaded.sources.iter().for_each(|file| (&file.path, &file.text).hash(&mut hasher));
        Self {
            scenarios: loaded.scenarios.into_iter().map(Arc::new).collect(),
            texts: loaded.sources.into_iter().map(Arc::new).collect(),
            print: hasher.finish(),
        }
    }

    fn size(&self) -> usize {
        self.texts.iter().map(|source| source.text.len()).sum()
    }
}

fn read(path: &Path, shelf: &AgentShelf) -> Result<Arc<ReadFile>, String> {
    let loaded = load_scenario_file(path, shelf).map_err(|error| error.to_string())?;
    match loaded.diagnostics.iter().any(Diagnostic::is_error) {
        true => Err(format!("{} was changed and has errors now", path.display())),
        false => Ok(Arc::new(ReadFile::of(loaded))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(size: usize) -> Arc<ReadFile> {
        let text = Arc::new(SourceFile::new("a", "x".repeat(size)));
        Arc::new(ReadFile { scenarios: vec![], texts: vec![text], print: 0 })
    }

    fn path(name: usize) -> Arc<Path> {
        Path::new(&name.to_string()).into()
    }

    #[test]
    fn the_first_files_are_kept_and_the_oldest_let_go_for_those_that_are_read() {
        let files = ScenarioFiles::new(Arc::default());
        let each = KEPT / 4;
        (0..100).for_each(|name| files.put(&path(name), file(each)));
        let mut kept = files.kept();
        assert_eq!((kept.order.len(), kept.slots.len()), (4, 4));
        assert!(kept.slots.contains_key(&path(3)) && !kept.slots.contains_key(&path(4)));
        kept.add(&path(4), each);
        assert!(!kept.slots.contains_key(&path(0)) && kept.order.len() == 4);
    }

    #[test]
    fn two_files_are_kept_however_large_they_are() {
        let files = ScenarioFiles::new(Arc::default());
        (0..3).for_each(|name| files.put(&path(name), file(KEPT * 2)));
        assert!(files.get(&path(0)).is_ok() && files.get(&path(1)).is_ok());
        assert!(files.get(&path(2)).is_err(), "there was no room, and there is no such file");
    }
}
