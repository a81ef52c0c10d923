use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use secrecy::SecretString;
use serde_json::{Value as Json, json};

use super::{
    Budget, Endpoint, Failure, ModelEvent, Patience, Seen, Spent, Tape, Watcher,
    ask::{Tools, without_tools},
    client::{Answered, Asker, OnText},
};
use crate::{
    agent::{Agent, VariableName, Words},
    dialogue::{DialogueState, Frame},
    model::OfflineModel,
    request::Redactor,
};

/// Understands and words through an OpenAI-compatible endpoint; for one agent.
///
/// It holds nothing of any talk: what the model is told comes from the dialogue's state, so that a
/// talk can be undone, forked and resumed, and any number of talks share one model.
pub struct OpenAiModel {
    pub(super) asker: Asker,
    pub(super) offline: OfflineModel,
    pub(super) words: Words,
    pub(super) has_fast_path: bool,
    pub(super) lacks_tools: AtomicBool,
    seen: Mutex<Vec<Seen>>,
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
            offline: OfflineModel::new(agent),
            words: Words::default(),
            has_fast_path: true,
            lacks_tools: AtomicBool::new(false),
            seen: Mutex::default(),
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

    /// The model's name.
    pub fn name(&self) -> &str {
        &self.asker.model
    }

    /// What was spent so far.
    pub fn spent(&self) -> Spent {
        self.asker.spent()
    }

    /// Whether a limit of its budget is reached, so that it is asked no more.
    pub fn is_spent(&self) -> bool {
        self.asker.ledger.is_spent()
    }

    /// The requests of the last turn and their answers, secrets masked. With several talks at once
    /// they are those of whichever was last.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn forget_seen(&self) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The redactor for a talk: secrets, and the sensitive values known in it.
    pub(super) fn redactor_for(&self, agent: &Agent, state: &DialogueState) -> Redactor {
        let mut redactor = self.asker.redactor.clone();
        let is_sensitive = |name: &VariableName| {
            let mut declared = agent.actions.iter().filter_map(|action| action.variable(name));
            declared.any(|variable| variable.sensitive)
        };
        let mut learn = |frame: &Frame| {
            for name in frame.slots.keys().filter(|name| is_sensitive(name)) {
                if let Some(held) = frame.value(name) {
                    redactor.add_sensitive(&held.value);
                }
            }
        };
        state.frames.iter().for_each(&mut learn);
        state.last.iter().for_each(|last| learn(&last.frame));
        for (name, known) in state.known.iter().filter(|(name, _)| is_sensitive(name)) {
            let _: &VariableName = name;
            redactor.add_sensitive(&known.value.value);
        }
        redactor
    }

    /// Asks for calls of these tools; of a server without tools they are asked for in text.
    pub(super) async fn ask_with_tools(
        &self,
        messages: Vec<Json>,
        tools: &Tools,
    ) -> Result<Answered, Failure> {
        if !self.lacks_tools.load(Ordering::Relaxed) {
            let mut request = self.request(messages.clone());
            request["tools"] = tools.schemas().into();
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
    pub(super) fn request(&self, messages: Vec<Json>) -> Json {
        let mut request =
            json!({ "model": self.asker.model, "messages": messages, "stream": false });
        if let Some(temperature) = self.asker.temperature {
            // By its shortest text: 0.7 as f64 would be 0.699999988079071.
            let shortest = temperature.to_string().parse::<f64>().unwrap_or_default();
            request["temperature"] = shortest.into();
        }
        request
    }

    /// Asks, and keeps what was seen.
    pub(super) async fn ask(
        &self,
        request: Json,
        on_text: Option<OnText<'_>>,
    ) -> Result<Answered, Failure> {
        let asked = self.asker.ask(&request, on_text).await;
        let (answer, first_token) = match &asked {
            Ok(answered) => (shown(&answered.answer), answered.first_token),
            Err(failure) => (failure.to_string(), None),
        };
        let answer = self.asker.redactor.text(&answer).into_owned();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push(Seen { request, answer, first_token });
        // A turn asks a handful of times; anything more is somebody else's.
        let surplus = seen.len().saturating_sub(8);
        seen.drain(..surplus);
        drop(seen);
        asked
    }
}

fn shown(answer: &super::wire::Answer) -> String {
    let calls = answer.calls.iter().map(|call| format!("{}({})", call.name, call.arguments));
    let text = Some(answer.text.clone()).filter(|text| !text.is_empty());
    text.into_iter().chain(calls).collect::<Vec<_>>().join("\n")
}
