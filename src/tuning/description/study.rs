use serde::{Deserialize, Serialize};

use super::{
    ActionWords, Confusion, Hear, Heard, Twins, Utterance, twins, without::without_example,
    words::words_of,
};
use crate::agent::Agent;

/// The version of the JSON of `tune --descriptions`; only additions leave it as it is.
pub const DESCRIPTIONS_SCHEMA_VERSION: u32 = 1;

/// What came of hearing utterances.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Descriptions {
    /// [`DESCRIPTIONS_SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The agent's name.
    pub agent: String,
    /// Who heard.
    pub model: String,
    /// How many utterances were heard.
    pub utterances: u32,
    /// Expected actions by heard ones.
    pub confusion: Confusion,
    /// Pairs of descriptions that say nearly the same.
    pub twins: Vec<Twins>,
    /// What the words of each action do.
    pub words: Vec<ActionWords>,
}

/// Hears every utterance, and again without each word of the action that it is meant for.
pub fn study(
    agent: &Agent,
    utterances: &[Utterance],
    (model, ear): (&str, &dyn Hear),
) -> Descriptions {
    let all: Vec<&Utterance> = utterances.iter().collect();
    let heard = hear_all(agent, &all, ear);
    let heard: Vec<(&Utterance, Heard)> = all.into_iter().zip(heard).collect();
    let actions = agent.actions.iter();
    Descriptions {
        schema_version: DESCRIPTIONS_SCHEMA_VERSION,
        agent: agent.name.clone(),
        model: model.to_owned(),
        utterances: u32::try_from(utterances.len()).unwrap_or(u32::MAX),
        confusion: Confusion::of(agent, &heard),
        twins: twins(agent),
        words: actions.filter_map(|action| words_of(agent, action, &heard, ear)).collect(),
    }
}

/// What each utterance is heard as; one that is an example of the agent's is heard without it.
pub(super) fn hear_all(agent: &Agent, utterances: &[&Utterance], ear: &dyn Hear) -> Vec<Heard> {
    let is_example = |text: &str| {
        let mut examples = agent.actions.iter().flat_map(|action| &action.examples);
        examples.any(|example| example.eq_ignore_ascii_case(text))
    };
    let plain: Vec<&str> = utterances
        .iter()
        .map(|utterance| utterance.text.as_str())
        .filter(|text| !is_example(text))
        .collect();
    let mut of_plain = ear.hear(agent, &plain).into_iter();
    let hear = |utterance: &&Utterance| {
        if is_example(&utterance.text) {
            return ear.hear(&without_example(agent, &utterance.text), &[&utterance.text]).pop();
        }
        of_plain.next()
    };
    let heard = utterances.iter().map(hear);
    let nothing = || Heard { choice: super::Choice::Nothing, scores: Vec::new() };
    heard.map(|heard| heard.unwrap_or_else(nothing)).collect()
}
