use std::ops::Range;

use super::heard::Heard;
use super::hit::Hit;
use super::{
    Candidate, Reading, Reference, Refusal, RefusalKind, Spec, VariableType, answer, boolean, date,
    email, limits, number, phone, text,
};

/// How many words of a number's answer may be about something else.
const NUMBER_BUDGET: usize = 4;

/// Longest text that is read as an answer; more is a document.
const LONGEST_ANSWER: usize = 4_096;

/// Reads a text that is the whole answer to the question for this slot.
///
/// # Errors
/// A [`Refusal`] that says why it is no acceptable value.
pub fn parse(spec: &Spec, text: &str, at: &Reference) -> Result<Reading, Refusal> {
    if text.len() > LONGEST_ANSWER && spec.variable_type != VariableType::String {
        return Err(answer::no_match(spec));
    }
    let heard = Heard::new(text);
    if heard.len() == 0 {
        return Err(Refusal::new(
            RefusalKind::Empty,
            "I didn't hear anything. Could you say it again?",
        ));
    }
    let reading = match spec.variable_type {
        VariableType::String => text::parse(spec, &heard),
        VariableType::Integer | VariableType::Float => {
            answer::settle(spec, &heard, number::scan(spec, &heard, at), NUMBER_BUDGET)
        }
        VariableType::Boolean => boolean::parse(spec, &heard),
        VariableType::Date => date::parse(spec, &heard, at),
        VariableType::Email => email::parse(spec, &heard),
        VariableType::Phone => phone::parse(spec, &heard, at),
    }?;
    limits::within(spec, reading, at)
}

/// Lists all values for this slot in an utterance: longest first, none overlapping.
pub fn find(spec: &Spec, text: &str, at: &Reference) -> Vec<Candidate> {
    let heard = Heard::new(text);
    let hits = hits(spec, &heard, at);
    let mut candidates: Vec<Candidate> = answer::kept(&heard, hits)
        .iter()
        .filter_map(|hit| candidate(spec, &heard, hit, at))
        .collect();
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.span.len()));
    candidates
}

/// What has the form of a value for this slot and is not acceptable, as bytes of the utterance in order:
/// a date out of its limits, a phone number that is not in use, an identifier of the wrong length.
pub fn find_refused(spec: &Spec, text: &str, at: &Reference) -> Vec<Range<usize>> {
    let heard = Heard::new(text);
    let mut places: Vec<(usize, usize)> = answer::kept(&heard, hits(spec, &heard, at))
        .iter()
        .filter(|hit| hit.outcome.is_err() || hit.confidence >= FLOOR)
        .map(|hit| (hit.from, hit.to))
        .collect();
    match spec.variable_type {
        VariableType::String => places.extend(text::misshapen(spec, &heard)),
        VariableType::Phone => {
            let broken = phone::scan_broken(&heard, at);
            places.extend(broken.iter().map(|hit| (hit.from, hit.to)));
        }
        _ => {}
    }
    places
        .into_iter()
        .filter(|(from, to)| is_refused(spec, heard.said(*from, *to), at))
        .map(|(from, to)| heard.span(from, to))
        .collect()
}

/// Whether a text is refused for what it is, and not for being no value or several.
fn is_refused(spec: &Spec, said: &str, at: &Reference) -> bool {
    use RefusalKind::{Ambiguous, Empty, NotThisType, Several};
    parse(spec, said, at)
        .is_err_and(|refusal| !matches!(refusal.kind, Empty | NotThisType | Several | Ambiguous))
}

fn hits(spec: &Spec, heard: &Heard, at: &Reference) -> Vec<Hit> {
    match spec.variable_type {
        VariableType::String => text::scan(spec, heard),
        VariableType::Integer | VariableType::Float => number::scan(spec, heard, at),
        VariableType::Boolean => boolean::scan(spec, heard),
        VariableType::Date => date::scan(spec, heard, at),
        VariableType::Email => email::scan(heard),
        VariableType::Phone => phone::scan(heard, at),
    }
}

/// Below this a hit is too weak to be taken out of an utterance.
const FLOOR: f32 = 0.4;

/// A hit whose text alone reads as the same value.
fn candidate(spec: &Spec, heard: &Heard, hit: &Hit, at: &Reference) -> Option<Candidate> {
    let meaning = hit.outcome.as_ref().ok()?;
    if hit.confidence < FLOOR && heard.len() > hit.to - hit.from {
        return None;
    }
    let span = heard.span(hit.from, hit.to);
    let said = heard.said(hit.from, hit.to);
    let alone = parse(spec, said, at).ok().filter(|alone| alone.value == meaning.value)?;
    Some(Candidate {
        value: alone.value,
        span,
        text: said.to_owned(),
        confidence: hit.confidence,
        alternatives: alone.alternatives,
    })
}
