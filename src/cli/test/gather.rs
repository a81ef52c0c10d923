//! Everything that could be played: files found, loaded, and prepared.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::TestArgs;
use crate::{
    cli::{
        Environment, Exit,
        cassette::tell_cassette_error,
        finding::Look,
        scene::{tell, tell_findings, tell_stage_error},
    },
    diagnostic::{Diagnostic, SourceFile},
    http::{Variables, stub::StubApi},
    rehearse::{
        AgentShelf, LoadedAgent, LoadedScenarios, Reach, Shelf, Venue,
        cassette::Track,
        load_scenario_file, load_scenarios,
        suite::{Company, Listed, Listing, find_scenarios},
    },
};

/// All that was found, ready to be played.
pub(super) struct Gathered {
    pub listing: Listing,
    /// The root of the project of the first.
    pub root: PathBuf,
    pub notes: Vec<String>,
    pub shelves: Vec<Arc<Shelf>>,
}

/// Where findings are told.
pub(super) struct Ear<'a> {
    pub look: Look,
    pub err: &'a mut dyn Write,
}

/// What is at work while files are loaded.
struct Gathering<'a> {
    args: &'a TestArgs,
    environment: &'a Environment,
    agents: Arc<AgentShelf>,
    stub: Option<StubApi>,
    /// What the conversations of each agent share, with what stands for it in a fingerprint.
    venues: HashMap<PathBuf, (Arc<Venue>, u64)>,
    made_up: BTreeSet<String>,
    /// The recordings of each project, by its root.
    shelves: HashMap<PathBuf, Option<Arc<Shelf>>>,
    gathered: Gathered,
    /// Whether anything has errors.
    is_unsound: bool,
}

/// Finds and loads everything that the arguments name.
pub(super) async fn gather(
    args: &TestArgs,
    environment: &Environment,
    ear: &mut Ear<'_>,
) -> Result<Gathered, Exit> {
    let files = files(args, ear)?;
    let stub = match args.reach.live {
        true => None,
        false => Some(StubApi::start().await.map_err(|error| {
            let message = format!("the stub API cannot start on loopback: {error}");
            tell(ear.err, &message, Exit::Inconclusive)
        })?),
    };
    let agents: Arc<AgentShelf> = Arc::default();
    let mut gathering = Gathering {
        args,
        environment,
        agents: Arc::clone(&agents),
        stub,
        venues: HashMap::new(),
        made_up: BTreeSet::new(),
        shelves: HashMap::new(),
        gathered: Gathered {
            listing: Listing::new(agents),
            root: PathBuf::from("."),
            notes: Vec::new(),
            shelves: Vec::new(),
        },
        is_unsound: false,
    };
    // As it is: what grows by doubling takes twice the memory for a while.
    gathering.gathered.listing.listed.reserve_exact(files.len());
    for file in files {
        gathering.load(&file, ear).await?;
    }
    if gathering.is_unsound {
        return Err(Exit::Misuse);
    }
    let mut gathered = gathering.gathered;
    gathered.notes.extend(stand_ins(&gathering.made_up));
    tell_apart(&mut gathered.listing.listed);
    // The order does not depend on how the files were named.
    gathered.listing.listed.sort_unstable_by(|one, other| {
        (&one.id, &one.path, one.line).cmp(&(&other.id, &other.path, other.line))
    });
    Ok(gathered)
}

/// The files that are named, each once; without any the usual folder.
fn files(args: &TestArgs, ear: &mut Ear<'_>) -> Result<Vec<PathBuf>, Exit> {
    let usual = [PathBuf::from(if Path::new("scenarios").is_dir() { "scenarios" } else { "." })];
    let paths = if args.paths.is_empty() { &usual[..] } else { &args.paths };
    let mut files = Vec::new();
    let mut seen = HashSet::new();
    for path in paths {
        if path == Path::new("-") {
            files.push(path.clone());
            continue;
        }
        let found = find_scenarios(path)
            .map_err(|error| tell(ear.err, &error.to_string(), Exit::Misuse))?;
        for file in found {
            if seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone())) {
                files.push(file);
            }
        }
    }
    if files.is_empty() {
        let shown: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        let message = format!(
            "no scenario was found in {}; the name of one ends in .scenario.yaml",
            shown.join(", ")
        );
        return Err(tell(ear.err, &message, Exit::Misuse));
    }
    Ok(files)
}

