use std::sync::Arc;

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeSeq},
};
use serde_json::Value as Json;

use super::History;

/// The messages of a request: the first one, the history, and what is new.
#[derive(Clone, Debug)]
pub struct Messages {
    /// All of them.
    pub all: Vec<Json>,
    /// Those behind the first, where they are written out already.
    history: Option<Arc<History>>,
}

impl Messages {
    /// The rules, what was said before, and the last message.
    pub fn around(rules: Json, history: Arc<History>, last: Json) -> Self {
        let mut all = vec![rules];
        all.extend(history.messages.iter().cloned());
        all.push(last);
        Self { all, history: Some(history) }
    }
}

impl From<Vec<Json>> for Messages {
    fn from(all: Vec<Json>) -> Self {
        Self { all, history: None }
    }
}

/// A request to a model. It is sent as its JSON, of which the history is not written out again.
#[derive(Clone, Debug)]
pub struct Request {
    /// The whole of it.
    pub json: Json,
    history: Option<Arc<History>>,
}

impl Request {
    /// These fields and the messages, which are put into them as they stand in the fields.
    pub fn new(mut fields: Json, messages: Messages) -> Self {
        fields["messages"] = messages.all.into();
        Self { json: fields, history: messages.history }
    }

    /// How many bytes the messages are.
    pub fn size(&self) -> usize {
        self.json.get("messages").map_or(0, |messages| messages.to_string().len())
    }
}

impl From<Json> for Request {
    fn from(json: Json) -> Self {
        Self { json, history: None }
    }
}

impl Serialize for Request {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (Some(history), Json::Object(fields)) = (&self.history, &self.json) else {
            return self.json.serialize(serializer);
        };
        let mut map = serializer.serialize_map(Some(fields.len()))?;
        for (key, value) in fields {
            match value {
                Json::Array(all) if key == "messages" => {
                    map.serialize_entry(key, &Around { all, history })?;
                }
                value => map.serialize_entry(key, value)?,
            }
        }
        map.end()
    }
}

/// Messages of which those behind the first are written out.
struct Around<'a> {
    all: &'a [Json],
    history: &'a History,
}

impl Serialize for Around<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = &self.history.written;
        let (first, rest) = self.all.split_at(self.all.len().min(1));
        let mut seq = serializer.serialize_seq(Some(self.all.len()))?;
        first.iter().try_for_each(|message| seq.serialize_element(message))?;
        written.iter().try_for_each(|message| seq.serialize_element(message))?;
        rest.iter().skip(written.len()).try_for_each(|message| seq.serialize_element(message))?;
        seq.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::Histories, *};
    use crate::{
        agent::{Agent, format},
        diagnostic::SourceFile,
        dialogue::{DialogueState, Exchange, SystemAct},
        model::openai::ask::{Talk, understanding, wording},
        request::Redactor,
    };

    fn said(user: &str, reply: &str) -> Exchange {
        Exchange { user: Some(user.into()), reply: reply.into(), ..Exchange::default() }
    }

    fn talk<'a>(agent: &'a Agent, state: &'a DialogueState, redactor: &'a Redactor) -> Talk<'a> {
        Talk { agent, state, utterance: "And now?", redactor }
    }

    #[test]
    fn a_turn_writes_its_history_once_and_sends_it_in_each_request() {
        let source = SourceFile::new("agent.yaml", "name: Desk\nprompt: p.md\nactions: []\n");
        let prompt = SourceFile::new("p.md", "You answer.\n");
        let agent = format::parse(&source, Some(&prompt)).agent.unwrap();
        let exchanges = vec![said("My \"order\"?", "Which?\nThe last?"), said("Ada's", "Here.")];
        let mut state = DialogueState { exchanges, ..DialogueState::default() };
        let (histories, mut redactor) = (Histories::default(), Redactor::default());
        let first = understanding(talk(&agent, &state, &redactor), &histories);
        let second =
            wording(talk(&agent, &state, &redactor), &[SystemAct::AnswerChat], "", &histories);
        let written = |messages: &Messages| Arc::clone(messages.history.as_ref().unwrap());
        assert!(Arc::ptr_eq(&written(&first), &written(&second)), "it was made again");
        assert_eq!(written(&first).written.len(), 4);
        for messages in [first.clone(), second] {
            let request = Request::new(json!({ "model": "m", "messages": [] }), messages);
            assert_eq!(serde_json::to_string(&request).unwrap(), request.json.to_string());
        }
        redactor.add_secret(&"Ada's".into());
        let hidden = understanding(talk(&agent, &state, &redactor), &histories);
        assert!(!Arc::ptr_eq(&written(&first), &written(&hidden)), "a new secret was not masked");
        assert!(!hidden.all.iter().any(|message| message.to_string().contains("Ada")));
        state.exchanges.push(said("Bye", "Bye."));
        let later = understanding(talk(&agent, &state, &redactor), &histories);
        assert_eq!(later.all.len(), 8);
    }
}
