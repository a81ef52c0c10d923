use std::{
    collections::BTreeMap,
    fs, io,
    path::{Component, Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use crate::{
    cassette::{Entry, Key, Kind, parse, print},
    diagnostic::{Diagnostic, Place, SourceFile},
    rehearse::{LoadError, Project, read_text},
};

/// Why recordings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// The folder leads out of the project, maybe by a link.
    #[error(
        "recordings are kept below the project's folder, and {path} lies outside {root}; name a \
         folder in it with --cassettes",
        path = path.display(), root = root.display()
    )]
    Outside {
        /// Where the path leads.
        path: PathBuf,
        /// The project's root.
        root: PathBuf,
    },
    /// The system refuses.
    #[error("{path}: {error}; recordings are kept there", path = path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// There is nothing to play.
    #[error("{folder} holds no recording to replay; run the same command with --record first")]
    Empty {
        /// The folder.
        folder: String,
    },
    /// A file cannot be read.
    #[error(transparent)]
    Unreadable(#[from] LoadError),
    /// Files are no recordings.
    #[error("recordings have errors")]
    Files {
        /// What is wrong with them.
        diagnostics: Vec<Diagnostic>,
        /// The texts that the places refer to.
        sources: Vec<SourceFile>,
    },
}

/// The folder of recordings; every file of it lies below the project's root, links resolved.
#[derive(Clone, Debug)]
pub(super) struct Disk {
    root: PathBuf,
    folder: PathBuf,
}

/// Distinguishes the temporary files of this process.
static COUNT: AtomicU64 = AtomicU64::new(0);

impl Disk {
    /// A folder of a project; it need not be there yet.
    pub fn new(project: &Project, folder: &Path) -> Result<Self, ShelfError> {
        let failed = |error| ShelfError::Io { path: folder.to_path_buf(), error };
        let absolute = std::path::absolute(folder).map_err(failed)?;
        let folder = real(&absolute).map_err(failed)?;
        let disk = Self { root: project.root.clone(), folder };
        disk.inside(&disk.folder)?;
        Ok(disk)
    }

    fn inside(&self, path: &Path) -> Result<(), ShelfError> {
        match path.starts_with(&self.root) {
            true => Ok(()),
            false => Err(ShelfError::Outside { path: path.to_path_buf(), root: self.root.clone() }),
        }
    }

    /// The folder as it is shown: from the project's root, with `/` between the parts.
    pub fn shown(&self) -> String {
        let below = self.folder.strip_prefix(&self.root).unwrap_or(&self.folder);
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
    }

    /// The file of a key as it is shown.
    pub fn shown_file(&self, kind: Kind, key: &Key) -> String {
        format!("{}/{}", self.shown(), key.file(kind))
    }

    fn path(&self, kind: Kind, key: &Key) -> PathBuf {
        self.folder.join(key.file(kind))
    }