impl Gathering<'_> {
    async fn load(&mut self, file: &Path, ear: &mut Ear<'_>) -> Result<(), Exit> {
        let loaded = match file == Path::new("-") {
            true => from_standard_input(&self.agents),
            false => load_scenario_file(file, &self.agents).map_err(|error| error.to_string()),
        };
        let loaded = loaded.map_err(|message| tell(ear.err, &message, Exit::Misuse))?;
        tell_findings(&loaded.diagnostics, &loaded.sources, ear.look, ear.err);
        if loaded.diagnostics.iter().any(Diagnostic::is_error) {
            self.is_unsound = true;
            return Ok(());
        }
        let Some(agent) = loaded.agent.clone() else { return Ok(()) };
        let shelf = self.shelf(&agent, ear)?;
        let (venue, course) = self.venue(&agent, shelf.as_ref(), ear).await?;
        let agent_folder = agent.agent_path.parent().unwrap_or(Path::new(""));
        let company = Company { agent_folder, venue: &venue, shelf, course };
        let file = (file != Path::new("-")).then_some(file);
        self.gathered.listing.add(file, loaded, &company);
        Ok(())
    }

    /// The recordings of the agent's project, where something is recorded or replayed.
    fn shelf(
        &mut self,
        agent: &LoadedAgent,
        ear: &mut Ear<'_>,
    ) -> Result<Option<Arc<Shelf>>, Exit> {
        let root = &agent.project.root;
        if let Some(known) = self.shelves.get(root) {
            return Ok(known.clone());
        }
        let shelf = self.args.cassette.shelf(&agent.project, self.environment);
        let shelf = shelf.map_err(|error| tell_cassette_error(&error, ear.look, ear.err))?;
        self.shelves.insert(root.clone(), shelf.clone());
        self.gathered.shelves.extend(shelf.clone());
        Ok(shelf)
    }

    /// What the conversations of an agent share; made when the first scenario of it is found.
    async fn venue(
        &mut self,
        agent: &LoadedAgent,
        shelf: Option<&Arc<Shelf>>,
        ear: &mut Ear<'_>,
    ) -> Result<(Arc<Venue>, u64), Exit> {
        if let Some((venue, course)) = self.venues.get(&agent.agent_path) {
            return Ok((Arc::clone(venue), *course));
        }
        if self.venues.is_empty() {
            self.gathered.root.clone_from(&agent.project.root);
        }
        let is_replayed = shelf.is_some_and(|shelf| shelf.taping().http == Track::Replay);
        let reach = match self.args.reach.live {
            _ if is_replayed => Reach::Recorded,
            true => Reach::Live(self.args.reach.policy(self.environment)),
            false => Reach::Stub,
        };
        let variables = Variables::new(self.environment.variables.clone());
        let opened = Venue::open(agent, reach, &variables, self.stub.as_ref()).await;
        let mut venue = opened.map_err(|error| tell_stage_error(&error, ear.look, ear.err))?;
        self.gathered.notes.append(&mut venue.notes);
        self.made_up.append(&mut venue.made_up);
        let course = course(self.args, &venue);
        let found = (Arc::new(venue), course);
        self.venues.insert(agent.agent_path.clone(), found.clone());
        Ok(found)
    }
}

/// Stands for an agent and for how its scenarios are played: another number, another result.
fn course(args: &TestArgs, venue: &Venue) -> u64 {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    // Not by how time passed: what a talk comes to is the same.
    (args.seed, args.repeat, args.reach.live).hash(&mut hasher);
    format!("{:?}{:?}{:?}{:?}", args.model, args.policy, args.wording, args.cassette.replay)
        .hash(&mut hasher);
    for source in &venue.sources {
        (&source.path, &source.text).hash(&mut hasher);
    }
    hasher.finish()
}

/// What stands in for secrets that are not set, of all agents together.
fn stand_ins(made_up: &BTreeSet<String>) -> Option<String> {
    let names: Vec<_> = made_up.iter().map(String::as_str).collect();
    (!names.is_empty()).then(|| {
        let names = names.join(", ");
        format!("made-up values stand in for secrets that are not set: {names}")
    })
}

/// A scenario that is piped in, as if it stood in the current folder.
fn from_standard_input(shelf: &AgentShelf) -> Result<LoadedScenarios, String> {
    let mut text = String::new();
    let most = SourceFile::LIMIT as u64 + 1;
    let read = io::stdin().lock().take(most).read_to_string(&mut text);
    read.map_err(|error| format!("standard input cannot be read: {error}"))?;
    if text.len() > SourceFile::LIMIT {
        return Err(format!("standard input is larger than {} bytes", SourceFile::LIMIT));
    }
    let source = SourceFile::new("standard-input.scenario.yaml", text);
    load_scenarios(source, Path::new("."), shelf).map_err(|error| error.to_string())
}

/// Gives scenarios that would be called the same the path of their file as an id.
fn tell_apart(listed: &mut [Listed]) {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for listed in &*listed {
        *count.entry(&listed.id).or_default() += 1;
    }
    let is_shared = |listed: &Listed| count.get(&*listed.id).is_some_and(|count| *count > 1);
    let shared: Vec<bool> = listed.iter().map(is_shared).collect();
    for (listed, _) in listed.iter_mut().zip(shared).filter(|(_, is_shared)| *is_shared) {
        let folder = Path::new(&*listed.path).parent().unwrap_or(Path::new(""));
        let folder = folder.display().to_string();
        listed.call_below(&folder);
    }
}

impl Gathered {
    /// Keeps those at these places.
    pub fn keep(&mut self, places: &[usize]) {
        let kept: HashSet<usize> = places.iter().copied().collect();
        let mut at = 0..;
        self.listing.listed.retain(|_| at.next().is_some_and(|at| kept.contains(&at)));
    }
}
