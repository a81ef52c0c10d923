use crate::{
    report::{RunResult, ScenarioResult, Totals, Verdict},
    shown::{Line, Tone},
};

/// The last line: how many, how they fared, how long it took, and where the reports are.
pub fn summary(run: &RunResult, reports: &[String]) -> Vec<Line> {
    let totals = Totals::of(&run.scenarios);
    let all = totals.all();
    let mut line = Line::of(&format!("{all} {}", if all == 1 { "scenario" } else { "scenarios" }));
    let counts = [
        (totals.passed, Verdict::Passed, Tone::Good),
        (totals.failed, Verdict::Failed, Tone::Bad),
        (totals.inconclusive, Verdict::Inconclusive, Tone::Warn),
        (totals.not_run, Verdict::NotRun, Tone::Warn),
    ];
    for (count, verdict, tone) in counts.into_iter().filter(|(count, ..)| *count > 0) {
        line = line.dim(" · ").with(&format!("{count} {}", verdict.name()), tone);
        if let Some(reasons) = reasons(run, verdict) {
            line = line.plain(&format!(" ({reasons})"));
        }
    }
    line = line.dim(" · ").plain(&duration(run.run.ms));
    if let Some(shard) = run.run.shard {
        line = line.dim(" · ").plain(&format!("shard {} of {}", shard.index, shard.of));
    }
    if run.run.interrupted {
        line = line.dim(" · ").with("stopped before its end", Tone::Warn);
    }
    if !reports.is_empty() {
        let word = if reports.len() == 1 { "report" } else { "reports" };
        line = line.dim(&format!("      {word}: {}", reports.join(", ")));
    }
    vec![line]
}

/// The one reason of all scenarios of this verdict, or how many there are.
fn reasons(run: &RunResult, verdict: Verdict) -> Option<String> {
    let mut reasons: Vec<&str> = Vec::new();
    for scenario in run.scenarios.iter().filter(|scenario| scenario.verdict == verdict) {
        let reason = scenario.reason.as_deref().unwrap_or_default();
        if !reason.is_empty() && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    match reasons.as_slice() {
        [] => None,
        [only] => Some(only.trim_end_matches('.').to_owned()),
        many => Some(format!("for {} reasons", many.len())),
    }
}

/// Scenarios of which nothing can be said, or that were not played: under each reason their names.
pub fn unsettled(run: &RunResult) -> Vec<Line> {
    let mut lines = Vec::new();
    for verdict in [Verdict::Inconclusive, Verdict::NotRun] {
        let concerned: Vec<&ScenarioResult> =
            run.scenarios.iter().filter(|scenario| scenario.verdict == verdict).collect();
        let mut reasons: Vec<&str> = Vec::new();
        for scenario in &concerned {
            let reason = reason(scenario);
            if !reasons.contains(&reason) {
                reasons.push(reason);
                let with_it = concerned.iter().filter(|other| self::reason(other) == reason);
                lines.extend(under_reason(verdict, reason, &with_it.collect::<Vec<_>>()));
            }
        }
    }
    lines
}

fn reason(scenario: &ScenarioResult) -> &str {
    scenario.reason.as_deref().unwrap_or("no reason is known")
}

/// Most scenarios that are named under one reason.
const MOST_NAMED: usize = 10;

fn under_reason(verdict: Verdict, reason: &str, scenarios: &[&&ScenarioResult]) -> Vec<Line> {
    let name = verdict.name().to_uppercase();
    let mut lines = vec![Line::new().with(&name, Tone::Warn).plain("  ").plain(reason)];
    lines.extend(
        scenarios.iter().take(MOST_NAMED).map(|scenario| Line::of("  ").plain(&scenario.id)),
    );
    if scenarios.len() > MOST_NAMED {
        lines.push(Line::dimmed(&format!("  … and {} more", scenarios.len() - MOST_NAMED)));
    }
    lines.push(Line::new());
    lines
}

/// The scenarios that took longest, slowest first.
pub fn slowest(run: &RunResult, most: usize) -> Vec<Line> {
    let mut scenarios: Vec<&ScenarioResult> =
        run.scenarios.iter().filter(|scenario| !scenario.attempts.is_empty()).collect();
    scenarios.sort_by_key(|scenario| std::cmp::Reverse(scenario.ms));
    let mut lines: Vec<Line> = scenarios
        .iter()
        .take(most)
        .map(|scenario| Line::of(&format!("  {:>9}  ", duration(scenario.ms))).plain(&scenario.id))
        .collect();
    if !lines.is_empty() {
        lines.insert(0, Line::of("slowest:"));
    }
    lines
}

/// What the user should know of the run.
pub fn notes(run: &RunResult) -> Vec<Line> {
    let note = |note: &String| Line::new().with("note", Tone::Warn).plain("  ").plain(note);
    run.run.notes.iter().map(note).collect()
}

fn duration(ms: u64) -> String {
    match ms {
        0..100 => format!("{ms} ms"),
        100..60_000 => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
        _ => format!("{} min {} s", ms / 60_000, ms % 60_000 / 1000),
    }
}
