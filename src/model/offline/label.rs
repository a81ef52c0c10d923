use super::{
    english,
    word::{Token, content_words, stem},
};
use crate::{agent::Variable, value::Candidate};

/// Tokens before a value that may name it.
const REACH: usize = 5;
/// What a word counts that only this variable is named by, that others share, that describes it.
const OWN: f32 = 0.8;
const SHARED: f32 = 0.25;
const DESCRIBED: f32 = 0.2;

/// The words that name each variable.
pub struct Labels(Vec<Vec<Label>>);

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
    /// Reads the names, labels and descriptions of variables.
    pub fn of(variables: &[&Variable]) -> Self {
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
    pub fn nearness(
        &self,
        tokens: &[Token],
        order: usize,
        candidate: &Candidate,
        all: &[(usize, Candidate)],
    ) -> f32 {
        let before = before(tokens, candidate, all);
        let after = after(tokens, candidate, all);
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

    /// Whether a word inside a value names the variable ("with a reminder").
    pub fn is_within(&self, tokens: &[Token], order: usize, candidate: &Candidate) -> bool {
        let inside = |token: &&Token| {
            candidate.span.start <= token.span.start && token.span.end <= candidate.span.end
        };
        tokens.iter().filter(inside).any(|token| self.names(order, &token.text) >= SHARED)
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
