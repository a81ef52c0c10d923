use serde::{Deserialize, Serialize};

use super::Failure;
use crate::{
    scenario::Coverage,
    transcript::{ModelRequest, TurnRecord},
};

/// The version of the JSON report; only additions leave it as it is.
pub const SCHEMA_VERSION: u32 = 1;

/// A whole run: what every report is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunResult {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// What is true of the run as a whole.
    pub run: RunFacts,
    /// The scenarios in the order of their ids.
    pub scenarios: Vec<ScenarioResult>,
    /// What of the agents was exercised, when that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
}

/// What is true of a run as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunFacts {
    /// The version of the program.
    pub version: String,
    /// When it began, RFC 3339.
    pub started: String,
    /// How long it took, in real milliseconds.
    pub ms: u64,
    /// The seed.
    pub seed: u64,
    /// The model's name; none for the offline model.
    pub model: Option<String>,
    /// The part of the suite that was played, when it was only a part.
    pub shard: Option<Shard>,
    /// Whether it was stopped before its end.
    pub interrupted: bool,
    /// What the user should know, such as unused recordings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A part of a suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which, from 1.
    pub index: u32,
    /// Of how many.
    pub of: u32,
}

/// What a scenario came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioResult {
    /// The agent's folder and the scenario's name: `order-desk/dates[leap day]`; unique in a run.
    pub id: String,
    /// The file, as the user stands to it, with `/`.
    pub path: String,
    /// The line it begins at: 1, or that of its row.
    pub line: usize,
    /// What it shows.
    pub description: Option<String>,
    /// Words to choose it by.
    pub tags: Vec<String>,
    /// The agent's name.
    pub agent: String,
    /// Whether it held.
    pub verdict: Verdict,
    /// Why it is inconclusive or was not run; one sentence.
    pub reason: Option<String>,
    /// How often it had to pass.
    pub pass_at_least: u32,
    /// Each time it was played, in order.
    pub attempts: Vec<Attempt>,
    /// Real milliseconds of all attempts.
    pub ms: u64,
}

impl ScenarioResult {
    /// The agent's folder.
    pub fn folder(&self) -> &str {
        self.split().0
    }

    /// Its name in that folder, with the row's in brackets.
    pub fn name(&self) -> &str {
        self.split().1
    }

    fn split(&self) -> (&str, &str) {
        // A row's name in brackets may hold anything.
        let end = self.id.find('[').unwrap_or(self.id.len());
        match self.id[..end].rfind('/') {
            Some(at) => (&self.id[..at], &self.id[at + 1..]),
            None => ("", &self.id),
        }
    }
}

/// Whether a scenario held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All held.
    Passed,
    /// Something did not hold.
    Failed,
    /// Nothing can be said: budget spent, too few repeats, model or network trouble.
    Inconclusive,
    /// It was not played: filtered out does not count, stopped before does.
    NotRun,
}

/// One time a scenario was played.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// From 1.
    pub number: u32,
    /// Its seed.
    pub seed: u64,
    /// Whether it held.
    pub verdict: Verdict,
    /// Why it is inconclusive.
    pub reason: Option<String>,
    /// What did not hold; empty unless it failed.
    pub failures: Vec<Failure>,
    /// The talk, greeting first.
    pub turns: Vec<TurnRecord>,
    /// What the model that judges was asked, where one was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judging: Vec<ModelRequest>,
    /// What was set up with, such as made-up secrets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Real milliseconds.
    pub ms: u64,
}

/// How many scenarios came to each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// That held.
    pub passed: usize,
    /// That did not.
    pub failed: usize,
    /// Of which nothing can be said.
    pub inconclusive: usize,
    /// That were not played.
    pub not_run: usize,
}

impl Totals {
    /// Counts the scenarios of a run.
    pub fn of(scenarios: &[ScenarioResult]) -> Self {
        let mut totals = Self::default();
        for scenario in scenarios {
            totals.count(scenario.verdict);
        }
        totals
    }

    /// Counts one more.
    pub fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Failed => self.failed += 1,
            Verdict::Inconclusive => self.inconclusive += 1,
            Verdict::NotRun => self.not_run += 1,
        }
    }

    /// All of them.
    pub fn all(self) -> usize {
        self.passed + self.failed + self.inconclusive + self.not_run
    }
}

impl Verdict {
    /// The name in machine interfaces and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Inconclusive => "inconclusive",
            Self::NotRun => "not run",
        }
    }
}
