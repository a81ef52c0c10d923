//! Broken agents beside what `check` says about them.
//!
//! Each `tests/invalid/CODE.yaml` (with `CODE.md` as its prompt, where there is one) has its findings in
//! `CODE.txt`. After a change that is meant: `UPDATE_EXPECTED=1 cargo test --test invalid`, and read the difference.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{collections::BTreeSet, fs, path::Path};

use rehearsal::{
    agent::format,
    cli::finding::{Look, for_people},
    diagnostic::{Explanation, SourceFile, explanations},
};

/// Codes that come from the disk or from talks, or whose files would be large.
const ELSEWHERE: [&str; 10] = [
    "line-never-said",
    "too-many-actions",
    "nested-too-deep",
    "too-many-values",
    "prompt-too-large",
    "prompt-missing",
    "path-outside-project",
    "include-too-large",
    "too-many-includes",
    "too-many-cases",
];

fn stems() -> Vec<String> {
    let files = fs::read_dir("tests/invalid").unwrap().map(|entry| entry.unwrap().path());
    let yaml = files.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    let mut stems: Vec<String> =
        yaml.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    stems.sort();
    stems
}

/// All findings as drawn, and their codes.
fn findings(stem: &str) -> (String, BTreeSet<&'static str>) {
    let read = |ending: &str| fs::read_to_string(format!("tests/invalid/{stem}.{ending}"));
    let agent = SourceFile::new("agent.yaml", read("yaml").unwrap());
    let prompt = read("md").unwrap_or("Use the 'Lookup Order Status' tool.\n".to_owned());
    let sources = [agent, SourceFile::new("prompt.md", prompt)];
    let loaded = format::parse(&sources[0], Some(&sources[1]));
    let draw = |found| format!("{}\n\n", for_people(found, &sources, Look::Plain));
    let drawn: String = loaded.diagnostics.iter().map(draw).collect();
    (drawn, loaded.diagnostics.iter().map(|found| found.code).collect())
}

#[test]
fn every_broken_agent_is_told_what_is_wrong() {
    let mut wrong = Vec::new();
    for stem in stems() {
        let (drawn, codes) = findings(&stem);
        assert!(codes.contains(stem.as_str()), "{stem} gives {codes:?}");
        let expected = format!("tests/invalid/{stem}.txt");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&expected, &drawn).unwrap();
        }
        let expected = fs::read_to_string(Path::new(&expected)).unwrap_or_default();
        if expected != drawn {
            wrong.push(format!("{stem}: expected\n{expected}got\n{drawn}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_broken_agent() {
    let stems = stems();
    // What is wrong with an api.yaml or a scenario's faults is shown by the examples of its explanation
    // alone; so is what a prompt had better say. Scenarios have a folder of their own.
    let is_elsewhere = |kind: &str| ["advice", "api", "faults", "scenario"].contains(&kind);
    let is_of_agent =
        |known: &Explanation| known.examples("wrong").iter().all(|e| !is_elsewhere(e.0));
    let missing: Vec<&str> = explanations()
        .filter(is_of_agent)
        .map(|known| known.code)
        // What does not hold in a talk is no mistake of a file.
        .filter(|code| !code.starts_with("E-"))
        .filter(|code| !ELSEWHERE.contains(code) && !stems.iter().any(|stem| stem == code))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
