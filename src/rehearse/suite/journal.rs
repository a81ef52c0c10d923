//! What has ended so far, on disk: kept when the program is killed, and read back for reports.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// An append-only file with a line for each thing that has ended: a scenario, or a cell of a matrix.
pub struct Journal {
    file: File,
    /// Where the next line begins.
    end: u64,
    /// The last line, for its memory.
    line: Vec<u8>,
}

/// Which of the journals of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalOf {
    /// The last run of scenarios.
    Run,
    /// The last tuning of a prompt.
    Tuning,
}

impl JournalOf {
    fn file(self) -> &'static str {
        match self {
            Self::Run => "last-run.jsonl",
            Self::Tuning => "last-tuning.jsonl",
        }
    }
}

/// Where in a journal a result stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    start: u64,
    length: usize,
}

/// Why a run cannot be gone on with.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Another program is writing it.
    #[error(
        "another run is under way and writes {path}; wait for it, or leave out --resume",
        path = path.display()
    )]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// It is there and cannot be used.
    #[error("the last run cannot be read from {path}: {error}", path = path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// A line of the journal.
#[derive(Serialize, Deserialize)]
struct Entry<R> {
    /// Of all the files that it is made of, and how it was played.
    fingerprint: u64,
    result: R,
}

impl Journal {
    /// The folder, at the root of a project, in which the journal lies.
    pub const FOLDER: &'static str = ".rehearsal";
    /// How often it is tried to put a new file where another run puts one too.
    const TRIES: u32 = 5;

    /// Begins a journal at the root of a project in place of the last one. A run that still writes
    /// that goes on with it undisturbed, as a file without a name.
    ///
    /// # Errors
    /// When it cannot be written there.
    pub fn begin(root: &Path, of: JournalOf) -> io::Result<Self> {
        let path = folder(root)?.join(of.file());
        let mut tried = 0;
        let file = loop {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            tried += 1;
            match OpenOptions::new().read(true).append(true).create_new(true).open(&path) {
                Err(error)
                    if error.kind() == io::ErrorKind::AlreadyExists && tried < Self::TRIES => {}
                opened => break opened?,
            }
        };
        // Where files cannot be locked nobody is kept out.
        let _ = file.try_lock();
        Ok(Self { file, end: 0, line: Vec::new() })
    }

    /// Goes on with what the last run at this root has left: hands over each result with its
    /// fingerprint, one at a time. A line that was cut off in the middle is dropped. `None` when there
    /// is no last run.
    ///
    /// # Errors
    /// When it is there and cannot be read, or another run writes it.
    pub fn go_on<R: DeserializeOwned>(
        (root, of): (&Path, JournalOf),
        mut with: impl FnMut(u64, R, Kept),
    ) -> Result<Option<Self>, JournalError> {
        let path = root.join(Self::FOLDER).join(of.file());
        let unusable = |error| JournalError::Unusable { path: path.clone(), error };
        let file = match OpenOptions::new().read(true).append(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unusable(error)),
        };
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(JournalError::Busy { path });
        }
        let end = lines(&file, |line, kept| {
            if let Ok(entry) = serde_json::from_slice::<Entry<R>>(line) {
                with(entry.fingerprint, entry.result, kept);
            }
        });
        let end = end.and_then(|end| file.set_len(end).map(|()| end)).map_err(unusable)?;
        Ok(Some(Self { file, end, line: Vec::new() }))
    }

    /// Adds what something came to. It is with the system when this returns, so that a killed
    /// program loses nothing of it.
    ///
    /// # Errors
    /// When the disk is full or gone.
    pub fn add(&mut self, fingerprint: u64, result: &impl Serialize) -> io::Result<Kept> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, &Entry { fingerprint, result })?;
        self.line.push(b'\n');
        self.file.write_all(&self.line)?;
        let kept = Kept { start: self.end, length: self.line.len() };
        self.end += self.line.len() as u64;
        Ok(kept)
    }

    /// A result that was added, read back.
    ///
    /// # Errors
    /// When it cannot be read back.
    pub fn read_back<R: DeserializeOwned>(&self, kept: Kept) -> io::Result<R> {
        let mut line = vec![0; kept.length];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(kept.start))?;
        file.read_exact(&mut line)?;
        let entry: Entry<R> = serde_json::from_slice(&line)?;
        Ok(entry.result)
    }
}

