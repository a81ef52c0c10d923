//! The reports of a run's shards, joined into one.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::{RunFacts, RunResult};
use crate::scenario::Coverage;

/// A report with the name it goes by, such as its file.
#[derive(Clone, Debug)]
pub struct Part {
    /// The name, for messages.
    pub name: String,
    /// What it says.
    pub run: RunResult,
}

/// Why reports cannot be joined.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum MergeError {
    /// There are none.
    #[error("there is no report to join")]
    Nothing,
    /// Their versions differ.
    #[error(
        "{first} has schema_version {first_version} and {second} has {second_version}: make both with one version of rehearsal"
    )]
    Versions {
        /// A report.
        first: String,
        /// Its version.
        first_version: u32,
        /// One that differs.
        second: String,
        /// Its version.
        second_version: u32,
    },
    /// One is no shard while others are.
    #[error("{0} is no shard, and others are: join either shards of one run or whole runs")]
    NoShard(String),
    /// They are shards of differently cut runs.
    #[error(
        "{first} is one of {first_of} shards and {second} one of {second_of}: all must be of one run"
    )]
    Cuts {
        /// A report.
        first: String,
        /// Of how many.
        first_of: u32,
        /// One that differs.
        second: String,
        /// Of how many.
        second_of: u32,
    },
    /// A shard is there twice.
    #[error("{first} and {second} are both shard {index}")]
    Twice {
        /// A report.
        first: String,
        /// The other.
        second: String,
        /// The shard.
        index: u32,
    },
    /// Shards are not there.
    #[error("shard {} of {of} is missing: its results would be lost", list(missing))]
    Missing {
        /// Which.
        missing: Vec<u32>,
        /// Of how many.
        of: u32,
    },
    /// A scenario is in two of them.
    #[error("the scenario {id} is in {first} and in {second}")]
    SameScenario {
        /// The scenario.
        id: String,
        /// A report.
        first: String,
        /// The other.
        second: String,
    },
}

fn list(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// Joins reports; the parts may come in any order.
///
/// # Errors
/// When they are not all shards of one run, or not all different runs.
pub fn merge(mut parts: Vec<Part>) -> Result<RunResult, MergeError> {
    same_version(&parts)?;
    whole(&parts)?;
    disjoint(&parts)?;
    parts.sort_by_key(|part| part.run.run.shard.map(|shard| shard.index));
    let Some(first) = parts.first() else { return Err(MergeError::Nothing) };
    let schema_version = first.run.schema_version;
    let run = facts(&parts);
    let coverages = parts.iter().filter_map(|part| part.run.coverage.clone());
    let coverage = coverages.reduce(Coverage::joined);
    let mut scenarios: Vec<_> = parts.into_iter().flat_map(|part| part.run.scenarios).collect();
    scenarios.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(RunResult { schema_version, run, scenarios, coverage })
}

fn same_version(parts: &[Part]) -> Result<(), MergeError> {
    let Some(first) = parts.first() else { return Err(MergeError::Nothing) };
    match parts.iter().find(|part| part.run.schema_version != first.run.schema_version) {
        None => Ok(()),
        Some(second) => Err(MergeError::Versions {
            first: first.name.clone(),
            first_version: first.run.schema_version,
            second: second.name.clone(),
            second_version: second.run.schema_version,
        }),
    }
}

/// Either no part is a shard, or they are all the shards of one run.
fn whole(parts: &[Part]) -> Result<(), MergeError> {
    let Some((first, cut)) = parts.iter().find_map(|part| Some((part, part.run.run.shard?))) else {
        return Ok(());
    };
    let mut seen: BTreeMap<u32, &str> = BTreeMap::new();
    for part in parts {
        let Some(shard) = part.run.run.shard else {
            return Err(MergeError::NoShard(part.name.clone()));
        };
        if shard.of != cut.of {
            return Err(MergeError::Cuts {
                first: first.name.clone(),
                first_of: cut.of,
                second: part.name.clone(),
                second_of: shard.of,
            });
        }
        if let Some(other) = seen.insert(shard.index, &part.name) {
            let (first, second) = (other.to_owned(), part.name.clone());
            return Err(MergeError::Twice { first, second, index: shard.index });
        }
    }
    let missing: Vec<u32> = (1..=cut.of).filter(|index| !seen.contains_key(index)).collect();
    if missing.is_empty() { Ok(()) } else { Err(MergeError::Missing { missing, of: cut.of }) }
}

fn disjoint(parts: &[Part]) -> Result<(), MergeError> {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for part in parts {
        for scenario in &part.run.scenarios {
            if let Some(other) = seen.insert(&scenario.id, &part.name) {
                return Err(MergeError::SameScenario {
                    id: scenario.id.clone(),
                    first: other.to_owned(),
                    second: part.name.clone(),
                });
            }
        }
    }
    Ok(())
}

/// What is true of all parts together: the earliest beginning, the longest time.
fn facts(parts: &[Part]) -> RunFacts {
    let runs = || parts.iter().map(|part| &part.run.run);
    let differing = |what: &str, values: BTreeSet<String>| {
        (values.len() > 1).then(|| {
            let values: Vec<String> = values.into_iter().collect();
            format!("the parts differ in {what}: {}", values.join(", "))
        })
    };
    let mut notes: Vec<String> = Vec::new();
    notes.extend(differing("version", runs().map(|run| run.version.clone()).collect()));
    notes.extend(differing("seed", runs().map(|run| run.seed.to_string()).collect()));
    let model = |run: &RunFacts| run.model.clone().unwrap_or_else(|| "offline".to_owned());
    notes.extend(differing("model", runs().map(model).collect()));
    for note in runs().flat_map(|run| &run.notes) {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    RunFacts {
        started: runs().map(|run| run.started.clone()).min().unwrap_or_default(),
        ms: runs().map(|run| run.ms).max().unwrap_or_default(),
        interrupted: runs().any(|run| run.interrupted),
        shard: None,
        notes,
        ..runs().next().cloned().unwrap_or_default()
    }
}
