//! What has ended so far, on disk: kept when the program is killed, and read back for reports.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::report::ScenarioResult;

/// An append-only file with a line for each scenario that has ended.
pub struct Journal {
    path: PathBuf,
    file: BufWriter<File>,
}

/// A line of the journal.
#[derive(Serialize, Deserialize)]
struct Entry<R> {
    /// Of all the files the scenario is made of, and how it was played.
    fingerprint: u64,
    result: R,
}

impl Journal {
    /// The folder, at the root of a project, in which the journal lies.
    pub const FOLDER: &'static str = ".rehearsal";
    const FILE: &'static str = "last-run.jsonl";

    /// Begins a journal at the root of a project; what stood in it is gone.
    ///
    /// # Errors
    /// When it cannot be written there.
    pub fn begin(root: &Path) -> io::Result<Self> {
        let folder = root.join(Self::FOLDER);
        fs::create_dir_all(&folder)?;
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(ignore, "*\n")?;
        }
        let path = folder.join(Self::FILE);
        let file = BufWriter::new(File::create(&path)?);
        Ok(Self { path, file })
    }

    /// Adds what a scenario came to. It is with the system when this returns, so that a killed
    /// program loses nothing of it.
    ///
    /// # Errors
    /// When the disk is full or gone.
    pub fn add(&mut self, fingerprint: u64, result: &ScenarioResult) -> io::Result<()> {
        serde_json::to_writer(&mut self.file, &Entry { fingerprint, result })?;
        self.file.write_all(b"\n")?;
        self.file.flush()
    }

    /// Everything that was added, in the order it was.
    ///
    /// # Errors
    /// When the file cannot be read back.
    pub fn read_back(&self) -> io::Result<Vec<ScenarioResult>> {
        let lines = BufReader::new(File::open(&self.path)?).lines();
        lines
            .map(|line| {
                let entry: Entry<ScenarioResult> = serde_json::from_str(&line?)?;
                Ok(entry.result)
            })
            .collect()
    }

    /// What the last run at this root has left: each result with its fingerprint. A line that was cut
    /// off in the middle is left out; without a journal there is nothing.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn left_at(root: &Path) -> io::Result<Vec<(u64, ScenarioResult)>> {
        let path = root.join(Self::FOLDER).join(Self::FILE);
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut left = Vec::new();
        for line in BufReader::new(file).split(b'\n') {
            if let Ok(entry) = serde_json::from_slice::<Entry<ScenarioResult>>(&line?) {
                left.push((entry.fingerprint, entry.result));
            }
        }
        Ok(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Verdict;

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

    #[test]
    fn what_was_added_is_read_back_and_a_cut_off_line_is_left_out() {
        let disk = tempfile::tempdir().unwrap();
        let mut journal = Journal::begin(disk.path()).unwrap();
        journal.add(7, &result("desk/a")).unwrap();
        journal.add(8, &result("desk/b")).unwrap();
        assert_eq!(journal.read_back().unwrap().len(), 2);
        let path = journal.path.clone();
        drop(journal);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() - 10]).unwrap();
        let left = Journal::left_at(disk.path()).unwrap();
        assert_eq!(left, [(7, result("desk/a"))]);
        let ignore = disk.path().join(".rehearsal/.gitignore");
        assert_eq!(fs::read_to_string(ignore).unwrap(), "*\n");
        assert_eq!(Journal::left_at(Path::new("none")).unwrap(), []);
    }
}
