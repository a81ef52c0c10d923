use super::{coverage, failures, notes, repeats, summary, unsettled};
use crate::{report::RunResult, shown::Line};

/// A whole run: what is unsettled, the failures, repeats, notes, and the summary last.
pub fn whole(run: &RunResult, reports: &[String]) -> Vec<Line> {
    let mut lines = unsettled(run);
    lines.extend(failures(run));
    let covered = run.coverage.as_ref().map(coverage).unwrap_or_default();
    for part in [repeats(run), covered, notes(run)] {
        if !part.is_empty() {
            lines.extend(part);
            lines.push(Line::new());
        }
    }
    lines.extend(summary(run, reports));
    lines
}
