use std::cell::OnceCell;

use super::{evidence::Evidence, fact_source::Facts};
use crate::{
    agent::{Agent, Presence, Variable},
    request::{Body, FailureClass, Outcome},
    transcript::PlayedTurn,
    value::{self, Reference, RefusalKind, Value},
};

/// All that a reply may tell, nearest first; what is far is read only when it is needed.
pub(super) struct Sources<'e, 'a> {
    evidence: &'e Evidence<'a>,
    /// What was said and answered so far, and the clock.
    pub near: Facts,
    /// How many turns were heard.
    heard: usize,
    declared: OnceCell<Facts>,
    /// Per turn, what its utterance means to the agent's variables.
    meant: Vec<OnceCell<Facts>>,
}

impl<'e, 'a> Sources<'e, 'a> {
    pub fn of(evidence: &'e Evidence<'a>) -> Self {
        let meant = evidence.talk.turns.iter().map(|_| OnceCell::new()).collect();
        Self { evidence, near: Facts::default(), heard: 0, declared: OnceCell::new(), meant }
    }

    /// Takes what all turns up to this one add.
    pub fn hear_up_to(&mut self, turn: usize) {
        while self.heard <= turn {
            let (played, at) = (self.evidence.turn(self.heard), self.evidence.at(self.heard));
            self.hear(played, &at);
            self.heard += 1;
        }
    }

    /// Takes what a turn adds: the clock, what was said and what was answered.
    fn hear(&mut self, played: &PlayedTurn, at: &Reference) {
        self.near.learn_clock(at);
        if let Some(said) = &played.utterance {
            self.near.learn(said, at);
        }
        for call in &played.calls {
            if let Some(body) = told_body(&call.outcome) {
                match body {
                    Body::Empty => {}
                    Body::Json(json) => self.near.learn_json(json, at),
                    Body::Text(text) => self.near.learn(text, at),
                }
            }
        }
    }

    fn declared(&self, at: &Reference) -> &Facts {
        self.declared.get_or_init(|| {
            let talk = self.evidence.talk;
            let mut facts = Facts::default();
            learn_agent(&mut facts, talk.agent, at);
            talk.runtime.values().for_each(|json| facts.learn_json(json, at));
            for played in talk.turns.iter().take(1) {
                played.state.context.values().for_each(|json| facts.learn_json(json, at));
                let saved = played.state.saved.values().map(|(json, _)| json);
                saved.for_each(|json| facts.learn_json(json, at));
                let slots = played.record.slots.values().map(|slot| &slot.value);
                slots.for_each(|json| facts.learn_json(json, at));
            }
            facts
        })
    }

    fn meant(&self, turn: usize) -> Option<&Facts> {
        let said = self.evidence.turn(turn).utterance.as_deref()?;
        let at = self.evidence.at(turn);
        let agent = self.evidence.talk.agent;
        Some(self.meant.get(turn)?.get_or_init(|| meanings(agent, said, &at)))
    }

    /// Whether anything known up to a turn satisfies this.
    pub fn any(&self, turn: usize, at: &Reference, test: &dyn Fn(&Facts) -> bool) -> bool {
        test(&self.near)
            || test(self.declared(at))
            || (0..=turn).rev().any(|turn| self.meant(turn).is_some_and(test))
    }
}

/// The body of an answer that may be told: that of a success, or of a refusal in JSON.
fn told_body(outcome: &Outcome) -> Option<&Body> {
    use FailureClass::{Conflict, InvalidInput, NotFound};
    match outcome {
        Outcome::Success { body, .. } => Some(body),
        Outcome::Failure { class: NotFound | Conflict | InvalidInput, body, .. } => {
            matches!(body, Body::Json(_)).then_some(body)
        }
        Outcome::Failure { .. } => None,
    }
}

fn learn_agent(facts: &mut Facts, agent: &Agent, at: &Reference) {
    facts.learn(&agent.prompt.text, at);
    facts.learn(&agent.greeting, at);
    facts.learn(&agent.name, at);
    for line in &agent.prompt.error_lines {
        line.say.iter().for_each(|say| facts.learn(say, at));
    }
    for action in &agent.actions {
        facts.learn(&action.name.to_string(), at);
        facts.learn(&action.description, at);
        action.examples.iter().for_each(|example| facts.learn(example, at));
        action.variables.iter().for_each(|variable| learn_variable(facts, variable, at));
    }
}

fn learn_variable(facts: &mut Facts, variable: &Variable, at: &Reference) {
    let spec = &variable.spec;
    let texts = [Some(&variable.description), variable.ask.as_ref(), spec.example.as_ref()];
    texts.into_iter().flatten().chain(&variable.reprompts).for_each(|text| facts.learn(text, at));
    for choice in &spec.choices {
        facts.learn(&choice.value, at);
        choice.synonyms.iter().for_each(|word| facts.learn(word, at));
    }
    [spec.min, spec.max].into_iter().flatten().for_each(|bound| facts.learn_number(bound));
    let bounds = [spec.earliest, spec.latest].into_iter().flatten();
    bounds
        .filter_map(|bound| bound.resolve(at.now.date_naive()))
        .for_each(|day| facts.learn_day(day));
    if let Presence::Optional { default: Some(default) } = &variable.presence {
        learn_value(facts, default, at);
    }
}

fn learn_value(facts: &mut Facts, value: &Value, at: &Reference) {
    match value {
        Value::Date(day) => facts.learn_day(*day),
        other => facts.learn_json(&other.to_json(), at),
    }
}

/// What an utterance means to any variable of the agent, with what is said when it is refused.
fn meanings(agent: &Agent, said: &str, at: &Reference) -> Facts {
    let mut facts = Facts::default();
    for variable in agent.actions.iter().flat_map(|action| &action.variables) {
        let spec = &variable.spec;
        let refused =
            value::find_refused(spec, said, at).into_iter().filter_map(|span| said.get(span));
        for words in refused.chain([said]) {
            match value::parse(spec, words, at) {
                Ok(reading) => {
                    let values = std::iter::once(&reading.value).chain(&reading.alternatives);
                    values.for_each(|value| learn_value(&mut facts, value, at));
                }
                Err(refusal) => {
                    // What is no value at all is answered with examples.
                    if !matches!(refusal.kind, RefusalKind::NotThisType | RefusalKind::Empty) {
                        facts.learn(&refusal.message, at);
                    }
                    refusal
                        .alternatives
                        .iter()
                        .for_each(|value| learn_value(&mut facts, value, at));
                }
            }
        }
        for hit in value::find(spec, said, at) {
            let values = std::iter::once(&hit.value).chain(&hit.alternatives);
            values.for_each(|value| learn_value(&mut facts, value, at));
        }
    }
    facts
}
