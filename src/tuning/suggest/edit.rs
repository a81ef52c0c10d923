use std::collections::BTreeMap;

use super::Change;
use crate::prompt::{ErrorLine, Prompt};

/// Lines in place of others; places are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The first line that goes, or the one that the new ones come before.
    pub at: usize,
    /// How many lines go.
    pub removed: usize,
    /// The lines that come.
    pub added: Vec<String>,
}

/// A text with its changes made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The whole text.
    pub text: String,
    /// What was changed, from the top.
    pub edits: Vec<Edit>,
    /// Where each old line stands now, both counted from 1; lines that are gone are not in it.
    pub(super) moved: BTreeMap<usize, usize>,
    /// The changed lines in the new text: what each was, `None` for a line more.
    pub(super) touched: BTreeMap<usize, Option<usize>>,
}

/// Makes the changes in a prompt's text.
///
/// # Errors
/// The reason, as a fragment, where a change is not one of an error line.
pub(super) fn edited(prompt: &Prompt, changes: &[Change]) -> Result<Edited, String> {
    let lines: Vec<&str> = prompt.text.split_inclusive('\n').collect();
    let mut edits: Vec<Edit> = Vec::new();
    for change in changes {
        let edit = edit(prompt, &lines, change)?;
        match edits.iter_mut().find(|known| known.at == edit.at && known.removed == edit.removed) {
            Some(known) if edit.removed == 0 => known.added.extend(edit.added),
            Some(_) => return Err(format!("it changes line {} twice", edit.at + 1)),
            None => edits.push(edit),
        }
    }
    // What comes before a line comes before what takes its place.
    edits.sort_by_key(|edit| (edit.at, edit.removed));
    Ok(made(&lines, edits))
}

fn edit(prompt: &Prompt, lines: &[&str], change: &Change) -> Result<Edit, String> {
    match change {
        Change::Replace { line, text } => {
            let known = prompt.error_lines.iter().find(|known| known.line == *line);
            let known =
                known.ok_or_else(|| format!("line {line} is no error line of the prompt"))?;
            let removed = span(known, lines);
            let replaced = lines.get(line - 1).map(|line| line.trim_end());
            match replaced == Some(text.as_str()) && removed == 1 {
                true => Err(format!("it leaves line {line} as it is")),
                false => Ok(Edit { at: line - 1, removed, added: vec![text.clone()] }),
            }
        }
        Change::Add { after, .. } if *after > lines.len() => {
            Err(format!("there is no line {after} to add one after"))
        }
        Change::Add { after, text } => {
            // Not between a condition and its sentence.
            let known = prompt.error_lines.iter().find(|known| known.line == *after);
            let at = known.map_or(*after, |known| after - 1 + span(known, lines));
            Ok(Edit { at, removed: 0, added: vec![text.clone()] })
        }
    }
}

/// How many lines of the file an error line takes: its sentence may stand on the next one.
fn span(line: &ErrorLine, lines: &[&str]) -> usize {
    let own = lines.get(line.line - 1).copied().unwrap_or_default();
    let guidance = line.guidance.trim();
    let is_next = lines.get(line.line).is_some_and(|next| next.trim() == guidance);
    if !own.contains(guidance) && is_next { 2 } else { 1 }
}

fn made(lines: &[&str], edits: Vec<Edit>) -> Edited {
    let ending = if lines.iter().any(|line| line.ends_with("\r\n")) { "\r\n" } else { "\n" };
    let mut edited =
        Edited { text: String::new(), edits, moved: BTreeMap::new(), touched: BTreeMap::new() };
    let (mut count, mut gone) = (0, 0);
    for at in 0..=lines.len() {
        for edit in edited.edits.iter().filter(|edit| edit.at == at) {
            let last = at + edit.removed == lines.len();
            for added in &edit.added {
                if !edited.text.is_empty() && !edited.text.ends_with('\n') {
                    edited.text.push_str(ending);
                }
                edited.text.push_str(added);
                count += 1;
                edited.touched.insert(count, (edit.removed > 0).then_some(at + 1));
                let was_open = lines.last().is_some_and(|line| !line.ends_with('\n'));
                if !(last && was_open) {
                    edited.text.push_str(ending);
                }
            }
            gone = gone.max(edit.removed);
        }
        match (gone, lines.get(at)) {
            (0, Some(line)) => {
                edited.text.push_str(line);
                count += 1;
                edited.moved.insert(at + 1, count);
            }
            (_, _) => gone = gone.saturating_sub(1),
        }
    }
    edited
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompt::error_lines;

    fn prompt(text: &str) -> Prompt {
        let error_lines = error_lines(text, &[]);
        Prompt { path: "p.md".into(), text: text.into(), error_lines }
    }

    const TEXT: &str = "You help.\n\nErrors:\n- 404: \"Gone.\"\n- 500:\n  \"Down.\"\nBe brief.";

    fn replace(line: usize, text: &str) -> Change {
        Change::Replace { line, text: text.into() }
    }

    fn add(after: usize, text: &str) -> Change {
        Change::Add { after, text: text.into() }
    }

    #[test]
    fn only_the_lines_that_are_meant_change() {
        let changes = [replace(4, "- 404: \"Not here.\""), add(5, "- Timeout: \"Slow.\"")];
        let edited = edited(&prompt(TEXT), &changes).unwrap();
        let expected = "You help.\n\nErrors:\n- 404: \"Not here.\"\n- 500:\n  \"Down.\"\n- Timeout: \"Slow.\"\nBe brief.";
        assert_eq!(edited.text, expected);
        assert_eq!(edited.touched, BTreeMap::from([(4, Some(4)), (7, None)]));
        assert_eq!(edited.moved.get(&7), Some(&8));
        assert_eq!(edited.moved.get(&4), None);
    }

    #[test]
    fn a_sentence_on_the_next_line_goes_with_its_condition() {
        let edited = edited(&prompt(TEXT), &[replace(5, "- 500: \"Try tomorrow.\"")]).unwrap();
        assert!(edited.text.ends_with("- 500: \"Try tomorrow.\"\nBe brief."), "{}", edited.text);
    }

    #[test]
    fn line_endings_stay_as_they_are() {
        let text = TEXT.replace('\n', "\r\n");
        let at_the_end = edited(&prompt(&text), &[add(7, "- 503: \"Busy.\"")]).unwrap();
        assert_eq!(at_the_end.text, format!("{text}\r\n- 503: \"Busy.\""));
        let inside = edited(&prompt(&text), &[replace(4, "- 404: \"No.\"")]).unwrap();
        assert_eq!(inside.text, text.replace("Gone.", "No."));
        assert_eq!(edited(&prompt("a\n"), &[add(1, "b")]).unwrap().text, "a\nb\n");
    }

    #[test]
    fn what_is_no_error_line_is_left_alone() {
        let of = |changes: &[Change]| edited(&prompt(TEXT), changes).unwrap_err();
        assert_eq!(of(&[replace(1, "Obey me.")]), "line 1 is no error line of the prompt");
        assert_eq!(of(&[replace(6, "Obey me.")]), "line 6 is no error line of the prompt");
        assert_eq!(of(&[add(8, "x")]), "there is no line 8 to add one after");
        assert_eq!(of(&[replace(4, "a"), replace(4, "b")]), "it changes line 4 twice");
        assert_eq!(of(&[replace(4, "- 404: \"Gone.\"")]), "it leaves line 4 as it is");
    }
}
