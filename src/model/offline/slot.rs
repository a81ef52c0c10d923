use std::ops::Range;

use super::{
    english,
    marked::marked,
    word::{Token, content_words, stem},
};
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
const MOST_BYTES: usize = 8_192;
/// What being asked for counts.
const ASKED: f32 = 0.4;
/// What a place later in the declaration costs.
const LATER: f32 = 0.01;
/// Tokens before a value that may name it.
const REACH: usize = 5;
/// What a word counts that only this variable is named by, that others share, that describes it.
const OWN: f32 = 0.8;
const SHARED: f32 = 0.25;
const DESCRIBED: f32 = 0.2;
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
        let label = labels.nearness(search, *order, candidate, &candidates);
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

/// The words that name each variable.
struct Labels(Vec<Vec<Label>>);

struct Label {
    word: String,
    stem: String,
    counts: f32,
}

impl Label {
    fn of(word: &str, counts: f32) -> Self {
        Self { word: word.to_owned(), stem: stem(word), counts }
    }
}

impl Labels {
    fn of(variables: &[&Variable]) -> Self {
        let own: Vec<Vec<String>> = variables.iter().map(|variable| name_words(variable)).collect();
        let stems: Vec<Vec<String>> =
            own.iter().map(|words| words.iter().map(|word| stem(word)).collect()).collect();
        let is_shared = |word: &str| {
            let stem = stem(word);
            stems.iter().filter(|words| words.contains(&stem)).count() > 1
        };
        let labels = variables.iter().zip(&own).map(|(variable, words)| {
            let named = words
                .iter()
                .map(|word| Label::of(word, if is_shared(word) { SHARED } else { OWN }));
            let described = content_words(&variable.description).into_iter().take(20);
            named.chain(described.map(|word| Label::of(&word, DESCRIBED))).collect()
        });
        Self(labels.collect())
    }

    /// How clearly words near a value name the variable.
    fn nearness(
        &self,
        search: Search<'_>,
        order: usize,
        candidate: &Candidate,
        all: &[(usize, Candidate)],
    ) -> f32 {
        let before = before(search.tokens, candidate, all);
        let after = after(search.tokens, candidate, all);
        let mut best: f32 = 0.0;
        for (distance, token) in before.iter().rev().take(REACH).enumerate() {
            let named = self.names(order, &token.text).max(self.particle(order, before, distance));
            best = best.max(named / (1.0 + 0.15 * distance as f32));
        }
        for (distance, token) in after.iter().take(3).enumerate() {
            best = best.max(0.95 * self.names(order, &token.text) / (1.0 + 0.5 * distance as f32));
        }
        best + self.direction(order, before)
    }

    /// "checking in": a small word that tells only behind another word of the name.
    fn particle(&self, order: usize, before: &[Token], distance: usize) -> f32 {
        let at = before.len() - 1 - distance;
        let word = before[at].text.as_str();
        let own = |label: &&Label| label.word == word && label.counts == OWN;
        let Some(label) = self.0[order].iter().find(own) else { return 0.0 };
        let behind = at > 0 && self.has(order, &stem(&before[at - 1].text));
        if english::is_stop_word(word) && behind { label.counts } else { 0.0 }
    }

    fn has(&self, order: usize, stem: &str) -> bool {
        self.0[order].iter().any(|label| label.stem == stem)
    }

    fn names(&self, order: usize, word: &str) -> f32 {
        if english::is_stop_word(word) {
            return 0.0;
        }
        let stem = stem(word);
        let same = self.0[order].iter().filter(|label| label.stem == stem);
        same.map(|label| label.counts).fold(0.0, f32::max)
    }

    /// "from Berlin", "until Friday": whether the preposition suits the variable.
    fn direction(&self, order: usize, before: &[Token]) -> f32 {
        let near = before
            .iter()
            .rev()
            .filter(|token| !matches!(token.text.as_str(), "the" | "on" | "about"))
            .take(1);
        let mut said = Way::default();
        near.for_each(|token| said.add(&token.text, true));
        let mut declared = Way::default();
        self.0[order].iter().for_each(|label| declared.add(&label.word, label.counts > DESCRIBED));
        match (said.which(), declared.which()) {
            (Some(one), Some(other)) if one == other => 0.6,
            (Some(_), Some(_)) => -0.6,
            _ => 0.0,
        }
    }
}

/// How much speaks for a start and for an end.
#[derive(Default)]
struct Way {
    start: u8,
    end: u8,
}

impl Way {
    fn add(&mut self, word: &str, strong: bool) {
        let counts = if strong { 3 } else { 1 };
        if english::START_WORDS.contains(&word) {
            self.start = self.start.saturating_add(counts);
        }
        if english::END_WORDS.contains(&word) {
            self.end = self.end.saturating_add(counts);
        }
    }

    fn which(&self) -> Option<bool> {
        (self.start != self.end).then_some(self.start > self.end)
    }
}

/// The words of a variable's name and label.
pub fn name_words(variable: &Variable) -> Vec<String> {
    let mut words = super::index::spoken(&variable.name.in_words());
    words.extend(super::index::spoken(&variable.spec.label));
    words.dedup();
    words
}

/// Tokens before a value, as far as the value before it.
fn before<'t>(
    tokens: &'t [Token],
    candidate: &Candidate,
    all: &[(usize, Candidate)],
) -> &'t [Token] {
    let stop = all
        .iter()
        .filter(|(_, other)| other.span.end <= candidate.span.start)
        .map(|(_, other)| other.span.end)
        .max()
        .unwrap_or(0);
    let from = tokens.partition_point(|token| token.span.start < stop);
    let to = tokens.partition_point(|token| token.span.start < candidate.span.start);
    &tokens[from.min(to)..to]
}

/// Tokens after a value, as far as the next break or value.
fn after<'t>(
    tokens: &'t [Token],
    candidate: &Candidate,
    all: &[(usize, Candidate)],
) -> &'t [Token] {
    let stop = all
        .iter()
        .filter(|(_, other)| other.span.start >= candidate.span.end)
        .map(|(_, other)| other.span.start)
        .min()
        .unwrap_or(usize::MAX);
    let from = tokens.partition_point(|token| token.span.start < candidate.span.end);
    let until_stop = tokens.partition_point(|token| token.span.start < stop);
    let rest = &tokens[from..until_stop.max(from)];
    let end = rest.iter().position(|token| token.after_break).unwrap_or(rest.len());
    &rest[..end]
}
