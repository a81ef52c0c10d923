//! Recording and replaying: the arguments, what they come to, and what is said at the end of a run.

use std::{io::Write, path::PathBuf, sync::Arc};

use clap::{Args, ValueEnum};

use super::{
    Environment, Exit,
    finding::Look,
    scene::{tell, tell_findings},
};
use crate::rehearse::{
    Project, Shelf,
    cassette::{ShelfError, Sought, Taping, Track},
};

/// What is recorded, and what is replayed.
#[derive(Args, Clone, Debug, Default)]
pub struct CassetteArgs {
    /// Take down what the model and the API answer: `model`, `http` or `all`; with `missing` what is
    /// recorded already is played, and only the rest is asked; `force` records in CI too
    #[arg(
        long, value_name = "WHAT", value_enum, value_delimiter = ',',
        num_args = 0..=1, require_equals = true, default_missing_value = "all"
    )]
    pub record: Vec<Recorded>,
    /// Play what was recorded; nothing leaves, and no key is needed: `model`, `http` or `all`
    #[arg(
        long, value_name = "WHAT", value_enum, value_delimiter = ',',
        num_args = 0..=1, require_equals = true, default_missing_value = "all"
    )]
    pub replay: Vec<Replayed>,
    /// Folder of the recordings, below the project's root; `cassettes` there when left out
    #[arg(long, value_name = "FOLDER")]
    pub cassettes: Option<PathBuf>,
}

/// What can be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Recorded {
    /// What the model answers.
    Model,
    /// What the API answers, the stub API included.
    Http,
    /// Both.
    All,
    /// What is not recorded yet; of both where nothing else is named.
    Missing,
    /// Both where nothing else is named, in CI too.
    Force,
}

/// What can be replayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Replayed {
    /// What the model answered.
    Model,
    /// What the API answered.
    Http,
    /// Both.
    All,
}

/// Why nothing can be recorded or replayed.
#[derive(Debug, thiserror::Error)]
pub enum CassetteError {
    /// The same traffic cannot be both.
    #[error(
        "{kind} traffic cannot be recorded and replayed at once; name different kinds, as in \
         --record=http --replay=model"
    )]
    Both {
        /// The kind.
        kind: &'static str,
    },
    /// In CI a recording is an accident.
    #[error(
        "nothing is recorded in CI ({variable} is set), because a run that records proves nothing; \
         use --replay, or --record=force where it is meant"
    )]
    InCi {
        /// The variable that tells it.
        variable: &'static str,
    },
    /// The recordings cannot be used.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
}

/// Variables that the usual CI systems set.
const CI: [&str; 14] = [
    "CI",
    "GITHUB_ACTIONS",
    "GITLAB_CI",
    "BUILDKITE",
    "CIRCLECI",
    "TF_BUILD",
    "JENKINS_URL",
    "TEAMCITY_VERSION",
    "TRAVIS",
    "APPVEYOR",
    "DRONE",
    "BITBUCKET_BUILD_NUMBER",
    "CODEBUILD_BUILD_ID",
    "CIRRUS_CI",
];

impl CassetteArgs {
    /// What is done with each kind of traffic.
    ///
    /// # Errors
    /// When one kind is to be recorded and replayed, or CI would record without being told to.
    pub fn taping(&self, environment: &Environment) -> Result<Taping, CassetteError> {
        let is_forced = self.record.contains(&Recorded::Force);
        let is_kind = |what: &Recorded| !matches!(what, Recorded::Force | Recorded::Missing);
        let is_bare = !self.record.is_empty() && !self.record.iter().any(is_kind);
        let recording = match self.record.contains(&Recorded::Missing) {
            true => Track::Complete,
            false => Track::Record,
        };
        let records =
            |kind| is_bare || self.record.contains(&kind) || self.record.contains(&Recorded::All);
        let replays = |kind| self.replay.contains(&kind) || self.replay.contains(&Replayed::All);
        let track = |kind, is_recorded, is_replayed| match (is_recorded, is_replayed) {
            (true, true) => Err(CassetteError::Both { kind }),
            (true, false) => Ok(recording),
            (false, true) => Ok(Track::Replay),
            (false, false) => Ok(Track::Live),
        };
        let taping = Taping {
            model: track("model", records(Recorded::Model), replays(Replayed::Model))?,
            http: track("http", records(Recorded::Http), replays(Replayed::Http))?,
        };
        match ci(environment).filter(|_| taping.records() && !is_forced) {
            Some(variable) => Err(CassetteError::InCi { variable }),
            None => Ok(taping),
        }
    }

