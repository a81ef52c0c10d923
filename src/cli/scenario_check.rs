//! The part of `rehearsal check` that looks at scenario files.

use std::{
    collections::HashSet,
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde_json::{Value as Json, json};

use super::{
    check::{Format, help_for, plural},
    finding::{self, Look},
    visible::visible_line,
};
use crate::{
    diagnostic::{Diagnostic, Severity},
    rehearse::{
        AgentShelf, LoadError, LoadedScenarios, load_scenario_file,
        suite::{SCENARIO_ENDING, find_scenarios},
    },
};

/// A scenario file that was looked at.
pub(super) struct CheckedScenarios {
    shown: String,
    outcome: Result<LoadedScenarios, LoadError>,
}

/// The scenario files that a path names: itself, or those in and below a folder, or of a pattern.
pub(super) fn scenario_files(path: &Path) -> Vec<PathBuf> {
    let names_scenarios = path.is_dir()
        || path.to_str().is_some_and(|text| text.ends_with(SCENARIO_ENDING) || text.contains('*'));
    // What leads nowhere is reported as an agent that is not there.
    let found = names_scenarios.then(|| find_scenarios(path).unwrap_or_default());
    let short = |file: PathBuf| file.strip_prefix(".").map(Path::to_path_buf).unwrap_or(file);
    found.unwrap_or_default().into_iter().map(short).collect()
}

impl CheckedScenarios {
    /// Loads the file.
    pub(super) fn of(file: &Path, shelf: &AgentShelf) -> Self {
        let outcome = load_scenario_file(file, shelf);
        Self { shown: file.display().to_string(), outcome }
    }

    fn diagnostics(&self) -> &[Diagnostic] {
        self.outcome.as_ref().map_or(&[], |loaded| &loaded.diagnostics)
    }

    fn count(&self, severity: Severity) -> usize {
        match &self.outcome {
            Ok(loaded) => loaded.diagnostics.iter().filter(|one| one.severity == severity).count(),
            Err(_) => usize::from(severity == Severity::Error),
        }
    }

    /// Whether it has errors, or warnings where those are denied.
    pub(super) fn is_wrong(&self, deny_warnings: bool) -> bool {
        self.count(Severity::Error) > 0 || (deny_warnings && self.count(Severity::Warning) > 0)
    }

    fn scenarios(&self) -> usize {
        self.outcome.as_ref().map_or(0, |loaded| loaded.scenarios.len())
    }

    fn is_clean(&self) -> bool {
        self.outcome.is_ok() && self.diagnostics().is_empty()
    }
}

/// Writes what was found: each finding once, also where several scenarios include its file.
pub(super) fn write(
    files: &[CheckedScenarios],
    format: Format,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut told = HashSet::new();
    for file in files {
        match &file.outcome {
            Err(error) => write_unreadable(error, format, out)?,
            Ok(loaded) => {
                for found in &loaded.diagnostics {
                    let span = &found.place.span;
                    let key = (found.code, &found.place.path, span.start, span.end, &found.message);
                    if told.insert(key) {
                        write_finding(found, loaded, (format, look), out)?;
                    }
                }
            }
        }
        if format == Format::Human && file.outcome.is_ok() && !file.is_clean() {
            writeln!(out, "{}: {}", visible_line(&file.shown), summary(file))?;
        }
    }
    if format == Format::Human { write_clean(files, out) } else { Ok(()) }
}

fn write_finding(
    found: &Diagnostic,
    loaded: &LoadedScenarios,
    (format, look): (Format, Look),
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Human => writeln!(out, "{}\n", finding::for_people(found, &loaded.sources, look)),
        Format::Github => writeln!(out, "{}", finding::for_github(found, &loaded.sources)),
        Format::Json => Ok(()),
    }
}

fn write_unreadable(error: &LoadError, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let text = visible_line(&error.to_string());
    match format {
        Format::Human => writeln!(out, "error: {text}\nhelp: {}", help_for(error)),
        Format::Github => {
            writeln!(out, "::error title=unreadable-scenario::{}", text.replace('%', "%25"))
        }
        Format::Json => Ok(()),
    }
}

/// "1 error, 2 warnings", and where to read more.
fn summary(file: &CheckedScenarios) -> String {
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning")]
        .into_iter()
        .map(|(severity, word)| (file.count(severity), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| plural(count, word));
    let counts: Vec<String> = counts.collect();
    let first = file.diagnostics().iter().min_by_key(|found| found.severity);
    let code = first.map_or("", |found| found.code);
    format!("{}. rehearsal explain {code}", counts.join(", "))
}

/// One line for all files in which nothing was found.
fn write_clean(files: &[CheckedScenarios], out: &mut dyn Write) -> io::Result<()> {
    let clean: Vec<&CheckedScenarios> = files.iter().filter(|file| file.is_clean()).collect();
    let scenarios = plural(clean.iter().map(|file| file.scenarios()).sum(), "scenario");
    let what = match clean.as_slice() {
        [] => return Ok(()),
        [only] => visible_line(&only.shown),
        several => format!("{} scenario files", several.len()),
    };
    writeln!(out, "{what}: no errors, no warnings, {scenarios}")
}

/// The findings of all files, and a line for each file, for programs.
pub(super) fn for_programs(files: &[CheckedScenarios]) -> (Vec<Json>, Vec<Json>) {
    let (mut findings, mut lines) = (Vec::new(), Vec::new());
    for file in files {
        match &file.outcome {
            Ok(loaded) => findings.extend(
                loaded.diagnostics.iter().map(|one| finding::for_programs(one, &loaded.sources)),
            ),
            Err(error) => findings.push(json!({
                "code": "unreadable-scenario", "severity": "error", "message": error.to_string(),
                "path": file.shown, "help": help_for(error),
            })),
        }
        lines.push(json!({
            "path": file.shown,
            "scenarios": file.scenarios(),
            "errors": file.count(Severity::Error),
            "warnings": file.count(Severity::Warning),
        }));
    }
    (findings, lines)
}
