use super::{Attempt, Failure, RunResult, ScenarioResult, Verdict};

/// A failure with where it happened.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence<'a> {
    /// The scenario.
    pub scenario: &'a ScenarioResult,
    /// The attempt in which it failed.
    pub attempt: &'a Attempt,
    /// What did not hold.
    pub failure: &'a Failure,
}

/// Failures that are alike: the same code, message and shape of what was expected and came.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    /// The first, shown in full.
    pub first: Occurrence<'a>,
    /// The others.
    pub others: Vec<Occurrence<'a>>,
}

impl<'a> Group<'a> {
    /// How many failures it stands for.
    pub fn count(&self) -> usize {
        1 + self.others.len()
    }

    /// The ids of the other scenarios it is found in, each once.
    pub fn other_ids(&self) -> Vec<&'a str> {
        let mut ids: Vec<&str> = Vec::new();
        for other in &self.others {
            let id = other.scenario.id.as_str();
            if id != self.first.scenario.id && !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// The attempts of the first scenario that it is found in.
    pub fn attempts(&self) -> Vec<u32> {
        let id = &self.first.scenario.id;
        let mut numbers = vec![self.first.attempt.number];
        for other in self.others.iter().filter(|other| other.scenario.id == *id) {
            if !numbers.contains(&other.attempt.number) {
                numbers.push(other.attempt.number);
            }
        }
        numbers
    }
}

/// What makes failures alike.
#[derive(PartialEq, Eq, Hash)]
struct Shape<'a> {
    code: &'a str,
    kind: &'a str,
    message: &'a str,
    expected: Vec<&'a str>,
    got: Vec<&'a str>,
}

impl<'a> Shape<'a> {
    fn of(failure: &'a Failure) -> Self {
        let labels = |pairs: &'a [(String, String)]| {
            pairs.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>()
        };
        Self {
            code: &failure.code,
            kind: &failure.kind,
            message: &failure.message,
            expected: labels(&failure.expected),
            got: labels(&failure.got),
        }
    }
}

/// The failures of the scenarios that failed, those that are alike together, in order of appearance.
pub fn groups(run: &RunResult) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known = std::collections::HashMap::new();
    for occurrence in occurrences(run) {
        match known.get(&Shape::of(occurrence.failure)) {
            Some(at) => {
                let group: &mut Group<'_> = &mut groups[*at];
                group.others.push(occurrence);
            }
            None => {
                known.insert(Shape::of(occurrence.failure), groups.len());
                groups.push(Group { first: occurrence, others: Vec::new() });
            }
        }
    }
    groups
}

/// Each failure of the scenarios that failed.
fn occurrences(run: &RunResult) -> impl Iterator<Item = Occurrence<'_>> {
    let failed = run.scenarios.iter().filter(|scenario| scenario.verdict == Verdict::Failed);
    failed.flat_map(|scenario| {
        scenario.attempts.iter().flat_map(move |attempt| {
            attempt.failures.iter().map(move |failure| Occurrence { scenario, attempt, failure })
        })
    })
}

/// The command that plays a scenario alone again, just as it was.
pub fn again(scenario: &ScenarioResult, attempt: &Attempt) -> String {
    format!("rehearsal test {} --seed {}", shell_word(&scenario.path), attempt.seed)
}

/// A word as a POSIX shell reads it.
fn shell_word(text: &str) -> String {
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':' | '@');
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}
