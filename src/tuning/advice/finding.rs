use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{again, claim, doubled, hollow, leak, missing, played, promise, reach, section};
use crate::{agent::Agent, tuning::Scored};

/// Something about the prompt's error lines that is worth changing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// Stable code, such as `outcome-without-line`.
    pub code: String,
    /// The line of the prompt it is about, from 1; none when a line is missing.
    pub line: Option<usize>,
    /// What is found.
    pub message: String,
    /// How to mend it.
    pub mend: String,
}

impl Advice {
    pub(super) fn new(code: &str, line: Option<usize>, message: String, mend: &str) -> Self {
        Self { code: code.to_owned(), line, message, mend: mend.to_owned() }
    }
}

/// What is found in an agent's prompt; `scored` says which lines were ever the nearest.
///
/// In the order of the prompt's lines; what is missing comes last.
pub fn advise(agent: &Agent, scored: &[Scored]) -> Vec<Advice> {
    let doubled = doubled::find(agent);
    let mut found = reach::find(agent, &doubled);
    found.extend(doubled);
    found.extend(hollow::find(agent));
    found.extend(section::find(agent));
    found.extend(leak::find(agent));
    found.extend(claim::find(agent));
    found.extend(again::find(agent));
    found.extend(promise::find(agent));
    found.extend(missing::find(agent));
    found.extend(played::find(scored));
    found.sort_by_key(|advice| advice.line.unwrap_or(usize::MAX));
    found
}

/// What is found in these lines by themselves: each finding at its own line, and nothing of what is
/// missing elsewhere or was played.
pub(in crate::tuning) fn of_lines(agent: &Agent, lines: &BTreeSet<usize>) -> Vec<Advice> {
    let doubled = doubled::find(agent);
    let mut found = reach::find(agent, &doubled);
    found.extend(doubled);
    found.extend(hollow::find(agent));
    found.extend(leak::find(agent));
    found.extend(claim::find(agent));
    found.extend(again::find(agent));
    found.retain(|advice| advice.line.is_some_and(|line| lines.contains(&line)));
    // A promise is told once, at its first line: here each line is asked alone.
    found.extend(lines.iter().flat_map(|line| {
        let mut alone = agent.clone();
        alone.prompt.error_lines.retain(|known| known.line == *line);
        promise::find(&alone)
    }));
    found
}
