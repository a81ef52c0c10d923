//! Conversations through a model of 50 ms latency: their wall time over the ideal, and the engine's own
//! time per turn.
//!
//! `cargo bench --bench models`; `-- --test` plays a few only, to see that it runs.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and may stop")]

mod scripted;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::TimeZone;
use rehearsal::{
    agent::{ActionName, Agent, format},
    diagnostic::SourceFile,
    dialogue::{Call, DialogueState},
    model::{
        BoxFuture, OpenAiModel,
        openai::{Budget, Endpoint, Patience, Prices},
    },
    rehearse::{Cast, Clock, Conversation, Execute, Executed, Lead, Memory},
    request::{Body, Outcome},
    value::Reference,
};
use scripted::serve;
use serde_json::json;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

/// What the model takes for an answer.
const LATENCY: Duration = Duration::from_millis(50);
/// Conversations at once.
const AT_ONCE: u32 = 64;
/// Requests one after the other in a conversation: two turns, each understood and worded.
const CHAIN: u32 = 4;

const AGENT: &str = r#"
name: Order desk
prompt: p.md
timezone: Europe/Berlin
region: DE
actions:
  - name: Lookup Order Status
    description: Look up the delivery status of a customer's order by its order number
    method: GET
    url: https://api.example.com/orders
    query: { order: "{{order_number}}" }
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
"#;
const PROMPT: &str = "You answer customers of a shop about their orders with the 'Lookup Order Status' \
    tool. The shop is open from 9 to 18.\n";

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let conversations = if is_test { 2 * AT_ONCE } else { 1000 };
    let client = Runtime::new().unwrap();
    let slow = serve(LATENCY);
    let took = client.block_on(play_many(&slow, conversations));
    let ideal = LATENCY * CHAIN * conversations / AT_ONCE;
    let whole = LATENCY * CHAIN * conversations.div_ceil(AT_ONCE);
    println!(
        "{conversations} conversations of two turns, {AT_ONCE} at a time: {took:.2?}, ideal \
         {ideal:.2?}, ratio {:.3} (in whole rounds {whole:.2?}, ratio {:.3})",
        took.as_secs_f64() / ideal.as_secs_f64(),
        took.as_secs_f64() / whole.as_secs_f64()
    );
    let quick = serve(Duration::ZERO);
    let rounds = if is_test { 20 } else { 500 };
    let (turn, bare) = client.block_on(compare(&quick, rounds));
    println!(
        "one after the other: {turn:.1?} a turn, of which {bare:.1?} for its two requests; the engine \
         {:.1?}",
        turn.saturating_sub(bare)
    );
}

/// The wall time of many conversations.
async fn play_many(uri: &str, conversations: u32) -> Duration {
    let desk = desk(uri);
    // Connections are made before the clock runs.
    futures_util::future::join_all((0..AT_ONCE).map(|_| play(desk.clone()))).await;
    let start = Instant::now();
    let permits = Arc::new(tokio::sync::Semaphore::new(AT_ONCE as usize));
    let played = (0..conversations).map(|_| {
        let (desk, permits) = (desk.clone(), Arc::clone(&permits));
        tokio::spawn(async move {
            let _permit = permits.acquire().await.unwrap();
            play(desk).await;
        })
    });
    for played in played.collect::<Vec<_>>() {
        played.await.unwrap();
    }
    start.elapsed()
}

/// A turn's time, and that of its two requests alone.
async fn compare(uri: &str, rounds: u32) -> (Duration, Duration) {
    let desk = desk(uri);
    play(desk.clone()).await;
    let requests: Vec<_> =
        desk.model.seen().into_iter().map(|seen| seen.request.to_string()).collect();
    let start = Instant::now();
    for _ in 0..rounds {
        play(desk.clone()).await;
    }
    let turn = start.elapsed() / (2 * rounds);
    let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let url = format!("{uri}/chat/completions");
    let start = Instant::now();
    for _ in 0..2 * rounds {
        for request in &requests {
            let sent = http.post(&url).body(request.clone()).send().await.unwrap();
            std::hint::black_box(sent.bytes().await.unwrap());
        }
    }
    (turn, start.elapsed() / (2 * rounds))
}

/// Two turns: a result, and a question about the shop.
async fn play(Desk { agent, model }: Desk) {
    let cast = Cast {
        agent,
        understand: Arc::clone(&model) as _,
        word: model as _,
        execute: Arc::new(Api),
        lead: Lead::Engine,
    };
    let now = chrono_tz::Europe::Berlin.with_ymd_and_hms(2026, 3, 2, 10, 0, 0).unwrap();
    let memory = Memory { state: DialogueState::default(), clock: Clock::Virtual(now) };
    let mut conversation = Conversation::new(cast, memory);
    let never = CancellationToken::new();
    let first = conversation.hear("Could you look up my order ORD-12345?", &never, &|_| {}).await;
    assert!(first.reply.starts_with("Good news"), "{first:#?}");
    let second = conversation.hear("And how are you people today?", &never, &|_| {}).await;
    assert!(second.reply.starts_with("We are open"), "{second:#?}");
    assert!(first.trouble.is_none() && second.trouble.is_none());
}

/// What all conversations share.
#[derive(Clone)]
struct Desk {
    agent: Arc<Agent>,
    model: Arc<OpenAiModel>,
}

fn agent() -> Agent {
    let source = SourceFile { path: "agent.yaml".into(), text: AGENT.into() };
    let prompt = SourceFile { path: "p.md".into(), text: PROMPT.into() };
    format::parse(&source, Some(&prompt)).agent.unwrap()
}

fn desk(uri: &str) -> Desk {
    let endpoint = Endpoint {
        base_url: uri.parse().unwrap(),
        key: None,
        model: "bench".into(),
        temperature: None,
        prices: Prices::default(),
    };
    let agent = Arc::new(agent());
    let made = OpenAiModel::new(&agent, &endpoint, Patience::default(), Budget::default());
    Desk { agent, model: Arc::new(made.unwrap()) }
}

/// An API that answers at once.
struct Api;

impl Execute for Api {
    fn execute<'a>(
        &'a self,
        call: &'a Call,
        _state: &'a DialogueState,
        _at: Reference,
        _cancel: &'a CancellationToken,
    ) -> BoxFuture<'a, Executed> {
        assert_eq!(call.action, ActionName::new("Lookup Order Status"));
        let body = Body::Json(json!({ "status": "shipped" }));
        let outcome = Outcome::Success { status: 200, body };
        let shown = outcome.clone();
        let executed = Executed {
            request: None,
            outcome,
            shown,
            elapsed: Duration::ZERO,
            note: None,
            frozen: None,
            notes: Vec::new(),
        };
        Box::pin(std::future::ready(executed))
    }
}
