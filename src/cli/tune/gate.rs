//! `--gate`: exit 1 only on a loss that the test shows.

use std::{fs, path::Path};

use crate::tuning::{Comparison, TUNE_SCHEMA_VERSION, TuneResult, compare};

/// Compares with an earlier tuning of the same agent.
///
/// # Errors
/// A sentence, when the baseline cannot be read or is of something else.
pub(super) fn against(path: &Path, result: &TuneResult) -> Result<Comparison, String> {
    let shown = path.display();
    let text = fs::read(path).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    let baseline: TuneResult = serde_json::from_slice(&text).map_err(|error| {
        format!("{shown} is no JSON report of `rehearsal tune`: {error}; make one with --report json=FILE")
    })?;
    if baseline.schema_version != TUNE_SCHEMA_VERSION {
        return Err(format!(
            "{shown} is a report of version {}, and this program reads version {TUNE_SCHEMA_VERSION}; \
             make the baseline anew",
            baseline.schema_version
        ));
    }
    if baseline.facts.agent != result.facts.agent {
        return Err(format!(
            "{shown} is of the agent {}, not of {}; name the baseline of this agent",
            baseline.facts.agent, result.facts.agent
        ));
    }
    let (Some(before), Some(after)) = (baseline.variants.first(), result.variants.first()) else {
        return Err(format!("{shown} holds no variant; make the baseline anew"));
    };
    Ok(compare("this prompt", &before.scored, &after.scored))
}
