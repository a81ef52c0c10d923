//! Finding scenario files on disk.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobMatcher};
use ignore::WalkBuilder;

/// How scenario files end.
pub const SCENARIO_ENDING: &str = ".scenario.yaml";
/// Names files and folders that are not looked at, in the syntax of `.gitignore`.
pub const IGNORE_FILE: &str = ".rehearsalignore";

/// Why nothing is found.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// There is no such file or folder.
    #[error("{path} does not exist", path = path.display())]
    Missing {
        /// As given.
        path: PathBuf,
    },
    /// The file is no scenario.
    #[error("{path} is no scenario: the name of one ends in {SCENARIO_ENDING}", path = path.display())]
    NoScenario {
        /// As given.
        path: PathBuf,
    },
    /// The pattern cannot be read.
    #[error("\"{pattern}\" is no pattern: {why}")]
    BadPattern {
        /// As given.
        pattern: String,
        /// What is wrong.
        why: String,
    },
    /// A pattern matches nothing.
    #[error("no scenario matches \"{pattern}\"")]
    NoMatch {
        /// As given.
        pattern: String,
    },
    /// A folder cannot be read.
    #[error("{0}")]
    Unreadable(#[from] ignore::Error),
}

/// The scenario files that a path names: the file itself, all in and below a folder, all that a
/// pattern matches; sorted, each once. What `.gitignore` and `.rehearsalignore` name is left out
/// unless it is named itself.
///
/// # Errors
/// A [`FindError`] when a path or a pattern leads to nothing at all; an empty folder is no error.
pub fn find_scenarios(path: &Path) -> Result<Vec<PathBuf>, FindError> {
    if path.is_file() {
        return match is_scenario(path) {
            true => Ok(vec![path.to_path_buf()]),
            false => Err(FindError::NoScenario { path: path.to_path_buf() }),
        };
    }
    if path.is_dir() {
        return walk(path, |_| true);
    }
    match path.to_str().filter(|text| text.contains(['*', '?', '[', '{'])) {
        Some(pattern) => matching(pattern),
        None => Err(FindError::Missing { path: path.to_path_buf() }),
    }
}

fn is_scenario(path: &Path) -> bool {
    path.file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| name.ends_with(SCENARIO_ENDING))
}

fn walk(folder: &Path, admits: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, FindError> {
    let mut found = Vec::new();
    let walk = WalkBuilder::new(folder)
        .add_custom_ignore_filename(IGNORE_FILE)
        .require_git(false)
        .sort_by_file_path(Path::cmp)
        .build();
    for entry in walk {
        let path = entry?.into_path();
        if is_scenario(&path) && path.is_file() && admits(&path) {
            found.push(path);
        }
    }
    Ok(found)
}

/// The files below the fixed part of a pattern that match it.
fn matching(pattern: &str) -> Result<Vec<PathBuf>, FindError> {
    let bad = |error: globset::Error| FindError::BadPattern {
        pattern: pattern.to_owned(),
        why: error.kind().to_string(),
    };
    let matcher: GlobMatcher = Glob::new(pattern).map_err(bad)?.compile_matcher();
    let fixed: PathBuf = Path::new(pattern)
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']))
        .collect();
    let none = || FindError::NoMatch { pattern: pattern.to_owned() };
    let folder = if fixed.as_os_str().is_empty() { Path::new(".") } else { &fixed };
    if !folder.is_dir() {
        return Err(none());
    }
    let found = walk(folder, |path| matcher.is_match(path.strip_prefix("./").unwrap_or(path)))?;
    if found.is_empty() { Err(none()) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(found: &[PathBuf], root: &Path) -> Vec<String> {
        let name = |path: &PathBuf| path.strip_prefix(root).unwrap().display().to_string();
        found.iter().map(name).collect()
    }

    #[test]
    fn files_folders_and_patterns_are_found_and_ignored_ones_are_not() {
        let disk = tempfile::tempdir().unwrap();
        let root = disk.path();
        for folder in ["a/b", "drafts", "out"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        for file in ["a/2.scenario.yaml", "a/b/1.scenario.yaml", "a/agent.yaml"] {
            fs::write(root.join(file), "").unwrap();
        }
        fs::write(root.join("drafts/x.scenario.yaml"), "").unwrap();
        fs::write(root.join("out/y.scenario.yaml"), "").unwrap();
        fs::write(root.join(".rehearsalignore"), "drafts/\n").unwrap();
        fs::write(root.join(".gitignore"), "out/\n").unwrap();
        let found = find_scenarios(root).unwrap();
        assert_eq!(names(&found, root), ["a/2.scenario.yaml", "a/b/1.scenario.yaml"]);
        let pattern = root.join("a/**/1*.yaml");
        assert_eq!(names(&find_scenarios(&pattern).unwrap(), root), ["a/b/1.scenario.yaml"]);
        let named = root.join("drafts/x.scenario.yaml");
        assert_eq!(find_scenarios(&named).unwrap().len(), 1);
        let error = |path: &str| find_scenarios(&root.join(path)).unwrap_err();
        assert!(matches!(error("none"), FindError::Missing { .. }));
        assert!(matches!(error("a/agent.yaml"), FindError::NoScenario { .. }));
        assert!(matches!(error("a/*.nothing"), FindError::NoMatch { .. }));
        assert!(matches!(error("a/["), FindError::BadPattern { .. }));
    }
}
