//! Plays the corpus under `tests/values` and prints the accuracy of each type.
//!
//! A line is `text<TAB>expected`. Lines `@ key=value …` set what the next lines are read with; the
//! expected side is a canonical value, `value ? other` where a confirmation is due, `!kind` or `!` for a
//! refusal, and in `mode=find` the values in order of the text, joined by ` ; ` (`-` for none).
#![allow(missing_docs)]
#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test may fail loudly, reads its corpus and prints what it found"
)]

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::DateTime;
use chrono_tz::Tz;
use rehearsal::value::{
    Choice, DateBound, Pattern, Reference, Region, Spec, Value, VariableType, find, parse,
};

struct Setting {
    spec: Spec,
    at: Reference,
    find: bool,
}

impl Setting {
    fn of(directive: &str) -> Self {
        let mut keys = BTreeMap::new();
        for part in directive.split("  ").map(str::trim).filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').expect("key=value");
            keys.insert(key, value);
        }
        let variable_type = VariableType::ALL
            .into_iter()
            .find(|kind| Some(&kind.name()) == keys.get("type"))
            .expect("a type");
        let zone: Tz = keys.get("zone").unwrap_or(&"UTC").parse().expect("a zone");
        let now = keys.get("now").unwrap_or(&"2026-03-02T10:00:00Z");
        let now = DateTime::parse_from_rfc3339(now).expect("a time").with_timezone(&zone);
        let mut spec = Spec::of(variable_type);
        spec.label = (*keys.get("label").unwrap_or(&"")).to_owned();
        spec.example = keys.get("example").map(|example| (*example).to_owned());
        spec.pattern = keys.get("pattern").map(|pattern| Pattern::new(pattern).expect("a pattern"));
        spec.choices = keys
            .get("choices")
            .map_or(Vec::new(), |choices| choices.split('|').map(choice).collect());
        spec.min = keys.get("min").map(|min| min.parse().expect("a number"));
        spec.max = keys.get("max").map(|max| max.parse().expect("a number"));
        spec.latest =
            keys.get("latest").map(|days| DateBound::DaysFromToday(days.parse().expect("days")));
        spec.earliest =
            keys.get("earliest").map(|days| DateBound::DaysFromToday(days.parse().expect("days")));
        let region = keys.get("region").and_then(|region| Region::parse(region));
        Self { spec, at: Reference { now, region }, find: keys.get("mode") == Some(&"find") }
    }

    fn answer(&self, text: &str) -> String {
        if self.find {
            let mut found = find(&self.spec, text, &self.at);
            found.sort_by_key(|candidate| candidate.span.start);
            let values: Vec<String> =
                found.iter().map(|candidate| candidate.value.to_string()).collect();
            return if values.is_empty() { "-".to_owned() } else { values.join(" ; ") };
        }
        match parse(&self.spec, text, &self.at) {
            Ok(reading) => with_alternatives(&reading.value, &reading.alternatives),
            Err(refusal) => format!("!{}", refusal.kind.name()),
        }
    }
}

fn choice(text: &str) -> Choice {
    let mut wordings = text.split(',').map(str::to_owned);
    Choice { value: wordings.next().unwrap_or_default(), synonyms: wordings.collect() }
}

fn with_alternatives(value: &Value, alternatives: &[Value]) -> String {
    let mut text = value.to_string();
    for other in alternatives {
        text.push_str(" ? ");
        text.push_str(&other.to_string());
    }
    text
}

fn holds(got: &str, expected: &str) -> bool {
    got == expected || expected == "!" && got.starts_with('!')
}

/// The `values` blocks of the documentation; other lines become empty, so that line numbers hold.
fn examples(page: &str) -> String {
    let mut inside = false;
    let mut lines = String::new();
    for line in page.lines() {
        if line.starts_with("```") {
            inside = line == "```values";
        } else if inside {
            lines.push_str(line);
        }
        lines.push('\n');
    }
    lines
}

/// One line of the corpus that is not read as it should be.
struct Failure {
    place: String,
    variable_type: &'static str,
    text: String,
    expected: String,
    got: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, variable_type, text, expected, got } = self;
        write!(f, "{place} [{variable_type}] {text:?}: expected {expected}, got {got}")
    }
}

/// How many lines of each type are right, of how many, and which are not.
#[derive(Default)]
struct Score {
    by_type: BTreeMap<&'static str, (usize, usize)>,
    failures: Vec<Failure>,
}

impl Score {
    /// Plays one file of the corpus.
    fn play(&mut self, name: &str, text: &str) {
        let mut setting = None;
        for (number, line) in text.lines().enumerate() {
            if let Some(directive) = line.strip_prefix("@ ") {
                setting = Some(Setting::of(directive));
            } else if !line.trim().is_empty() && !line.starts_with("# ") {
                let place = format!("{name}:{}", number + 1);
                let setting = setting.as_ref().expect("a setting before the first line");
                self.play_line(place, setting, line);
            }
        }
    }

    fn play_line(&mut self, place: String, setting: &Setting, line: &str) {
        let (text, expected) = line.split_once('\t').expect("a tab between text and value");
        let variable_type = setting.spec.variable_type.name();
        let got = setting.answer(text);
        let score = self.by_type.entry(variable_type).or_default();
        score.1 += 1;
        if holds(&got, expected) {
            score.0 += 1;
        } else {
            let (text, expected) = (text.to_owned(), expected.to_owned());
            self.failures.push(Failure { place, variable_type, text, expected, got });
        }
    }
}

/// The corpus in the order of its names, then the examples of the documentation.
fn corpus() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::fs::read_dir(root.join("tests/values")).expect("the corpus");
    let mut files: Vec<PathBuf> = folder.map(|file| file.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "tsv"));
    files.sort();
    let read = |file: &Path| std::fs::read_to_string(file).expect("a readable file");
    let named =
        |file: &Path| file.file_name().map_or(String::new(), |name| name.display().to_string());
    let mut texts: Vec<(String, String)> =
        files.iter().map(|file| (named(file), read(file))).collect();
    let page = root.join("docs/values.md");
    texts.push((named(&page), examples(&read(&page))));
    texts
}

/// Without the test harness, so that the accuracy of each type is seen wherever the tests run.
fn main() -> ExitCode {
    if std::env::args().any(|argument| argument == "--list") {
        return ExitCode::SUCCESS;
    }
    let mut score = Score::default();
    for (name, text) in corpus() {
        score.play(&name, &text);
    }
    println!("\nvalues of the corpus that are read as written:");
    for (variable_type, (right, all)) in &score.by_type {
        println!("  {variable_type:8} {right:5} of {all:5}, {:.1} %", percent(*right, *all));
    }
    for failure in &score.failures {
        println!("{failure}");
    }
    if score.failures.is_empty() && !score.by_type.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("{} lines are read wrong", score.failures.len());
    ExitCode::FAILURE
}

#[expect(clippy::cast_precision_loss, reason = "a percentage for people")]
fn percent(right: usize, all: usize) -> f64 {
    right as f64 * 100.0 / all as f64
}
