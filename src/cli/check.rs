//! `rehearsal check`: lints agents, their prompts, their stub API and scenarios before anything runs.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{
    Exit,
    finding::{self, Look},
    scenario_check::{self, CheckedScenarios, scenario_files},
    visible::visible_line,
};
use crate::{
    api,
    diagnostic::{Diagnostic, Severity, SourceFile},
    prompt::{ErrorLine, ErrorMatch, Prompt},
    rehearse::{AgentShelf, LoadError, LoadedAgent, load, read_text},
};

/// Arguments of `rehearsal check`.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  rehearsal check
  rehearsal check --deny-warnings scenarios
  rehearsal check --verbose scenarios/order-desk
  rehearsal check scenarios/order-desk/late.scenario.yaml
  rehearsal check --format github scenarios

Exit status: 0 no errors; 2 errors, with --deny-warnings also warnings, or nothing to check.")]
pub struct CheckArgs {
    /// Agent files, scenario files, or folders that are searched for both; the prompt and the
    /// api.yaml beside each agent are checked with it.
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// How findings are written.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Treat warnings as errors.
    #[arg(long)]
    pub deny_warnings: bool,
    /// Also show how each error line of the prompt was read.
    #[arg(long, short)]
    pub verbose: bool,
}

/// Formats of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// One JSON object.
    Json,
    /// Annotations in a GitHub workflow.
    Github,
}

/// An agent that was looked at.
struct Checked {
    /// As shown in the summary: the folder of the agent.
    shown: String,
    outcome: Result<LoadedAgent, LoadError>,
}

/// Checks all agents and scenarios of the paths and writes what was found.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &CheckArgs, look: Look, out: &mut dyn Write) -> io::Result<Exit> {
    let (mut checked, mut scenarios) = (Vec::new(), Vec::new());
    let shelf = AgentShelf::default();
    for path in &args.paths {
        let files = scenario_files(path);
        checked.extend(agent_files(path, !files.is_empty()).iter().map(|file| check(file)));
        scenarios.extend(files.iter().map(|file| CheckedScenarios::of(file, &shelf)));
    }
    match args.format {
        Format::Human => write_human(args, &checked, look, out)?,
        Format::Json => write_json(&checked, &scenarios, out)?,
        Format::Github => write_github(&checked, out)?,
    }
    scenario_check::write(&scenarios, args.format, look, out)?;
    let wrong = |checked: &Checked| match &checked.outcome {
        Err(_) => true,
        Ok(loaded) => {
            let refused = |found: &Diagnostic| args.deny_warnings || found.is_error();
            loaded.diagnostics.iter().any(refused)
        }
    };
    let is_wrong = (checked.is_empty() && scenarios.is_empty())
        || checked.iter().any(wrong)
        || scenarios.iter().any(|one| one.is_wrong(args.deny_warnings));
    Ok(if is_wrong { Exit::Misuse } else { Exit::Passed })
}

fn check(file: &Path) -> Checked {
    let is_agent = file.file_name().is_some_and(|name| name == "agent.yaml");
    let folder = file.parent().filter(|_| is_agent && !file.is_dir());
    let shown = folder.filter(|path| !path.as_os_str().is_empty()).unwrap_or(file);
    let outcome = load(file).and_then(with_api);
    Checked { shown: shown.display().to_string(), outcome }
}

/// Adds what is found in the stub API's rules; they can be judged only beside a sound agent.
fn with_api(mut loaded: LoadedAgent) -> Result<LoadedAgent, LoadError> {
    if let (Some(agent), Some(path)) = (&loaded.agent, &loaded.api_path) {
        let source = read_text(path, SourceFile::LIMIT)?;
        loaded.diagnostics.extend(api::parse(&source, agent).1);
        loaded.sources.push(source);
    }
    Ok(loaded)
}

/// The agents below a folder in order; a path that is no folder, or holds none, stands for itself
/// unless it stands for scenarios.
fn agent_files(path: &Path, has_scenarios: bool) -> Vec<PathBuf> {
    let itself = || if has_scenarios { Vec::new() } else { vec![path.to_path_buf()] };
    if !path.is_dir() {
        return itself();
    }
    let found: BTreeSet<PathBuf> = ignore::WalkBuilder::new(path)
        .build()
        .filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|file| file.file_name().is_some_and(|name| name == "agent.yaml"))
        .map(|file| file.strip_prefix(".").map(Path::to_path_buf).unwrap_or(file))
        .collect();
    if found.is_empty() { itself() } else { found.into_iter().collect() }
}

fn count(loaded: &LoadedAgent, severity: Severity) -> usize {
    loaded.diagnostics.iter().filter(|found| found.severity == severity).count()
}

