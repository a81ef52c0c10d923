use std::{path::Path, sync::Arc};

use super::Sources;
use crate::{
    rehearse::{Shelf, Venue},
    report::{Attempt, ScenarioResult, Verdict},
    scenario::Scenario,
};

/// A scenario that is to be played, with all it needs.
#[derive(Clone)]
pub struct Planned {
    /// Unique in a run; see [`scenario_id`].
    pub id: String,
    /// The file, as the user stands to it, with `/`.
    pub path: String,
    /// The line it begins at.
    pub line: usize,
    /// What it is.
    pub scenario: Arc<Scenario>,
    /// What it is played with.
    pub venue: Arc<Venue>,
    /// The texts that places refer to.
    pub sources: Arc<Sources>,
    /// Takes down, or plays, what models and APIs answer, where that is wanted.
    pub shelf: Option<Arc<Shelf>>,
}

/// What is to be played, in its order. A plan of thousands need not hold them: each is asked for when
/// its turn comes.
pub trait Plan: Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// The scenario at a place; an error is a sentence, and makes it inconclusive.
    ///
    /// # Errors
    /// When it cannot be had any more.
    fn planned(&self, at: usize) -> Result<Planned, String>;

    /// The result of the scenario at a place as long as it was not played.
    fn not_run(&self, at: usize) -> ScenarioResult;

    /// The attempts at a place that ended in an earlier run, and are not made again.
    fn ended(&self, _at: usize) -> &[Attempt] {
        &[]
    }
}

impl Plan for Vec<Planned> {
    fn count(&self) -> usize {
        self.len()
    }

    fn planned(&self, at: usize) -> Result<Planned, String> {
        Ok(self[at].clone())
    }

    fn not_run(&self, at: usize) -> ScenarioResult {
        self[at].not_run()
    }
}

impl Planned {
    /// Its result as long as it was not played.
    pub fn not_run(&self) -> ScenarioResult {
        let scenario = &self.scenario;
        ScenarioResult {
            id: self.id.clone(),
            path: self.path.clone(),
            line: self.line,
            description: scenario.description.clone(),
            tags: scenario.tags.clone(),
            agent: self.venue.agent().name.clone(),
            verdict: Verdict::NotRun,
            reason: Some("the run was stopped before it".to_owned()),
            pass_at_least: scenario.repeat.pass_at_least,
            attempts: Vec::new(),
            ms: 0,
        }
    }
}

/// The agent's folder, folders below it, and the scenario's name: `order-desk/dates[leap day]`.
pub fn scenario_id(agent_folder: &Path, file: &Path, name: &str) -> String {
    let agent = agent_folder.file_name().unwrap_or_default().to_string_lossy();
    let below = file.parent().and_then(|folder| folder.strip_prefix(agent_folder).ok());
    let mut id = agent.into_owned();
    for part in below.into_iter().flat_map(Path::components) {
        id.push('/');
        id.push_str(&part.as_os_str().to_string_lossy());
    }
    format!("{id}/{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_the_agents_folder_and_those_below_it() {
        let folder = Path::new("/p/scenarios/order-desk");
        let id = |file: &str| scenario_id(folder, &folder.join(file), "x[1]");
        assert_eq!(id("x.scenario.yaml"), "order-desk/x[1]");
        assert_eq!(id("errors/x.scenario.yaml"), "order-desk/errors/x[1]");
        assert_eq!(scenario_id(folder, Path::new("/q/x.scenario.yaml"), "x"), "order-desk/x");
    }
}
