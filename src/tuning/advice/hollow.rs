use std::sync::LazyLock;

use regex::Regex;

use super::{
    Advice,
    english::PLACEHOLDERS,
    line::{even, lines},
};
use crate::agent::Agent;

const CODE: &str = "line-says-nothing";

/// A condition with nothing behind it.
static BARE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:(?:http|error|status|code)\W+)*(?:[45]\d\d|[45]xx|time-?outs?|any (?:other )?errors?)\W*$").ok()
});

/// Lines that neither quote a sentence nor say what to do.
pub(super) fn find(agent: &Agent) -> Vec<Advice> {
    let of_reader = lines(agent).into_iter().filter(|line| is_hollow(&line.guidance));
    let mut numbers: Vec<usize> = of_reader.map(|line| line.line).collect();
    numbers.extend(bare(agent));
    numbers.into_iter().map(hollow).collect()
}

fn hollow(line: usize) -> Advice {
    let message = "The line names a failure and says nothing about it.".to_owned();
    let mend = "Write the sentence that is to be said into quotation marks, or remove the line.";
    Advice::new(CODE, Some(line), message, mend)
}

fn is_hollow(guidance: &str) -> bool {
    let even = even(guidance);
    let text = even.trim_matches(|c: char| !c.is_alphanumeric() && c != '{');
    text.is_empty()
        || PLACEHOLDERS.contains(&text)
        || PLACEHOLDERS.iter().any(|word| is_led(text, word))
}

/// "TODO: write something" is a placeholder, "None of our agents …" is not.
fn is_led(text: &str, word: &str) -> bool {
    matches!(word, "todo" | "tbd" | "tba" | "fixme" | "lorem ipsum")
        && text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// List items that hold only a condition, and no indented lines below.
fn bare(agent: &Agent) -> Vec<usize> {
    let known: Vec<usize> = agent.prompt.error_lines.iter().map(|line| line.line).collect();
    let all: Vec<&str> = agent.prompt.text.lines().collect();
    let is_bare = |at: &usize| {
        let line = all[*at];
        let is_item = line.trim_start().starts_with(['-', '*', '•', '+', '|'])
            || line.trim_end().ends_with(':');
        let next = all[at + 1..].iter().find(|next| !next.trim().is_empty());
        let goes_on = next.is_some_and(|next| indent(next) > indent(line));
        let has_condition = BARE.as_ref().is_some_and(|bare| bare.is_match(line));
        is_item && has_condition && !goes_on && !line.trim_start().starts_with('#')
    };
    let bare = (0..all.len()).filter(is_bare).map(|at| at + 1);
    bare.filter(|line| !known.contains(line)).collect()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
