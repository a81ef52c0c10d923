use std::io;

use serde::Serialize;

use crate::{
    report::{Details, Group, Rate, RunFacts, RunResult, ScenarioResult, Totals, Verdict, groups},
    scenario::{
        Coverage,
        coverage::{AgentCoverage, CoverageKind, Share},
    },
};

/// The run with one line per scenario: what the page needs before a scenario is chosen.
#[derive(Serialize)]
pub struct Index<'a> {
    run: &'a RunFacts,
    totals: Totals,
    scenarios: Vec<Entry<'a>>,
    groups: Vec<Kind<'a>>,
    flaky: Vec<Flaky<'a>>,
    coverage: Option<Covered>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    verdict: Verdict,
    description: Option<&'a str>,
    tags: &'a [String],
    agent: &'a str,
    ms: u64,
    /// What is wrong with it.
    because: Option<&'a str>,
    /// What the customer says, to be searched.
    talk: String,
    /// How often it passed, when that varies.
    flaky: Option<String>,
}

#[derive(Serialize)]
struct Kind<'a> {
    code: &'a str,
    message: &'a str,
    ids: Vec<&'a str>,
}

#[derive(Serialize)]
struct Flaky<'a> {
    id: &'a str,
    rate: String,
}

#[derive(Serialize)]
struct Covered {
    share: Share,
    agents: Vec<CoveredAgent>,
}

#[derive(Serialize)]
struct CoveredAgent {
    agent: String,
    share: Share,
    kinds: Vec<CoveredKind>,
}

#[derive(Serialize)]
struct CoveredKind {
    name: &'static str,
    share: Share,
    met: Vec<String>,
    missed: Vec<String>,
}

impl<'a> Index<'a> {
    /// Of a run, whose talks are gone through one by one.
    pub fn of(run: &'a RunResult, details: &dyn Details) -> io::Result<Self> {
        let entry = |(at, scenario): (usize, &'a ScenarioResult)| {
            Ok(Entry::of(scenario, talk(&*details.whole(at, scenario)?)))
        };
        Ok(Self {
            run: &run.run,
            totals: Totals::of(&run.scenarios),
            scenarios: run.scenarios.iter().enumerate().map(entry).collect::<io::Result<_>>()?,
            groups: groups(run).iter().map(Kind::of).collect(),
            flaky: run.scenarios.iter().filter_map(Flaky::of).collect(),
            coverage: run.coverage.as_ref().map(Covered::of),
        })
    }
}

/// Most characters of a talk that are searched.
const SEARCHED: usize = 400;

/// What the customer says, to be searched.
fn talk(scenario: &ScenarioResult) -> String {
    let turns = scenario.attempts.first().map(|attempt| attempt.turns.as_slice());
    let said = turns.unwrap_or_default().iter().filter_map(|turn| turn.user.as_deref());
    said.collect::<Vec<_>>().join("\n").chars().take(SEARCHED).collect()
}

impl<'a> Entry<'a> {
    fn of(scenario: &'a ScenarioResult, talk: String) -> Self {
        let failed = match scenario.verdict {
            Verdict::Failed => {
                scenario.attempts.iter().find_map(|attempt| attempt.failures.first())
            }
            Verdict::Passed | Verdict::Inconclusive | Verdict::NotRun => None,
        };
        let rate = Rate::of(scenario).filter(|rate| rate.is_flaky());
        Self {
            id: &scenario.id,
            verdict: scenario.verdict,
            description: scenario.description.as_deref(),
            tags: &scenario.tags,
            agent: &scenario.agent,
            ms: scenario.ms,
            because: scenario.reason.as_deref().or(failed.map(|failure| failure.message.as_str())),
            talk,
            flaky: rate.map(|rate| format!("{}/{}", rate.passed, rate.tried)),
        }
    }
}

impl<'a> Kind<'a> {
    fn of(group: &Group<'a>) -> Self {
        let first = group.first;
        let mut ids = vec![first.scenario.id.as_str()];
        ids.extend(group.other_ids());
        Self { code: &first.failure.code, message: &first.failure.message, ids }
    }
}

impl<'a> Flaky<'a> {
    fn of(scenario: &'a ScenarioResult) -> Option<Self> {
        let rate = Rate::of(scenario).filter(|rate| rate.is_flaky())?;
        let percent = |share: f64| format!("{:.0} %", share * 100.0);
        let (low, high) = rate.interval;
        let mut text = format!(
            "{} of {} passed (95 % interval {} to {})",
            rate.passed,
            rate.tried,
            percent(low),
            percent(high)
        );
        if let (Some(once), Some(always)) = (rate.once, rate.always) {
            let k = rate.k;
            text += &format!(" · pass@{k} {} · pass^{k} {}", percent(once), percent(always));
        }
        Some(Self { id: &scenario.id, rate: text })
    }
}

impl Covered {
    fn of(coverage: &Coverage) -> Self {
        Self {
            share: coverage.share(),
            agents: coverage.agents.iter().map(CoveredAgent::of).collect(),
        }
    }
}

impl CoveredAgent {
    fn of(found: &AgentCoverage) -> Self {
        let kinds = CoverageKind::ALL.into_iter().filter(|kind| found.share_of(*kind).all > 0);
        Self {
            agent: found.agent.clone(),
            share: found.share(),
            kinds: kinds.map(|kind| CoveredKind::of(found, kind)).collect(),
        }
    }
}

impl CoveredKind {
    fn of(found: &AgentCoverage, kind: CoverageKind) -> Self {
        let names = |is_met: bool| {
            let items = found.of_kind(kind).filter(|item| (item.count > 0) == is_met);
            items.map(|item| item.name.clone()).collect()
        };
        Self {
            name: kind.plural(),
            share: found.share_of(kind),
            met: names(true),
            missed: names(false),
        }
    }
}
