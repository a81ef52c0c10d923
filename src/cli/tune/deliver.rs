//! What is told of a tuning: reports to files, the matrix to the screen.

use std::io::{self, Write};

use super::gate::Gated;
use crate::{
    cli::{
        Environment, Exit,
        finding::Look,
        report::{Format, ReportOutput, Target, print, write_whole},
    },
    shown::{Line, visible::visible_line},
    tuning::{
        TuneResult,
        report::{cell_lines, lines, write_html, write_json, write_junit, write_markdown},
    },
};

/// Columns where nobody says how wide the terminal is.
const WIDTH: usize = 100;

/// Why a report cannot be made of a tuning.
///
/// # Errors
/// A sentence that names what can be made.
pub(super) fn check(reports: &[ReportOutput]) -> Result<(), String> {
    match reports.iter().find(|report| writer(report.format).is_none()) {
        None => Ok(()),
        Some(report) => Err(format!(
            "a tuning cannot be told as {}; write json=FILE, markdown=FILE, junit=FILE or html=FILE",
            report.format.name()
        )),
    }
}

/// Whether a report is printed, so that nothing else may be.
pub(super) fn takes_standard_output(reports: &[ReportOutput]) -> bool {
    reports.iter().any(|report| report.target == Target::Standard)
}

type Writer = fn(&TuneResult, &mut dyn Write) -> io::Result<()>;

fn writer(format: Format) -> Option<Writer> {
    match format {
        Format::Json => Some(write_json),
        Format::Markdown => Some(write_markdown),
        Format::Junit => Some(write_junit),
        Format::Html => Some(write_html),
        Format::Tap | Format::Github => None,
    }
}

/// Writes the reports; the exit status is inconclusive where one could not be written.
///
/// # Errors
/// When not even that can be said.
pub(super) fn deliver(
    result: &TuneResult,
    reports: &[ReportOutput],
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let mut exit = Exit::Passed;
    for report in reports {
        let Some(write) = writer(report.format) else { continue };
        let written = match &report.target {
            Target::File(path) => write_whole(path, &mut |file| write(result, file)),
            Target::Standard => write(result, out),
        };
        if let Err(error) = written {
            let target = visible_line(&report.target.to_string());
            let format = report.format.name();
            writeln!(err, "error: the {format} report cannot be written to {target}: {error}")?;
            exit = Exit::Inconclusive;
        }
    }
    Ok(exit)
}

/// Shows the matrix, or the cells that were asked for.
///
/// # Errors
/// When it cannot be printed.
pub(super) fn show(
    (result, cells, gated): (&TuneResult, &[String], Option<&Gated>),
    (environment, look): (&Environment, Look),
    out: &mut dyn Write,
) -> io::Result<()> {
    if !cells.is_empty() {
        print(&cell_lines(result, cells), look, out)?;
    }
    let width = environment.get("COLUMNS").and_then(|columns| columns.parse().ok());
    print(&lines(result, width.unwrap_or(WIDTH)), look, out)?;
    match gated {
        Some(Gated { comparison, note, .. }) => {
            let note = note.iter().map(|note| Line::dimmed(note));
            let lines: Vec<Line> =
                [Line::of(&comparison.conclusion)].into_iter().chain(note).collect();
            print(&lines, look, out)
        }
        None => Ok(()),
    }
}
