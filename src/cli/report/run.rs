use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use super::{
    Outputs, ReportArgs, ReportOutput,
    args::ReportCommand,
    screen::{exit, print, show},
};
use crate::{
    cli::{Environment, Exit, finding::Look, visible::visible_line},
    report::{Comparison, Details, Held, RunResult, console, json, merge},
};

/// Runs `rehearsal report`.
///
/// # Errors
/// When the output cannot be written.
pub fn run(
    args: &ReportArgs,
    environment: &Environment,
    look: Look,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let made = match &args.command {
        ReportCommand::Show { file, reports } => {
            read(file).map(|run| deliver_to(&run, reports, (environment, look), (out, err)))
        }
        ReportCommand::Merge { files, reports } => {
            joined(files).map(|run| deliver_to(&run, reports, (environment, look), (out, err)))
        }
        ReportCommand::Compare { before, after } => {
            compared(before, after).map(|comparison| tell(&comparison, look, out))
        }
    };
    match made {
        Ok(exit) => exit,
        Err(message) => refuse(&message, err),
    }
}

fn refuse(message: &str, err: &mut dyn Write) -> io::Result<Exit> {
    writeln!(err, "error: {message}")?;
    Ok(Exit::Misuse)
}

/// A report from disk, or why it is none.
pub fn read(path: &Path) -> Result<RunResult, String> {
    let shown = visible_line(&path.display().to_string());
    let text = fs::read(path).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    json::read(&text).map_err(|error| format!("{shown}: {}", visible_line(&error.to_string())))
}

fn joined(files: &[std::path::PathBuf]) -> Result<RunResult, String> {
    let part = |path: &std::path::PathBuf| {
        Ok::<_, String>(merge::Part { name: path.display().to_string(), run: read(path)? })
    };
    let parts: Result<Vec<_>, String> = files.iter().map(part).collect();
    merge::merge(parts?).map_err(|error| visible_line(&error.to_string()))
}

fn compared(before: &Path, after: &Path) -> Result<Comparison, String> {
    Ok(Comparison::between(&read(before)?, &read(after)?))
}

fn tell(comparison: &Comparison, look: Look, out: &mut dyn Write) -> io::Result<Exit> {
    print(&console::comparison(comparison), look, out)?;
    Ok(if comparison.has_regressions() { Exit::Failed } else { Exit::Passed })
}

/// Makes the reports, or says why they cannot be.
fn deliver_to(
    run: &RunResult,
    reports: &[ReportOutput],
    world: (&Environment, Look),
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    match Outputs::new(reports) {
        Ok(outputs) => deliver((run, &Held), &outputs, world, (out, err)),
        Err(message) => refuse(&message, err),
    }
}

/// Writes the reports and shows the run, on standard error where a report takes standard output.
///
/// # Errors
/// When neither output can be written.
pub fn deliver(
    (run, details): (&RunResult, &dyn Details),
    outputs: &Outputs,
    (environment, look): (&Environment, Look),
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let troubles = outputs.write((run, details), environment, out);
    if outputs.takes_standard_output() {
        show(run, &outputs.files(&troubles), Look::Plain, err)?;
    } else {
        show(run, &outputs.files(&troubles), look, out)?;
    }
    for trouble in &troubles {
        writeln!(err, "error: {trouble}")?;
    }
    let ended = exit(run);
    Ok(if troubles.is_empty() { ended } else { ended.or_worse(Exit::Inconclusive) })
}
