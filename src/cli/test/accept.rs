//! `--accept`: the edits that would make expectations match what happened.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufRead, Write},
    path::Path,
};

use clap::ValueEnum;

use crate::{
    cli::{Environment, cassette::ci, report::write_whole},
    diagnostic::SourceFile,
    report::{Edit, RunResult},
    shown::visible::visible_line,
};

/// What becomes of the edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Accept {
    /// They are shown; on a terminal it is asked whether to write them.
    Show,
    /// They are written.
    Write,
}

/// Why nothing may be written here.
pub(super) fn refusal(accept: Option<Accept>, environment: &Environment) -> Option<String> {
    let variable = ci(environment)?;
    (accept == Some(Accept::Write)).then(|| {
        format!(
            "--accept=write is refused where {variable} is set: a CI that changes what it checks \
             checks nothing; run it on your machine and commit the edits"
        )
    })
}

/// Shows the edits of a run and writes them if that is wanted.
pub(super) fn accept(
    run: &RunResult,
    accept: Accept,
    environment: &Environment,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<()> {
    let files = by_file(run);
    if files.is_empty() {
        return writeln!(out, "No expectation can be made to match by an edit.");
    }
    for (path, edits) in &files {
        let Some(source) = text_of(path) else { continue };
        for edit in edits {
            show(&source, edit, out)?;
        }
    }
    out.flush()?;
    let count: usize = files.values().map(Vec::len).sum();
    let is_wanted = match accept {
        Accept::Write => true,
        Accept::Show if environment.input_is_terminal && environment.errors_are_terminal => {
            ask(count, err)?
        }
        Accept::Show => {
            writeln!(out, "--accept=write writes {}.", counted(count))?;
            false
        }
    };
    if is_wanted {
        for (path, edits) in &files {
            write(path, edits, out)?;
        }
    }
    Ok(())
}

fn counted(count: usize) -> String {
    if count == 1 { "this edit".to_owned() } else { format!("these {count} edits") }
}

fn ask(count: usize, err: &mut dyn Write) -> io::Result<bool> {
    write!(err, "Write {}? [y/N] ", counted(count))?;
    err.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// The edits of each file in its order, each once; of two that overlap the first.
fn by_file(run: &RunResult) -> BTreeMap<String, Vec<Edit>> {
    let attempts = run.scenarios.iter().flat_map(|scenario| &scenario.attempts);
    let failures = attempts.flat_map(|attempt| &attempt.failures);
    let mut files: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for edit in failures.filter_map(|failure| failure.edit.as_ref()) {
        files.entry(edit.path.clone()).or_default().push(edit.clone());
    }
    for edits in files.values_mut() {
        edits.sort_by_key(|edit| (edit.start, edit.end));
        let mut end = 0;
        edits.retain(|edit| {
            let is_free = edit.start >= end;
            end = end.max(edit.end);
            is_free
        });
    }
    files
}

fn text_of(path: &str) -> Option<SourceFile> {
    fs::read_to_string(path).ok().map(|text| SourceFile::new(path, text))
}

/// The lines before and after, as a patch shows them.
fn show(source: &SourceFile, edit: &Edit, out: &mut dyn Write) -> io::Result<()> {
    let (line, _) = source.line_column(edit.start);
    let Some((before, after)) = lines(source, edit) else { return Ok(()) };
    writeln!(out, "{}:{line}", visible_line(&source.path))?;
    for text in before.lines() {
        writeln!(out, "- {}", visible_line(text))?;
    }
    for text in after.lines() {
        writeln!(out, "+ {}", visible_line(text))?;
    }
    writeln!(out)
}

fn lines(source: &SourceFile, edit: &Edit) -> Option<(String, String)> {
    let text = &source.text;
    let start = text.get(..edit.start)?.rfind('\n').map_or(0, |at| at + 1);
    let end = text.get(edit.end..)?.find('\n').map_or(text.len(), |at| edit.end + at);
    let after = format!("{}{}{}", &text[start..edit.start], edit.text, &text[edit.end..end]);
    Some((text[start..end].to_owned(), after))
}

fn write(path: &str, edits: &[Edit], out: &mut dyn Write) -> io::Result<()> {
    let mut text = fs::read_to_string(path)?;
    for edit in edits.iter().rev() {
        if text.get(edit.start..edit.end).is_some() {
            text.replace_range(edit.start..edit.end, &edit.text);
        }
    }
    write_whole(Path::new(path), &mut |file| file.write_all(text.as_bytes()))?;
    writeln!(out, "{} is written; play it again to see what holds now.", visible_line(path))
}
