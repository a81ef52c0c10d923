//! What is told of the proposals, and what is written.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use super::{desk::Desk, proposing::Tried};
use crate::{
    cli::{
        Exit,
        report::{print, write_whole},
        scene::tell,
    },
    shown::{Line, Tone, visible::visible_line},
    tuning::suggest::{Decision, Entry, decide, unified},
};

/// Decides over what was played, tells it, offers the best, and writes it where that is wanted.
///
/// # Errors
/// When nothing can be told or kept.
pub(super) fn offer(
    desk: &mut Desk<'_>,
    tried: &[Tried],
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let compared: Vec<_> = tried.iter().map(|one| (one.number, one.comparison.clone())).collect();
    let decided = decide(&compared);
    for (one, decision) in tried.iter().zip(&decided) {
        print(&[told(one, decision)], desk.world.1, out)?;
        desk.notebook.add(&Entry::Decided(decision.clone()))?;
    }
    let offered = decided.iter().filter(|one| one.is_offered());
    // Of equals the first.
    let best = offered.rev().max_by_key(|one| one.gain());
    let best = best.and_then(|best| tried.iter().find(|one| one.number == best.number));
    let unknown = tried.iter().any(|one| one.unknown > 0);
    let exit = if unknown { Exit::Inconclusive } else { Exit::Passed };
    let written = match best {
        None => {
            writeln!(out, "\nNothing is offered: no proposal is shown to be better.")?;
            Exit::Passed
        }
        Some(best) => offered_one(desk, best, (out, err))?,
    };
    let kept = visible_line(&desk.notebook.path.display().to_string());
    writeln!(out, "All proposals and what they came to are kept in {kept}")?;
    Ok(exit.or_worse(written))
}

fn told(one: &Tried, decision: &Decision) -> Line {
    let sentence = decision.sentence();
    let (head, rest) = sentence.split_once(':').unwrap_or((&sentence, ""));
    let tone = if decision.is_offered() { Tone::Good } else { Tone::Warn };
    let line = Line::of(&format!("Proposal {}  ", one.number)).with(head, tone);
    let line = if rest.is_empty() { line } else { line.plain(&format!(":{rest}")) };
    match one.unknown {
        0 => line,
        unknown => line.plain(&format!("; {unknown} held-out cells are without a verdict")),
    }
}

fn offered_one(
    desk: &mut Desk<'_>,
    best: &Tried,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let prompt = desk.files().prompt.clone();
    let mut lines = vec![Line::new(), Line::of(&format!("Offered is proposal {}:", best.number))];
    for edit in &best.candidate.edits {
        let what = if edit.removed > 0 { "rewritten" } else { "added" };
        lines.push(Line::of(&format!("  {}:{}  {what}", prompt.path, edit.at + 1)));
    }
    lines.push(Line::new());
    lines.extend(unified(&prompt.path, &prompt.text, &best.candidate.edits).iter().map(|line| {
        let tone = match line.as_bytes().first() {
            Some(b'+') => Tone::Good,
            Some(b'-') => Tone::Bad,
            Some(b'@') => Tone::Dim,
            _ => Tone::Plain,
        };
        Line::new().with(line, tone)
    }));
    lines.push(Line::new());
    print(&lines, desk.world.1, out)?;
    if !desk.args.write {
        writeln!(out, "The same command with --write puts it into the prompt.")?;
        return Ok(Exit::Passed);
    }
    let Some(path) = desk.loaded.prompt_path.clone() else { return Ok(Exit::Misuse) };
    match written(&path, &prompt.text, &best.candidate.text) {
        Ok(()) => {
            desk.notebook.add(&Entry::Written(best.number))?;
            writeln!(out, "Written to {}.", visible_line(&prompt.path))?;
            Ok(Exit::Passed)
        }
        Err(why) => Ok(tell(err, &format!("{}: {why}", prompt.path), Exit::Inconclusive)),
    }
}

/// Writes a prompt whole or not at all, and only over the text that was played.
fn written(path: &Path, before: &str, after: &str) -> Result<(), String> {
    let now = fs::read(path).map_err(|error| format!("it cannot be read again: {error}"))?;
    if now != before.as_bytes() {
        return Err(
            "it has changed on disk meanwhile, so nothing was written; run the command again to judge \
             the proposals on the new text"
                .to_owned(),
        );
    }
    write_whole(path, &mut |file| file.write_all(after.as_bytes()))
        .map_err(|error| format!("it cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prompt_that_changed_meanwhile_is_not_overwritten() {
        let disk = tempfile::tempdir().unwrap();
        let path = disk.path().join("p.md");
        fs::write(&path, "new").unwrap();
        assert!(written(&path, "old", "proposed").unwrap_err().contains("changed on disk"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        written(&path, "new", "proposed").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "proposed");
        assert_eq!(fs::read_dir(disk.path()).unwrap().count(), 1);
    }
}
