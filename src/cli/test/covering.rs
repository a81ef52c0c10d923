//! Dialogue coverage, counted while scenarios end.

use std::{collections::BTreeMap, io::Write, sync::Arc};

use crate::{
    agent::Agent,
    cli::{Exit, scene::tell},
    rehearse::suite::Listed,
    report::{RunResult, ScenarioResult},
    scenario::{Coverage, coverage::AgentCoverage},
};

/// What was exercised so far, by the agent's name.
#[derive(Default)]
pub(super) struct Covering {
    agents: BTreeMap<String, (Arc<Agent>, AgentCoverage)>,
}

impl Covering {
    /// Every agent of the plan, nothing of it exercised.
    pub fn of(listed: &[Listed]) -> Self {
        let mut covering = Self::default();
        for listed in listed {
            let agent = listed.venue.agent();
            if !covering.agents.contains_key(&agent.name) {
                let none = AgentCoverage::new(agent);
                covering.agents.insert(agent.name.clone(), (Arc::clone(agent), none));
            }
        }
        covering
    }

    /// Counts what a scenario exercised.
    pub fn watch(&mut self, result: &ScenarioResult) {
        if let Some((agent, coverage)) = self.agents.get_mut(&result.agent) {
            for attempt in &result.attempts {
                coverage.watch(agent, &attempt.turns);
            }
        }
    }

    pub fn into_coverage(self) -> Coverage {
        Coverage { agents: self.agents.into_values().map(|(_, coverage)| coverage).collect() }
    }
}

/// How the program ends when so much was to be exercised.
pub(super) fn enough(run: &RunResult, least: Option<f64>, err: &mut dyn Write) -> Exit {
    let (Some(least), Some(coverage)) = (least, &run.coverage) else { return Exit::Passed };
    let percent = coverage.share().percent();
    if percent >= least {
        return Exit::Passed;
    }
    let message = format!(
        "the suite exercises {percent:.1} % of its agents, and --coverage-min asks for {least} %; \
         --coverage lists what is missing"
    );
    tell(err, &message, Exit::Failed)
}
