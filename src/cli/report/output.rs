use std::{
    collections::HashSet,
    fs::OpenOptions,
    io::{self, Write},
};

use thiserror::Error;

use super::{Format, ReportOutput, Target, write_whole};
use crate::{
    cli::{Environment, visible::visible_line},
    report::{Details, RunResult, github, html, json, junit, tap},
};

/// The reports a command makes; all of them are tried, whatever becomes of the others.
#[derive(Clone, Debug, Default)]
pub struct Outputs(Vec<ReportOutput>);

/// A report that could not be written: the run may be fine, and still nobody can rely on it.
#[derive(Debug, Error)]
#[error("the {} report cannot be written to {}: {source}", format.name(), visible_line(target))]
pub struct Trouble {
    /// Which report.
    pub format: Format,
    /// Where it was to go.
    pub target: String,
    /// Why not.
    pub source: io::Error,
}

impl Outputs {
    /// These reports.
    ///
    /// # Errors
    /// When two of them want the same place.
    pub fn new(reports: &[ReportOutput]) -> Result<Self, String> {
        let mut places = HashSet::new();
        for report in reports {
            if !places.insert(&report.target) {
                let place = visible_line(&report.target.to_string());
                return Err(format!("two reports are to go to {place}; give each its own place"));
            }
        }
        Ok(Self(reports.to_vec()))
    }

    /// Whether one of them is printed, so that nothing else may be.
    pub fn takes_standard_output(&self) -> bool {
        self.0
            .iter()
            .any(|report| report.target == Target::Standard && report.format != Format::Github)
    }

    /// Whether one of them shows the talks themselves.
    pub fn show_talks(&self) -> bool {
        self.0.iter().any(|report| matches!(report.format, Format::Json | Format::Html))
    }

    /// Whether there is none.
    pub fn are_none(&self) -> bool {
        self.0.is_empty()
    }

    /// The files that were written, as the user named them.
    pub fn files(&self, troubles: &[Trouble]) -> Vec<String> {
        let is_lost = |name: &String| troubles.iter().any(|trouble| trouble.target == *name);
        let file = |report: &ReportOutput| match &report.target {
            Target::File(path) => Some(path.display().to_string()),
            Target::Standard => None,
        };
        self.0.iter().filter_map(file).filter(|name| !is_lost(name)).collect()
    }

    /// Writes all of them; what could not be written comes back.
    pub fn write(
        &self,
        (run, details): (&RunResult, &dyn Details),
        environment: &Environment,
        out: &mut dyn Write,
    ) -> Vec<Trouble> {
        let mut troubles = Vec::new();
        for report in &self.0 {
            let written = match &report.target {
                Target::File(path) => {
                    write_whole(path, &mut |out| content(report, (run, details), out))
                }
                Target::Standard => content(report, (run, details), out).and_then(|()| out.flush()),
            };
            let target = report.target.to_string();
            troubles.extend(written.err().map(|source| Trouble {
                format: report.format,
                target,
                source,
            }));
            if report.format == Format::Github {
                troubles.extend(job_summary(run, environment));
            }
        }
        troubles
    }
}

fn content(
    report: &ReportOutput,
    (run, details): (&RunResult, &dyn Details),
    out: &mut dyn Write,
) -> io::Result<()> {
    match report.format {
        Format::Junit => junit::write(run, out),
        Format::Json => json::write_with(run, details, out),
        Format::Html => html::write_with(run, details, out),
        Format::Tap => tap::write(run, out),
        Format::Github => github::annotate(run, out),
        Format::Markdown => github::summarise(run, out),
    }
}

/// Appends the job summary where GitHub wants it, if it does.
fn job_summary(run: &RunResult, environment: &Environment) -> Option<Trouble> {
    let path = environment.get("GITHUB_STEP_SUMMARY")?;
    let mut text = Vec::new();
    let written = github::summarise(run, &mut text)
        .and_then(|()| OpenOptions::new().append(true).create(true).open(path)?.write_all(&text));
    written.err().map(|source| Trouble {
        format: Format::Markdown,
        target: path.to_owned(),
        source,
    })
}
