use crate::agent::{ActionName, Agent};

/// Whoever hears utterances for an agent, each as the first of a talk.
pub trait Hear {
    /// One answer for each utterance, in order.
    fn hear(&self, agent: &Agent, utterances: &[&str]) -> Vec<Heard>;
}

/// What an utterance was taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// What came of it.
    pub choice: Choice,
    /// Every action with its score, in any order; empty where none was needed.
    pub scores: Vec<(ActionName, f32)>,
}

/// What came of an utterance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// This action.
    Chosen(ActionName),
    /// A question which of these is meant.
    Asked(Vec<ActionName>),
    /// No action.
    Nothing,
}

impl Heard {
    /// How far an action is ahead of the best other one; negative when it is behind.
    pub fn lead(&self, action: &ActionName) -> Option<f32> {
        let own = self.scores.iter().find(|(name, _)| name == action)?.1;
        let others = self.scores.iter().filter(|(name, _)| name != action);
        Some(own - others.map(|(_, score)| *score).fold(0.0, f32::max))
    }
}
