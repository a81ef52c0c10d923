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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beginning {
    /// The request's number.
    pub request: u32,
    /// How many of its messages, its own beginning included.
    pub messages: usize,
    /// What the first of them holds here, where that is not quite the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<First>,
}

/// A message that begins as another one: rules with the prompt, behind which stands what is so just now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct First {
    /// How many lines of the other one are kept.
    pub lines: usize,
    /// The lines behind them.
    pub rest: Vec<String>,
}

impl Beginning {
    /// What of these messages stands in an earlier request, if anything does.
    fn of(whole: &[Json], (request, before): (u32, &[Json])) -> Option<Self> {
        let (new, old) = (whole.first()?, before.first()?);
        let first = if new == old { None } else { Some(First::of(new, old)?) };
        let rest = whole.iter().zip(before).skip(1);
        let messages = 1 + rest.take_while(|(new, old)| new == old).count();
        Some(Self { request, messages, first })
    }
}

impl First {
    fn of(new: &Json, old: &Json) -> Option<Self> {
        let text = |message: &Json| Some(message.get("content")?.as_str()?.to_owned());
        let (content, other) = (text(new)?, text(old)?);
        let same = content.split('\n').zip(other.split('\n')).take_while(|(a, b)| a == b).count();
        let rest = content.split('\n').skip(same).map(str::to_owned).collect();
        let is_alike = new.get("role") == old.get("role") && same > 0;
        is_alike.then_some(Self { lines: same, rest })
    }
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
                request.begins_like = Beginning::of(&whole, (*before, told));
                let known = request.begins_like.as_ref().map_or(0, |begins| begins.messages);
                request.messages.drain(..known);
            }
            self.last.insert(request.purpose, (self.count, whole));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request(purpose: Purpose, contents: &[&str]) -> ModelRequest {
        let message = |content: &&str| json!({ "role": "user", "content": content });
        ModelRequest {
            number: 0,
            purpose,
            model: "m".into(),
            begins_like: None,
            messages: contents.iter().map(message).collect(),
            tools: Vec::new(),
            answer: None,
            failure: None,
            tokens: None,
        }
    }

    /// All messages of a request, those that stand elsewhere included.
    fn whole(all: &[ModelRequest], at: usize) -> Vec<Json> {
        let mut messages = all[at].begins_like.as_ref().map_or_else(Vec::new, |begins| {
            let before = all.iter().position(|one| one.number == begins.request).unwrap();
            let mut messages = whole(all, before)[..begins.messages].to_vec();
            if let Some(First { lines, rest }) = &begins.first {
                let old = messages[0]["content"].as_str().unwrap().to_owned();
                let kept = old.split('\n').take(*lines).chain(rest.iter().map(String::as_str));
                messages[0]["content"] = kept.collect::<Vec<_>>().join("\n").into();
            }
            messages
        });
        messages.extend(all[at].messages.iter().cloned());
        messages
    }

    #[test]
    fn what_an_earlier_request_began_with_is_told_once_and_can_be_found_again() {
        use Purpose::{Understanding, Wording};
        let sent = [
            request(Understanding, &["rules\nidle", "one"]),
            request(Wording, &["other rules", "one"]),
            request(Understanding, &["rules\nidle", "one", "two", "three"]),
            request(Understanding, &["rules\nopen\n", "one", "four"]),
            request(Understanding, &["rules", "five"]),
            request(Wording, &["changed rules", "one"]),
        ];
        let mut told = sent.to_vec();
        let mut beginnings = Beginnings::default();
        let (first, rest) = told.split_at_mut(2);
        beginnings.shorten(first);
        beginnings.shorten(rest);
        let begins = |request, messages, first| Some(Beginning { request, messages, first });
        let first = |rest: &[&str]| {
            Some(First { lines: 1, rest: rest.iter().map(ToString::to_string).collect() })
        };
        let found: Vec<_> = told.iter().map(|one| one.begins_like.clone()).collect();
        let expected = [
            None,
            None,
            begins(1, 2, None),
            begins(3, 2, first(&["open", ""])),
            begins(4, 1, first(&[])),
            None,
        ];
        assert_eq!(found, expected);
        for (at, one) in sent.iter().enumerate() {
            assert_eq!(whole(&told, at), one.messages, "{at}");
        }
    }

    #[test]
    fn messages_without_text_or_of_another_speaker_are_no_beginning() {
        let mut told = vec![
            request(Purpose::Judging, &["rules"]),
            request(Purpose::Judging, &["rules\nmore"]),
            request(Purpose::Judging, &["rules\nmore"]),
        ];
        told[1].messages[0]["role"] = "system".into();
        told[2].messages[0] = json!({ "role": "system", "content": null });
        Beginnings::default().shorten(&mut told);
        assert!(told.iter().all(|one| one.begins_like.is_none() && one.messages.len() == 1));
    }
}
