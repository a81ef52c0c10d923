use std::{borrow::Cow, sync::atomic::Ordering};

use super::{
    Failure, ModelEvent, OpenAiModel,
    ask::{Form, Talk, Tool, Tools, driving},
    client::Answered,
    read::{calls_in, object},
    wire::{Answer, ToolCall},
};
use crate::{
    agent::Agent,
    dialogue::DialogueState,
    model::{BoxFuture, Calls, Drive, Driven, Driving, ModelFailure, Wish},
    request::Redactor,
};

impl Drive for OpenAiModel {
    fn drive<'a>(&'a self, driving: Driving<'a>) -> BoxFuture<'a, Result<Driven, ModelFailure>> {
        Box::pin(self.lead(driving))
    }

    fn redactor(&self, agent: &Agent, state: &DialogueState) -> Redactor {
        self.redactor_for(agent, state)
    }
}

impl OpenAiModel {
    async fn lead(&self, driving: Driving<'_>) -> Result<Driven, ModelFailure> {
        if driving.rounds.is_empty() {
            self.forget_seen();
        }
        let tools = Tools::declared(driving.agent);
        let (answered, streamed) = self.ask_to_drive(driving, &tools).await?;
        let driven = driven(answered.answer, &tools);
        self.stream_rest(&driven.text, &streamed);
        Ok(driven)
    }

    async fn ask_to_drive(
        &self,
        driving: Driving<'_>,
        tools: &Tools,
    ) -> Result<(Answered, String), Failure> {
        if !self.lacks_tools.load(Ordering::Relaxed) {
            match self.ask_in(driving, tools, Form::Tools).await {
                Err(failure) if failure.lacks_tools() => self.note_lack_of_tools(),
                answered => return answered,
            }
        }
        self.ask_in(driving, tools, Form::Text).await
    }

    /// Asks, and gives what was passed on of the answer while it came.
    async fn ask_in(
        &self,
        driven: Driving<'_>,
        tools: &Tools,
        form: Form,
    ) -> Result<(Answered, String), Failure> {
        let Driving { agent, state, utterance, rounds, calls } = driven;
        let redactor = self.redactor_for(agent, state);
        let said = utterance.unwrap_or_default();
        let talk = Talk { agent, state, utterance: said, redactor: &redactor };
        let mut request = self.request(driving(talk, (utterance, rounds), tools, form));
        if form == Form::Tools && !tools.schemas().is_empty() {
            request.json["tools"] = tools.schemas().into();
            if calls == Calls::Closed {
                request.json["tool_choice"] = "none".into();
            }
        }
        let mut streamed = String::new();
        let mut speak = |text: &str| self.stream(text, &redactor, &mut streamed);
        let answered = match self.asker.watcher.is_some() {
            true => self.ask(request, Some(&mut speak)).await,
            false => self.ask(request, None).await,
        };
        Ok((answered?, streamed))
    }

    /// Passes on what has come, word by word, as long as it reads like speech.
    fn stream(&self, text: &str, redactor: &Redactor, streamed: &mut String) {
        let end = text.find(['<', '{', '[', '`']).unwrap_or(text.len());
        let Some(whole) = text[..end].rfind(char::is_whitespace) else { return };
        let Some(more) = text[..whole].strip_prefix(streamed.as_str()) else { return };
        // The whole beginning is looked at: a secret may come in pieces.
        let is_open = matches!(redactor.text(&text[..whole]), Cow::Borrowed(_));
        if is_open && !more.is_empty() {
            self.asker.tell(ModelEvent::Text(more.to_owned()));
            text[..whole].clone_into(streamed);
        }
    }

    /// The words that were held back until it was clear that they are speech.
    fn stream_rest(&self, text: &str, streamed: &str) {
        if let Some(rest) = text.strip_prefix(streamed.trim_start()).filter(|rest| !rest.is_empty())
        {
            self.asker.tell(ModelEvent::Text(format!("{rest} ")));
        }
    }
}

fn driven(answer: Answer, tools: &Tools) -> Driven {
    let Answer { text, calls: made, is_cut_off, .. } = answer;
    let (text, made) = match made.is_empty() {
        // Small models write their calls into the text; what stands around them is not said.
        true => match calls_in(&text, tools) {
            written if written.is_empty() => (text, written),
            written => (String::new(), written),
        },
        false => (text, made),
    };
    let wish = |call: ToolCall| Wish {
        action: tools.get(&call.name).and_then(|tool| match tool {
            Tool::Action(name) => Some(name.clone()),
            Tool::Control(_) => None,
        }),
        arguments: object(&call.arguments),
        tool: call.name,
    };
    Driven { text, calls: made.into_iter().map(wish).collect(), is_cut_off }
}
