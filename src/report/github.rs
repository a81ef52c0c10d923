//! GitHub Actions: annotations beside the lines of a scenario, and a summary of the job.

use std::io::{self, Write};

use super::{
    Group, Rate, RunResult, ScenarioResult, Totals, Verdict, console, groups,
    markup::{html, html_line},
};
use crate::shown::{
    visible::visible_line,
    workflow::{data, property},
};

/// Most annotations: GitHub shows no more of one step.
pub const MOST_ANNOTATIONS: usize = 10;
/// Most failures of the summary that are shown in full.
const MOST_SHOWN: usize = 30;

/// Writes at most [`MOST_ANNOTATIONS`] annotations, worst first, and counts the rest.
///
/// # Errors
/// When they cannot be written.
pub fn annotate(run: &RunResult, out: &mut dyn Write) -> io::Result<()> {
    let groups = worst_first(run);
    let unsettled: Vec<&ScenarioResult> =
        run.scenarios.iter().filter(|found| found.verdict == Verdict::Inconclusive).collect();
    let errors = groups.iter().map(error);
    let warnings = unsettled.iter().map(|scenario| warning(scenario));
    for annotation in errors.chain(warnings).take(MOST_ANNOTATIONS) {
        writeln!(out, "{annotation}")?;
    }
    match (groups.len() + unsettled.len()).saturating_sub(MOST_ANNOTATIONS) {
        0 => Ok(()),
        rest => writeln!(out, "{rest} more without an annotation; the job summary counts them"),
    }
}

/// What is wrong in most scenarios first.
fn worst_first(run: &RunResult) -> Vec<Group<'_>> {
    let mut groups = groups(run);
    groups.sort_by_key(|group| std::cmp::Reverse(group.count()));
    groups
}

fn error(group: &Group<'_>) -> String {
    let (scenario, failure) = (group.first.scenario, group.first.failure);
    let (path, line, column) = match &failure.place {
        Some(place) => (&place.path, place.line, place.column),
        None => (&scenario.path, scenario.line, 1),
    };
    let others = match group.other_ids().len() {
        0 => String::new(),
        others => format!(" and {others} more alike"),
    };
    let title = format!("{}{others} · {}", scenario.id, failure.code);
    let pair = |side: &str, pairs: &[(String, String)]| {
        let lines = pairs.iter().map(|(label, value)| format!("{side} {label} {value}"));
        lines.collect::<Vec<_>>()
    };
    let mut text = vec![failure.message.clone()];
    text.extend(pair("expected", &failure.expected));
    text.extend(pair("got", &failure.got));
    text.extend(failure.mend.first().cloned());
    let text: Vec<String> = text.iter().map(|line| visible_line(line)).collect();
    format!(
        "::error file={},line={line},col={column},title={}::{}",
        property(path),
        property(&title),
        data(&text.join("\n"))
    )
}

fn warning(scenario: &ScenarioResult) -> String {
    let reason = scenario.reason.as_deref().unwrap_or("no reason is known");
    format!(
        "::warning file={},line={},title={}::{}",
        property(&scenario.path),
        scenario.line,
        property(&format!("{} · inconclusive", scenario.id)),
        data(&visible_line(reason))
    )
}

/// Writes the job summary in Markdown. Text from outside stands in blocks of HTML only, escaped,
/// where Markdown has no meaning.
///
/// # Errors
/// When it cannot be written.
pub fn summarise(run: &RunResult, out: &mut dyn Write) -> io::Result<()> {
    let totals = Totals::of(&run.scenarios);
    writeln!(out, "## Rehearsal: {}\n", headline(totals))?;
    writeln!(out, "| scenarios | passed | failed | inconclusive | not run |")?;
    writeln!(out, "|---:|---:|---:|---:|---:|")?;
    writeln!(
        out,
        "| {} | {} | {} | {} | {} |\n",
        totals.all(),
        totals.passed,
        totals.failed,
        totals.inconclusive,
        totals.not_run
    )?;
    failures(run, out)?;
    unsettled(run, out)?;
    flaky(run, out)
}

fn headline(totals: Totals) -> String {
    match (totals.failed, totals.inconclusive + totals.not_run) {
        (0, 0) if totals.all() > 0 => "all held".to_owned(),
        (0, 0) => "nothing was played".to_owned(),
        (0, unsettled) => format!("nothing failed, {unsettled} without a verdict"),
        (failed, _) => format!("{failed} failed"),
    }
}

fn failures(run: &RunResult, out: &mut dyn Write) -> io::Result<()> {
    let groups = worst_first(run);
    for group in groups.iter().take(MOST_SHOWN) {
        let (scenario, failure) = (group.first.scenario, group.first.failure);
        let others = match group.other_ids().len() {
            0 => String::new(),
            others => format!(" and {others} more alike"),
        };
        writeln!(
            out,
            "<details><summary><b>{}</b>{others} · {} · {}</summary>\n",
            html_line(&scenario.id),
            html_line(&failure.code),
            html_line(&failure.message)
        )?;
        writeln!(out, "<pre>")?;
        for line in console::group(group) {
            writeln!(out, "{}", html(line.text().trim_end()))?;
        }
        writeln!(out, "</pre>\n\n</details>\n")?;
    }
    match groups.len().saturating_sub(MOST_SHOWN) {
        0 => Ok(()),
        rest => writeln!(out, "… and {rest} more kinds of failure.\n"),
    }
}

/// A heading and lines of outside text under it.
fn block(title: &str, lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "### {title}\n\n<pre>")?;
    for line in lines.iter().take(MOST_SHOWN) {
        writeln!(out, "{}", html_line(line))?;
    }
    if lines.len() > MOST_SHOWN {
        writeln!(out, "… and {} more", lines.len() - MOST_SHOWN)?;
    }
    writeln!(out, "</pre>\n")
}

fn unsettled(run: &RunResult, out: &mut dyn Write) -> io::Result<()> {
    let with_reason = |scenario: &ScenarioResult| match &scenario.reason {
        Some(reason) => format!("{}: {reason}", scenario.id),
        None => scenario.id.clone(),
    };
    for (verdict, title) in [(Verdict::Inconclusive, "Inconclusive"), (Verdict::NotRun, "Not run")]
    {
        let concerned = run.scenarios.iter().filter(|scenario| scenario.verdict == verdict);
        block(title, &concerned.map(with_reason).collect::<Vec<_>>(), out)?;
    }
    Ok(())
}

fn flaky(run: &RunResult, out: &mut dyn Write) -> io::Result<()> {
    let named = run.scenarios.iter().filter_map(|scenario| {
        let rate = Rate::of(scenario).filter(|rate| rate.is_flaky())?;
        Some(format!("{}: {} of {} passed", scenario.id, rate.passed, rate.tried))
    });
    block("Flaky", &named.collect::<Vec<_>>(), out)
}
