//! Scenario files that are damaged by accident or on purpose, or unreasonably large, never break the reader.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use proptest::prelude::*;
use rehearsal::{
    agent::{Agent, format},
    cli::finding::{Look, for_people},
    diagnostic::{Diagnostic, SourceFile},
    scenario::{Document, Included, head, parse},
};

const SAMPLES: [&str; 4] = [
    include_str!("../scenarios/order-desk/mistyped-number.scenario.yaml"),
    include_str!("../scenarios/order-desk/order-states.scenario.yaml"),
    include_str!("../docs/scenarios.md"),
    "include: [a.yaml]\nstart: { succeeded: [Verify Customer], open: Lookup Order Status }\n\
     faults: []\nrepeat: 10\npass_at_least: 8/10\nchecks: { asked-again: off }\ncases:\n  \
     one: { a: 1, b: [x, y], c: { d: e } }\nturns:\n  - silence: 8s\n  - include: a.yaml\n  - user: \
     <a>, it is <<b>\n    expect: { slots: { pin: <b>, customer_number: { not: <a> } }, within: 2s }\n\
     finally: { not: { breaches: [false_success], phase: idle }, acts: [elicit: { variable: pin }] }\n",
];
const PIECES: [&str; 24] = [
    "<a>",
    "<<",
    "<b",
    ">",
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    "\n",
    "\n  ",
    "\n    ",
    "- ",
    "&a ",
    "*a",
    "!!x ",
    "\"",
    "'",
    "|\n",
    "\u{1b}[31m",
    "é",
    "\u{202e}",
    "8/10",
];

static AGENT: LazyLock<Agent> = LazyLock::new(|| {
    let agent = include_str!("../scenarios/order-desk/agent.yaml");
    let prompt = include_str!("../prompts/order-desk.md");
    let file = |path, text| SourceFile::new(path, text);
    format::parse(&file("agent.yaml", agent), Some(&file("prompt.md", prompt))).agent.unwrap()
});

/// Removes, doubles and inserts pieces at character boundaries.
fn mutate(text: &str, edits: &[(usize, usize, usize)]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for (at, length, piece) in edits {
        let at = at % (letters.len() + 1);
        let end = (at + length % 12).min(letters.len());
        let piece = PIECES.get(*piece).copied().unwrap_or_default();
        letters.splice(at..end, piece.chars());
    }
    letters.into_iter().collect()
}

fn edits() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    prop::collection::vec((any::<usize>(), any::<usize>(), 0..PIECES.len() + 4), 1..6)
}

/// Reads a text that includes another, and that other itself; what was found, with the texts.
fn read(text: &str, other: &str) -> (Vec<Diagnostic>, [SourceFile; 2]) {
    let sources = [SourceFile::new("it.yaml", text), SourceFile::new("a.yaml", other)];
    let _head = head(&sources[0]);
    let mut included = Included::default();
    let document = Arc::new(Document::read(Arc::new(sources[1].clone())));
    included.insert("it.yaml", "a.yaml", Ok(Arc::clone(&document)));
    included.insert("a.yaml", "a.yaml", Ok(document));
    let (scenarios, found) = parse(&sources[0], &AGENT, &included);
    assert_eq!(scenarios.is_empty(), found.iter().any(Diagnostic::is_error), "{found:?}");
    (found, sources)
}

/// Reads and draws; places must fit the texts.
fn check(text: &str, other: &str) {
    let (found, sources) = read(text, other);
    for one in &found {
        let source = sources.iter().find(|source| source.path == one.place.path).unwrap();
        assert!(source.text.get(one.place.span.clone()).is_some(), "{one:?}");
        if let Some(fix) = &one.fix {
            assert!(source.text.get(fix.span.clone()).is_some(), "{one:?}");
        }
        let drawn = for_people(one, &sources, Look::Plain);
        assert!(!drawn.contains(['\u{1b}', '\u{202e}']), "{drawn}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_mutated_scenario_gives_diagnostics_and_no_panic(sample in 0..SAMPLES.len(), edits in edits()) {
        check(&mutate(SAMPLES[sample], &edits), "turns: [Hello]\n");
    }

    #[test]
    fn a_mutated_piece_gives_diagnostics_and_no_panic(sample in 0..SAMPLES.len(), edits in edits()) {
        check("include: a.yaml\nturns: [{ include: a.yaml }]\n", &mutate(SAMPLES[sample], &edits));
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,200}", other in "[-:{}\\[\\]\"'<>a&*!|> \n#0-9]{0,120}") {
        check(&text, &other);
        check(&other, &text);
    }

    #[test]
    fn a_scenario_cut_anywhere_gives_diagnostics_and_no_panic(sample in 0..SAMPLES.len(), at in any::<usize>()) {
        let letters = SAMPLES[sample].chars().count();
        let cut: String = SAMPLES[sample].chars().take(at % letters).collect();
        check(&cut, &cut);
    }
}

#[test]
fn unreasonable_files_are_answered_quickly() {
    let turn = "- user: Hello\n    expect: { no_calls: true }\n  ";
    let row = "- { a: 1, b: <a> }\n  ";
    let bombs = [
        "[".repeat(200_000),
        format!("turns: [{}]", "{},".repeat(90_000)),
        format!("turns:\n  {}", turn.repeat(12_000)),
        format!("turns: [\"{}\"]", "<a>".repeat(500_000)),
        format!("cases:\n  {}\nturns: [\"<a> <b>\"]", row.repeat(15_000)),
        format!("cases:\n  {}\nturns:\n  {}", row.repeat(8_000), turn.repeat(4_000)),
        format!("cases: [{{ a: 1 }}]\nturns: [\"{}\"]", "<<".repeat(500_000)),
        format!("turns: [{}]", "{ include: a.yaml },".repeat(30_000)),
        format!("checks: {{ {} }}", (0..40_000).map(|n| format!("c{n}: off,")).collect::<String>()),
        format!("tags: [{}]", (0..40_000).map(|n| format!("t{n},")).collect::<String>()),
        format!("finally: {}{{}}{}", "{ not: ".repeat(50), " }".repeat(50)),
    ];
    for bomb in bombs {
        let start = Instant::now();
        let (found, _) = read(&bomb, "turns: [{ include: a.yaml }, Hello]\n");
        let beginning: String = bomb.chars().take(40).collect();
        assert!(found.len() <= 500, "{beginning}");
        assert!(start.elapsed() < Duration::from_secs(8), "{beginning} {:?}", start.elapsed());
    }
}

#[test]
fn files_that_include_many_others_again_and_again_are_bounded() {
    let mut included = Included::default();
    let lines = (0..50).map(|n| format!("{{ include: {n}.yaml }}, "));
    let text = format!("turns: [{}]", lines.collect::<String>());
    let document = |n: usize| {
        Arc::new(Document::read(Arc::new(SourceFile::new(format!("{n}.yaml"), text.clone()))))
    };
    let documents: Vec<_> = (0..50).map(document).collect();
    let names = (0..50).map(|n| format!("{n}.yaml"));
    for from in names.chain(["it.yaml".to_owned()]) {
        for (n, document) in documents.iter().enumerate() {
            included.insert(&from, &format!("{n}.yaml"), Ok(Arc::clone(document)));
        }
    }
    let start = Instant::now();
    let (_, found) = parse(&SourceFile::new("it.yaml", text.clone()), &AGENT, &included);
    assert!(found.iter().any(|found| found.code == "too-many-includes"));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}