fn write_human(
    args: &CheckArgs,
    checked: &[Checked],
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    for one in checked {
        let loaded = match &one.outcome {
            Ok(loaded) => loaded,
            Err(error) => {
                writeln!(out, "error: {}", visible_line(&error.to_string()))?;
                writeln!(out, "help: {}", help_for(error))?;
                continue;
            }
        };
        for found in &loaded.diagnostics {
            writeln!(out, "{}\n", finding::for_people(found, &loaded.sources, look))?;
        }
        if let Some(agent) = loaded.agent.as_ref().filter(|_| args.verbose) {
            write_error_lines(&agent.prompt, out)?;
        }
        writeln!(out, "{}: {}", visible_line(&one.shown), summary(loaded))?;
    }
    Ok(())
}

/// How an agent or a scenario that cannot be read is mended.
pub(super) fn help_for(error: &LoadError) -> &'static str {
    match error {
        LoadError::Missing { .. } => "check the path; an agent is a folder with an agent.yaml",
        LoadError::NoAgent { .. } => "`rehearsal init NAME` writes one to start from",
        LoadError::Unreadable { .. } => "check the path and its permissions",
        LoadError::TooLarge { .. } => {
            "an agent file holds declarations only; data belongs elsewhere"
        }
        LoadError::NotText { .. } => "save the file as UTF-8",
    }
}

fn summary(loaded: &LoadedAgent) -> String {
    let (errors, warnings) = (count(loaded, Severity::Error), count(loaded, Severity::Warning));
    let Some(first) = loaded.diagnostics.iter().min_by_key(|found| found.severity) else {
        let actions = loaded.agent.as_ref().map_or(0, |agent| agent.actions.len());
        return format!("no errors, no warnings, {}", plural(actions, "action"));
    };
    let counts: Vec<String> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| plural(number, word))
        .collect();
    format!("{}. rehearsal explain {}", counts.join(", "), first.code)
}

/// A number with its word.
pub(super) fn plural(number: usize, word: &str) -> String {
    match number {
        1 => format!("1 {word}"),
        number => format!("{number} {word}s"),
    }
}

/// How the prompt's error lines were read, each with its place.
fn write_error_lines(prompt: &Prompt, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "error lines of {}:", visible_line(&prompt.path))?;
    if prompt.error_lines.is_empty() {
        writeln!(out, "  none was found; failures are told in general words")?;
    }
    for line in &prompt.error_lines {
        writeln!(out, "  {}", error_line(line, &prompt.path))?;
    }
    writeln!(out)
}

fn error_line(line: &ErrorLine, path: &str) -> String {
    let matches: Vec<String> = line.matches.iter().map(|found| failure(*found)).collect();
    let action = line.action.as_ref().map_or("every action".to_owned(), ToString::to_string);
    let reading = match &line.say {
        Some(sentence) => format!("says \"{sentence}\""),
        None => format!("follows: {}", line.guidance),
    };
    let callback = if line.offers_callback { " · offers a callback" } else { "" };
    visible_line(&format!(
        "{path}:{} {action} · {} · {reading}{callback}",
        line.line,
        matches.join(", ")
    ))
}

fn failure(found: ErrorMatch) -> String {
    match found {
        ErrorMatch::Status(status) => status.to_string(),
        ErrorMatch::Class(class) => format!("{class}xx"),
        ErrorMatch::Timeout => "timeout".to_owned(),
        ErrorMatch::Unreachable => "unreachable".to_owned(),
        ErrorMatch::Any => "any error".to_owned(),
    }
}

fn write_json(
    checked: &[Checked],
    scenarios: &[CheckedScenarios],
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut findings = Vec::new();
    let mut agents = Vec::new();
    for one in checked {
        match &one.outcome {
            Ok(loaded) => {
                let drawn = loaded.diagnostics.iter();
                findings.extend(drawn.map(|found| finding::for_programs(found, &loaded.sources)));
                agents.push(json!({
                    "path": one.shown,
                    "errors": count(loaded, Severity::Error),
                    "warnings": count(loaded, Severity::Warning),
                }));
            }
            Err(error) => {
                findings.push(json!({
                    "code": "unreadable-agent", "severity": "error", "message": error.to_string(),
                    "path": one.shown, "help": help_for(error),
                }));
                agents.push(json!({ "path": one.shown, "errors": 1, "warnings": 0 }));
            }
        }
    }
    let (more, scenarios) = scenario_check::for_programs(scenarios);
    findings.extend(more);
    let report = json!({
        "schema_version": 1, "agents": agents, "scenarios": scenarios, "findings": findings,
    });
    writeln!(out, "{report:#}")
}

fn write_github(checked: &[Checked], out: &mut dyn Write) -> io::Result<()> {
    for one in checked {
        match &one.outcome {
            Ok(loaded) => {
                for found in &loaded.diagnostics {
                    writeln!(out, "{}", finding::for_github(found, &loaded.sources))?;
                }
            }
            Err(error) => {
                let text = visible_line(&error.to_string()).replace('%', "%25");
                writeln!(out, "::error title=unreadable-agent::{text}")?;
            }
        }
    }
    Ok(())
}
