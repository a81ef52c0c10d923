use std::borrow::Cow;

use super::{super::Finding, CheckName, evidence::Evidence, fact_source::Facts};
use crate::{
    agent::{Agent, VariableName},
    dialogue::Frame,
    request::Redactor,
    transcript::{MASK, PlayedTurn},
    value::Value,
};

/// Sensitive values from this many characters on are no accident where they stand.
const LONG: usize = 8;

/// Secrets and sensitive values where people or models can read them.
pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut watch = Watch { agent: evidence.talk.agent, sensitive: Vec::new() };
    let mut findings = Vec::new();
    for (index, played) in evidence.turns() {
        watch.learn(played);
        let redactor = watch.redactor(evidence, index);
        for (place, text) in places(played) {
            let secret = is_masked(evidence.talk.secrets, &text);
            if secret || is_masked(&redactor, &text) {
                findings.push(finding(
                    played,
                    place,
                    if secret { "A secret" } else { "A sensitive value" },
                ));
            }
        }
    }
    findings
}

fn is_masked(redactor: &Redactor, text: &str) -> bool {
    matches!(redactor.text(text), Cow::Owned(_))
}

/// Where something may show, with its text.
fn places(played: &PlayedTurn) -> Vec<(&'static str, Cow<'_, str>)> {
    let mut places = vec![("the reply", Cow::Borrowed(played.reply.as_str()))];
    // About as long as it will be: it is written out for every turn of every talk.
    let mut record = Vec::with_capacity(4096);
    let written = serde_json::to_writer(&mut record, &played.record);
    if let (Ok(()), Ok(record)) = (written, String::from_utf8(record)) {
        places.push(("the transcript", Cow::Owned(record)));
    }
    if let Some(exchange) = played.state.exchanges.last() {
        let mut read = exchange.user.clone().unwrap_or_default();
        read.push('\n');
        read.push_str(&exchange.reply);
        for call in exchange.rounds.iter().flat_map(|round| &round.calls) {
            read.push('\n');
            read.push_str(&call.answer.to_string());
        }
        places.push(("what a model reads", Cow::Owned(read)));
    }
    places
}

/// The sensitive values of a talk so far.
struct Watch<'a> {
    agent: &'a Agent,
    sensitive: Vec<Value>,
}

impl Watch<'_> {
    fn learn(&mut self, played: &PlayedTurn) {
        for call in &played.calls {
            let action = self.agent.action(&call.action);
            let is_sensitive = |name: &VariableName| {
                action
                    .and_then(|action| action.variable(name))
                    .is_some_and(|variable| variable.sensitive)
            };
            let held = call.arguments.iter().filter(|(name, _)| is_sensitive(name));
            held.for_each(|(_, held)| add(&mut self.sensitive, &held.value));
        }
        for frame in &played.state.frames {
            self.learn_frame(frame);
        }
    }

    fn learn_frame(&mut self, frame: &Frame) {
        let Some(action) = self.agent.action(&frame.action) else { return };
        for variable in action.variables.iter().filter(|variable| variable.sensitive) {
            if let Some(held) = frame.value(&variable.name) {
                add(&mut self.sensitive, &held.value);
            }
        }
    }

    /// Knows the sensitive values that cannot stand somewhere by accident.
    fn redactor(&self, evidence: &Evidence<'_>, turn: usize) -> Redactor {
        let mut redactor = Redactor::default();
        if self.sensitive.is_empty() {
            return redactor;
        }
        let public = public(evidence, turn);
        for value in &self.sensitive {
            let text = value.to_string();
            let is_public = text.len() < LONG && public.knows_word(&text.to_lowercase());
            if !is_public {
                redactor.add_sensitive(value);
            }
        }
        redactor
    }
}

fn add(values: &mut Vec<Value>, value: &Value) {
    if !values.contains(value) {
        values.push(value.clone());
    }
}

/// Words that stand in what is not sensitive: values of other variables, and the year.
fn public(evidence: &Evidence<'_>, turn: usize) -> Facts {
    let mut facts = Facts::default();
    let at = evidence.at(turn);
    facts.learn(&at.now.format("%Y").to_string(), &at);
    for made in evidence.calls().take_while(|made| made.turn <= turn) {
        let Some(action) = made.action else { continue };
        for variable in action.variables.iter().filter(|variable| !variable.sensitive) {
            if let Some(held) = made.call.arguments.get(&variable.name) {
                facts.learn(&held.value.to_string(), &at);
            }
        }
    }
    facts
}

fn finding(played: &PlayedTurn, place: &'static str, what: &str) -> Finding {
    let mut finding = CheckName::SecretShown.finding(played, format!("{what} stands in {place}."));
    finding.expected.push((place.to_owned(), MASK.to_owned()));
    finding.got.push((place.to_owned(), "the value itself, left out here".to_owned()));
    finding.why.push(match what {
        "A secret" => "the agent's file names it as a credential".to_owned(),
        _ => "its variable is declared `sensitive`".to_owned(),
    });
    finding.mend.push(
        "Say in the prompt that such values are never repeated, and let no answer of the API hold them.".to_owned(),
    );
    finding
}
