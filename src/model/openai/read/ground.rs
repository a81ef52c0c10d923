use std::ops::Range;

use crate::{
    agent::Variable,
    value::{self, Reference, Value, VariableType},
};

/// Part of the words of a free text that must have been said.
const OVERLAP: f32 = 0.6;
/// Longest utterance that is searched, in bytes; longer ones only as they stand.
const LONGEST: usize = 8 * 1024;

/// Where a value stands in an utterance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grounded {
    pub raw: String,
    pub span: Range<usize>,
}

/// Finds what the customer said for a value the model gives: the recognisers' reading of it, the same
/// letters and digits, or for free text most of its words close together. `None`: nobody said it.
pub(crate) fn ground(
    variable: &Variable,
    given: &str,
    utterance: &str,
    at: &Reference,
) -> Option<Grounded> {
    let spec = &variable.spec;
    let wanted = value::parse(spec, given, at).ok();
    let found =
        if utterance.len() <= LONGEST { value::find(spec, utterance, at) } else { Vec::new() };
    if let Some(wanted) = &wanted {
        let means = |value: &Value| is_same(value, &wanted.value);
        let hit = found
            .iter()
            .find(|hit| means(&hit.value))
            .or_else(|| found.iter().find(|hit| hit.alternatives.iter().any(means)));
        if let Some(hit) = hit {
            return Some(Grounded { raw: hit.text.clone(), span: hit.span.clone() });
        }
    }
    let same = same_letters(given, utterance, is_free_text(variable));
    let same =
        same.filter(|span| reads_as(variable, &utterance[span.clone()], wanted.as_ref(), at));
    let close = || is_free_text(variable).then(|| close_words(given, utterance)).flatten();
    let whole = || {
        let reading = value::parse(spec, utterance, at).ok()?;
        let is_it = wanted.as_ref().is_some_and(|wanted| is_same(&reading.value, &wanted.value));
        (is_it && !is_free_text(variable)).then_some(reading.span)
    };
    let span = same.or_else(close).or_else(whole)?;
    let raw = utterance.get(span.clone()).filter(|raw| !raw.trim().is_empty())?;
    Some(Grounded { raw: raw.to_owned(), span })
}

/// Text without a form: a note, a name, a reason.
pub(crate) fn is_free_text(variable: &Variable) -> bool {
    let spec = &variable.spec;
    let has_form = spec.example.as_ref().is_some_and(|example| {
        example.contains(|c: char| c.is_ascii_digit()) && !example.trim().contains(' ')
    });
    spec.variable_type == VariableType::String
        && spec.pattern.is_none()
        && spec.choices.is_empty()
        && !has_form
}

fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => squeeze(one) == squeeze(other),
        (Value::Email(one), Value::Email(other)) => one.eq_ignore_ascii_case(other),
        _ => one == other,
    }
}

/// The words found must not read as a value other than the one the model gave.
fn reads_as(
    variable: &Variable,
    raw: &str,
    wanted: Option<&value::Reading>,
    at: &Reference,
) -> bool {
    match (value::parse(&variable.spec, raw, at), wanted) {
        (Ok(reading), Some(wanted)) => {
            is_same(&reading.value, &wanted.value)
                || reading.alternatives.iter().any(|other| is_same(other, &wanted.value))
        }
        // Both are wrong in the same way: the engine says why.
        (Err(_), None) => true,
        (Ok(_), None) | (Err(_), Some(_)) => false,
    }
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whole words of the utterance that have just these letters and digits.
fn same_letters(given: &str, utterance: &str, is_free: bool) -> Option<Range<usize>> {
    let wanted = squeeze(given);
    if wanted.is_empty() || (wanted.chars().count() < 2 && is_free) {
        return None;
    }
    let words = words(utterance);
    for start in 0..words.len() {
        let mut joined = String::new();
        for end in start..words.len() {
            joined.push_str(&squeeze(&utterance[words[end].clone()]));
            if joined == wanted {
                return Some(words[start].start..words[end].end);
            }
            if !wanted.starts_with(&joined) {
                break;
            }
        }
    }
    None
}

/// The shortest stretch of the utterance with enough of the words.
fn close_words(given: &str, utterance: &str) -> Option<Range<usize>> {
    let wanted: Vec<String> = words(given).into_iter().map(|span| squeeze(&given[span])).collect();
    let wanted: Vec<&String> = wanted.iter().filter(|word| word.len() > 2).collect();
    let words = words(utterance);
    let hits: Vec<(usize, usize)> = words
        .iter()
        .enumerate()
        .filter_map(|(at, span)| {
            let said = squeeze(&utterance[span.clone()]);
            Some((at, wanted.iter().position(|word| is_near(word, &said))?))
        })
        .collect();
    let (first, last) = (hits.first()?.0, hits.last()?.0);
    let mut said: Vec<usize> = hits.iter().map(|(_, which)| *which).collect();
    said.sort_unstable();
    said.dedup();
    let count = u16::try_from(said.len()).ok()?;
    let all = u16::try_from(wanted.len()).ok().filter(|all| *all > 0)?;
    let is_enough = f32::from(count) / f32::from(all) >= OVERLAP;
    is_enough.then(|| words[first].start..words[last].end)
}

/// The same word, or one with another ending.
fn is_near(one: &str, other: &str) -> bool {
    let stem = |word: &str| word.chars().take(5).collect::<String>();
    one == other || (one.chars().count() >= 5 && stem(one) == stem(other))
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, letter.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_letters_are_found_across_blanks_and_dashes() {
        let found = |given| same_letters(given, "it's ord 99999, thanks", false);
        assert_eq!(found("ORD-99999"), Some(5..14));
        assert_eq!(found("ORD-9999"), None);
        assert_eq!(found("99999"), Some(9..14));
        assert_eq!(found("999"), None);
    }

    #[test]
    fn a_free_text_needs_most_of_its_words() {
        let utterance = "well, the screen is cracked and it won't turn on any more";
        let found = close_words("Screen cracked, won't turn on", utterance).unwrap();
        assert!(utterance[found].starts_with("screen is cracked"));
        assert_eq!(close_words("Customer wants a full refund", utterance), None);
    }

    #[test]
    fn words_end_at_what_is_no_letter_or_digit() {
        assert_eq!(words("a-b ä!"), [0..1, 2..3, 4..6]);
    }
}
