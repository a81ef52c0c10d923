use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use secrecy::SecretString;
use serde_json::json;

use super::{
    Budget, Endpoint, Failure, ModelEvent, Patience, Seen, Spent, Tape, Trace, Watcher,
    ask::{Histories, Messages, Request, Tools, without_tools},
    client::{Answered, Asker, OnText},
};
use crate::{
    agent::{Agent, Words},
    dialogue::DialogueState,
    model::OfflineModel,
    request::Redactor,
    transcript::Mask,
};

/// Understands and words through an OpenAI-compatible endpoint; for one agent.
///
/// It holds nothing of any talk that it could not make again: what the model is told comes from the dialogue's state, so that a
/// talk can be undone, forked and resumed, and any number of talks share one model.
pub struct OpenAiModel {
    pub(super) asker: Asker,
    pub(super) offline: Arc<OfflineModel>,
    pub(super) words: Words,
    pub(super) has_fast_path: bool,
    pub(super) lacks_tools: Arc<AtomicBool>,
    pub(super) histories: Arc<Histories>,
    trace: Arc<Trace>,
}

impl OpenAiModel {
    /// A model at this endpoint for this agent, its prompt rendered.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(
        agent: &Agent,
        endpoint: &Endpoint,
        patience: Patience,
        budget: Budget,
    ) -> Result<Self, Failure> {
        Ok(Self {
            asker: Asker::new(endpoint, patience, budget)?,
            offline: Arc::new(OfflineModel::new(agent)),
            words: Words::default(),
            has_fast_path: true,
            lacks_tools: Arc::default(),
            histories: Arc::default(),
            trace: Arc::default(),
        })
    }

    /// Words so much and no more.
    #[must_use]
    pub fn wording(mut self, words: Words) -> Self {
        self.words = words;
        self
    }

    /// Asks the model even where nothing but a value was said.
    #[must_use]
    pub fn without_fast_path(mut self) -> Self {
        self.has_fast_path = false;
        self
    }

    /// Masks these secrets, too, in all that is sent and shown.
    #[must_use]
    pub fn masking<'a>(mut self, secrets: impl IntoIterator<Item = &'a SecretString>) -> Self {
        for secret in secrets {
            self.asker.redactor.add_secret(secret);
        }
        self
    }

    /// Spends from the same budget as this model.
    #[must_use]
    pub fn going_on_from(mut self, before: &Self) -> Self {
        self.asker.ledger.go_on(&before.asker.ledger);
        self
    }

    /// Tells this watcher what happens, and has replies come piece by piece.
    #[must_use]
    pub fn watched_by(mut self, watcher: Watcher) -> Self {
        self.asker.watcher = Some(watcher);
        self
    }

    /// Lets this tape play recorded answers, or take down what comes; one tape for one talk.
    #[must_use]
    pub fn taped(mut self, tape: Arc<dyn Tape>) -> Self {
        self.asker.tape = Some(tape);
        self
    }

    /// The same model, with the requests of one talk in a trace of its own.
    #[must_use]
    pub fn traced_by(&self, trace: &Arc<Trace>) -> Self {
        Self {
            asker: self.asker.clone(),
            offline: Arc::clone(&self.offline),
            lacks_tools: Arc::clone(&self.lacks_tools),
            histories: Arc::clone(&self.histories),
            trace: Arc::clone(trace),
            ..*self
        }
    }

    /// The model's name.
    pub fn name(&self) -> &str {
        &self.asker.model
    }

    /// What was spent so far.
    pub fn spent(&self) -> Spent {
        self.asker.spent()
    }

    /// The limit of the budget for which a request was refused, as its failure.
    pub fn limit_reached(&self) -> Option<Failure> {
        self.asker.ledger.limit_reached()
    }

    /// The requests of the last turn and their answers, secrets masked. With several talks at once
    /// they are those of whichever was last, unless each has its trace.
    pub fn seen(&self) -> Vec<Seen> {
        self.trace.all()
    }

    pub(super) fn forget_seen(&self) {
        drop(self.trace.take());
    }

    /// The redactor for a talk: secrets, and the sensitive values known in it.
    pub(super) fn redactor_for(&self, agent: &Agent, state: &DialogueState) -> Redactor {
        let mut redactor = self.asker.redactor.clone();
        Mask::new(agent).sensitive_values(state).for_each(|value| redactor.add_sensitive(value));
        redactor
    }

    /// Asks for calls of these tools; of a server without tools they are asked for in text.
    pub(super) async fn ask_with_tools(
        &self,
        messages: Messages,
        tools: &Tools,
    ) -> Result<Answered, Failure> {
        if !self.lacks_tools.load(Ordering::Relaxed) {
            let mut request = self.request(messages.clone());
            request.json["tools"] = tools.schemas().into();
            match self.ask(request, None).await {
                Err(failure) if failure.lacks_tools() => self.note_lack_of_tools(),
                answered => return answered,
            }
        }
        self.ask(self.request(without_tools(messages, tools)), None).await
    }

    pub(super) fn note_lack_of_tools(&self) {
        self.lacks_tools.store(true, Ordering::Relaxed);
        self.asker.tell(ModelEvent::Without(
            "the server can't do tool calls for this model; they are asked for in text".to_owned(),
        ));
    }

    /// A request with nothing but messages.
    pub(super) fn request(&self, messages: impl Into<Messages>) -> Request {
        // The messages are put where they stand here.
        let mut fields = json!({ "model": self.asker.model, "messages": [], "stream": false });
        if let Some(temperature) = self.asker.temperature {
            // By its shortest text: 0.7 as f64 would be 0.699999988079071.
            let shortest = temperature.to_string().parse::<f64>().unwrap_or_default();
            fields["temperature"] = shortest.into();
        }
        Request::new(fields, messages.into())
    }

    /// Asks, and keeps what was seen.
    pub(super) async fn ask(
        &self,
        request: Request,
        on_text: Option<OnText<'_>>,
    ) -> Result<Answered, Failure> {
        let asked = self.asker.ask(&request, on_text).await;
        let (answer, first_token, usage) = match &asked {
            Ok(Answered { answer, first_token, .. }) => {
                (shown(answer), *first_token, Some(answer.usage))
            }
            Err(failure) => (failure.to_string(), None, None),
        };
        let answer = self.asker.redactor.text(&answer).into_owned();
        self.trace.add(Seen { request: request.json, answer, first_token, usage });
        asked
    }
}

fn shown(answer: &super::wire::Answer) -> String {
    let calls = answer.calls.iter().map(|call| format!("{}({})", call.name, call.arguments));
    let text = Some(answer.text.clone()).filter(|text| !text.is_empty());
    text.into_iter().chain(calls).collect::<Vec<_>>().join("\n")
}
