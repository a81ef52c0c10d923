//! A talk that a model is to lead: what the customer says, and what the API answers, whoever calls.

use std::fmt::Write as _;

use super::{
    Answer, Event, Ground, SCHEMA,
    saying::Kind as Sort,
    script::{answers, head, turn},
};

/// A talk that a model is to lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedTalk {
    /// What the customer says, and where it is silent.
    pub turns: Vec<Event>,
    /// What each action answers, in the order of its calls; then it succeeds.
    pub answers: Vec<Vec<Answer>>,
}

impl LedTalk {
    /// The customer and the API of a talk of acts.
    pub fn of(ground: &Ground, events: &[Event]) -> Self {
        let turns = events.iter().filter_map(|event| said(ground, event));
        Self { turns: turns.collect(), answers: answers(ground, events) }
    }

    /// The same talk, where every call succeeds.
    #[must_use]
    pub fn without_failures(&self) -> Self {
        Self { turns: self.turns.clone(), answers: Vec::new() }
    }

    /// The same answers, and these turns.
    #[must_use]
    pub fn with(&self, turns: Vec<Event>) -> Self {
        Self { turns, answers: self.answers.clone() }
    }

    /// The talk as a scenario in which the model breaks no rule.
    pub fn script(&self, ground: &Ground, about: &str) -> String {
        let mut text = head(ground, (about, SCHEMA), &self.answers);
        // A model may think long.
        text.push_str("time_limit: 10m\nturns:\n");
        text.extend(self.turns.iter().filter_map(|event| turn(ground, event)));
        text.push_str("finally: { breaches: [] }\n");
        text
    }

    /// What comes in, in words: what the API answers, where that is no success, then what is said.
    pub fn in_words(&self, ground: &Ground) -> Vec<String> {
        let actions = ground.agent.actions.iter().zip(&self.answers);
        let fails = |answers: &&[Answer]| answers.iter().any(|one| *one != Answer::Success);
        let api = actions.filter_map(|(action, answers)| {
            let answers = Some(answers.as_slice()).filter(fails)?;
            let mut told = String::new();
            for answer in answers {
                // Writing to a String cannot fail.
                let _ = write!(told, "{}, ", answer.in_words());
            }
            Some(format!("(the API of {}: {told}then 200)", action.name))
        });
        api.chain(self.turns.iter().map(|event| ground.repertoire.in_words(event))).collect()
    }
}

/// What of an event is said aloud: nobody says what is only understood.
fn said(ground: &Ground, event: &Event) -> Option<Event> {
    match event {
        Event::Answered(_) => None,
        Event::Silence => Some(Event::Silence),
        Event::Heard(heard) => {
            let is_said =
                |at: &u16| ground.repertoire.saying(*at).is_some_and(|it| it.kind != Sort::Unsaid);
            let heard: Vec<u16> = heard.iter().copied().filter(is_said).collect();
            (!heard.is_empty()).then_some(Event::Heard(heard))
        }
    }
}
