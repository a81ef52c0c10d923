use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{ExploreArgs, replay, shorten::Short};
use crate::{
    exploring::{Failing, Ground, SCHEMA, script},
    rehearse::Venue,
    report::Failure,
    scenario::checks::CheckName,
};

/// A talk that goes wrong, told in full.
pub(super) struct Found {
    /// `law`, `check`, `talk` for what only shows in text, or `breach` for what a leading model did.
    pub layer: &'static str,
    /// The name of the law or the check.
    pub name: String,
    /// What it demands.
    pub demands: String,
    /// What happened instead.
    pub why: String,
    /// What came in, in words.
    pub inputs: Vec<String>,
    /// The scenario that fails in the same way, where there is one.
    pub scenario: Option<String>,
    /// Where it was written, or may be.
    pub path: PathBuf,
    /// Whether it was written.
    pub is_written: bool,
}

/// Tells a failure, with the scenario where that fails alike.
pub(super) async fn found(
    ground: &Ground,
    venue: &Arc<Venue>,
    failing: &Failing,
    args: &ExploreArgs,
) -> Found {
    let name = failing.kind.name().to_owned();
    let text = script(ground, failing, SCHEMA);
    let scenario = match text {
        Some(text) => fails_alike(venue, text, &name).await,
        None => None,
    };
    Found {
        layer: match failing.kind {
            crate::exploring::Kind::Law(_) => "law",
            crate::exploring::Kind::Check(_) => "check",
        },
        demands: failing.kind.demands(),
        why: failing.why.clone(),
        inputs: failing.events.iter().map(|event| ground.repertoire.in_words(event)).collect(),
        scenario,
        path: place(args, &name),
        is_written: false,
        name,
    }
}

/// The text, where it fails by the check of this name or by what it expects.
async fn fails_alike(venue: &Arc<Venue>, text: String, name: &str) -> Option<String> {
    let rehearsed = replay(venue, std::slice::from_ref(&text), None).await.ok()?;
    let alike = |failure: &Failure| failure.kind == name || !failure.code.starts_with("E-CHECK");
    rehearsed.iter().flat_map(|one| &one.failures).any(alike).then_some(text)
}

/// A talk that only goes wrong in text.
pub(super) fn in_text(short: &Short, args: &ExploreArgs) -> Found {
    let inputs = short.text.lines().filter_map(|line| line.strip_prefix("  - "));
    let failure = &short.failure;
    Found {
        layer: "talk",
        name: failure.kind.clone(),
        demands: CheckName::parse(&failure.kind)
            .map_or_else(String::new, |check| format!("No talk has this: {}.", check.meaning())),
        why: failure.message.clone(),
        inputs: inputs.map(str::to_owned).collect(),
        scenario: Some(short.text.clone()),
        path: place(args, &failure.kind),
        is_written: false,
    }
}

pub(super) fn place(args: &ExploreArgs, name: &str) -> PathBuf {
    let agent = match args.agent.is_dir() {
        true => args.agent.as_path(),
        false => args.agent.parent().unwrap_or(Path::new("")),
    };
    let folder = args.out.clone().unwrap_or_else(|| agent.join("found"));
    folder.join(format!("{name}.scenario.yaml"))
}

impl Found {
    /// Writes the scenario, where there is one.
    pub fn write(&mut self) -> io::Result<()> {
        let Some(text) = &self.scenario else { return Ok(()) };
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.path, text)?;
        self.is_written = true;
        Ok(())
    }
}

/// Writes all that was found, where a folder was named for it.
///
/// # Errors
/// A sentence that names the file.
pub(super) fn write_all(args: &ExploreArgs, found: &mut [Found]) -> Result<(), String> {
    let wanted = found.iter_mut().filter(|_| args.out.is_some());
    for one in wanted {
        one.write()
            .map_err(|error| format!("{} cannot be written: {error}", one.path.display()))?;
    }
    Ok(())
}
