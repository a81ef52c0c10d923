//! How a customer asks for an action.

use std::ops::Range;

use super::{
    Simulator, Style,
    english::{by_description, by_name, labelled},
    line::{Line, Spoken},
    speech::is_free,
};
use crate::{
    agent::{Action, ActionName, Variable},
    value::{Value, VariableType, find},
};

/// Ways to ask for an action before it is given up.
pub(super) const WAYS: usize = 3;

/// A value that stands in an example utterance.
struct Hit<'a> {
    variable: &'a Variable,
    value: Value,
    span: Range<usize>,
}

impl<'a> Simulator<'a> {
    /// Asks for what is wanted, another way each time; the values come along where the style has it so.
    pub(super) fn open(&mut self) -> Line {
        let Some(want) = self.progress.want.clone() else { return self.farewell() };
        let way = self.progress.openings;
        self.progress.openings += 1;
        let Some(action) = self.agent.action(&want).filter(|_| way < WAYS) else {
            self.progress.next_want();
            return self.open();
        };
        match way {
            0 => self.first_words(action),
            1 => Line::of(by_name(action.name.as_str())),
            _ => Line::of(by_description(&action.description)),
        }
    }

    /// The first way: an example utterance, else the name.
    pub(super) fn ask_for(&mut self, action: &'a Action) -> Line {
        let example = action.examples.iter().find_map(|example| self.example(action, example));
        example.unwrap_or_else(|| Line::of(by_name(action.name.as_str())))
    }

    /// The first words, with values where the style tells them at once.
    fn first_words(&mut self, action: &'a Action) -> Line {
        let mut line = self.ask_for(action);
        let mut rest = self.untold();
        match self.spec.style {
            Style::AllAtOnce => {}
            Style::OutOfOrder => rest.drain(..rest.len().saturating_sub(1)).for_each(drop),
            _ => rest.clear(),
        }
        if !rest.is_empty() {
            line = line.stopped();
        }
        for (of, variable, truth) in rest {
            self.mark_told(&of.name, variable);
            let spoken = self.speak(variable, &truth);
            let frame = format!(" {}", labelled(&variable.name.in_words()));
            line = line.framed(&frame, (variable, &truth), spoken);
        }
        line
    }

    /// What the customer knows of the variables on the way and has not told; a yes or no means
    /// nothing before it is asked for.
    fn untold(&self) -> Vec<(&'a Action, &'a Variable, Value)> {
        let mut rest: Vec<(&Action, &Variable, Value)> = Vec::new();
        for action in self.chain() {
            for variable in &action.variables {
                let is_new = rest.iter().all(|(_, known, _)| known.name != variable.name)
                    && self.told(&action.name, variable) == 0
                    && variable.spec.variable_type != VariableType::Boolean;
                if let Some(truth) = self.truths.get(&variable.name).filter(|_| is_new) {
                    rest.push((action, variable, truth.clone()));
                }
            }
        }
        rest
    }

    pub(super) fn told(&self, action: &ActionName, variable: &Variable) -> u32 {
        let key = (action.clone(), variable.name.clone());
        self.progress.tries.get(&key).map_or(0, |tries| tries.told)
    }

    pub(super) fn mark_told(&mut self, action: &ActionName, variable: &Variable) {
        self.tries(action, &variable.name).told += 1;
    }

    /// An example utterance, when it says nothing but the truth.
    fn example(&mut self, action: &'a Action, example: &str) -> Option<Line> {
        let mut hits = self.hits(action, example);
        let is_true = |hit: &Hit<'_>| self.truths.get(&hit.variable.name) == Some(&hit.value);
        if !hits.iter().all(is_true) {
            return None;
        }
        hits.sort_by_key(|hit| hit.span.start);
        let mut line = Line::default();
        let mut at = 0;
        for hit in hits {
            if hit.span.start < at {
                continue;
            }
            self.mark_told(&action.name, hit.variable);
            let words = Spoken::clear(&example[hit.span.clone()]);
            line = line.words(&example[at..hit.span.start]);
            line = line.value(hit.variable, &hit.value, words);
            at = hit.span.end;
        }
        Some(line.words(&example[at..]))
    }

    /// The values that stand in an utterance.
    fn hits(&self, action: &'a Action, utterance: &str) -> Vec<Hit<'a>> {
        let is_marked = |variable: &&Variable| {
            !is_free(variable) && variable.spec.variable_type != VariableType::Boolean
        };
        let variables = action.variables.iter().filter(is_marked);
        let of = |variable: &'a Variable| {
            let found = find(&variable.spec, utterance, &self.at).into_iter();
            found.map(move |found| Hit { variable, value: found.value, span: found.span })
        };
        variables.flat_map(of).collect()
    }

    /// A value as it is said the first time.
    pub(super) fn speak(&mut self, variable: &Variable, value: &Value) -> Spoken {
        let mut random = self.random.fork();
        self.speech().say(variable, value, &mut random)
    }
}
