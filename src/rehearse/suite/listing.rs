//! The scenarios of a run as long as they are not played: what names and chooses each, and where it
//! is read again when its turn comes.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Plan, Planned, Sources,
    files::{ReadFile, ScenarioFiles},
    place::Lines,
    scenario_id,
};
use crate::{
    agent::ModelChoice,
    rehearse::{AgentShelf, LoadedScenarios, Shelf, Venue},
    report::{ScenarioResult, Verdict},
};

/// A scenario that is listed, without what it says.
pub struct Listed {
    /// Unique in a run; see [`scenario_id`].
    pub id: String,
    /// The file, as the user stands to it, with `/`.
    pub path: Arc<str>,
    /// The line it begins at.
    pub line: usize,
    /// Where in the id its name begins.
    name_at: usize,
    /// What it shows.
    pub description: Option<String>,
    /// Words to choose it by; scenarios with the same ones share them.
    pub tags: Arc<[String]>,
    /// The model it names.
    pub model: Option<Box<ModelChoice>>,
    /// What it is played with.
    pub venue: Arc<Venue>,
    /// Takes down, or plays, what models and APIs answer, where that is wanted.
    pub shelf: Option<Arc<Shelf>>,
    /// Of all that it is made of and how it is played: another fingerprint, another scenario.
    pub fingerprint: u64,
    /// Of the texts alone.
    print: u64,
    pass_at_least: u32,
    origin: Origin,
    /// Its place among the scenarios of the file.
    at: usize,
}

impl Listed {
    /// Its name, with the row's in brackets.
    pub fn name(&self) -> &str {
        &self.id[self.name_at..]
    }

    /// Calls it by its name below this folder.
    pub fn call_below(&mut self, folder: &str) {
        self.id = format!("{folder}/{}", self.name());
        self.name_at = folder.len() + 1;
    }
}

/// Where what a scenario says is had from.
#[derive(Clone)]
enum Origin {
    /// It cannot be read a second time.
    Held(Arc<ReadFile>),
    /// From disk.
    File(Arc<Path>),
}

/// Where a file comes from, and what its scenarios are played with.
pub struct Company<'a> {
    /// The folder of the agent.
    pub agent_folder: &'a Path,
    /// What they are played with.
    pub venue: &'a Arc<Venue>,
    /// Takes down, or plays, what models and APIs answer.
    pub shelf: Option<Arc<Shelf>>,
    /// Stands for all else that they are made of, and for how they are played.
    pub course: u64,
}

/// All scenarios of a run.
pub struct Listing {
    /// In the order in which they are played.
    pub listed: Vec<Listed>,
    files: ScenarioFiles,
    tags: HashSet<Arc<[String]>>,
    /// The real paths of the agents' folders.
    folders: HashMap<PathBuf, PathBuf>,
}

impl Listing {
    /// None yet; agents are read through this shelf.
    pub fn new(shelf: Arc<AgentShelf>) -> Self {
        Self {
            listed: Vec::new(),
            files: ScenarioFiles::new(shelf),
            tags: HashSet::new(),
            folders: HashMap::new(),
        }
    }

    /// Adds the scenarios of a file; without a file they came from somewhere that is gone.
    pub fn add(&mut self, file: Option<&Path>, loaded: LoadedScenarios, company: &Company<'_>) {
        let read = Arc::new(ReadFile::of(loaded));
        let fingerprint = together(company.course, read.print);
        let origin = match file {
            None => Origin::Held(Arc::clone(&read)),
            Some(path) => Origin::File(path.into()),
        };
        let mut lines = Lines::of(&read.texts);
        // However the user stands to it, its scenarios are called the same.
        let folder = self.real_folder(company.agent_folder);
        let real_file = file.map(real).unwrap_or_default();
        for (at, scenario) in read.scenarios.iter().enumerate() {
            let (path, line) = lines.find(&scenario.place);
            let id = scenario_id(&folder, &real_file, &scenario.name);
            let tags = self.shared(&scenario.tags);
            self.listed.push(Listed {
                name_at: id.len() - scenario.name.len(),
                id,
                path,
                line,
                description: scenario.description.clone(),
                tags,
                model: scenario.model.clone().map(Box::new),
                venue: Arc::clone(company.venue),
                shelf: company.shelf.clone(),
                fingerprint,
                print: read.print,
                pass_at_least: scenario.repeat.pass_at_least,
                origin: origin.clone(),
                at,
            });
        }
        if let Origin::File(path) = &origin {
            self.files.put(path, read);
        }
    }
}

impl Listing {
    fn real_folder(&mut self, folder: &Path) -> PathBuf {
        self.folders.entry(folder.to_path_buf()).or_insert_with(|| real(folder)).clone()
    }

    fn shared(&mut self, tags: &[String]) -> Arc<[String]> {
        if let Some(known) = self.tags.get(tags) {
            return Arc::clone(known);
        }
        let tags: Arc<[String]> = tags.into();
        self.tags.insert(Arc::clone(&tags));
        tags
    }
}

fn real(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

fn together(course: u64, print: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (course, print).hash(&mut hasher);
    hasher.finish()
}

impl Plan for Listing {
    fn count(&self) -> usize {
        self.listed.len()
    }

    fn planned(&self, at: usize) -> Result<Planned, String> {
        let listed = &self.listed[at];
        let changed = || {
            let path = &listed.path;
            format!("{path} was changed while the run was under way; play it again")
        };
        let read = match &listed.origin {
            Origin::Held(read) => Arc::clone(read),
            Origin::File(path) => self.files.get(path)?,
        };
        let scenario = read.scenarios.get(listed.at).filter(|_| read.print == listed.print);
        let texts = read.texts.iter().chain(&listed.venue.sources);
        Ok(Planned {
            id: listed.id.clone(),
            path: listed.path.to_string(),
            line: listed.line,
            scenario: Arc::clone(scenario.ok_or_else(changed)?),
            venue: Arc::clone(&listed.venue),
            sources: Arc::new(Sources::of(texts.cloned())),
            shelf: listed.shelf.clone(),
        })
    }

    fn not_run(&self, at: usize) -> ScenarioResult {
        let listed = &self.listed[at];
        ScenarioResult {
            id: listed.id.clone(),
            path: listed.path.to_string(),
            line: listed.line,
            description: listed.description.clone(),
            tags: listed.tags.to_vec(),
            agent: listed.venue.agent().name.clone(),
            verdict: Verdict::NotRun,
            reason: Some("the run was stopped before it".to_owned()),
            pass_at_least: listed.pass_at_least,
            attempts: Vec::new(),
            ms: 0,
        }
    }
}
