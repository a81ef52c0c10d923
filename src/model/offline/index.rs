use std::collections::HashMap;

use super::{
    axis::Sides,
    english,
    word::{Form, Mean, content_words, pieces, split_capitals, tokens},
};
use crate::{
    agent::{Action, ActionName, Agent},
    value::VariableType,
};

/// An agent's declarations, prepared once for scoring utterances.
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub(super) entries: Vec<Entry>,
    /// Every declared word once.
    pub(super) vocabulary: Vec<Form>,
    /// For each declared word: the actions that have it, and how much it counts there.
    pub(super) postings: Vec<Vec<(usize, f32)>>,
    by_text: HashMap<String, usize>,
}

/// One action, prepared.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) name: ActionName,
    pub(super) mean: Mean,
    pub(super) examples: Vec<Example>,
    pub(super) sides: Sides,
    /// Words of the name, as places in the vocabulary.
    pub(super) named: Vec<usize>,
    pub(super) needed: Vec<VariableType>,
    /// Whether it only looks something up.
    pub(super) reads: bool,
}

/// One example utterance, prepared.
#[derive(Clone, Debug)]
pub(super) struct Example {
    pub(super) mean: Mean,
    pub(super) words: Vec<usize>,
}

/// How much a declared word counts by where it stands.
const NAME: f32 = 1.0;
const DESCRIPTION: f32 = 0.8;
const EXAMPLE: f32 = 0.8;
const VARIABLE: f32 = 0.4;
const PROMPT: f32 = 0.4;
const VARIABLES_IN_MEAN: f32 = 0.6;

impl Index {
    /// Prepares an agent.
    pub fn new(agent: &Agent) -> Self {
        let mut index = Self::default();
        for (at, action) in agent.actions.iter().enumerate() {
            let entry = index.enter(at, action);
            index.note(at, &prompt_words(agent, action), PROMPT);
            index.entries.push(entry);
        }
        index
    }

    fn enter(&mut self, at: usize, action: &Action) -> Entry {
        let name = content_words(action.name.as_str());
        let description = content_words(&action.description);
        let variables = variable_words(action);
        let named = self.note(at, &name, NAME);
        let described = self.note(at, &description, DESCRIPTION);
        let varied = self.note(at, &variables, VARIABLE);
        let mut mean = self.mean(&named);
        mean.add(&self.mean(&described), 1.0);
        mean.add(&self.mean(&varied), VARIABLES_IN_MEAN);
        Entry {
            name: action.name.clone(),
            mean: mean.unit(),
            examples: action.examples.iter().map(|text| self.example(at, text)).collect(),
            sides: self.sides(action, &named),
            named,
            needed: needed(action),
            reads: reads(action),
        }
    }

    fn example(&mut self, at: usize, text: &str) -> Example {
        let words = self.note(at, &content_words(text), EXAMPLE);
        Example { mean: self.mean(&words), words }
    }

    /// By its name; only a name without any side leaves the word to the description.
    fn sides(&self, action: &Action, named: &[usize]) -> Sides {
        let words: Vec<&str> = named.iter().map(|at| self.vocabulary[*at].text.as_str()).collect();
        let spaced = action.name.as_str().replace(['_', '-'], " ").to_lowercase();
        let sides = Sides::of(&words, &spaced.split(' ').collect::<Vec<_>>());
        if sides != Sides::default() {
            return sides;
        }
        let described = content_words(&action.description);
        let words: Vec<&str> = described.iter().take(2).map(String::as_str).collect();
        Sides::of(&words, &[])
    }

    fn mean(&self, words: &[usize]) -> Mean {
        Mean::of(words.iter().map(|at| &self.vocabulary[*at])).unit()
    }

    /// Enters words of an action; returns their places, each once.
    fn note(&mut self, action: usize, words: &[String], counts: f32) -> Vec<usize> {
        let mut places = Vec::with_capacity(words.len());
        for word in words {
            let place = self.place(word);
            let posting = &mut self.postings[place];
            match posting.iter_mut().find(|(of, _)| *of == action) {
                Some((_, known)) => *known = known.max(counts),
                None => posting.push((action, counts)),
            }
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    fn place(&mut self, word: &str) -> usize {
        if let Some(place) = self.by_text.get(word) {
            return *place;
        }
        self.vocabulary.push(Form::of(word));
        self.postings.push(Vec::new());
        self.by_text.insert(word.to_owned(), self.vocabulary.len() - 1);
        self.vocabulary.len() - 1
    }
}

fn variable_words(action: &Action) -> Vec<String> {
    let mut words = Vec::new();
    for variable in &action.variables {
        words.extend(content_words(variable.name.as_str()));
        words.extend(content_words(&variable.description));
        for choice in variable.spec.choices.iter().take(50) {
            words.extend(content_words(&choice.value));
            words.extend(choice.synonyms.iter().flat_map(|synonym| content_words(synonym)));
        }
    }
    words
}

fn needed(action: &Action) -> Vec<VariableType> {
    let required = action.variables.iter().filter(|variable| variable.is_required());
    required.map(|variable| variable.spec.variable_type).collect()
}

/// By the verb of its name or description, else by its method.
fn reads(action: &Action) -> bool {
    let verb = |text: &str| spoken(text).first().is_some_and(|verb| is_reading(verb));
    verb(&split_capitals(action.name.as_str()))
        || verb(&action.description)
        || !action.method.is_write()
}

fn is_reading(verb: &str) -> bool {
    let plain = verb.strip_suffix('s').unwrap_or(verb);
    english::READING_VERBS.contains(&verb) || english::READING_VERBS.contains(&plain)
}

/// Words of the prompt's lines that name the action outside its lists of errors.
fn prompt_words(agent: &Agent, action: &Action) -> Vec<String> {
    let name = action.name.as_str();
    let lines = agent.prompt.text.lines().enumerate().filter(|(at, line)| {
        line.contains(name)
            && agent.prompt.error_lines.iter().all(|error| error.line != at + 1)
            && !line.to_lowercase().contains("error")
    });
    lines.flat_map(|(_, line)| words_without(line, name)).collect()
}

fn words_without(line: &str, name: &str) -> Vec<String> {
    let tools = ["use", "using", "call", "tool", "action", "customer", "user", "caller"];
    let mut words = content_words(&line.replace(name, " "));
    words.retain(|word| !tools.contains(&word.as_str()));
    words
}

/// The lower-case tokens of a text that mean something, for display and comparison.
pub(super) fn spoken(text: &str) -> Vec<String> {
    tokens(text).iter().flat_map(|token| pieces(&token.text)).collect()
}
