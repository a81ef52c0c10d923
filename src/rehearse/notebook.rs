//! What is found out once and at a price, on disk: added line by line, kept from run to run.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Write},
    marker::PhantomData,
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};

use super::suite::{folder, lines};

/// An append-only file of entries in the project's folder of journals.
#[derive(Debug)]
pub struct Notebook<T> {
    file: File,
    /// Where it is.
    pub path: PathBuf,
    entries: PhantomData<T>,
}

/// Why nothing can be kept.
#[derive(Debug, thiserror::Error)]
pub enum NotebookError {
    /// Another program is writing it.
    #[error("another run is under way and writes {path}; wait for it", path = path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be used.
    #[error("{path} cannot be used: {error}", path = path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl<T: Serialize + DeserializeOwned> Notebook<T> {
    /// Opens the one of this name at the root of a project, with what is in it. A line that was cut off
    /// in the middle is dropped, one that cannot be read is passed over.
    ///
    /// # Errors
    /// When it cannot be used, or another run writes it.
    pub fn open(root: &Path, name: &str) -> Result<(Self, Vec<T>), NotebookError> {
        let path = root.join(super::suite::Journal::FOLDER).join(name);
        let unusable = |error| NotebookError::Unusable { path: path.clone(), error };
        folder(root).map_err(unusable)?;
        let file = OpenOptions::new().read(true).append(true).create(true).open(&path);
        let file = file.map_err(unusable)?;
        // Where files cannot be locked nobody is kept out.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(NotebookError::Busy { path });
        }
        let mut entries = Vec::new();
        let end = lines(&file, |line, _| entries.extend(serde_json::from_slice(line).ok()));
        end.and_then(|end| file.set_len(end)).map_err(unusable)?;
        Ok((Self { file, path, entries: PhantomData }, entries))
    }

    /// Adds an entry. It is with the system when this returns.
    ///
    /// # Errors
    /// When the disk is full or gone.
    pub fn add(&mut self, entry: &T) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        self.file.write_all(&line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(root: &Path) -> Vec<u32> {
        Notebook::open(root, "a.jsonl").unwrap().1
    }

    #[test]
    fn what_was_added_is_there_next_time_without_what_was_cut_off() {
        let disk = tempfile::tempdir().unwrap();
        let (mut notebook, before) = Notebook::<u32>::open(disk.path(), "a.jsonl").unwrap();
        assert!(before.is_empty());
        notebook.add(&7).unwrap();
        notebook.add(&1234).unwrap();
        let path = notebook.path.clone();
        drop(notebook);
        assert_eq!(left(disk.path()), [7, 1234]);
        std::fs::write(&path, "7\nno number\n12").unwrap();
        assert_eq!(left(disk.path()), [7]);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "7\nno number\n");
    }

    #[test]
    fn two_runs_do_not_write_the_same_one() {
        let disk = tempfile::tempdir().unwrap();
        let _open = Notebook::<u32>::open(disk.path(), "a.jsonl").unwrap();
        let second = Notebook::<u32>::open(disk.path(), "a.jsonl");
        assert!(matches!(second, Err(NotebookError::Busy { .. })));
    }
}
