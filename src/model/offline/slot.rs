use std::{cell::LazyCell, ops::Range};

use super::{extent::extended, label::Labels, marked::marked, word::Token};
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
    /// Whether they name no other.
    pub clear: bool,
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
    /// Whether a value that is out of its limits is passed on even where no words name its variable.
    pub lone: bool,
}

/// Bytes of an utterance that are searched for values.
pub const MOST_BYTES: usize = 8_192;
/// What being asked for counts.
const ASKED: f32 = 0.4;
/// What a place later in the declaration costs.
const LATER: f32 = 0.01;
/// From here on the words beside a value name the variable.
const NAMING: f32 = 0.15;
/// From here on they name no other.
const CLEAR: f32 = 0.5;
/// Below this a value nobody asked for is left.
const ENOUGH: f32 = 0.35;
/// How sure a value is that will be refused.
const REFUSED: f32 = 0.3;

/// Gives the values of an utterance to variables, each value and each variable at most once.
pub fn assign(search: Search<'_>, variables: &[&Variable]) -> Vec<Found> {
    // Most utterances hold no value, and then nobody asks what it is called.
    let labels = LazyCell::new(|| Labels::of(variables));
    let candidates = candidates(search, variables);
    let mut offers = Vec::new();
    for (order, candidate) in &candidates {
        let variable = variables[*order];
        let asked = search.asked == Some(&variable.name);
        let flag = variable.spec.variable_type == VariableType::Boolean;
        let said = !flag || labels.is_within(search.tokens, *order, candidate);
        let label = match flag && said {
            true => CLEAR,
            false => labels.nearness(search.tokens, *order, candidate, &candidates),
        };
        let own = candidate.confidence + specificity(variable) + label;
        if asked || own >= ENOUGH && said {
            let score = own + if asked { ASKED } else { 0.0 } - LATER * *order as f32;
            offers.push(Offer { score, order: *order, candidate, label });
        }
    }
    let refused = refused(search, variables);
    for (order, candidate) in &refused {
        let label = labels.nearness(search.tokens, *order, candidate, &candidates);
        let lone = search.lone && is_lone((*order, candidate), &refused, &candidates, variables);
        if label >= CLEAR || lone {
            let own = candidate.confidence + specificity(variables[*order]) + label;
            offers.push(Offer {
                score: own - LATER * *order as f32,
                order: *order,
                candidate,
                label,
            });
        }
    }
    share_out(offers)
        .into_iter()
        .map(|offer| Found {
            variable: variables[offer.order].name.clone(),
            raw: offer.candidate.text.clone(),
            span: offer.candidate.span.clone(),
            named: offer.label >= NAMING,
            clear: offer.label >= CLEAR,
        })
        .collect()
}

/// A value that a variable may get.
struct Offer<'c> {
    score: f32,
    order: usize,
    candidate: &'c Candidate,
    /// How clearly words beside it name the variable.
    label: f32,
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
    extended(all, Search { text, ..search }, variables)
}

/// What has the form of a value of a variable and will be refused, so that the reason can be told.
fn refused(search: Search<'_>, variables: &[&Variable]) -> Vec<(usize, Candidate)> {
    let text = &search.text[..floor_boundary(search.text, MOST_BYTES)];
    let mut all = Vec::new();
    for (order, variable) in variables.iter().enumerate().filter(|(_, one)| may_be_refused(one)) {
        let found = value::find_refused(&variable.spec, text, search.at);
        all.extend(found.into_iter().filter_map(|span| {
            let said = text.get(span.clone())?.to_owned();
            let candidate = Candidate {
                value: value::Value::String(said.clone()),
                span,
                text: said,
                confidence: REFUSED,
                alternatives: Vec::new(),
            };
            Some((order, candidate))
        }));
    }
    all
}

/// Whether anything of the variable's type can be out of its limits.
fn may_be_refused(variable: &Variable) -> bool {
    let spec = &variable.spec;
    match spec.variable_type {
        VariableType::String => spec.pattern.is_some(),
        VariableType::Integer | VariableType::Float => spec.min.is_some() || spec.max.is_some(),
        VariableType::Date => spec.earliest.is_some() || spec.latest.is_some(),
        VariableType::Phone => true,
        VariableType::Email | VariableType::Boolean => false,
    }
}

/// Whether it can be nothing else: the only one of its type, for the only variable of that type.
fn is_lone(
    (order, candidate): (usize, &Candidate),
    refused: &[(usize, Candidate)],
    valid: &[(usize, Candidate)],
    variables: &[&Variable],
) -> bool {
    let wanted = variables[order].spec.variable_type;
    let only_variable =
        variables.iter().filter(|variable| variable.spec.variable_type == wanted).count() == 1;
    let only_value = refused.iter().filter(|(other, _)| *other == order).count() == 1
        && valid.iter().all(|(other, _)| *other != order);
    let taken = valid.iter().any(|(_, other)| overlap(&other.span, &candidate.span));
    wanted != VariableType::String && only_variable && only_value && !taken
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
pub fn specificity(variable: &Variable) -> f32 {
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
