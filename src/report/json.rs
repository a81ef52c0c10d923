//! A run for programs: the whole tree, one scenario a line, and the way back.

use std::io;

use serde::Deserialize;
use thiserror::Error;

use super::{
    Details, Held, RunResult, SCHEMA_VERSION,
    escape::{Surroundings, write_json},
};

/// Why a text is no report of ours.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ReadError {
    /// It is not JSON, or not whole.
    #[error("it is not JSON: {0}")]
    NotJson(String),
    /// It is JSON of another kind.
    #[error("it is not a JSON report of `rehearsal test`: {0}")]
    NotAReport(String),
    /// It is of another version.
    #[error(
        "it has schema_version {found} and this program reads {SCHEMA_VERSION}: \
         make it again with this version of rehearsal"
    )]
    OtherVersion {
        /// Its version.
        found: u64,
    },
}

/// Writes the report.
///
/// # Errors
/// When it cannot be written.
pub fn write(run: &RunResult, out: &mut dyn io::Write) -> io::Result<()> {
    write_with(run, &Held, out)
}

/// Writes the report of a run whose talks are held elsewhere.
///
/// # Errors
/// When it cannot be written, or a talk not be read back.
pub fn write_with(
    run: &RunResult,
    details: &dyn Details,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    write!(out, "{{\"schema_version\":{},\n\"run\":", run.schema_version)?;
    write_json(out, &run.run, Surroundings::Text)?;
    out.write_all(b",\n\"scenarios\":[")?;
    for (at, scenario) in run.scenarios.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        write_json(out, &*details.whole(at, scenario)?, Surroundings::Text)?;
    }
    out.write_all(b"\n]")?;
    if let Some(coverage) = &run.coverage {
        out.write_all(b",\n\"coverage\":")?;
        write_json(out, coverage, Surroundings::Text)?;
    }
    out.write_all(b"}\n")
}

/// Reads a report.
///
/// # Errors
/// When it is none, or one of another version.
pub fn read(text: &[u8]) -> Result<RunResult, ReadError> {
    #[derive(Deserialize)]
    struct Head {
        schema_version: Option<u64>,
    }
    let not_a_report = |error: serde_json::Error| match error.classify() {
        serde_json::error::Category::Data => ReadError::NotAReport(error.to_string()),
        _ => ReadError::NotJson(error.to_string()),
    };
    let head: Head = serde_json::from_slice(text).map_err(not_a_report)?;
    match head.schema_version {
        Some(version) if version == u64::from(SCHEMA_VERSION) => {
            serde_json::from_slice(text).map_err(not_a_report)
        }
        Some(found) => Err(ReadError::OtherVersion { found }),
        None => Err(ReadError::NotAReport("it has no schema_version".to_owned())),
    }
}
