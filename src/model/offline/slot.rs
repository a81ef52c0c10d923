use std::ops::Range;

use super::{label::Labels, marked::marked, word::Token};
use crate::{
    agent::{Variable, VariableName},
    dialogue::UserAct,
    value::{self, Candidate, Reference, VariableType},
};

/// A value of the utterance with the variable it was given to.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The variable.
    pub variable: VariableName,
    /// The words that carry the value; parsing them gives it.
    pub raw: String,
    /// Bytes of the utterance.
    pub span: Range<usize>,
    /// Whether words beside it name the variable.
    pub named: bool,
}

impl Found {
    /// The act of giving this value.
    pub fn inform(self) -> UserAct {
        UserAct::Inform { variable: self.variable, raw: self.raw, span: self.span }
    }

    /// The act of replacing an earlier value with this.
    pub fn correct(self) -> UserAct {
        UserAct::Correct { variable: self.variable, raw: Some(self.raw), span: self.span }
    }
}

/// What values are looked for, and where.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    /// The utterance.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// When it is said.
    pub at: &'a Reference,
    /// The variable asked for.
    pub asked: Option<&'a VariableName>,
}

/// Bytes of an utterance that are searched for values.
pub const MOST_BYTES: usize = 8_192;
/// What being asked for counts.
const ASKED: f32 = 0.4;
/// What a place later in the declaration costs.
const LATER: f32 = 0.01;
/// From here on the words beside a value name the variable.
const NAMING: f32 = 0.15;
/// Below this a value nobody asked for is left.
const ENOUGH: f32 = 0.35;

/// Gives the values of an utterance to variables, each value and each variable at most once.
pub fn assign(search: Search<'_>, variables: &[&Variable]) -> Vec<Found> {
    let labels = Labels::of(variables);
    let candidates = candidates(search, variables);
    let mut offers = Vec::new();
    for (order, candidate) in &candidates {
        let variable = variables[*order];
        let asked = search.asked == Some(&variable.name);
        let label = labels.nearness(search.tokens, *order, candidate, &candidates);
        let own = candidate.confidence + specificity(variable) + label;
        let said = label >= NAMING || variable.spec.variable_type != VariableType::Boolean;
        if asked || own >= ENOUGH && said {
            let score = own + if asked { ASKED } else { 0.0 } - LATER * *order as f32;
            offers.push(Offer { score, order: *order, candidate, named: label >= NAMING });
        }
    }
    share_out(offers)
        .into_iter()
        .map(|offer| Found {
            variable: variables[offer.order].name.clone(),
            raw: offer.candidate.text.clone(),
            span: offer.candidate.span.clone(),
            named: offer.named,
        })
        .collect()
}

/// A value that a variable may get.
struct Offer<'c> {
    score: f32,
    order: usize,
    candidate: &'c Candidate,
    named: bool,
}

/// The best offers that share neither variable nor text, in the order of the utterance.
fn share_out(mut offers: Vec<Offer<'_>>) -> Vec<Offer<'_>> {
    offers.sort_by(|a, b| {
        let places = a.candidate.span.start.cmp(&b.candidate.span.start);
        b.score.total_cmp(&a.score).then(a.order.cmp(&b.order)).then(places)
    });
    let mut taken: Vec<Offer<'_>> = Vec::new();
    for offer in offers {
        let clashes = |other: &Offer<'_>| {
            other.order == offer.order || overlap(&other.candidate.span, &offer.candidate.span)
        };
        if !taken.iter().any(clashes) {
            taken.push(offer);
        }
    }
    taken.sort_by_key(|offer| offer.candidate.span.start);
    taken
}

fn candidates(search: Search<'_>, variables: &[&Variable]) -> Vec<(usize, Candidate)> {
    let end = floor_boundary(search.text, MOST_BYTES);
    let text = &search.text[..end];
    let mut all = Vec::new();
    for (order, variable) in variables.iter().enumerate() {
        let mut found = value::find(&variable.spec, text, search.at);
        if found.is_empty() {
            found = matching(variable, text, search.at);
            found.extend(marked(variable, search.tokens, text, search.at));
        }
        let sound = |one: &Candidate| text.get(one.span.clone()).is_some();
        all.extend(found.into_iter().filter(sound).map(|candidate| (order, candidate)));
    }
    all
}

/// Words with a digit that match the declared pattern as they stand.
fn matching(variable: &Variable, text: &str, at: &Reference) -> Vec<Candidate> {
    let Some(pattern) = &variable.spec.pattern else { return Vec::new() };
    let words = text.split_whitespace().map(|word| {
        word.trim_matches(|c: char| {
            matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '"' | '(' | ')')
        })
    });
    let fits = |word: &&str| word.contains(|c: char| c.is_ascii_digit()) && pattern.matches(word);
    let candidate = |word: &str| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let reading = value::parse(&variable.spec, word, at).ok()?;
        Some(Candidate {
            value: reading.value,
            span: start..start + word.len(),
            text: word.to_owned(),
            confidence: 0.6,
            alternatives: reading.alternatives,
        })
    };
    words.filter(fits).filter_map(candidate).collect()
}

/// The last character boundary up to `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|place| text.is_char_boundary(*place)).unwrap_or(0)
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// How hard it is to be a value of this variable by chance.
fn specificity(variable: &Variable) -> f32 {
    let spec = &variable.spec;
    if spec.pattern.is_some() {
        return 0.5;
    }
    match spec.variable_type {
        VariableType::Email => 0.6,
        VariableType::Phone | VariableType::Date => 0.4,
        VariableType::Float => 0.15,
        VariableType::Integer => 0.2,
        VariableType::Boolean => 0.0,
        VariableType::String if !spec.choices.is_empty() => 0.4,
        VariableType::String if spec.example.is_some() => 0.25,
        VariableType::String => 0.0,
    }
}
