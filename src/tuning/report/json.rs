//! A tuning for programs: the whole tree, and the way back for a baseline.

use std::io;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    report::escape::{Surroundings, write_json as escaped},
    tuning::{TUNE_SCHEMA_VERSION, TuneResult},
};

/// Why a text cannot be compared with.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ReadError {
    /// It is not JSON, or not whole.
    #[error("it is not JSON, or not all of it is there: {0}")]
    NotJson(String),
    /// It is JSON of another kind.
    #[error(
        "it is not a JSON report of `rehearsal tune`: {0}. \
         Make one with `rehearsal tune AGENT --report json=FILE`"
    )]
    NotAReport(String),
    /// It is of another version.
    #[error(
        "it has schema_version {found} and this program reads {TUNE_SCHEMA_VERSION}: \
         make it again with this version of rehearsal"
    )]
    OtherVersion {
        /// Its version.
        found: u64,
    },
    /// It is of another agent.
    #[error(
        "it is of the agent {found:?}, and this is {wanted:?}: \
         give a report of this agent, or make a new one"
    )]
    OtherAgent {
        /// The agent it is of.
        found: String,
        /// The agent that is tuned.
        wanted: String,
    },
}

/// Writes the tree: a line for each variant's part, so that two reports can be told apart by eye.
///
/// # Errors
/// When it cannot be written.
pub fn write_json(result: &TuneResult, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "{{\"schema_version\":{},\n\"facts\":", result.schema_version)?;
    escaped(out, &result.facts, Surroundings::Text)?;
    list(out, "variants", &result.variants)?;
    list(out, "comparisons", &result.comparisons)?;
    list(out, "unplayed", &result.unplayed)?;
    out.write_all(b"}\n")
}

fn list(out: &mut dyn io::Write, name: &str, items: &[impl Serialize]) -> io::Result<()> {
    write!(out, ",\n\"{name}\":[")?;
    for (at, item) in items.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        escaped(out, item, Surroundings::Text)?;
    }
    out.write_all(b"]")
}

/// Reads a report to compare the agent of this name with.
///
/// # Errors
/// When it is none, or one of another version or another agent.
pub fn read(text: &[u8], agent: &str) -> Result<TuneResult, ReadError> {
    #[derive(Deserialize)]
    struct Head {
        schema_version: Option<u64>,
        facts: Option<serde::de::IgnoredAny>,
        variants: Option<serde::de::IgnoredAny>,
    }
    let head: Head = serde_json::from_slice(text).map_err(not_a_report)?;
    if head.facts.is_none() || head.variants.is_none() {
        return Err(ReadError::NotAReport("it has no facts and variants".to_owned()));
    }
    match head.schema_version {
        None => return Err(ReadError::NotAReport("it has no schema_version".to_owned())),
        Some(found) if found != u64::from(TUNE_SCHEMA_VERSION) => {
            return Err(ReadError::OtherVersion { found });
        }
        Some(_) => {}
    }
    let result: TuneResult = serde_json::from_slice(text).map_err(not_a_report)?;
    if result.facts.agent == agent {
        return Ok(result);
    }
    Err(ReadError::OtherAgent { found: result.facts.agent, wanted: agent.to_owned() })
}

fn not_a_report(error: serde_json::Error) -> ReadError {
    match error.classify() {
        serde_json::error::Category::Data => ReadError::NotAReport(error.to_string()),
        _ => ReadError::NotJson(error.to_string()),
    }
}
