use std::{
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use async_openai::{Client, error::OpenAIError};
use futures_util::{Stream, StreamExt};
use serde_json::Value as Json;

use super::{
    Budget, Endpoint, Failure, ModelEvent, Patience, Spent, Watcher,
    ask::Request,
    budget::Ledger,
    endpoint::is_loopback,
    tape::{Cue, Tape, recorded, replayed},
    transport::{Address, Broke, Delivery, Transport},
    wire::{Answer, Growing},
};
use crate::{cassette::Said, request::Redactor};

/// Asks one endpoint: one pool of connections, own retries, a budget. A copy shares them.
#[derive(Clone)]
pub(super) struct Asker {
    http: reqwest::Client,
    address: Address,
    host: String,
    pub model: String,
    pub temperature: Option<f32>,
    pub patience: Patience,
    pub ledger: Ledger,
    /// Knows the key; servers like to quote it when they refuse it.
    pub redactor: Redactor,
    pub watcher: Option<Watcher>,
    /// Plays recorded answers, or takes down what comes.
    pub tape: Option<Arc<dyn Tape>>,
}

/// An answer and when it began.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    pub answer: Answer,
    pub first_token: Option<Duration>,
    /// All that came, before it was read.
    pub said: Said,
}

/// Whoever wants to see the text as it grows.
pub(super) type OnText<'a> = &'a mut (dyn FnMut(&str) + Send);

impl Asker {
    pub fn new(endpoint: &Endpoint, patience: Patience, budget: Budget) -> Result<Self, Failure> {
        let mut redactor = Redactor::default();
        redactor.add_secret(&endpoint.key.clone().unwrap_or_default());
        Ok(Self {
            redactor,
            http: http_client(endpoint, patience)?,
            address: Address::new(endpoint),
            host: endpoint.host(),
            model: endpoint.model.clone(),
            temperature: endpoint.temperature,
            patience,
            ledger: Ledger::new(budget, endpoint.prices),
            watcher: None,
            tape: None,
        })
    }

    pub fn spent(&self) -> Spent {
        self.ledger.spent()
    }

    pub fn tell(&self, event: ModelEvent) {
        if let Some(watcher) = &self.watcher {
            watcher(event);
        }
    }

    /// Asks the tape first, where there is one, and else the endpoint.
    pub async fn ask(
        &self,
        request: &Request,
        on_text: Option<OnText<'_>>,
    ) -> Result<Answered, Failure> {
        let Some(tape) = &self.tape else { return self.ask_endpoint(request, on_text).await };
        match tape.cue(&self.redactor.json(&request.json)) {
            Cue::Play(answer) => replayed(answer, request, on_text),
            Cue::Missing(miss) => Err(Failure::Unrecorded { miss }),
            Cue::Ask(ticket) => {
                let asked = self.ask_endpoint(request, on_text).await;
                if let Some(answer) = recorded(&asked) {
                    tape.keep(ticket, answer);
                }
                asked
            }
        }
    }

