use serde::Serialize;

use super::{ScenarioResult, Verdict, statistics};

/// How a scenario fared that was played several times.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rate {
    /// Attempts that held.
    pub passed: u32,
    /// Attempts of which something can be said.
    pub tried: u32,
    /// The 95 % interval of the rate, from 0 to 1.
    pub interval: (f64, f64),
    /// How many tries [`Rate::once`] and [`Rate::always`] are about.
    pub k: u32,
    /// The chance that one of `k` tries passes (pass@k).
    pub once: Option<f64>,
    /// The chance that all of `k` tries pass (pass^k).
    pub always: Option<f64>,
}

impl Rate {
    /// What `k` is when there are enough tries: three is what people rely on without noticing.
    const USUAL: u32 = 3;

    /// The rate of a scenario; none when it was played once.
    pub fn of(scenario: &ScenarioResult) -> Option<Self> {
        if scenario.attempts.len() < 2 {
            return None;
        }
        let count = |verdict| {
            let found = scenario.attempts.iter().filter(|attempt| attempt.verdict == verdict);
            u32::try_from(found.count()).unwrap_or(u32::MAX)
        };
        let passed = count(Verdict::Passed);
        Some(Self::from_counts(passed, passed + count(Verdict::Failed)))
    }

    /// The rate of so many that held of so many tries.
    pub fn from_counts(passed: u32, tried: u32) -> Self {
        let k = Self::USUAL.min(tried.saturating_sub(1)).max(1);
        Self {
            passed,
            tried,
            interval: statistics::wilson(passed, tried),
            k,
            once: statistics::pass_at(k, passed, tried),
            always: statistics::pass_all(k, passed, tried),
        }
    }

    /// Whether it held sometimes and sometimes not.
    pub fn is_flaky(self) -> bool {
        self.passed > 0 && self.passed < self.tried
    }
}
