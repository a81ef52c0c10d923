//! Plays the corpus under `tests/values` and prints the accuracy of each type.
//!
//! A line is `text<TAB>expected`. Lines `@ key=value …` set what the next lines are read with; the
//! expected side is a canonical value, `value ? other` where a confirmation is due, `!kind` or `!` for a
//! refusal, and in `mode=find` the values in order of the text, joined by ` ; ` (`-` for none).
#![allow(missing_docs)]
#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and reads its corpus"
)]

use std::collections::BTreeMap;

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

#[test]
fn the_corpus_is_read_as_written() {
    let mut scores: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut failures = Vec::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/values");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.push(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/values.md").into());
    for file in
        files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "tsv"))
    {
        let text = std::fs::read_to_string(file).unwrap();
        let text = if file.ends_with("values.md") { examples(&text) } else { text };
        let mut setting = None;
        for (number, line) in text.lines().enumerate() {
            if let Some(directive) = line.strip_prefix("@ ") {
                setting = Some(Setting::of(directive));
                continue;
            }
            if line.trim().is_empty() || line.starts_with("# ") {
                continue;
            }
            let place = format!("{}:{}", file.file_name().unwrap().to_string_lossy(), number + 1);
            let (said, expected) =
                line.split_once('\t').unwrap_or_else(|| panic!("no tab at {place}"));
            let setting: &Setting =
                setting.as_ref().unwrap_or_else(|| panic!("no setting at {place}"));
            let got = setting.answer(said);
            let score = scores.entry(setting.spec.variable_type.name().to_owned()).or_default();
            score.1 += 1;
            if holds(&got, expected) {
                score.0 += 1;
            } else {
                failures.push(format!(
                    "{place} [{}] {said:?}: expected {expected}, got {got}",
                    setting.spec.variable_type.name()
                ));
            }
        }
    }
    for (kind, (right, all)) in &scores {
        println!("{kind}: {right} of {all} right");
    }
    assert!(
        failures.is_empty(),
        "{} lines are read wrong:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
