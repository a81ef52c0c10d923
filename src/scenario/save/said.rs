//! What the customer said, as a scenario says it again.

use std::time::Duration;

use crate::{
    agent::{Agent, VariableName},
    dialogue::UserAct,
    transcript::{MASK, PlayedTurn},
    yaml::scalar,
};

/// Says the turns of a talk again, one after the other.
pub(super) struct Sayings<'a> {
    agent: &'a Agent,
    /// What is not as it was, in sentences.
    pub notes: Vec<String>,
}

impl<'a> Sayings<'a> {
    pub fn new(agent: &'a Agent) -> Self {
        Self { agent, notes: Vec::new() }
    }

    /// `user: …` or `silence: …`.
    pub fn event(&mut self, turn: &PlayedTurn) -> String {
        match &turn.record.user {
            Some(said) => format!("user: {}", scalar(&self.unmasked(said, turn))),
            None => format!("silence: {}s", SILENCE.as_secs()),
        }
    }

    /// The utterance with an example in place of each sensitive value.
    fn unmasked(&mut self, said: &str, turn: &PlayedTurn) -> String {
        let mut text = said.to_owned();
        for act in &turn.record.user_acts {
            let (UserAct::Inform { variable, .. } | UserAct::Correct { variable, .. }) = act else {
                continue;
            };
            let declared = self.agent.actions.iter().find_map(|action| action.variable(variable));
            if let Some(declared) = declared.filter(|declared| declared.sensitive) {
                let example = declared.spec.example.clone().unwrap_or_default();
                text = text.replacen(MASK, &example, 1);
                self.note(variable, !example.is_empty());
            }
        }
        text
    }

    fn note(&mut self, variable: &VariableName, has_example: bool) {
        let note = match has_example {
            true => format!("{variable} is sensitive: its example stands in its place"),
            false => format!("{variable} is sensitive and has no example: write a value into it"),
        };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// How long a silence of a saved talk lasts.
const SILENCE: Duration = Duration::from_secs(8);
