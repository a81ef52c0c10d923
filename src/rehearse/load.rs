use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::{OutsideProject, Project};
use crate::{
    agent::{Agent, format},
    diagnostic::{Diagnostic, Place, SourceFile},
};

/// The name of an agent's file in its folder.
const AGENT_FILE: &str = "agent.yaml";
/// The name of the stub API's file beside it.
const API_FILE: &str = "api.yaml";
/// Largest prompt, in bytes.
pub const PROMPT_LIMIT: usize = 256 * 1024;

/// An agent as loaded, with what was found on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedAgent {
    /// `None` when a diagnostic is an error.
    pub agent: Option<Agent>,
    /// All that was found, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the places of diagnostics refer to.
    pub sources: Vec<SourceFile>,
    /// The agent's file.
    pub agent_path: PathBuf,
    /// Its prompt, real path.
    pub prompt_path: Option<PathBuf>,
    /// The stub API's default rules beside it, where there are any.
    pub api_path: Option<PathBuf>,
    /// The project it belongs to.
    pub project: Project,
}

impl LoadedAgent {
    /// The same agent with this text in place of its prompt's.
    #[must_use]
    pub fn retold(&self, text: &str) -> Self {
        let mut retold = self.clone();
        let [agent, prompt] = retold.sources.as_mut_slice() else { return retold };
        *prompt = SourceFile::new(prompt.path.clone(), text);
        let read = format::parse(agent, Some(prompt));
        (retold.agent, retold.diagnostics) = (read.agent, read.diagnostics);
        retold
    }
}

/// Why there is nothing to check.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no such file or folder.
    #[error("{path} does not exist", path = path.display())]
    Missing {
        /// The path as given.
        path: PathBuf,
    },
    /// A folder without an agent.
    #[error("{folder} holds no {AGENT_FILE}{}", name_those(below), folder = folder.display())]
    NoAgent {
        /// The folder as given.
        folder: PathBuf,
        /// Agents of the project in it, when there are several.
        below: Vec<PathBuf>,
    },
    /// It cannot be read.
    #[error("{path} cannot be read: {error}", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is too large to be an agent file.
    #[error("{path} is larger than {limit} bytes", path = path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// What is read at most.
        limit: usize,
    },
    /// It is not text.
    #[error("{path} is not UTF-8 text: byte {valid_up_to} is wrong", path = path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// Offset of the first wrong byte.
        valid_up_to: usize,
    },
}

/// "; name one of: a, b", or nothing.
fn name_those(agents: &[PathBuf]) -> String {
    let folders = agents.iter().filter_map(|file| file.parent());
    let names: Vec<_> = folders.map(|folder| folder.display().to_string()).collect();
    if names.is_empty() { String::new() } else { format!("; name one of: {}", names.join(", ")) }
}

/// Loads an agent by its file or its folder.
///
/// # Errors
/// When there is no agent file that can be read. All else, a missing prompt included, is a diagnostic.
pub fn load(path: &Path) -> Result<LoadedAgent, LoadError> {
    load_with_prompt(path, None)
}

/// Loads an agent with another prompt in place of its own, where one is given; its path is as the user
/// stands to it.
///
/// # Errors
/// As [`load`]; and when the other prompt cannot be read.
pub fn load_with_prompt(path: &Path, other: Option<&Path>) -> Result<LoadedAgent, LoadError> {
    let agent_path = agent_file(path)?;
    let source = read_text(&agent_path, SourceFile::LIMIT)?;
    let folder = match agent_path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let unreadable = |error| LoadError::Unreadable { path: agent_path.clone(), error };
    let project = Project::around(folder).map_err(unreadable)?;
    let mut findings = Vec::new();
    let prompt = match other {
        Some(other) => Some((other.to_path_buf(), read_text(other, PROMPT_LIMIT)?)),
        None => format::prompt_reference(&source).and_then(|(relative, place)| {
            let read = read_prompt(&project, folder, &relative, place);
            read.map_err(|found| findings.push(*found)).ok()
        }),
    };
    let prompt_source = prompt.as_ref().map(|(_, source)| source);
    let loaded = format::parse(&source, prompt_source);
    let api_path = Some(folder.join(API_FILE)).filter(|path| path.is_file());
    findings.extend(loaded.diagnostics);
    let (prompt_path, prompt_source) = prompt.unzip();
    Ok(LoadedAgent {
        agent: loaded.agent.filter(|_| !findings.iter().any(Diagnostic::is_error)),
        diagnostics: findings,
        sources: std::iter::once(source).chain(prompt_source).collect(),
        prompt_path,
        api_path,
        project,
        agent_path,
    })
}