    /// Asks, and asks again after failures that pass. Dropping the future cancels it at any point.
    async fn ask_endpoint(
        &self,
        request: &Request,
        mut on_text: Option<OnText<'_>>,
    ) -> Result<Answered, Failure> {
        let mut used = Duration::ZERO;
        let mut retry = 0;
        loop {
            self.ledger.take_call()?;
            self.tell(ModelEvent::Asked);
            let on_text = on_text.as_mut().map(|on_text| &mut **on_text as OnText<'_>);
            let failure = match self.ask_once(request, on_text).await {
                Ok(answered) => return Ok(answered),
                Err(failure) => failure.masked(&self.redactor),
            };
            retry += 1;
            let pause = self.patience.pause(retry, failure.retry_after(), used);
            let Some(pause) = pause.filter(|_| failure.is_passing() && !failure.lacks_tools())
            else {
                return Err(failure);
            };
            self.tell(ModelEvent::Waiting { pause, why: failure.to_string() });
            tokio::time::sleep(pause).await;
            used += pause;
        }
    }

    async fn ask_once(
        &self,
        request: &Request,
        on_text: Option<OnText<'_>>,
    ) -> Result<Answered, Failure> {
        let seconds = self.patience.total.as_secs();
        let asked = async {
            match on_text {
                Some(on_text) => self.ask_in_pieces(request, on_text).await,
                None => self.ask_whole(request).await,
            }
        };
        match tokio::time::timeout(self.patience.total, asked).await {
            Ok(answered) => answered,
            Err(_) => Err(Failure::Slow { what: Failure::WHOLE_ANSWER, seconds }),
        }
    }

    async fn ask_whole(&self, request: &Request) -> Result<Answered, Failure> {
        let (client, _) = self.client(Delivery::Whole);
        let json: Json = client.chat().create_byot(request).await.map_err(Failure::from)?;
        let mut growing = Growing::default();
        let pushed = growing.push(&json);
        self.close(growing, pushed, request, None)
    }

    async fn ask_in_pieces(
        &self,
        request: &Request,
        on_text: OnText<'_>,
    ) -> Result<Answered, Failure> {
        let (client, broke) = self.client(Delivery::Pieces);
        let asked = self.follow(&client, request, on_text).await;
        asked.map_err(|failure| broke.get().cloned().unwrap_or(failure))
    }

    async fn follow(
        &self,
        client: &Client<Address>,
        request: &Request,
        on_text: OnText<'_>,
    ) -> Result<Answered, Failure> {
        let began = Instant::now();
        let mut request = request.clone();
        request.json["stream"] = Json::Bool(true);
        request.json["stream_options"] = serde_json::json!({ "include_usage": true });
        let first = tokio::time::timeout(self.patience.first_token, async {
            let mut stream: Pieces =
                client.chat().create_stream_byot(&request).await.map_err(Failure::from)?;
            let mut growing = Growing::default();
            while !growing.has_begun() {
                let Some(piece) = stream.next().await else { break };
                growing.push(&piece.map_err(Failure::from)?)?;
            }
            Ok::<_, Failure>((stream, growing))
        });
        let seconds = self.patience.first_token.as_secs();
        let slow = Failure::Slow { what: Failure::FIRST_TOKEN, seconds };
        let (mut stream, mut growing) = first.await.map_err(|_| slow)??;
        let first_token = began.elapsed();
        self.tell(ModelEvent::FirstToken { after: first_token });
        on_text(growing.text());
        let mut pushed = Ok(());
        while let Some(piece) = stream.next().await {
            pushed = piece.map_err(Failure::from).and_then(|piece| growing.push(&piece));
            if pushed.is_err() {
                break;
            }
            on_text(growing.text());
        }
        if pushed.is_ok() && !growing.is_finished() {
            let detail = "the stream ended without saying so".to_owned();
            pushed = Err(Failure::BrokenOff { detail });
        }
        self.close(growing, pushed, &request, Some(first_token))
    }

    /// Counts what was used, whatever came of it.
    fn close(
        &self,
        growing: Growing,
        pushed: Result<(), Failure>,
        request: &Request,
        first_token: Option<Duration>,
    ) -> Result<Answered, Failure> {
        let sent = growing.sent(request);
        self.ledger.count(&growing.usage(sent));
        pushed?;
        let said = growing.said();
        Ok(Answered { answer: growing.finish(sent)?, first_token, said })
    }

    fn client(&self, delivery: Delivery) -> (Client<Address>, Broke) {
        let broke = Broke::default();
        let transport = self.transport(delivery, &broke);
        let client = Client::build(self.http.clone(), self.address.clone());
        (client.with_http_service(transport), broke)
    }

    fn transport(&self, delivery: Delivery, broke: &Broke) -> Transport {
        let (http, host) = (self.http.clone(), self.host.clone());
        Transport { http, host, delivery, broke: Arc::clone(broke) }
    }

    /// The models the endpoint offers.
    pub async fn models(&self) -> Result<Vec<String>, Failure> {
        use async_openai::config::Config;
        let url = self.address.url("/models");
        let request = self.http.get(url).headers(self.address.headers()).build();
        let request = request
            .map_err(|error| Failure::Request { detail: error.without_url().to_string() })?;
        let transport = self.transport(Delivery::Whole, &Broke::default());
        let sent = tokio::time::timeout(self.patience.first_token, transport.send(request)).await;
        let seconds = self.patience.first_token.as_secs();
        let answer = sent.map_err(|_| Failure::Slow { what: "list of models", seconds })??;
        let listed: Json =
            answer.json().await.map_err(|_| Failure::NotACompletion { head: String::new() })?;
        Ok(names(&listed))
    }
}

type Pieces = Pin<Box<dyn Stream<Item = Result<Json, OpenAIError>> + Send>>;

/// The names in `{"data": [{"id": ..}]}`, or in the lists of other servers.
fn names(listed: &Json) -> Vec<String> {
    let list = listed.get("data").or_else(|| listed.get("models")).unwrap_or(listed);
    let name = |model: &Json| {
        let named = model.as_str().or_else(|| model.get("id")?.as_str());
        named.or_else(|| model.get("name")?.as_str()).map(super::wire::head)
    };
    list.as_array().map(|models| models.iter().filter_map(name).collect()).unwrap_or_default()
}

fn http_client(endpoint: &Endpoint, patience: Patience) -> Result<reqwest::Client, Failure> {
    // Whoever came first has installed it; an error only says so.
    drop(rustls::crypto::ring::default_provider().install_default());
    let builder = reqwest::Client::builder()
        .no_proxy()
        .referer(false)
        .retry(reqwest::retry::never())
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(patience.connect)
        .tcp_nodelay(true)
        .user_agent(concat!("rehearsal/", env!("CARGO_PKG_VERSION")));
    // Reading the system's certificates takes longer than a whole rehearsal on loopback.
    let builder = match is_loopback(&endpoint.base_url) && endpoint.base_url.scheme() == "http" {
        true => builder.tls_certs_only([]),
        false => builder,
    };
    builder.build().map_err(|error| Failure::Request { detail: error.to_string() })
}
