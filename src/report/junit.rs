//! JUnit XML as CI servers read it: a suite per agent, a case per scenario.

use std::io::{self, Write};

use super::{
    Attempt, Occurrence, RunResult, ScenarioResult, Totals, Verdict, console,
    markup::{xml, xml_text},
};

/// Writes the report.
///
/// # Errors
/// When it cannot be written.
pub fn write(run: &RunResult, out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<&ScenarioResult> = run.scenarios.iter().collect();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"rehearsal\" {} time=\"{}\">",
        counts(&all),
        seconds(run.run.ms)
    )?;
    for (name, scenarios) in suites(run) {
        suite(run, name, &scenarios, out)?;
    }
    writeln!(out, "</testsuites>")
}

/// The scenarios of each agent's folder, in order of appearance.
fn suites(run: &RunResult) -> Vec<(&str, Vec<&ScenarioResult>)> {
    let mut suites: Vec<(&str, Vec<&ScenarioResult>)> = Vec::new();
    let mut known = std::collections::HashMap::new();
    for scenario in &run.scenarios {
        let folder = scenario.folder();
        let at = *known.entry(folder).or_insert_with(|| {
            suites.push((folder, Vec::new()));
            suites.len() - 1
        });
        suites[at].1.push(scenario);
    }
    suites
}

fn counts(scenarios: &[&ScenarioResult]) -> String {
    let mut totals = Totals::default();
    for scenario in scenarios {
        totals.count(scenario.verdict);
    }
    format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
        totals.all(),
        totals.failed,
        totals.inconclusive
    )
}

fn suite(
    run: &RunResult,
    folder: &str,
    scenarios: &[&ScenarioResult],
    out: &mut dyn Write,
) -> io::Result<()> {
    let agent = scenarios.first().map_or("", |scenario| scenario.agent.as_str());
    let skipped = scenarios.iter().filter(|found| found.verdict == Verdict::NotRun).count();
    let ms = scenarios.iter().map(|scenario| scenario.ms).sum();
    writeln!(
        out,
        "  <testsuite name=\"{}\" package=\"{}\" {} skipped=\"{skipped}\" time=\"{}\" timestamp=\"{}\">",
        xml(if agent.is_empty() { folder } else { agent }),
        xml(folder),
        counts(scenarios),
        seconds(ms),
        xml(timestamp(&run.run.started)),
    )?;
    properties(run, out)?;
    for scenario in scenarios {
        case(scenario, out)?;
    }
    writeln!(out, "  </testsuite>")
}

fn properties(run: &RunResult, out: &mut dyn Write) -> io::Result<()> {
    let model = run.run.model.as_deref().unwrap_or("offline");
    let seed = run.run.seed.to_string();
    writeln!(out, "    <properties>")?;
    for (name, value) in
        [("rehearsal", run.run.version.as_str()), ("model", model), ("seed", &seed)]
    {
        writeln!(out, "      <property name=\"{name}\" value=\"{}\"/>", xml(value))?;
    }
    if let Some(shard) = run.run.shard {
        writeln!(out, "      <property name=\"shard\" value=\"{}/{}\"/>", shard.index, shard.of)?;
    }
    writeln!(out, "    </properties>")
}

fn case(scenario: &ScenarioResult, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"",
        xml(scenario.folder()),
        xml(scenario.name()),
        seconds(scenario.ms),
    )?;
    let reason = scenario.reason.as_deref().unwrap_or("no reason is known");
    match scenario.verdict {
        Verdict::Passed => return writeln!(out, "/>"),
        Verdict::Failed => failure(scenario, out)?,
        Verdict::Inconclusive => {
            write!(out, ">\n      <error type=\"inconclusive\" message=\"{}\"/>\n", xml(reason))?;
        }
        Verdict::NotRun => write!(out, ">\n      <skipped message=\"{}\"/>\n", xml(reason))?,
    }
    talk(scenario, out)?;
    writeln!(out, "    </testcase>")
}

/// One element for all failures: most viewers show no more than one.
fn failure(scenario: &ScenarioResult, out: &mut dyn Write) -> io::Result<()> {
    let found: Vec<Occurrence<'_>> = scenario
        .attempts
        .iter()
        .flat_map(|attempt| {
            attempt.failures.iter().map(move |failure| Occurrence { scenario, attempt, failure })
        })
        .collect();
    let (code, message) = found.first().map_or(("failed", "it did not hold"), |first| {
        (first.failure.code.as_str(), first.failure.message.as_str())
    });
    let more = match found.len() {
        0 | 1 => String::new(),
        many => format!(" (and {} more)", many - 1),
    };
    write!(
        out,
        ">\n      <failure type=\"{}\" message=\"{}\">",
        xml(code),
        xml(&format!("{message}{more}"))
    )?;
    for line in found.iter().flat_map(|occurrence| console::single(*occurrence)) {
        writeln!(out, "{}", xml_text(line.text().trim_end()))?;
    }
    writeln!(out, "</failure>")
}

/// The talk that decided the verdict, for people.
fn talk(scenario: &ScenarioResult, out: &mut dyn Write) -> io::Result<()> {
    let Some(attempt) = telling(scenario).filter(|attempt| !attempt.turns.is_empty()) else {
        return Ok(());
    };
    write!(out, "      <system-out>")?;
    for turn in &attempt.turns {
        if turn.turn > 0 {
            writeln!(out, "you    {}", xml_text(turn.user.as_deref().unwrap_or("(silence)")))?;
        }
        writeln!(out, "agent  {}", xml_text(&turn.reply))?;
    }
    writeln!(out, "</system-out>")
}

/// The first attempt that came to the scenario's verdict.
fn telling(scenario: &ScenarioResult) -> Option<&Attempt> {
    scenario.attempts.iter().find(|attempt| attempt.verdict == scenario.verdict)
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

/// The time without its zone, as the schema wants it.
fn timestamp(rfc3339: &str) -> &str {
    rfc3339.get(..19).unwrap_or("1970-01-01T00:00:00")
}