fn agent_file(path: &Path) -> Result<PathBuf, LoadError> {
    if path.is_dir() {
        let file = path.join(AGENT_FILE);
        return if file.is_file() { Ok(file) } else { only_agent_below(path) };
    }
    match path.try_exists() {
        Ok(true) => Ok(path.to_path_buf()),
        Ok(false) => Err(LoadError::Missing { path: path.to_path_buf() }),
        Err(error) => Err(LoadError::Unreadable { path: path.to_path_buf(), error }),
    }
}

/// The agent of a project that has just one, `scenarios/NAME/agent.yaml`.
fn only_agent_below(project: &Path) -> Result<PathBuf, LoadError> {
    let none = || LoadError::NoAgent { folder: project.to_path_buf(), below: Vec::new() };
    let entries = std::fs::read_dir(project.join("scenarios")).map_err(|_| none())?;
    let files = entries.flatten().map(|entry| entry.path().join(AGENT_FILE));
    let mut below: Vec<_> = files.filter(|file| file.is_file()).collect();
    below.sort();
    match below.as_slice() {
        [_] => Ok(below.remove(0)),
        _ => Err(LoadError::NoAgent { folder: project.to_path_buf(), below }),
    }
}

/// Reads a text file of at most `limit` bytes; its place is shown by `path` as given.
///
/// # Errors
/// When it is missing, too large or not UTF-8.
pub fn read_text(path: &Path, limit: usize) -> Result<SourceFile, LoadError> {
    let unreadable = |error| LoadError::Unreadable { path: path.to_path_buf(), error };
    let file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_or(0, |about| about.len()).min(limit as u64);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    // One byte more than allowed tells a file that is too large, also where no length is known.
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > limit {
        return Err(LoadError::TooLarge { path: path.to_path_buf(), limit });
    }
    let text = String::from_utf8(bytes).map_err(|error| LoadError::NotText {
        path: path.to_path_buf(),
        valid_up_to: error.utf8_error().valid_up_to(),
    })?;
    Ok(SourceFile::new(shown(path), text))
}

/// A path as shown to people: as they gave it, with `.` and `..` taken out where that is safe.
pub(super) fn shown(path: &Path) -> String {
    let mut parts: Vec<&std::ffi::OsStr> = Vec::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            std::path::Component::CurDir => {}
            part => parts.push(part.as_os_str()),
        }
    }
    let path: PathBuf = parts.into_iter().collect();
    path.display().to_string()
}

fn read_prompt(
    project: &Project,
    folder: &Path,
    relative: &str,
    place: Place,
) -> Result<(PathBuf, SourceFile), Box<Diagnostic>> {
    let real = match project.resolve(folder, Path::new(relative)) {
        Ok(real) => real,
        Err(OutsideProject::Unreadable { path, error }) => {
            return Err(missing_prompt(place, &path, &error));
        }
        Err(problem @ OutsideProject::Outside { .. }) => {
            let found = Diagnostic::error(
                "path-outside-project",
                place,
                "the prompt is not in this project",
            );
            return Err(Box::new(found.label(problem.to_string()).help(
                "name a file below the project's root, relative to the folder of this file",
            )));
        }
    };
    let found = match read_text(&real, PROMPT_LIMIT) {
        Ok(source) => {
            let path = shown(&folder.join(relative));
            return Ok((real, SourceFile { path, ..source }));
        }
        Err(LoadError::TooLarge { limit, .. }) => {
            Diagnostic::error("prompt-too-large", place, "the prompt is too large")
                .label(format!("larger than {} KiB", limit / 1024))
                .help("shorten it; a model reads all of it in every turn")
        }
        Err(problem) => Diagnostic::error("prompt-missing", place, "the prompt cannot be read")
            .label(problem.to_string())
            .help("the prompt is a Markdown file in UTF-8"),
    };
    Err(Box::new(found))
}

fn missing_prompt(place: Place, path: &Path, error: &io::Error) -> Box<Diagnostic> {
    let found = Diagnostic::error("prompt-missing", place, "the prompt cannot be read")
        .label(format!("looked for {}: {error}", path.display()))
        .help("the path is relative to the folder of this file");
    Box::new(found)
}
