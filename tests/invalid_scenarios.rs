//! Broken scenarios beside what `check` says about them.
//!
//! Each `tests/invalid_scenarios/CODE.yaml` or `CODE.WHAT.yaml` has its findings in the `.txt` of the same
//! name; they are scenarios of the sample agent `order-desk`. After a change that is meant:
//! `UPDATE_EXPECTED=1 cargo test --test invalid_scenarios`, and read the difference.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

use rehearsal::{
    agent::{Agent, format},
    cli::finding::{Look, for_people},
    diagnostic::{Diagnostic, SourceFile, explanations},
    scenario::{Document, Included, Unread},
};

const FOLDER: &str = "tests/invalid_scenarios";

/// Codes that come from the disk, or whose files would be large.
const ELSEWHERE: [&str; 4] =
    ["no-agent", "agent-has-errors", "include-too-large", "too-many-cases"];

fn agent() -> Agent {
    let read = |path: &str| SourceFile::new(path, fs::read_to_string(path).unwrap());
    let prompt = read("prompts/order-desk.md");
    format::parse(&read("scenarios/order-desk/agent.yaml"), Some(&prompt)).agent.unwrap()
}

fn stems() -> Vec<String> {
    let files = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let yaml = files.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    let stem = |path: std::path::PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let mut stems: Vec<String> = yaml.map(stem).collect();
    stems.sort();
    stems
}

/// All that is in `shared/`, for the scenario and for one another.
fn shared(from: &str) -> (Included, Vec<SourceFile>) {
    let (mut included, mut sources) = (Included::default(), Vec::new());
    let files = fs::read_dir(format!("{FOLDER}/shared")).unwrap();
    let names: Vec<String> =
        files.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    for name in &names {
        let path = format!("shared/{name}");
        let source =
            SourceFile::new(&*path, fs::read_to_string(format!("{FOLDER}/{path}")).unwrap());
        let document = Arc::new(Document::read(Arc::new(source.clone())));
        included.insert(from, &path, Ok(Arc::clone(&document)));
        for other in &names {
            included.insert(&format!("shared/{other}"), name, Ok(Arc::clone(&document)));
        }
        sources.push(source);
    }
    let missing = Unread {
        code: "include-missing",
        message: "the file cannot be included".to_owned(),
        label: "No such file or directory".to_owned(),
        help: "the path is relative to the folder of this file",
    };
    included.insert(from, "shared/verification.yaml", Err(missing));
    (included, sources)
}

/// All findings as drawn, and the findings.
fn findings(stem: &str, agent: &Agent) -> (String, Vec<Diagnostic>) {
    let text = fs::read_to_string(format!("{FOLDER}/{stem}.yaml")).unwrap();
    let source = SourceFile::new("it.scenario.yaml", text);
    let (included, mut sources) = shared("it.scenario.yaml");
    let (scenarios, found) = rehearsal::scenario::parse(&source, agent, &included);
    assert_eq!(scenarios.is_empty(), found.iter().any(Diagnostic::is_error), "{stem}");
    sources.push(source);
    let draw = |found| format!("{}\n\n", for_people(found, &sources, Look::Plain));
    (found.iter().map(draw).collect(), found)
}

#[test]
fn every_broken_scenario_is_told_what_is_wrong() {
    let agent = agent();
    let mut wrong = Vec::new();
    for stem in stems() {
        let (drawn, found) = findings(&stem, &agent);
        let code = stem.split('.').next().unwrap();
        assert!(found.iter().any(|found| found.code == code), "{stem} gives {drawn}");
        assert!(found.iter().all(|found| !found.help.is_empty()), "{stem} lacks help: {drawn}");
        let expected = format!("{FOLDER}/{stem}.txt");
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
fn every_code_of_scenarios_has_a_broken_one() {
    let stems: BTreeSet<String> =
        stems().iter().map(|stem| stem.split('.').next().unwrap().to_owned()).collect();
    let of_scenario = explanations()
        .filter(|known| known.examples("wrong").iter().any(|example| example.0 == "scenario"));
    let missing: Vec<&str> = of_scenario
        .map(|known| known.code)
        .filter(|code| !ELSEWHERE.contains(code) && !stems.contains(*code))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn there_are_enough_of_them() {
    assert!(stems().len() >= 60, "{}", stems().len());
}
