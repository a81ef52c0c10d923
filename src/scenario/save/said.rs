//! What the customer said, as a scenario says it again.

use std::{ops::Range, time::Duration};

use super::stand_in::StandIns;
use crate::{
    agent::{Agent, Variable, VariableName},
    dialogue::UserAct,
    transcript::{MASK, PlayedTurn},
    yaml::scalar,
};

/// Says the turns of a talk again, one after the other.
pub(super) struct Sayings<'a> {
    agent: &'a Agent,
    stand_ins: StandIns,
    /// What is not as it was, in sentences.
    pub notes: Vec<String>,
}

impl<'a> Sayings<'a> {
    pub fn new(agent: &'a Agent) -> Self {
        Self { agent, stand_ins: StandIns::default(), notes: Vec::new() }
    }

    /// `user: …` or `silence: …`.
    pub fn event(&mut self, turn: &PlayedTurn) -> String {
        match &turn.record.user {
            Some(said) => format!("user: {}", scalar(&self.unmasked(said, turn))),
            None => format!("silence: {}s", SILENCE.as_secs()),
        }
    }

    /// The utterance with another value in place of each sensitive one.
    fn unmasked(&mut self, said: &str, turn: &PlayedTurn) -> String {
        let utterance = turn.utterance.as_deref().unwrap_or_default();
        let mut text = said.to_owned();
        for (declared, span) in self.sensitive(turn) {
            let raw = utterance.get(span).unwrap_or_default();
            let stand_in = match is_its_name(declared, raw) {
                true => raw.to_owned(),
                false => {
                    let found = self.stand_ins.of(declared, raw, &turn.at);
                    let found = found.or_else(|| declared.spec.example.clone());
                    self.note(&declared.name, found.is_some());
                    found.unwrap_or_default()
                }
            };
            text = text.replacen(MASK, &stand_in, 1);
        }
        text
    }

    /// The sensitive values of a turn in the order in which they were said.
    fn sensitive(&self, turn: &PlayedTurn) -> Vec<(&'a Variable, Range<usize>)> {
        let acts = turn.record.user_acts.iter().filter_map(|act| match act {
            UserAct::Inform { variable, span, .. } | UserAct::Correct { variable, span, .. } => {
                Some((variable, span.clone()))
            }
            _ => None,
        });
        let agent = self.agent;
        let declared = acts.filter_map(|(variable, span)| {
            let mut actions = agent.actions.iter().filter_map(|action| action.variable(variable));
            Some((actions.find(|variable| variable.sensitive)?, span))
        });
        let mut sensitive: Vec<_> = declared.collect();
        sensitive.sort_by_key(|(_, span)| span.start);
        sensitive.dedup_by(|one, other| one.1 == other.1);
        sensitive
    }

    fn note(&mut self, variable: &VariableName, has_example: bool) {
        let note = match has_example {
            true => format!("{variable} is sensitive: other values stand in its place"),
            false => format!("{variable} is sensitive and has no example: write a value into it"),
        };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// Whether what was understood as a value is only the variable's own name.
fn is_its_name(variable: &Variable, raw: &str) -> bool {
    let name = variable.name.in_words();
    let is_of_it = |word: &str| name.split(' ').any(|part| part.eq_ignore_ascii_case(word));
    !raw.is_empty() && raw.split_whitespace().all(is_of_it)
}

/// How long a silence of a saved talk lasts.
const SILENCE: Duration = Duration::from_secs(8);