/// The folder of journals at the root of a project, made where it is missing; no repository takes it in.
///
/// # Errors
/// When it cannot be made.
pub(in crate::rehearse) fn folder(root: &Path) -> io::Result<PathBuf> {
    let folder = root.join(Journal::FOLDER);
    fs::create_dir_all(&folder)?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(ignore, "*\n")?;
    }
    Ok(folder)
}

/// Goes through the whole lines of a file; gives where the last of them ends.
pub(in crate::rehearse) fn lines(
    file: &File,
    mut each: impl FnMut(&[u8], Kept),
) -> io::Result<u64> {
    let mut reader = BufReader::new(file);
    let (mut line, mut start) = (Vec::new(), 0);
    loop {
        line.clear();
        let length = reader.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            return Ok(start);
        }
        each(&line, Kept { start, length });
        start += length as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{ScenarioResult, Verdict};

    fn result(id: &str) -> ScenarioResult {
        ScenarioResult {
            id: id.into(),
            path: "a".into(),
            line: 1,
            description: None,
            tags: vec![],
            agent: "Desk".into(),
            verdict: Verdict::Passed,
            reason: None,
            pass_at_least: 1,
            attempts: vec![],
            ms: 1,
        }
    }

    fn left(root: &Path) -> Vec<(u64, String)> {
        let mut left = Vec::new();
        Journal::go_on((root, JournalOf::Run), |print, result: ScenarioResult, _| {
            left.push((print, result.id))
        })
        .unwrap();
        left
    }

    fn ignored(_: u64, _: ScenarioResult, _: Kept) {}

    fn file(root: &Path) -> PathBuf {
        root.join(".rehearsal/last-run.jsonl")
    }

    #[test]
    fn what_was_added_is_read_back() {
        let disk = tempfile::tempdir().unwrap();
        let mut journal = Journal::begin(disk.path(), JournalOf::Run).unwrap();
        let a = journal.add(7, &result("desk/a")).unwrap();
        let b = journal.add(8, &result("desk/b")).unwrap();
        assert_eq!(journal.read_back::<ScenarioResult>(a).unwrap(), result("desk/a"));
        assert_eq!(journal.read_back::<ScenarioResult>(b).unwrap(), result("desk/b"));
        let ignore = disk.path().join(".rehearsal/.gitignore");
        assert_eq!(fs::read_to_string(ignore).unwrap(), "*\n");
    }

    #[test]
    fn a_line_that_was_cut_off_is_dropped_and_the_next_stands_on_its_own() {
        let disk = tempfile::tempdir().unwrap();
        let mut journal = Journal::begin(disk.path(), JournalOf::Run).unwrap();
        journal.add(7, &result("desk/a")).unwrap();
        journal.add(8, &result("desk/b")).unwrap();
        drop(journal);
        let whole = fs::read(file(disk.path())).unwrap();
        fs::write(file(disk.path()), &whole[..whole.len() - 10]).unwrap();
        assert_eq!(left(disk.path()), [(7, "desk/a".to_owned())]);
        let mut journal = Journal::go_on((disk.path(), JournalOf::Run), ignored).unwrap().unwrap();
        let kept = journal.add(9, &result("desk/c")).unwrap();
        assert_eq!(journal.read_back::<ScenarioResult>(kept).unwrap(), result("desk/c"));
        drop(journal);
        assert_eq!(left(disk.path()), [(7, "desk/a".to_owned()), (9, "desk/c".to_owned())]);
    }

    #[test]
    fn without_a_last_run_there_is_nothing_to_go_on_with() {
        let disk = tempfile::tempdir().unwrap();
        assert!(Journal::go_on((disk.path(), JournalOf::Run), ignored).unwrap().is_none());
    }

    #[test]
    fn two_runs_at_once_do_not_spoil_each_other() {
        let disk = tempfile::tempdir().unwrap();
        let mut first = Journal::begin(disk.path(), JournalOf::Run).unwrap();
        let mut second = Journal::begin(disk.path(), JournalOf::Run).unwrap();
        let one = first.add(1, &result("desk/one")).unwrap();
        let other = second.add(2, &result("desk/other")).unwrap();
        assert_eq!(first.read_back::<ScenarioResult>(one).unwrap(), result("desk/one"));
        assert_eq!(second.read_back::<ScenarioResult>(other).unwrap(), result("desk/other"));
        let third = Journal::go_on((disk.path(), JournalOf::Run), ignored);
        assert!(matches!(third, Err(JournalError::Busy { .. })));
    }
}
