//! Agent files and prompts that were broken at random, or on purpose, never break the reader.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use rehearsal::{
    agent::{ActionName, format},
    cli::finding::{Look, for_people},
    diagnostic::SourceFile,
    prompt::{error_lines, render},
};

const SAMPLES: [&str; 5] = [
    include_str!("../scenarios/order-desk/agent.yaml"),
    include_str!("../scenarios/support-tickets/agent.yaml"),
    include_str!("../scenarios/crm/agent.yaml"),
    include_str!("../scenarios/inventory/agent.yaml"),
    include_str!("../scenarios/bookings/agent.yaml"),
];
const PROMPTS: [&str; 3] = [
    include_str!("../prompts/order-desk.md"),
    include_str!("../prompts/support-tickets.md"),
    include_str!("../prompts/inventory.md"),
];
const PIECES: [&str; 24] = [
    "{{",
    "}}",
    "{%",
    "%}",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ":",
    ": ",
    "\n",
    "\n  ",
    "- ",
    "&a ",
    "*a",
    "!!x ",
    "<<: ",
    "|\n",
    ">",
    "\u{1b}[31m",
    "é",
    "\u{202e}",
];

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

/// Parses and draws everything that was found; places must fit the texts.
fn check(agent: String, prompt: &str) {
    let sources = [SourceFile::new("agent.yaml", agent), SourceFile::new("prompt.md", prompt)];
    let loaded = format::parse(&sources[0], Some(&sources[1]));
    for found in &loaded.diagnostics {
        let source = sources.iter().find(|source| source.path == found.place.path).unwrap();
        assert!(source.text.get(found.place.span.clone()).is_some(), "{found:?}");
        if let Some(fix) = &found.fix {
            assert!(source.text.get(fix.span.clone()).is_some(), "{found:?}");
        }
        let drawn = for_people(found, &sources, Look::Plain);
        assert!(!drawn.contains(['\u{1b}', '\u{202e}']), "{drawn}");
    }
    assert!(loaded.agent.is_some() || loaded.diagnostics.iter().any(|found| found.is_error()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_mutated_agent_gives_diagnostics_and_no_panic(sample in 0..SAMPLES.len(), edits in edits()) {
        check(mutate(SAMPLES[sample], &edits), PROMPTS[0]);
    }

    #[test]
    fn a_mutated_prompt_gives_diagnostics_and_no_panic(sample in 0..PROMPTS.len(), edits in edits()) {
        let prompt = mutate(PROMPTS[sample], &edits);
        let names = ["Check Stock", "Create Ticket"].map(ActionName::new);
        for line in error_lines(&prompt, &names) {
            prop_assert!(line.line >= 1 && line.line <= prompt.lines().count());
            prop_assert!(!line.matches.is_empty());
        }
        let _rendered = render(&prompt, &serde_json::Map::new());
        check(SAMPLES[0].to_owned(), &prompt);
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,200}", other in "[-:{}\\[\\]\"'a&*!|> \n#0-9]{0,120}") {
        check(text.clone(), &other);
        check(other, &text);
    }
}

#[test]
fn bombs_are_refused_quickly() {
    let aliases: String = (0..40).fold("a0: &a0 [x, x]\n".to_owned(), |text, level| {
        text + &format!("a{}: &a{} [*a{level}, *a{level}, *a{level}]\n", level + 1, level + 1)
    });
    let deep = "[".repeat(200_000);
    let wide = format!("actions: [{}]", "{},".repeat(500_000));
    let long = format!("name: {}", "a".repeat(4_000_000));
    let braces = format!("name: \"{}\"", "{{ a.b }}".repeat(20_000));
    let shallow = format!("actions: [{}]", "{},".repeat(90_000));
    let keys: String = (0..90_000).map(|key| format!("k{key}: 1\n")).collect();
    let same: String = (0..1_000)
        .map(|at| {
            format!("- {{ name: a{at}, description: look up the order of a customer {at} }}\n")
        })
        .collect();
    let same = format!("actions:\n{same}");
    for bomb in [aliases, deep, wide, long, braces, shallow, keys, same] {
        let start = Instant::now();
        let source = SourceFile::new("agent.yaml", bomb);
        let loaded = format::parse(&source, None);
        assert!(loaded.agent.is_none());
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    }
}
