use super::super::english::names::{NAME_CARRIERS, NAME_CLOSINGS, PLACE_CARRIERS, PLACES};
use super::super::english::no_answers::{HESITATIONS, NO_ANSWER, NO_ANSWER_ENDS, NO_ANSWER_STARTS};
use super::super::english::requests::{AFTER_NAMES, CARRIERS, CLOSINGS};
use super::super::heard::Heard;
use super::super::hit::Hit;
use super::super::{Reading, Refusal, RefusalKind, Spec, Value, answer};
use super::name;

/// Reads a whole answer as free text: all of it without its introduction and politeness.
pub(super) fn parse(spec: &Spec, heard: &Heard) -> Result<Reading, Refusal> {
    if is_no_answer(heard) {
        return Err(answer::no_match(spec));
    }
    let (from, to) = inner(spec, heard);
    let (from, to) = if is_named(spec) { name::settled(spec, heard, from, to) } else { (from, to) };
    let said = heard.said(from, to);
    if from >= to || !said.chars().any(char::is_alphanumeric) {
        return Err(Refusal { kind: RefusalKind::NotThisType, ..answer::no_match(spec) });
    }
    Ok(Reading {
        value: Value::String(tidy(said)),
        span: heard.span(from, to),
        alternatives: Vec::new(),
    })
}

/// One blank between words, no control characters.
fn tidy(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether an utterance says that there is no answer, or asks something back.
pub(super) fn is_no_answer(heard: &Heard) -> bool {
    let start = first_word(heard);
    let whole =
        |phrase: &&str| heard.spaced(start, phrase).is_some_and(|to| rest_is_polite(heard, to));
    NO_ANSWER.iter().any(whole)
        || NO_ANSWER_STARTS.iter().any(|phrase| heard.spaced(start, phrase).is_some())
}

fn first_word(heard: &Heard) -> usize {
    (0..heard.len())
        .find(|at| heard.mark(*at).is_none() && !HESITATIONS.contains(&heard.word(*at)))
        .unwrap_or(0)
}

fn rest_is_polite(heard: &Heard, at: usize) -> bool {
    (at..heard.len())
        .all(|place| heard.mark(place).is_some() || NO_ANSWER_ENDS.contains(&heard.word(place)))
}

/// The tokens left when introduction, label, politeness and outer marks are taken off.
pub(super) fn inner(spec: &Spec, heard: &Heard) -> (usize, usize) {
    let mut from = 0;
    while let Some(after) = carrier(spec, heard, from).filter(|after| *after < heard.len()) {
        from = after;
    }
    let mut to = heard.len();
    while let Some(before) = closing(spec, heard, from, to).filter(|before| *before > from) {
        to = before;
    }
    (from, to)
}

/// The place after one piece of introduction that stands at a token.
pub(super) fn carrier(spec: &Spec, heard: &Heard, at: usize) -> Option<usize> {
    if heard
        .mark(at)
        .is_some_and(|mark| !matches!(mark, '(' | '#' | '+' | '€' | '$' | '@' | '&' | '/'))
    {
        return Some(at + 1);
    }
    let label = label_at(spec, heard, at);
    if let Some(after) = label {
        return Some(after);
    }
    let named = is_named(spec).then(|| heard.any_phrase(at, NAME_CARRIERS)).flatten();
    let placed = is_placed(spec).then(|| heard.any_phrase(at, PLACE_CARRIERS)).flatten();
    let after = named.max(placed).max(heard.any_phrase(at, CARRIERS))?;
    let article = after == at + 1
        && matches!(
            heard.word(at),
            "the" | "my" | "is" | "like" | "just" | "right" | "so" | "put" | "please" | "names"
        );
    let kept = article
        && !matches!(heard.word(at), "is" | "so" | "just" | "please" | "names")
        && label_at(spec, heard, after).is_none();
    (!kept).then_some(after)
}

/// "order number", "order number is", "the order number:".
fn label_at(spec: &Spec, heard: &Heard, at: usize) -> Option<usize> {
    if spec.label.is_empty() {
        return None;
    }
    let words: Vec<String> = spec
        .label
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let mut place = at;
    for word in &words {
        if heard.text(place) != word {
            return None;
        }
        place += 1;
    }
    let verb = matches!(heard.word(place), "is" | "would" | "was")
        || matches!(heard.mark(place), Some(':' | '=' | ',' | '-'));
    let introduced = at > 0 && matches!(heard.word(at - 1), "my" | "the" | "a")
        || words.len() > 1 && is_named(spec);
    (verb || introduced).then(|| place + usize::from(verb))
}

fn closing(spec: &Spec, heard: &Heard, from: usize, to: usize) -> Option<usize> {
    let last = to.checked_sub(1).filter(|last| *last >= from)?;
    if heard.mark(last).is_some_and(|mark| {
        matches!(mark, '.' | ',' | '!' | '?' | '"' | '\'' | ';' | ':' | '-' | '…')
    }) {
        return Some(last);
    }
    let of_names: &[&str] = if is_named(spec) { NAME_CLOSINGS } else { &[] };
    CLOSINGS
        .iter()
        .chain(of_names)
        .filter_map(|phrase| {
            let start = to.checked_sub(phrase.split(' ').count())?;
            (start >= from && heard.spaced(start, phrase) == Some(to)).then_some(start)
        })
        .min()
}

/// Free text inside an utterance only where it is marked: quoted, or named as the slot's value.
pub(super) fn scan(spec: &Spec, heard: &Heard) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while at < heard.len() {
        let found = quoted(heard, at).or_else(|| introduced(spec, heard, at));
        match found {
            Some((from, to)) if from < to => {
                let value = Value::String(tidy(heard.said(from, to)));
                hits.push(Hit::sure(from, to, value).with_confidence(0.8));
                at = to + 1;
            }
            _ => at += 1,
        }
    }
    hits
}

fn quoted(heard: &Heard, at: usize) -> Option<(usize, usize)> {
    if !heard.is_mark(at, '"') {
        return None;
    }
    let end = (at + 1..heard.len().min(at + 60)).find(|place| heard.is_mark(*place, '"'))?;
    Some((at + 1, end))
}

/// "my name is Ada Lovelace", "called Ada", "order note is …".
fn introduced(spec: &Spec, heard: &Heard, at: usize) -> Option<(usize, usize)> {
    let named = heard
        .spaced(at, "my name is")
        .or_else(|| heard.spaced(at, "the name is"))
        .or_else(|| heard.spaced(at, "called"))
        .filter(|_| is_name(spec));
    let labelled = label_at(spec, heard, at).filter(|after| {
        matches!(heard.word(after - 1), "is" | "was") || heard.is_mark(after - 1, ':')
    });
    let from = named.or(labelled)?;
    let end = (from..heard.len().min(from + 40))
        .find(|place| {
            matches!(heard.mark(*place), Some(',' | '.' | ';' | '!' | '?'))
                && !heard.glued(place + 1)
                || named.is_some() && AFTER_NAMES.contains(&heard.word(*place))
        })
        .unwrap_or(heard.len().min(from + 40));
    Some((from, end))
}

/// Whether the slot's own name says that it takes a name.
fn is_named(spec: &Spec) -> bool {
    spec.label.to_lowercase().contains("name")
}

/// Whether the slot's own name says that it takes a place.
fn is_placed(spec: &Spec) -> bool {
    let label = spec.label.to_lowercase();
    PLACES.iter().any(|place| label.contains(place))
}

fn is_name(spec: &Spec) -> bool {
    spec.label.is_empty() || is_named(spec)
}