    /// All files of a kind by the name they have; none where the folder is not there.
    pub fn names(&self, kind: Kind) -> Result<Vec<String>, ShelfError> {
        let mut names = Vec::new();
        for folder in list(&self.folder.join(kind.name()))? {
            for file in list(&folder)? {
                if file.extension().is_some_and(|ending| ending == "json")
                    && let Some(stem) = file.file_stem().and_then(|stem| stem.to_str())
                {
                    names.push(stem.to_owned());
                }
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// All entries of these kinds, or everything that is wrong with them.
    pub fn read_all(&self, kinds: &[Kind]) -> Result<BTreeMap<Key, Entry>, ShelfError> {
        let mut entries = BTreeMap::new();
        let (mut diagnostics, mut sources) = (Vec::new(), Vec::new());
        for kind in kinds {
            for name in self.names(*kind)? {
                let source = self.source(*kind, &name)?;
                match parse(&source).and_then(|entry| named(entry, &name, *kind, &source)) {
                    Ok((key, entry)) => drop(entries.insert(key, entry)),
                    Err(diagnostic) => {
                        diagnostics.push(*diagnostic);
                        sources.push(source);
                    }
                }
            }
        }
        match diagnostics.is_empty() {
            true => Ok(entries),
            false => Err(ShelfError::Files { diagnostics, sources }),
        }
    }

    fn source(&self, kind: Kind, name: &str) -> Result<SourceFile, ShelfError> {
        let below = format!("{}/{}/{name}.json", kind.name(), name.get(..2).unwrap_or(name));
        let path = self.folder.join(&below);
        let failed = |error| ShelfError::Io { path: path.clone(), error };
        self.inside(&path.canonicalize().map_err(failed)?)?;
        let source = read_text(&path, SourceFile::LIMIT)?;
        Ok(SourceFile { path: format!("{}/{below}", self.shown()), ..source })
    }

    /// The entry that a key has now; none where there is none that can be read.
    pub fn read(&self, kind: Kind, key: &Key) -> Option<Entry> {
        parse(&self.source(kind, key.as_str()).ok()?).ok()
    }

    /// Writes an entry: whole, or not at all.
    pub fn write(&self, key: &Key, entry: &Entry) -> Result<(), ShelfError> {
        let path = self.path(entry.address.kind, key);
        let failed = |error| ShelfError::Io { path: path.clone(), error };
        let text = print(entry).map_err(|error| failed(error.into()))?;
        if text.len() > SourceFile::LIMIT {
            return Err(LoadError::TooLarge { path, limit: SourceFile::LIMIT }.into());
        }
        let folder = path.parent().unwrap_or(&self.folder);
        self.make(folder)?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let temporary = folder.join(format!(".{key}.{}-{count}", std::process::id()));
        let written = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, &path));
        written.map_err(|error| {
            // What is half written is of no use; that it cannot be removed changes nothing.
            let _ = fs::remove_file(&temporary);
            failed(error)
        })
    }

    /// Makes a folder, one part after the other, so that no link leads out of the project.
    fn make(&self, folder: &Path) -> Result<(), ShelfError> {
        let failed = |error| ShelfError::Io { path: folder.to_path_buf(), error };
        let below = folder.strip_prefix(&self.root).unwrap_or(folder);
        let mut path = self.root.clone();
        for part in below {
            path.push(part);
            match fs::create_dir(&path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(failed(error));
                }
                Ok(()) | Err(_) => self.inside(&path.canonicalize().map_err(failed)?)?,
            }
        }
        Ok(())
    }
}

/// A path with its links resolved, as far as it is there.
fn real(path: &Path) -> io::Result<PathBuf> {
    let missing = |part: &Component<'_>| matches!(part, Component::ParentDir);
    if let Ok(real) = path.canonicalize() {
        return Ok(real);
    }
    match (path.parent(), path.components().next_back()) {
        (Some(parent), Some(last)) if !missing(&last) => Ok(real(parent)?.join(last)),
        _ => path.canonicalize(),
    }
}

/// What a folder holds, in order; nothing where it is not there.
fn list(folder: &Path) -> Result<Vec<PathBuf>, ShelfError> {
    let failed = |error| ShelfError::Io { path: folder.to_path_buf(), error };
    let read = match fs::read_dir(folder) {
        Ok(read) => read,
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(Vec::new());
        }
        Err(error) => return Err(failed(error)),
    };
    let mut paths = Vec::new();
    for entry in read {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort_unstable();
    Ok(paths)
}

/// The entry with its key, if its file is named by it.
fn named(
    entry: Entry,
    name: &str,
    kind: Kind,
    source: &SourceFile,
) -> Result<(Key, Entry), Box<Diagnostic>> {
    let key = entry.address.key();
    if key.as_str() == name && entry.address.kind == kind {
        return Ok((key, entry));
    }
    let at = source.text.find("\"request\"").unwrap_or(0);
    let place =
        Place::new(source.path.clone(), at..(at + "\"request\"".len()).min(source.text.len()));
    let message = "the request was changed by hand: it is not the one that the file is named by";
    let help = format!(
        "answers may be edited, requests not: take the request back, or rename the file to {}",
        key.file(entry.address.kind)
    );
    Err(Box::new(Diagnostic::error("cassette-name", place, message).help(help)))
}
