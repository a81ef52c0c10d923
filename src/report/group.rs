use std::collections::{HashMap, HashSet};

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

/// Failures that are alike: the same code, message and labels, of one place in the files or with the
/// same expectation.
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
        let mut seen = HashSet::from([self.first.scenario.id.as_str()]);
        let ids = self.others.iter().map(|other| other.scenario.id.as_str());
        ids.filter(|id| seen.insert(id)).collect()
    }

    /// The attempts of the first scenario that it is found in.
    pub fn attempts(&self) -> Vec<u32> {
        let id = &self.first.scenario.id;
        let own = self.others.iter().filter(|other| other.scenario.id == *id);
        let mut seen = HashSet::new();
        let numbers = std::iter::once(&self.first).chain(own).map(|one| one.attempt.number);
        numbers.filter(|number| seen.insert(*number)).collect()
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

/// What failures of one shape share when they are alike: texts that miss different words are not.
#[derive(PartialEq, Eq, Hash)]
enum Cause<'a> {
    /// Where the expectation, rule or fault stands; rows of a table share it.
    Place(&'a str, usize, usize),
    /// What was expected; of a talk as a whole also why it did not come.
    Expectation(Vec<&'a str>, Vec<&'a str>),
}

impl<'a> Cause<'a> {
    fn place(failure: &'a Failure) -> Self {
        match &failure.place {
            Some(place) => Self::Place(&place.path, place.line, place.column),
            None => Self::expectation(failure),
        }
    }

    fn expectation(failure: &'a Failure) -> Self {
        let expected = failure.expected.iter().map(|(_, value)| value.as_str()).collect();
        let of_talk = failure.why.iter().filter(|_| failure.turn.is_none());
        Self::Expectation(expected, of_talk.map(String::as_str).collect())
    }
}

/// The failures of the scenarios that failed, those that are alike together, in order of appearance.
pub fn groups(run: &RunResult) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<(Shape<'_>, Cause<'_>), usize> = HashMap::new();
    for occurrence in occurrences(run) {
        let failure = occurrence.failure;
        let keys = [Cause::place(failure), Cause::expectation(failure)];
        let keys = keys.map(|cause| (Shape::of(failure), cause));
        let at = keys.iter().find_map(|key| known.get(key)).copied();
        match at {
            Some(at) => groups[at].others.push(occurrence),
            None => groups.push(Group { first: occurrence, others: Vec::new() }),
        }
        let at = at.unwrap_or(groups.len() - 1);
        for key in keys {
            known.entry(key).or_insert(at);
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
    let mut command = format!("rehearsal test {}", shell_word(&scenario.path));
    let name = scenario.name();
    if name.contains('[') {
        // A file of rows holds several scenarios.
        let filter = format!("name:\"{}\"", name.replace('"', "*"));
        command += &format!(" --filter {}", shell_word(&filter));
    }
    if scenario.attempts.len() > 1 {
        command += " --repeat 1";
    }
    command + &format!(" --seed {}", attempt.seed)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_for_the_shell_stays_one_word() {
        assert_eq!(shell_word("scenarios/a-b.yaml"), "scenarios/a-b.yaml");
        assert_eq!(shell_word("it's $(x)"), r"'it'\''s $(x)'");
        assert_eq!(shell_word(""), "''");
    }
}
