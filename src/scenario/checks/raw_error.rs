use serde_json::Value as Json;

use super::{
    super::Finding,
    CheckName,
    english::{
        raw::{MARKS, Marked, bare_statuses},
        words::stands,
    },
    evidence::{Evidence, is_success},
};
use crate::{
    agent::Agent,
    request::{Body, Outcome},
    transcript::PlayedTurn,
};

/// Replies that show what is meant for machines.
pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let turns = evidence.turns();
    turns
        .filter_map(|(index, played)| {
            let reading = Reading { evidence, index, played };
            let (what, shown) = reading.first_mark()?;
            Some(reading.finding(what, shown))
        })
        .collect()
}

/// A reply that is looked over.
struct Reading<'e, 'a> {
    evidence: &'e Evidence<'a>,
    index: usize,
    played: &'a PlayedTurn,
}

impl<'a> Reading<'_, 'a> {
    fn first_mark(&self) -> Option<(&'static str, &'a str)> {
        let reply = Marked::new(&self.played.reply);
        let marked = MARKS.iter().find_map(|mark| {
            let mut found = mark.found(&reply).into_iter();
            // What the customer said may be read back to them, whatever it looks like.
            let may = |shown, it| self.quotes(shown) || mark.may_be_told && self.may_tell(it);
            let shown = found.find(|(shown, it)| !may(shown, it))?;
            Some((mark.what, shown.0))
        });
        marked
            .or_else(|| Some(("a status code", self.bare_status()?)))
            .or_else(|| Some(("what the API wrote", self.quoted_answer()?)))
    }

    /// A bare number that is just the status of a call of this turn.
    fn bare_status(&self) -> Option<&'a str> {
        let failed = self.played.calls.iter().filter(|call| !is_success(call));
        let statuses: Vec<u16> = failed.filter_map(|call| call.outcome.status()).collect();
        if statuses.is_empty() {
            return None;
        }
        let is_status = |number: &str| statuses.iter().any(|status| status.to_string() == number);
        bare_statuses(&self.played.reply).into_iter().find(|it| is_status(it) && !self.may_tell(it))
    }

    /// A word of a failed call's answer that no person would write: `RecordNotFound`.
    fn quoted_answer(&self) -> Option<&'a str> {
        let failed = self.played.calls.iter().filter(|call| !is_success(call));
        failed
            .filter_map(|call| match call.outcome.body() {
                Body::Json(json) => Some(json),
                Body::Empty | Body::Text(_) => None,
            })
            .find_map(|json| shown_identifier(json, &self.played.reply))
            .filter(|it| !self.may_tell(it))
    }

    /// Whether someone said it, an answer that succeeded holds it, or the agent's texts do.
    fn may_tell(&self, it: &str) -> bool {
        let is_number = it.bytes().all(|byte| byte.is_ascii_digit());
        let agent = self.evidence.talk.agent;
        self.is_said(it)
            || self.is_answered(it)
            || (!is_number && is_declared(agent, it))
            || self.is_context(it)
    }

    /// Whether the reply only gives back what the customer said, letter for letter.
    fn quotes(&self, shown: &str) -> bool {
        self.evidence.said_up_to(self.index).any(|(_, said)| said.contains(shown))
    }

    fn is_said(&self, it: &str) -> bool {
        self.evidence.said_up_to(self.index).any(|(_, said)| holds(said, it))
    }

    fn is_answered(&self, it: &str) -> bool {
        self.evidence.calls().take_while(|made| made.turn <= self.index).any(|made| {
            match &made.call.outcome {
                Outcome::Success { body: Body::Json(json), .. } => in_json(json, it),
                Outcome::Success { body: Body::Text(text), .. } => holds(text, it),
                _ => false,
            }
        })
    }

    fn is_context(&self, it: &str) -> bool {
        self.played.state.context.values().any(|json| in_json(json, it))
    }

    fn finding(&self, what: &str, shown: &str) -> Finding {
        let message = format!("The reply shows {what} that no customer should read.");
        let mut finding = CheckName::RawError.finding(self.played, message);
        finding.expected.push(("reply".to_owned(), "plain words".to_owned()));
        finding.got.push(("reply".to_owned(), shown.to_owned()));
        if let Some(call) = self.played.calls.last() {
            finding.why = self.evidence.reasons(call);
        }
        finding.mend.push(
            "Write into the prompt what to say for this failure, and that codes and technical messages are never read out."
                .to_owned(),
        );
        finding
    }
}

/// Whether the agent's own texts hold it: an address that is meant to be told.
fn is_declared(agent: &Agent, it: &str) -> bool {
    holds(&agent.prompt.text, it) || holds(&agent.greeting, it)
}

fn holds(text: &str, it: &str) -> bool {
    let it = it.trim_end_matches(['.', '!', '?', ';', ':']);
    stands(text, it) || stands(&text.to_lowercase(), &it.to_lowercase())
}

fn in_json(json: &Json, it: &str) -> bool {
    match json {
        Json::Null | Json::Bool(_) => false,
        Json::Number(number) => number.to_string() == it,
        Json::String(text) => holds(text, it),
        Json::Array(items) => items.iter().any(|item| in_json(item, it)),
        Json::Object(map) => map.values().any(|item| in_json(item, it)),
    }
}

/// A text of the answer that stands in the reply and has the form of an identifier.
fn shown_identifier<'r>(json: &Json, reply: &'r str) -> Option<&'r str> {
    match json {
        Json::String(text) => is_identifier(text)
            .then(|| reply.find(text.as_str()).map(|at| &reply[at..at + text.len()]))
            .flatten(),
        Json::Array(items) => items.iter().find_map(|item| shown_identifier(item, reply)),
        Json::Object(map) => map.values().find_map(|item| shown_identifier(item, reply)),
        Json::Null | Json::Bool(_) | Json::Number(_) => None,
    }
}

/// One word with an underscore or a capital inside.
fn is_identifier(text: &str) -> bool {
    let is_word =
        text.len() > 3 && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
    let has_hump = text
        .as_bytes()
        .windows(2)
        .any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase());
    is_word && !text.contains(|c: char| c.is_ascii_digit()) && (has_hump || text.contains('_'))
}
