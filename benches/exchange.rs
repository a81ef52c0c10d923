//! One call through the executor to the stub API, beside the same exchange without either.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and may stop")]

mod bare;

use std::{
    collections::BTreeMap,
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use bare::Bare;
use rehearsal::{
    agent::{
        Action, ActionName, Auth, Confirmation, Method, QueryTemplate, ResponseRule, SecretName,
        Template,
    },
    api::{AuthCheck, Layer, Matcher, Repetition, Reply, Rule, Rules, When},
    diagnostic::Place,
    http::{
        Clock, Executor, SecretStore, Unset, Variables,
        stub::{Settings, StubApi, Unruled},
    },
    request::{Redactor, Surroundings, freeze},
};
use serde_json::json;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

const ROUNDS: usize = 8;
const CALLS: u32 = 4000;
const TALKS: usize = 64;

fn main() {
    let runtime = Runtime::new().unwrap();
    let stub = runtime.block_on(StubApi::start()).unwrap();
    let executor = caller(&stub);
    let bare = runtime.block_on(Bare::start());
    let (mut best_executor, mut best_bare) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        best_bare = best_bare.min(timed(&runtime, || bare.exchange()));
        best_executor = best_executor.min(timed(&runtime, || exchange(&executor)));
    }
    let ratio = best_executor.as_secs_f64() / best_bare.as_secs_f64();
    println!(
        "serial:   stub exchange {best_executor:?}, bare exchange {best_bare:?}, ratio {ratio:.2}"
    );
    let many_bare = at_once(&runtime, move || {
        let bare = bare.clone();
        async move { bare.exchange().await }
    });
    let callers: Arc<Vec<Caller>> = Arc::new((0..TALKS).map(|_| caller(&stub)).collect());
    let next = Arc::new(AtomicUsize::new(0));
    let many = at_once(&runtime, move || {
        let caller = callers[next.fetch_add(1, Ordering::Relaxed) % TALKS].clone();
        async move { exchange(&caller).await }
    });
    let ratio = many_bare / many;
    println!(
        "{TALKS} at once: {many:.0} stub exchanges a second, {many_bare:.0} bare, ratio {ratio:.2}"
    );
}

/// The time of one exchange, one after the other.
fn timed<F: Future>(runtime: &Runtime, exchange: impl Fn() -> F) -> Duration {
    runtime.block_on(async {
        let start = Instant::now();
        for _ in 0..CALLS {
            black_box(exchange().await);
        }
        start.elapsed() / CALLS
    })
}

/// Exchanges a second with many at once.
fn at_once<F>(runtime: &Runtime, exchange: impl Fn() -> F + Clone + Send + 'static) -> f64
where
    F: Future<Output = ()> + Send + 'static,
{
    runtime.block_on(async {
        let start = Instant::now();
        let tasks: Vec<_> = (0..TALKS)
            .map(|_| {
                let exchange = exchange.clone();
                tokio::spawn(async move {
                    for _ in 0..CALLS / 8 {
                        exchange().await;
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        f64::from(CALLS / 8) * TALKS as f64 / start.elapsed().as_secs_f64()
    })
}

fn action() -> Action {
    Action {
        name: ActionName::new("Lookup Order Status"),
        description: "Look up an order".into(),
        examples: Vec::new(),
        method: Method::Get,
        url: "https://api.company.com/orders".parse().unwrap(),
        path: None,
        auth: Auth::Bearer(SecretName::new("ORDERS_TOKEN")),
        headers: Vec::new(),
        query: vec![QueryTemplate { key: "order_id".into(), value: Template::parse("ORD-12345") }],
        body: None,
        requires: Vec::new(),
        confirm: Confirmation::Never,
        variables: Vec::new(),
        response: ResponseRule::default(),
        timeout: Duration::from_secs(8),
        retries: 0,
        idempotency_header: None,
    }
}

fn secrets() -> SecretStore {
    let nothing = Variables::default();
    let needed = [SecretName::new("ORDERS_TOKEN")];
    SecretStore::gather(&needed, &nothing, &nothing, Unset::MakeUp).unwrap()
}

/// Everything a call of a rehearsal needs.
#[derive(Clone)]
struct Caller {
    executor: Executor,
    action: Arc<Action>,
    secrets: Arc<SecretStore>,
    redactor: Arc<Redactor>,
}

fn caller(stub: &StubApi) -> Caller {
    let mut rules = Rules::default();
    let when = When {
        query: vec![("order_id".into(), Matcher::Equals(json!("ORD-12345")))],
        ..When::default()
    };
    let rule = Rule {
        when,
        replies: vec![Reply::json(200, json!({ "status": "shipped", "tracking": "1Z999" }))],
        repetition: Repetition::Last,
        auth: AuthCheck::Ignore,
        store: Vec::new(),
        place: Place::new("api.yaml", 0..1),
        layer: Layer::Default,
    };
    rules.push(action().name, rule);
    let secrets = Arc::new(secrets());
    let settings = Settings {
        faults: Arc::default(),
        seed: 0,
        rules: Arc::new(rules),
        clock: Clock::starting_at("2026-03-02T09:00:00Z".parse().unwrap()),
        unruled: Unruled::Miss,
        secrets: Arc::clone(&secrets) as _,
    };
    let executor = Executor::stub(stub.converse(settings));
    let mut redactor = Redactor::default();
    redactor.add_secret(&"made-up-orders-token".into());
    Caller { executor, action: Arc::new(action()), secrets, redactor: Arc::new(redactor) }
}

/// Freezes, sends, classes and masks one call.
async fn exchange(caller: &Caller) {
    let nothing = BTreeMap::new();
    let around = Surroundings {
        context: &nothing,
        saved: &BTreeMap::new(),
        runtime: &nothing,
        idempotency_key: None,
    };
    let request = freeze(&caller.action, &BTreeMap::new(), &around, &*caller.secrets).unwrap();
    let cancel = CancellationToken::new();
    let done = caller.executor.execute(&caller.action, &request, &cancel).await;
    assert_eq!(done.outcome.status(), Some(200));
    black_box((
        caller.redactor.mask(&caller.action, &request),
        caller.redactor.outcome(&done.outcome),
    ));
}
