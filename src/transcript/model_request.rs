use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// One request to a model and what came of it, as it may be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelRequest {
    /// Its number in the talk, from 1; requests that judge are counted apart.
    pub number: u32,
    /// What the model was asked for.
    pub purpose: Purpose,
    /// The model's name.
    pub model: String,
    /// Where its first messages stand, when an earlier request began with the same ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins_like: Option<Beginning>,
    /// The messages behind those.
    pub messages: Vec<Json>,
    /// The tools it was offered, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<String>,
    /// What it answered: text, and calls on lines of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Why no answer came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// What it took, where an answer came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Tokens>,
}

/// What a model is asked for. A closed set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// What an utterance means.
    Understanding,
    /// The words of a reply.
    Wording,
    /// All of a turn, where the model leads.
    Leading,
    /// Whether a statement is true of what was said.
    Judging,
}

/// Messages that stand in an earlier request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beginning {
    /// The request's number.
    pub request: u32,
    /// How many of its messages, its own beginning included.
    pub messages: usize,
}

/// Tokens of a request and its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// Sent.
    pub prompt: u64,
    /// Answered.
    pub answer: u64,
    /// Whether the server did not count and this is a guess.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_estimate: bool,
}

/// The requests of a talk so far, so that what was told once is not told again.
#[derive(Clone, Debug, Default)]
pub struct Beginnings {
    count: u32,
    /// For each purpose the last request's number and all of its messages.
    last: BTreeMap<Purpose, (u32, Vec<Json>)>,
}

impl Beginnings {
    /// Numbers requests that hold all of their messages, and leaves out those that the one before of the
    /// same purpose began with.
    pub fn shorten(&mut self, requests: &mut [ModelRequest]) {
        for request in requests {
            self.count += 1;
            request.number = self.count;
            let whole = request.messages.clone();
            if let Some((before, told)) = self.last.get(&request.purpose) {
                let same = told.iter().zip(&whole).take_while(|(old, new)| old == new).count();
                if same > 0 {
                    request.messages.drain(..same);
                    request.begins_like = Some(Beginning { request: *before, messages: same });
                }
            }
            self.last.insert(request.purpose, (self.count, whole));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(purpose: Purpose, messages: &[&str]) -> ModelRequest {
        ModelRequest {
            number: 0,
            purpose,
            model: "m".into(),
            begins_like: None,
            messages: messages.iter().map(|text| Json::from(*text)).collect(),
            tools: Vec::new(),
            answer: None,
            failure: None,
            tokens: None,
        }
    }

    /// All messages of a request, those that stand elsewhere included.
    fn whole(all: &[ModelRequest], at: usize) -> Vec<Json> {
        let mut messages = all[at].begins_like.map_or_else(Vec::new, |begins| {
            let before = all.iter().position(|one| one.number == begins.request).unwrap();
            whole(all, before)[..begins.messages].to_vec()
        });
        messages.extend(all[at].messages.iter().cloned());
        messages
    }

    #[test]
    fn what_an_earlier_request_began_with_is_told_once_and_can_be_found_again() {
        use Purpose::{Understanding, Wording};
        let sent = [
            request(Understanding, &["rules", "one"]),
            request(Wording, &["other rules", "one"]),
            request(Understanding, &["rules", "one", "two", "three"]),
            request(Understanding, &["rules", "one", "four"]),
            request(Wording, &["changed rules", "one"]),
        ];
        let mut told = sent.to_vec();
        let mut beginnings = Beginnings::default();
        let (first, rest) = told.split_at_mut(2);
        beginnings.shorten(first);
        beginnings.shorten(rest);
        let begins = |request, messages| Some(Beginning { request, messages });
        let found: Vec<_> = told.iter().map(|one| one.begins_like).collect();
        assert_eq!(found, [None, None, begins(1, 2), begins(3, 2), None]);
        assert_eq!(told[3].messages, ["four"]);
        for (at, one) in sent.iter().enumerate() {
            assert_eq!(whole(&told, at), one.messages, "{at}");
        }
    }
}
