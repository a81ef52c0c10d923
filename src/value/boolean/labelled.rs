use super::super::english::fillers::{is_filler, is_negation};
use super::super::heard::Heard;
use super::super::{Reading, Spec, Value, answer};

/// What the slot's own name says with a small word beside it, where it says but one thing.
pub(super) fn labelled_reading(spec: &Spec, heard: &Heard) -> Option<Reading> {
    let found = labelled(spec, heard);
    let (from, to, truth) = found.last().copied()?;
    let unanimous = found.iter().all(|(_, _, other)| *other == truth);
    unanimous.then(|| Reading {
        value: Value::Boolean(truth),
        span: heard.span(from, to),
        alternatives: Vec::new(),
    })
}

/// "with a reminder", "no reminder", "reminder: yes": places with what they say.
pub(super) fn labelled(spec: &Spec, heard: &Heard) -> Vec<(usize, usize, bool)> {
    let mut found = Vec::new();
    if spec.label.is_empty() {
        return found;
    }
    let mut at = 0;
    while at < heard.len() {
        let length = (at..heard.len()).take_while(|at| names(spec, heard.word(*at))).count();
        if length == 0 {
            at += 1;
            continue;
        }
        found.extend(
            before_label(heard, at, at + length).or_else(|| after_label(heard, at, at + length)),
        );
        at += length;
    }
    found
}

fn names(spec: &Spec, word: &str) -> bool {
    word.len() > 3 && !is_filler(word) && answer::in_label(spec, word)
}

fn before_label(heard: &Heard, label: usize, to: usize) -> Option<(usize, usize, bool)> {
    let article = |at: usize| matches!(heard.word(at), "a" | "an" | "the" | "my" | "any" | "me");
    let from = (label.saturating_sub(2)..label).rev().find(|at| !article(*at))?;
    let denied = from > 0 && is_negation(heard.word(from - 1));
    match heard.word(from) {
        "with" | "include" | "including" | "add" => Some((from, to, !denied)),
        "want" | "need" | "send" => Some((from - usize::from(denied), to, !denied)),
        "without" | "no" | "skip" => Some((from, to, false)),
        _ => None,
    }
}

fn after_label(heard: &Heard, from: usize, label: usize) -> Option<(usize, usize, bool)> {
    let marked = heard.mark(label).is_some_and(|mark| matches!(mark, ':' | '=' | '-' | ','));
    let at = label + usize::from(marked || heard.word(label) == "is");
    match heard.word(at) {
        "yes" | "on" | "true" => Some((from, at + 1, true)),
        "no" | "off" | "false" => Some((from, at + 1, false)),
        _ => None,
    }
}
