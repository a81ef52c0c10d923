use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::TimeZone;
use rehearsal::{
    agent::Agent,
    dialogue::{Call, DialogueState},
    model::{
        BoxFuture, OfflineModel, OpenAiModel,
        openai::{Budget, Endpoint, Patience, Prices},
        template::TemplateWording,
    },
    rehearse::{Cast, Clock, Conversation, Execute, Executed, Lead, Memory},
    request::{Body, FailureClass, Outcome},
    transcript::TurnRecord,
    value::Reference,
};
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;
use wiremock::ResponseTemplate;

use super::{
    agent::{KEY, agent},
    script::{Rules, Script},
};

/// A call: its action, and its values by name.
type Sent = (String, Vec<(String, String)>);

/// An API that answers by a script and remembers what it was asked.
#[derive(Default)]
pub struct Api {
    outcomes: Mutex<VecDeque<Outcome>>,
    pub calls: Mutex<Vec<Sent>>,
}

impl Execute for Api {
    fn execute<'a>(
        &'a self,
        call: &'a Call,
        _state: &'a DialogueState,
        _at: Reference,
        _cancel: &'a CancellationToken,
    ) -> BoxFuture<'a, Executed> {
        let arguments =
            call.arguments.iter().map(|(name, held)| (name.to_string(), held.value.to_string()));
        self.calls.lock().unwrap().push((call.action.to_string(), arguments.collect()));
        let next = self.outcomes.lock().unwrap().pop_front();
        let outcome = next
            .unwrap_or(Outcome::Success { status: 200, body: Body::Json(serde_json::json!({})) });
        let shown = outcome.clone();
        let executed = Executed {
            request: None,
            outcome,
            shown,
            elapsed: Duration::ZERO,
            note: None,
            frozen: None,
            notes: vec![],
        };
        Box::pin(std::future::ready(executed))
    }
}

/// A talk with a scripted model and a scripted API.
pub struct Talk {
    pub conversation: Conversation,
    pub script: Script,
    pub api: Arc<Api>,
    pub model: Arc<OpenAiModel>,
    cancel: CancellationToken,
}

pub fn patience() -> Patience {
    Patience {
        connect: Duration::from_secs(2),
        first_token: Duration::from_secs(40),
        total: Duration::from_secs(60),
        retries: 2,
        first_pause: Duration::from_millis(20),
        pauses: Duration::from_millis(300),
    }
}

/// For servers that never answer.
pub fn hasty() -> Patience {
    let (first_token, total) = (Duration::from_millis(700), Duration::from_millis(1500));
    Patience { first_token, total, ..patience() }
}

pub fn endpoint(base_url: &str) -> Endpoint {
    Endpoint {
        base_url: base_url.parse().unwrap(),
        key: Some(KEY.into()),
        model: "test-model".into(),
        temperature: Some(0.0),
        prices: Prices { prompt: Some(1.0), answer: Some(2.0) },
    }
}

pub fn converse(agent: Agent, model: &Arc<OpenAiModel>, api: &Arc<Api>) -> Conversation {
    let cast = Cast {
        agent: Arc::new(agent),
        understand: Arc::clone(model) as _,
        word: Arc::clone(model) as _,
        execute: Arc::clone(api) as _,
        lead: Lead::Engine,
    };
    let now = chrono_tz::Europe::Berlin.with_ymd_and_hms(2026, 3, 2, 10, 0, 0).unwrap();
    Conversation::new(cast, Memory { state: DialogueState::default(), clock: Clock::Virtual(now) })
}

impl Talk {
    pub async fn new(answers: Vec<ResponseTemplate>) -> Self {
        Self::with(answers, |model| model, Budget::default()).await
    }

    pub async fn with(
        answers: Vec<ResponseTemplate>,
        change: impl FnOnce(OpenAiModel) -> OpenAiModel,
        budget: Budget,
    ) -> Self {
        Self::start(Script::start(answers).await, change, budget)
    }

    /// With the model in the lead.
    pub async fn free(answers: Vec<ResponseTemplate>) -> Self {
        let script = Script::start_by(Rules::Free, answers).await;
        let mut talk = Self::start(script, |model| model, Budget::default());
        let offline = Arc::new(OfflineModel::new(talk.conversation.agent()));
        talk.conversation.recast(offline, Arc::new(TemplateWording));
        talk.conversation.let_drive(Arc::clone(&talk.model) as _);
        talk
    }

    fn start(
        script: Script,
        change: impl FnOnce(OpenAiModel) -> OpenAiModel,
        budget: Budget,
    ) -> Self {
        let (agent, api) = (agent(), Arc::new(Api::default()));
        let endpoint = endpoint(&script.server.uri());
        let model = OpenAiModel::new(&agent, &endpoint, patience(), budget).unwrap();
        let model = Arc::new(change(model));
        let conversation = converse(agent, &model, &api);
        Self { conversation, script, api, model, cancel: CancellationToken::new() }
    }

    /// With the customer verified already.
    pub async fn verified(answers: Vec<ResponseTemplate>) -> Self {
        let mut talk = Self::new(answers).await;
        talk.verify();
        talk
    }

    pub fn verify(&mut self) {
        let mut memory = self.conversation.memory().clone();
        memory.state.succeeded.insert(rehearsal::agent::ActionName::new("Verify Customer"));
        self.conversation.restore(memory);
    }

    pub async fn hear(&mut self, utterance: &str) -> TurnRecord {
        self.conversation.hear(utterance, &self.cancel, &|_| {}).await
    }

    pub fn api_answers(&self, json: Json) {
        let outcome = Outcome::Success { status: 200, body: Body::Json(json) };
        self.api.outcomes.lock().unwrap().push_back(outcome);
    }

    pub fn api_fails(&self, class: FailureClass, status: Option<u16>) {
        self.api.outcomes.lock().unwrap().push_back(Outcome::Failure {
            class,
            status,
            body: Body::Empty,
            detail: String::new(),
            never_sent: false,
            retry_after_ms: None,
        });
    }

    /// What was sent with the last call.
    pub fn sent(&self) -> Vec<(String, String)> {
        self.api.calls.lock().unwrap().last().map(|(_, sent)| sent.clone()).unwrap_or_default()
    }

    /// The actions that were called.
    pub fn called(&self) -> Vec<String> {
        self.api.calls.lock().unwrap().iter().map(|(action, _)| action.clone()).collect()
    }
}

/// Whether some line of what was refused holds these words.
pub fn refused(record: &TurnRecord, words: &str) -> bool {
    record.refused.iter().any(|line| line.contains(words))
}

/// The kinds of the breaches, by name.
pub fn kinds(record: &TurnRecord) -> Vec<&'static str> {
    record.breaches.iter().map(|breach| breach.kind.name()).collect()
}

/// The slot's value in the record.
pub fn slot(record: &TurnRecord, name: &str) -> Option<Json> {
    record
        .slots
        .iter()
        .find(|(known, _)| known.as_str() == name)
        .map(|(_, slot)| slot.value.clone())
}
