use std::{
    collections::{HashMap, HashSet},
    io,
    path::{Component, Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::{LoadError, LoadedAgent, OutsideProject, Project, load, load::shown, read_text};
use crate::{
    diagnostic::{Diagnostic, Place, SourceFile},
    scenario::{Document, Included, Scenario, Unread},
};

/// The name of an agent's file in its folder.
const AGENT_FILE: &str = "agent.yaml";
/// Largest file that is included, in bytes.
const INCLUDE_LIMIT: usize = 256 * 1024;
/// Most files that are included by way of one scenario file.
const MOST_FILES: usize = 500;

/// The scenarios of a file as loaded, with what was found on the way.
#[derive(Clone, Debug)]
pub struct LoadedScenarios {
    /// The agent that is talked to; `None` when there is none, which is a finding.
    pub agent: Option<Arc<LoadedAgent>>,
    /// The scenarios, one or a row of `cases` each; none when a finding is an error.
    pub scenarios: Vec<Scenario>,
    /// What was found in the scenario file and in what it includes; not what was found in the agent.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that places refer to: the scenario file, then what it includes.
    pub sources: Vec<SourceFile>,
}

/// Agents by their file, so that a suite reads each once, and the projects and nearest agents of
/// folders. Shared by all that load scenarios.
#[derive(Debug, Default)]
pub struct AgentShelf {
    agents: Known<Arc<LoadedAgent>>,
    /// The real path of each agent's file, by how it was named.
    real: Known<PathBuf>,
    projects: Known<Project>,
    /// The agent's file that is nearest to a folder.
    nearest: Known<PathBuf>,
}

/// What was found for a path.
#[derive(Debug)]
struct Known<T>(Mutex<HashMap<PathBuf, T>>);

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Known<T> {
    /// What is known of a path, found out when it is asked for first.
    fn of<E>(&self, path: &Path, find: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(path) {
            return Ok(known.clone());
        }
        let found = find()?;
        known.insert(path.to_path_buf(), found.clone());
        Ok(found)
    }
}

impl AgentShelf {
    /// The agent of a file, read when it is asked for first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn agent(&self, path: &Path) -> Result<Arc<LoadedAgent>, LoadError> {
        let unreadable = |error| LoadError::Unreadable { path: path.to_path_buf(), error };
        let real = self.real.of(path, || path.canonicalize().map_err(unreadable))?;
        self.agents.of(&real, || load(path).map(Arc::new))
    }

    /// The project that a folder belongs to.
    fn project(&self, folder: &Path) -> io::Result<Project> {
        self.projects.of(folder, || Project::around(folder))
    }
}

/// Loads the scenarios of a file with their agent and all that they include.
///
/// # Errors
/// When the file itself cannot be read. All else, a missing agent included, is a diagnostic.
pub fn load_scenario_file(path: &Path, shelf: &AgentShelf) -> Result<LoadedScenarios, LoadError> {
    let source = read_text(path, SourceFile::LIMIT)?;
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    load_scenarios(source, folder, shelf)
}

/// Loads the scenarios of a text as if it stood in a file of this folder.
///
/// # Errors
/// When the folder cannot be resolved.
pub fn load_scenarios(
    source: SourceFile,
    folder: &Path,
    shelf: &AgentShelf,
) -> Result<LoadedScenarios, LoadError> {
    let unreadable = |error: io::Error| LoadError::Unreadable { path: folder.to_path_buf(), error };
    let project = shelf.project(folder).map_err(unreadable)?;
    let document = Arc::new(Document::read(Arc::new(source)));
    let mut loading = Loading { project, included: Included::default(), sources: Vec::new() };
    loading.sources.push(Arc::clone(&document.source));
    let agent = match loading.agent(&document, folder, shelf) {
        Ok(agent) => agent,
        Err((agent, found)) => {
            let (scenarios, diagnostics) = (Vec::new(), vec![*found]);
            return Ok(LoadedScenarios { agent, scenarios, diagnostics, sources: loading.texts() });
        }
    };
    loading.include_all(&document, folder);
    let (scenarios, diagnostics) = match &agent.agent {
        Some(sound) => document.scenarios(sound, &loading.included),
        None => (Vec::new(), vec![unusable(&document, &agent)]),
    };
    let sources = loading.texts();
    Ok(LoadedScenarios { agent: Some(agent), scenarios, diagnostics, sources })
}

/// What is gathered while a scenario file is loaded.
struct Loading {
    project: Project,
    included: Included,
    sources: Vec<Arc<SourceFile>>,
}

/// What is found in the place of an agent, and the agent as far as it was read.
type NoAgent = (Option<Arc<LoadedAgent>>, Box<Diagnostic>);

impl Loading {
    fn texts(&self) -> Vec<SourceFile> {
        self.sources.iter().map(|source| (**source).clone()).collect()
    }

    /// The agent that the file names, else the nearest one upward.
    fn agent(
        &self,
        document: &Document,
        folder: &Path,
        shelf: &AgentShelf,
    ) -> Result<Arc<LoadedAgent>, NoAgent> {
        let (path, place) = match document.head().agent {
            None => (shelf.nearest.of(folder, || self.nearest(document, folder))?, whole(document)),
            Some((written, place)) => {
                let real = self.project.resolve(folder, Path::new(&written));
                let real = real.map_err(|problem| (None, no_agent(place.clone(), &problem)))?;
                let path = PathBuf::from(shown(&folder.join(&written)));
                (if real.is_dir() { path.join(AGENT_FILE) } else { path }, place)
            }
        };
        shelf.agent(&path).map_err(|error| {
            let found = Diagnostic::error("no-agent", place, "the agent cannot be read")
                .label(error.to_string())
                .help(
                    "`agent:` names an agent.yaml, or its folder, relative to this file's folder",
                );
            (None, Box::new(found))
        })
    }

    /// The nearest agent upward, not above the project's root.
    fn nearest(&self, document: &Document, folder: &Path) -> Result<PathBuf, NoAgent> {
        let mut above = Some(folder.to_path_buf());
        while let Some(folder) = above {
            let file = folder.join(AGENT_FILE);
            if file.is_file() {
                return Ok(file);
            }
            let real = folder.canonicalize().ok();
            above = real
                .filter(|real| *real != self.project.root && real.parent().is_some())
                .and_then(|_| upward(&folder));
        }
        let found = Diagnostic::error("no-agent", whole(document), "the scenario has no agent")
            .help("put it beside or below an agent.yaml, or name one with `agent:`");
        Err((None, Box::new(found)))
    }

    /// Reads all files that are included, each once; what cannot be is kept with the reason.
    fn include_all(&mut self, document: &Arc<Document>, folder: &Path) {
        let mut open = vec![(Arc::clone(document), folder.to_path_buf())];
        let mut read: HashMap<PathBuf, Arc<Document>> = HashMap::new();
        let mut walked: HashSet<String> = HashSet::new();
        while let Some((document, folder)) = open.pop() {
            if !walked.insert(document.source.path.clone()) {
                continue;
            }
            for (written, _) in document.head().includes {
                let file = self.read(&folder, &written, &mut read);
                if let Ok(file) = &file {
                    let path = folder.join(&written);
                    let below = path.parent().unwrap_or(Path::new(".")).to_path_buf();
                    open.push((Arc::clone(file), below));
                }
                self.included.insert(&document.source.path, &written, file);
            }
        }
    }

    fn read(
        &mut self,
        folder: &Path,
        written: &str,
        read: &mut HashMap<PathBuf, Arc<Document>>,
    ) -> Result<Arc<Document>, Unread> {
        let real =
            self.project.resolve(folder, Path::new(written)).map_err(|problem| unread(&problem))?;
        if let Some(known) = read.get(&real) {
            return Ok(Arc::clone(known));
        }
        if read.len() >= MOST_FILES {
            return Err(Unread {
                code: "too-many-includes",
                message: "a scenario includes too many files".to_owned(),
                label: format!("{MOST_FILES} are read already"),
                help: "put what belongs together into one file",
            });
        }
        let source = read_text(&real, INCLUDE_LIMIT).map_err(|error| unreadable(&error))?;
        let path = shown(&folder.join(written));
        let document = Document::read(Arc::new(SourceFile { path, ..source }));
        let document = Arc::new(document);
        self.sources.push(Arc::clone(&document.source));
        read.insert(real, Arc::clone(&document));
        Ok(document)
    }
}

/// The folder above, by the text of the path where that is safe.
fn upward(folder: &Path) -> Option<PathBuf> {
    match folder.components().next_back() {
        Some(Component::Normal(_)) => match folder.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => Some(parent.to_path_buf()),
            _ => Some(PathBuf::from(".")),
        },
        Some(Component::CurDir) | None => Some(PathBuf::from("..")),
        Some(Component::ParentDir) => Some(folder.join("..")),
        Some(Component::RootDir | Component::Prefix(_)) => None,
    }
}