    /// The recordings of a project; none where neither is asked for.
    ///
    /// # Errors
    /// A [`CassetteError`] that says what to change.
    pub fn shelf(
        &self,
        project: &Project,
        environment: &Environment,
    ) -> Result<Option<Arc<Shelf>>, CassetteError> {
        self.shelf_of(project, self.taping(environment)?)
    }

    /// The recordings of a project with which this is done; none where nothing is.
    ///
    /// # Errors
    /// A [`CassetteError`] that says what to change.
    pub fn shelf_of(
        &self,
        project: &Project,
        taping: Taping,
    ) -> Result<Option<Arc<Shelf>>, CassetteError> {
        if taping.is_live() {
            return Ok(None);
        }
        let named = self.cassettes.clone();
        let folder = named.unwrap_or_else(|| project.root.join(Shelf::FOLDER));
        Ok(Some(Shelf::open(project, &folder, taping)?))
    }
}

/// The variable by which it is known that this is CI.
pub fn ci(environment: &Environment) -> Option<&'static str> {
    let is_set = |name: &&str| {
        let value = environment.get(name).map(str::to_lowercase);
        value.is_some_and(|value| !matches!(value.as_str(), "false" | "0" | "no"))
    };
    CI.into_iter().find(is_set)
}

/// Writes why nothing can be recorded or replayed, and says the exit status.
pub fn tell_cassette_error(error: &CassetteError, look: Look, err: &mut dyn Write) -> Exit {
    match error {
        CassetteError::Shelf(ShelfError::Files { diagnostics, sources }) => {
            tell_findings(diagnostics, sources, look, err);
            Exit::Misuse
        }
        error => tell(err, &error.to_string(), Exit::Misuse),
    }
}

/// What is said of recordings at the end of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Lines for people.
    pub lines: Vec<String>,
    /// Inconclusive where something could not be recorded.
    pub exit: Exit,
}

impl Default for Closing {
    fn default() -> Self {
        Self { lines: Vec::new(), exit: Exit::Passed }
    }
}

/// Most unused recordings that are named.
const MOST_NAMED: usize = 20;

/// How much was played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All there is: what was not used is of no use.
    Whole,
    /// A part: nothing can be said of what was not used.
    Part,
}

/// What to say at the end of a run: what was recorded, what could not be, what was not used.
pub fn closing(shelf: &Shelf, extent: Extent) -> Closing {
    let troubles = shelf.troubles();
    let exit = if troubles.is_empty() { Exit::Passed } else { Exit::Inconclusive };
    let mut lines: Vec<_> = troubles.iter().map(|trouble| format!("error: {trouble}")).collect();
    let sought = shelf.sought();
    if sought != Sought::default() {
        lines.push(sought_line(sought));
    }
    if shelf.taping().records() {
        lines.push(format!(
            "note: {} recorded",
            counted(shelf.recorded(), "answer is", "answers are")
        ));
    }
    if extent == Extent::Whole {
        lines.extend(unused(&shelf.unused()));
    }
    Closing { lines, exit }
}

/// How often recordings answered in place of a model.
fn sought_line(Sought { found, missing }: Sought) -> String {
    let found = counted(found, "answer of a model", "answers of a model");
    format!("note: {found} came from recordings, {missing} were not recorded")
}

