//! `--gate`: exit 1 only on a loss that the test shows.

use std::{fs, path::Path};

use crate::{
    shown::visible::visible_line,
    tuning::{Comparison, TuneResult, compare, report::read},
};

/// Compares with an earlier tuning of the same agent.
///
/// # Errors
/// A sentence, when the baseline cannot be read or is of something else.
pub(super) fn against(path: &Path, result: &TuneResult) -> Result<Comparison, String> {
    let shown = visible_line(&path.display().to_string());
    let text = fs::read(path).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    let baseline = read(&text, &result.facts.agent);
    let baseline =
        baseline.map_err(|error| format!("{shown}: {}", visible_line(&error.to_string())))?;
    match (baseline.variants.first(), result.variants.first()) {
        (Some(before), Some(after)) => Ok(compare("this prompt", &before.scored, &after.scored)),
        _ => {
            Err(format!("{shown} holds no variant; make the baseline anew with --report json=FILE"))
        }
    }
}