/// The place of a finding about a file as a whole.
fn whole(document: &Document) -> Place {
    Place::new(&document.source.path, 0..0)
}

fn no_agent(place: Place, problem: &OutsideProject) -> Box<Diagnostic> {
    let found = match problem {
        OutsideProject::Outside { .. } => {
            Diagnostic::error("path-outside-project", place, "the agent is not in this project")
                .help("name an agent below the project's root, relative to the folder of this file")
        }
        OutsideProject::Unreadable { .. } => {
            Diagnostic::error("no-agent", place, "the agent cannot be read")
                .help("`agent:` names an agent.yaml, or its folder, relative to this file's folder")
        }
    };
    Box::new(found.label(problem.to_string()))
}

fn unusable(document: &Document, agent: &LoadedAgent) -> Diagnostic {
    let place = document.head().agent.map_or_else(|| whole(document), |(_, place)| place);
    let path = agent.agent_path.display();
    Diagnostic::error("agent-has-errors", place, format!("the agent {path} has errors"))
        .label("no scenario of it can be read")
        .help(format!("mend what `rehearsal check {path}` finds"))
}

fn unread(problem: &OutsideProject) -> Unread {
    match problem {
        OutsideProject::Outside { .. } => Unread {
            code: "path-outside-project",
            message: "the file is not in this project".to_owned(),
            label: problem.to_string(),
            help: "name a file below the project's root, relative to the folder of this file",
        },
        OutsideProject::Unreadable { .. } => Unread {
            code: "include-missing",
            message: "the file cannot be included".to_owned(),
            label: problem.to_string(),
            help: "the path is relative to the folder of this file",
        },
    }
}

fn unreadable(error: &LoadError) -> Unread {
    let (code, help) = match error {
        LoadError::TooLarge { .. } => {
            ("include-too-large", "a piece of a scenario holds declarations only; split it")
        }
        _ => ("include-missing", "what is included is a YAML file in UTF-8"),
    };
    let message = "the file cannot be included".to_owned();
    Unread { code, message, label: error.to_string(), help }
}
