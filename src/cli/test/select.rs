//! Which of the scenarios found are played.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use super::{TestArgs, gather::Gathered};
use crate::{
    cli::{Environment, report},
    rehearse::suite::{Listed, share},
    report::{RunResult, Shard, Verdict},
    scenario::{Candidate, Filter},
};

/// What was chosen, for the summary.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Selection {
    pub shard: Option<Shard>,
    pub notes: Vec<String>,
}

/// Leaves out what the arguments leave out.
///
/// # Errors
/// A sentence, when the arguments are wrong or leave nothing.
pub(super) fn select(
    args: &TestArgs,
    environment: &Environment,
    gathered: &mut Gathered,
) -> Result<Selection, String> {
    let mut selection = Selection::default();
    let found = gathered.listing.listed.len();
    by_filter(args, gathered)?;
    if let Some(path) = &args.failed_from {
        selection.notes.push(by_report(path, gathered)?);
    }
    if gathered.listing.listed.is_empty() {
        return Err(match found {
            0 => "the files hold no scenario".to_owned(),
            found => format!("none of the {found} scenarios found is what was asked for"),
        });
    }
    if let Some(choice) = args.shard {
        let shard = choice.shard(environment)?;
        let before = gathered.listing.listed.len();
        by_shard(args.durations.as_deref(), shard, gathered)?;
        selection.shard = Some(shard);
        let played = gathered.listing.listed.len();
        let idle = if played == 0 { ": nothing was to be played here" } else { "" };
        selection.notes.push(format!(
            "shard {} of {} plays {played} of {before} scenarios{idle}",
            shard.index, shard.of
        ));
    }
    Ok(selection)
}

fn by_filter(args: &TestArgs, gathered: &mut Gathered) -> Result<(), String> {
    let filter = args.filter.as_deref().map(Filter::parse).transpose().map_err(|error| {
        let expression = args.filter.as_deref().unwrap_or_default();
        let indent = " ".repeat(expression[..error.at].chars().count());
        format!("--filter: {error}\n    {expression}\n    {indent}^")
    })?;
    let admits = |listed: &Listed| {
        let candidate = Candidate {
            id: &listed.id,
            path: &listed.path,
            agent: &listed.venue.agent().name,
            name: listed.name(),
            tags: &listed.tags,
        };
        let tagged = |tag: &String| listed.tags.contains(tag);
        filter.as_ref().is_none_or(|filter| filter.admits(candidate))
            && (args.tag.is_empty() || args.tag.iter().any(tagged))
    };
    let kept: Vec<_> = places(gathered, admits);
    gathered.keep(&kept);
    Ok(())
}

fn places(gathered: &Gathered, admits: impl Fn(&Listed) -> bool) -> Vec<usize> {
    let all = gathered.listing.listed.iter().enumerate();
    all.filter(|(_, listed)| admits(listed)).map(|(at, _)| at).collect()
}

/// Leaves what did not pass in a report; says what remains.
fn by_report(path: &Path, gathered: &mut Gathered) -> Result<String, String> {
    let run = report::read(path)?;
    let open: HashSet<&str> = run
        .scenarios
        .iter()
        .filter(|scenario| scenario.verdict != Verdict::Passed)
        .map(|scenario| scenario.id.as_str())
        .collect();
    if open.is_empty() {
        return Err(format!("everything passed in {}; nothing is to be played", path.display()));
    }
    let kept = places(gathered, |listed| open.contains(listed.id.as_str()));
    gathered.keep(&kept);
    let gone = open.len() - kept.len();
    let mut note = format!(
        "{} of {} scenarios of the report did not pass and are played",
        kept.len(),
        run.scenarios.len()
    );
    if gone > 0 {
        note.push_str(&format!("; {gone} of those that did not pass are not here any more"));
    }
    Ok(note)
}

fn by_shard(durations: Option<&Path>, shard: Shard, gathered: &mut Gathered) -> Result<(), String> {
    let earlier: Option<RunResult> = durations.map(report::read).transpose()?;
    let ms: HashMap<&str, u64> = earlier
        .iter()
        .flat_map(|run| &run.scenarios)
        .map(|scenario| (scenario.id.as_str(), scenario.ms))
        .collect();
    let ids: Vec<&str> = gathered.listing.listed.iter().map(|listed| listed.id.as_str()).collect();
    let kept = share(&ids, |id| ms.get(id).copied(), shard);
    gathered.keep(&kept);
    Ok(())
}
