//! `--watch`: on saving a prompt, the cells that the change can affect are played again, and told beside
//! what they were before.

use std::{io, io::Write, path::PathBuf};

use super::{
    TuneArgs,
    deliver::show,
    run::{Played, World, played},
};
use crate::{
    cli::{
        Exit,
        report::print,
        scene::tell,
        test::{Interruption, Watching, announce},
    },
    shown::Line,
    tuning::{Matrix, Scored, Touched, TuneResult, compare},
};

/// Plays, and plays again what a saved file touches, until Ctrl-C.
///
/// # Errors
/// When the output cannot be written.
pub(super) async fn watch(
    args: &TuneArgs,
    world: World<'_>,
    interruption: &Interruption,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let mut watching: Option<Watching> = None;
    let mut before: Option<Played> = None;
    loop {
        match played(args, world, (interruption, before.as_ref()), err).await? {
            Ok(now) => {
                if watching.is_none() {
                    watching = match Watching::over(&folders(&now, args)) {
                        Ok(watching) => Some(watching),
                        Err(error) => {
                            let why = format!("files cannot be watched: {error}");
                            return Ok(tell(err, &why, Exit::Misuse));
                        }
                    };
                }
                before = Some(told(args, world, (before, now), out)?);
            }
            // What is wrong was told; the next save may mend it.
            Err(exit) if before.is_none() => return Ok(exit),
            Err(_) => {}
        }
        out.flush()?;
        let Some(watching) = &mut watching else { return Ok(Exit::Misuse) };
        let saved = tokio::select! {
            saved = watching.saved() => saved,
            () = interruption.cancel.cancelled() => None,
        };
        match saved {
            Some(path) => announce(&path, err)?,
            None => return Ok(Exit::Interrupted),
        }
    }
}

/// The project, and the folders of prompts that lie elsewhere.
fn folders(now: &Played, args: &TuneArgs) -> Vec<PathBuf> {
    let outside = args.prompt.iter().filter_map(|prompt| prompt.canonicalize().ok());
    let outside = outside.filter(|prompt| !prompt.starts_with(&now.root));
    let folders = outside.filter_map(|prompt| prompt.parent().map(PathBuf::from));
    std::iter::once(now.root.clone()).chain(folders).collect()
}

/// Tells what was played: all of it first, later the change; what is known now comes back.
fn told(
    args: &TuneArgs,
    (environment, look): World<'_>,
    (before, now): (Option<Played>, Played),
    out: &mut dyn Write,
) -> io::Result<Played> {
    let Some(before) = before else {
        show((&now.result, &args.cell, None), (environment, look), out)?;
        return Ok(now);
    };
    if now.touched == Touched::Nothing {
        writeln!(out, "Nothing of the prompt has changed.")?;
        return Ok(before);
    }
    let (Some(old), Some(new)) = (before.result.variants.first(), now.result.variants.first())
    else {
        return Ok(now);
    };
    let again = new.scored.len();
    let found = compare("the prompt as saved", &old.scored, &new.scored);
    let mut lines = vec![Line::of(&format!("{again} of {} talks played again.", old.scored.len()))];
    for flip in found.flips.iter().take(MOST_FLIPS) {
        let which = if flip.won { "won " } else { "lost" };
        lines.push(Line::of(&format!("  {which}  {}", flip.cell)));
    }
    if found.flips.len() > MOST_FLIPS {
        lines.push(Line::dimmed(&format!("  … {} more", found.flips.len() - MOST_FLIPS)));
    }
    lines.push(Line::of(&found.conclusion));
    print(&lines, look, out)?;
    let result = joined(&before.result, now.result.clone());
    Ok(Played { result, ..now })
}

/// Most flipped cells that are named.
const MOST_FLIPS: usize = 12;

/// What was played again in the place of what it was, the rest as before.
fn joined(before: &TuneResult, mut now: TuneResult) -> TuneResult {
    for (new, old) in now.variants.iter_mut().zip(&before.variants) {
        let is_new = |scored: &&Scored| !new.scored.iter().any(|one| one.cell == scored.cell);
        let kept: Vec<Scored> = old.scored.iter().filter(is_new).cloned().collect();
        new.scored.extend(kept);
        let rows = old.matrix.rows.iter().map(|row| row.action.clone());
        let actions: Vec<_> = rows.collect();
        new.matrix = Matrix::of(&actions, &new.scored);
    }
    now
}
