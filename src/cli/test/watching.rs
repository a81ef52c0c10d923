//! `--watch`: plays again whenever a file that matters is saved.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use notify::{Event, EventKind, RecursiveMode, Watcher};
use tokio::sync::mpsc;

use crate::shown::visible::visible_line;

/// Editors save in several steps; so long nothing more may come.
const QUIET: Duration = Duration::from_millis(120);

/// Waits for files below some folders to be saved.
pub struct Watching {
    events: mpsc::UnboundedReceiver<PathBuf>,
    /// Watches as long as it is kept.
    _watcher: notify::RecommendedWatcher,
}

impl Watching {
    /// Watches these folders and all below them.
    ///
    /// # Errors
    /// When the system cannot watch them.
    pub fn over(folders: &[PathBuf]) -> notify::Result<Self> {
        let (sender, events) = mpsc::unbounded_channel();
        let roots = folders.to_vec();
        let told = move |event: notify::Result<Event>| {
            let Ok(event) = event else { return };
            if matches!(event.kind, EventKind::Access(_)) {
                return;
            }
            for path in event.paths.into_iter().filter(|path| matters(below(path, &roots))) {
                // Nobody listens any more when the program ends.
                let _ = sender.send(path);
            }
        };
        let mut watcher = notify::recommended_watcher(told)?;
        for folder in folders {
            watcher.watch(folder, RecursiveMode::Recursive)?;
        }
        Ok(Self { events, _watcher: watcher })
    }

    /// Waits until something is saved and nothing follows; the file that came first.
    pub async fn saved(&mut self) -> Option<PathBuf> {
        let first = self.events.recv().await?;
        while let Ok(Some(_)) = tokio::time::timeout(QUIET, self.events.recv()).await {}
        Some(first)
    }
}

/// The path as seen from its project, which may lie in a hidden folder.
fn below<'a>(path: &'a Path, roots: &[PathBuf]) -> &'a Path {
    roots.iter().find_map(|root| path.strip_prefix(root).ok()).unwrap_or(path)
}

/// Whether a file may change what scenarios come to: YAML, prompts and `.env`; not what we write.
fn matters(path: &Path) -> bool {
    let is_hidden = |part: &std::ffi::OsStr| {
        part.to_str().is_some_and(|part| part.starts_with('.') && part != ".env" && part.len() > 1)
    };
    let ends = |ending: &str| path.extension().is_some_and(|found| found == ending);
    let is_env = path.file_name().is_some_and(|name| name == ".env");
    (ends("yaml") || ends("md") || is_env) && !path.iter().any(is_hidden)
}

/// Says what is played again, and why.
///
/// # Errors
/// When it cannot be told.
pub fn announce(path: &Path, err: &mut dyn Write) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    writeln!(err, "\n{} was saved; playing again", visible_line(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_scenarios_are_made_of_matters() {
        for path in ["/a/x.scenario.yaml", "/a/prompts/p.md", "/a/.env"] {
            assert!(matters(Path::new(path)), "{path}");
        }
        for path in
            ["/a/.rehearsal/last-run.jsonl", "/a/.git/x.yaml", "/a/.x.yaml.swp", "/a/r.html"]
        {
            assert!(!matters(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn a_project_in_a_hidden_folder_is_watched_and_hidden_folders_of_it_are_not() {
        let roots = [PathBuf::from("/home/.work/project")];
        let is_told = |path| matters(below(Path::new(path), &roots));
        assert!(is_told("/home/.work/project/prompts/p.md"));
        assert!(!is_told("/home/.work/project/.git/p.md"));
    }

    #[tokio::test]
    async fn a_saved_file_is_told_once() {
        let disk = tempfile::tempdir().unwrap();
        let root = disk.path();
        let (sender, events) = mpsc::unbounded_channel();
        let mut watching =
            Watching { events, _watcher: notify::recommended_watcher(|_| {}).unwrap() };
        for name in ["a.yaml", "a.yaml", "b.yaml"] {
            sender.send(root.join(name)).unwrap();
        }
        assert_eq!(watching.saved().await, Some(root.join("a.yaml")));
        drop(sender);
        assert_eq!(watching.saved().await, None);
    }
}
