use std::{
    io,
    path::{Component, Path, PathBuf},
};

/// What marks a folder as the root of a project.
const MARKERS: [&str; 3] = [".git", "Cargo.toml", ".rehearsal"];

/// A project on disk; files that its files name must lie below its root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The root, links resolved.
    pub root: PathBuf,
}

/// Why a file that a project's file names is not read.
#[derive(Debug, thiserror::Error)]
pub enum OutsideProject {
    /// The path is absolute or leads out of the project, maybe by a link.
    #[error("{path} lies outside the project {root}", path = path.display(), root = root.display())]
    Outside {
        /// Where the path leads.
        path: PathBuf,
        /// The project's root.
        root: PathBuf,
    },
    /// It is not there, or cannot be read.
    #[error("{path} cannot be read: {error}", path = path.display())]
    Unreadable {
        /// Where it was looked for.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl Project {
    /// The project that a folder belongs to: the nearest one upward with a marker, else its grandparent.
    ///
    /// # Errors
    /// When the folder cannot be resolved.
    pub fn around(folder: &Path) -> io::Result<Self> {
        let folder = folder.canonicalize()?;
        let marked = folder
            .ancestors()
            .find(|ancestor| MARKERS.iter().any(|marker| ancestor.join(marker).exists()));
        let root = marked.unwrap_or_else(|| unmarked_root(&folder)).to_path_buf();
        Ok(Self { root })
    }

    /// The real path of a file named relative to `folder`, if it lies below the root.
    ///
    /// # Errors
    /// When it is absolute, outside or not there.
    pub fn resolve(&self, folder: &Path, relative: &Path) -> Result<PathBuf, OutsideProject> {
        let outside = |path: PathBuf| OutsideProject::Outside { path, root: self.root.clone() };
        if relative.is_absolute()
            || relative.components().any(|part| matches!(part, Component::Prefix(_)))
        {
            return Err(outside(relative.to_path_buf()));
        }
        let path = folder.join(relative);
        // What is outside is not even looked at, so that nobody learns what is there.
        let folder = folder
            .canonicalize()
            .map_err(|error| OutsideProject::Unreadable { path: path.clone(), error })?;
        let lexical = normal(&folder.join(relative));
        if !lexical.starts_with(&self.root) {
            return Err(outside(lexical));
        }
        let real = path
            .canonicalize()
            .map_err(|error| OutsideProject::Unreadable { path: lexical, error })?;
        if real.starts_with(&self.root) { Ok(real) } else { Err(outside(path)) }
    }
}

/// Two folders up, as in `project/scenarios/agent`; never the root of the disk.
fn unmarked_root(folder: &Path) -> &Path {
    folder
        .ancestors()
        .take(3)
        .filter(|ancestor| ancestor.parent().is_some())
        .last()
        .unwrap_or(folder)
}

/// A path without `.` and `..`, by its text alone.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_below_the_root_is_found_and_others_are_refused() {
        let disk = tempfile::tempdir().unwrap();
        let root = disk.path().canonicalize().unwrap().join("project");
        std::fs::create_dir_all(root.join("scenarios/desk")).unwrap();
        std::fs::create_dir(root.join(".git")).unwrap();
        std::fs::write(root.join("prompt.md"), "").unwrap();
        std::fs::write(disk.path().join("secret.md"), "").unwrap();
        let folder = root.join("scenarios/desk");
        let project = Project::around(&folder).unwrap();
        assert_eq!(project.root, root);
        let found = project.resolve(&folder, Path::new("../../prompt.md")).unwrap();
        assert_eq!(found, root.join("prompt.md"));
        let outside = |path: &str| {
            matches!(project.resolve(&folder, Path::new(path)), Err(OutsideProject::Outside { .. }))
        };
        assert!(outside("../../../secret.md"));
        assert!(outside("/etc/passwd"));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(disk.path().join("secret.md"), folder.join("link.md"))
                .unwrap();
            assert!(outside("link.md"));
        }
        assert!(matches!(
            project.resolve(&folder, Path::new("none.md")),
            Err(OutsideProject::Unreadable { .. })
        ));
    }
}