/// The recordings that a run had no use for, and how to delete them.
fn unused(files: &[String]) -> Option<String> {
    let named: Vec<_> = files.iter().take(MOST_NAMED).map(|file| quoted(file)).collect();
    let command = format!("rm {}", named.join(" "));
    let count = counted(files.len(), "recording was", "recordings were");
    match files.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        None if files.is_empty() => None,
        None => Some(format!(
            "note: {count} not used in this run; if no other run needs them, delete them from the \
             project's root: {command}"
        )),
        Some(more) => Some(format!(
            "note: {count} not used in this run; if no other run needs them, delete them from the \
             project's root: {command} (and {more} more)"
        )),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    match path.chars().all(is_plain) && !path.starts_with('-') {
        true => path.to_owned(),
        false => format!("'{}'", path.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: CassetteArgs,
    }

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment {
            variables: variables.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect(),
            input_is_terminal: false,
            output_is_terminal: false,
            errors_are_terminal: false,
        }
    }

    fn taping_in(variables: &[(&str, &str)], line: &[&str]) -> Result<(Track, Track), String> {
        let args = Line::try_parse_from([&["x"], line].concat()).unwrap().args;
        let taping = args.taping(&environment(variables)).map_err(|error| error.to_string())?;
        Ok((taping.model, taping.http))
    }

    fn taping(line: &[&str]) -> Result<(Track, Track), String> {
        taping_in(&[], line)
    }

    #[test]
    fn traffic_is_recorded_and_replayed_together_or_apart() {
        use Track::{Complete, Live, Record, Replay};
        assert_eq!(taping(&[]), Ok((Live, Live)));
        assert_eq!(taping(&["--record"]), Ok((Record, Record)));
        assert_eq!(taping(&["--record=model"]), Ok((Record, Live)));
        assert_eq!(taping(&["--replay=http"]), Ok((Live, Replay)));
        assert_eq!(taping(&["--replay=model,http"]), Ok((Replay, Replay)));
        assert_eq!(taping(&["--record=http", "--replay=model"]), Ok((Replay, Record)));
        assert_eq!(taping(&["--record=force"]), Ok((Record, Record)));
        assert_eq!(taping(&["--record=model,force"]), Ok((Record, Live)));
        assert_eq!(taping(&["--record=missing"]), Ok((Complete, Complete)));
        assert_eq!(taping(&["--record=model,missing,force"]), Ok((Complete, Live)));
        let both = taping(&["--record", "--replay=http"]).unwrap_err();
        assert!(both.contains("http traffic cannot be recorded and replayed"), "{both}");
    }

    #[test]
    fn ci_records_only_by_force() {
        for variable in CI {
            let refused = taping_in(&[(variable, "true")], &["--record"]).unwrap_err();
            assert!(refused.contains(variable) && refused.contains("--record=force"), "{refused}");
        }
        let in_ci = |line: &[&str]| taping_in(&[("CI", "1")], line);
        assert!(in_ci(&["--replay"]).is_ok() && in_ci(&[]).is_ok());
        assert!(in_ci(&["--record=force"]).is_ok() && in_ci(&["--record=http,force"]).is_ok());
        assert!(taping_in(&[("CI", "false")], &["--record"]).is_ok());
        assert!(taping_in(&[("CI", "")], &["--record"]).is_ok());
    }

    #[test]
    fn unused_recordings_are_named_with_the_command_that_deletes_them() {
        assert_eq!(unused(&[]), None);
        let told = unused(&["my tapes/http/ab/abc.json".into(), "c/x.json".into()]).unwrap();
        assert!(told.contains("2 recordings were not used"), "{told}");
        assert!(told.ends_with("rm 'my tapes/http/ab/abc.json' c/x.json"), "{told}");
        let many: Vec<_> = (0..23).map(|at| format!("c/{at}.json")).collect();
        assert!(unused(&many).unwrap().ends_with("c/19.json (and 3 more)"));
    }
}
