use crate::{
    report::{Rate, RunResult, statistics::whole_percent},
    shown::{Line, Tone},
};

/// How the scenarios fared that were played several times, the flaky ones by name.
pub fn repeats(run: &RunResult) -> Vec<Line> {
    let rates: Vec<(&str, Rate)> = run
        .scenarios
        .iter()
        .filter_map(|scenario| Some((scenario.id.as_str(), Rate::of(scenario)?)))
        .collect();
    if rates.is_empty() {
        return Vec::new();
    }
    let flaky = rates.iter().filter(|(_, rate)| rate.is_flaky());
    let mut lines = vec![overall(&rates)];
    lines.extend(flaky.map(|(id, rate)| one(id, *rate)));
    lines
}

/// All repeated scenarios together: attempts pooled, chances averaged.
fn overall(rates: &[(&str, Rate)]) -> Line {
    let sum = |of: fn(&Rate) -> u32| rates.iter().map(|(_, rate)| of(rate)).sum();
    let all = Rate::from_counts(sum(|rate| rate.passed), sum(|rate| rate.tried));
    let flaky = rates.iter().filter(|(_, rate)| rate.is_flaky()).count();
    let scenarios = if rates.len() == 1 { "scenario" } else { "scenarios" };
    let line = Line::of(&format!("{} {scenarios} repeated: ", rates.len())).then(share(all));
    match flaky {
        0 => line.plain(", none flaky"),
        _ => line.plain(", ").with(&format!("{flaky} flaky"), Tone::Warn),
    }
}

fn one(id: &str, rate: Rate) -> Line {
    let line = Line::of("  ").with("flaky", Tone::Warn).plain("  ").with(id, Tone::Strong);
    let line = line.plain("  ").then(share(rate));
    match (rate.once, rate.always) {
        (Some(once), Some(always)) => line.dim(&format!(
            " · pass@{k} {} · pass^{k} {}",
            percent(once),
            percent(always),
            k = rate.k
        )),
        _ => line,
    }
}

fn share(rate: Rate) -> Line {
    let (low, high) = whole_percent(rate.interval);
    let of = f64::from(rate.passed) / f64::from(rate.tried.max(1));
    Line::of(&format!("{} of {} passed, {}", rate.passed, rate.tried, percent(of)))
        .dim(&format!(" (95 % interval {low} % to {high} %)"))
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
