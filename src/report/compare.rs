//! Two runs of the same scenarios: what flipped, and whether that could be chance.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{RunResult, ScenarioResult, Verdict, statistics};

/// What changed between two runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// Scenarios whose verdict is another one now, in the order of their ids.
    pub flips: Vec<Flip>,
    /// Scenarios that passed both times.
    pub passed_twice: u32,
    /// Scenarios that failed both times.
    pub failed_twice: u32,
    /// Scenarios of both runs that have no verdict in one of them.
    pub unsettled: u32,
    /// Ids that only the run before has.
    pub only_before: Vec<String>,
    /// Ids that only the run after has.
    pub only_after: Vec<String>,
}

/// A scenario whose verdict changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flip {
    /// The scenario.
    pub id: String,
    /// Its verdict before.
    pub before: Verdict,
    /// Its verdict now.
    pub after: Verdict,
    /// What does not hold now, or did not hold before; one sentence.
    pub because: Option<String>,
}

impl Comparison {
    /// Compares run by run, scenario by scenario.
    pub fn between(before: &RunResult, after: &RunResult) -> Self {
        let mut known: BTreeMap<&str, &ScenarioResult> =
            before.scenarios.iter().map(|found| (found.id.as_str(), found)).collect();
        let mut now: Vec<&ScenarioResult> = after.scenarios.iter().collect();
        now.sort_by(|a, b| a.id.cmp(&b.id));
        let mut comparison = Self::default();
        for scenario in now {
            match known.remove(scenario.id.as_str()) {
                Some(earlier) => comparison.pair(earlier, scenario),
                None => comparison.only_after.push(scenario.id.clone()),
            }
        }
        comparison.only_before = known.into_keys().map(str::to_owned).collect();
        comparison
    }

    fn pair(&mut self, before: &ScenarioResult, after: &ScenarioResult) {
        use Verdict::{Failed, Passed};
        match (before.verdict, after.verdict) {
            (Passed, Passed) => self.passed_twice += 1,
            (Failed, Failed) => self.failed_twice += 1,
            (Passed, Failed) | (Failed, Passed) => {}
            _ => self.unsettled += 1,
        }
        if before.verdict != after.verdict {
            self.flips.push(Flip {
                id: after.id.clone(),
                before: before.verdict,
                after: after.verdict,
                because: because(after).or_else(|| because(before)),
            });
        }
    }

    /// How many failed before and pass now.
    pub fn mended(&self) -> u32 {
        self.flipped(Verdict::Failed, Verdict::Passed)
    }

    /// How many passed before and fail now.
    pub fn broken(&self) -> u32 {
        self.flipped(Verdict::Passed, Verdict::Failed)
    }

    fn flipped(&self, before: Verdict, after: Verdict) -> u32 {
        let found = self.flips.iter().filter(|flip| flip.before == before && flip.after == after);
        u32::try_from(found.count()).unwrap_or(u32::MAX)
    }

    /// Scenarios with a verdict in both runs.
    pub fn pairs(&self) -> u32 {
        self.passed_twice + self.failed_twice + self.mended() + self.broken()
    }

    /// Whether something that passed before does not pass now, or is not there any more.
    pub fn has_regressions(&self) -> bool {
        self.flips.iter().any(|flip| flip.before == Verdict::Passed)
    }

    /// How likely so uneven a split of the flips is by chance (McNemar, exact, two-sided).
    pub fn chance(&self) -> f64 {
        statistics::mcnemar(self.mended(), self.broken())
    }

    /// What the test says, in one sentence.
    pub fn conclusion(&self) -> String {
        let (mended, broken, pairs) = (self.mended(), self.broken(), self.pairs());
        let n = format!("{pairs} paired scenario{}", if pairs == 1 { "" } else { "s" });
        let chance = self.chance();
        if mended + broken == 0 {
            return format!("No difference shown: none of {n} flipped between passed and failed.");
        }
        let split = format!("{mended} mended, {broken} broken of {n}, exact test p = {chance:.3}");
        if chance < 0.05 {
            let which = if mended > broken { "after" } else { "before" };
            return format!("The run {which} is better: {split}.");
        }
        match mended + broken < statistics::FEWEST_FLIPS {
            true => format!(
                "No difference shown: {split}. So few flips can show none; {} one way would.",
                statistics::FEWEST_FLIPS
            ),
            false => format!("No difference shown: {split}."),
        }
    }
}

/// Why a scenario did not pass.
fn because(scenario: &ScenarioResult) -> Option<String> {
    let failure = scenario.attempts.iter().find_map(|attempt| attempt.failures.first());
    match scenario.verdict {
        Verdict::Passed => None,
        Verdict::Failed => failure.map(|failure| failure.message.clone()),
        Verdict::Inconclusive | Verdict::NotRun => scenario.reason.clone(),
    }
}
