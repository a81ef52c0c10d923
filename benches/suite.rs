//! A whole suite: start-up, conversations a second beside bare HTTP, wall time over the ideal with a slow
//! model, and peak memory.
//!
//! `cargo bench --bench suite`; `-- --test` plays a few only, to see that it runs.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and may stop")]

mod bare;
mod peak;
mod scripted;

use std::{
    fs,
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use bare::Bare;
use rehearsal::{
    http::{Variables, stub::StubApi},
    model::{
        OpenAiModel,
        openai::{Budget, Endpoint, Patience, Prices},
    },
    rehearse::{
        AgentShelf, Pace, Reach, Venue, load_scenario_file,
        suite::{Company, Course, Ended, Listing, Plan, Planned, Recast, RunSetting, run},
    },
    report::Verdict,
};
use tokio::{runtime::Runtime, sync::mpsc};

const ROUNDS: usize = 3;
const JOBS: [usize; 3] = [1, 16, 64];
/// What the model takes for an answer.
const LATENCY: Duration = Duration::from_millis(50);
/// Requests one after the other in a conversation with the model.
const CHAIN: u32 = 4;

const AGENT: &str = r#"name: Order desk
prompt: p.md
timezone: Europe/Berlin
region: DE
actions:
  - name: Lookup Order Status
    description: Look up the delivery status of a customer's order by its order number
    method: GET
    url: https://api.example.com/orders
    auth: { bearer: { secret: ORDERS_TOKEN } }
    query: { order: "{{order_number}}" }
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
    response: { keep: [status, tracking] }
"#;
const PROMPT: &str = "You answer customers of a shop about their orders with the 'Lookup Order Status' \
    tool. The shop is open from 9 to 18.\n";
const API: &str =
    "Lookup Order Status: { status: 200, json: { status: shipped, tracking: 1Z999 } }\n";
const SCENARIO: &str = "description: The customer asks for an order and is told where it is
tags: [happy, generated]
turns:
  - user: Where is my order?
    expect: { asks_for: order_number }
  - user: ORD-NNNNN
    expect:
      calls: [{ Lookup Order Status: { order_number: ORD-NNNNN } }]
      reply: { contains: shipped }
finally:
  slots: { order_number: ORD-NNNNN }
";
/// Both turns need the model.
const MODELLED: &str = "turns:
  - user: Could you look up my order ORD-12345?
    expect: { reply: { contains: Good news } }
  - user: And how are you people today?
    expect: { reply: { contains: open } }
";

/// How much is played.
struct Extent {
    talks: usize,
    modelled: u32,
    suites: &'static [usize],
    starts: u32,
}

const WHOLE: Extent =
    Extent { talks: 2000, modelled: 1000, suites: &[100, 1000, 10_000], starts: 50 };
const TEST: Extent = Extent { talks: 100, modelled: 64, suites: &[10, 100], starts: 2 };

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let extent = if is_test { TEST } else { WHOLE };
    start_up(&extent);
    conversations(&extent);
    modelled(&extent);
    memory(&extent);
}

/// A project with so many scenarios, a file each.
fn project(count: usize, text: impl Fn(usize) -> String) -> tempfile::TempDir {
    let disk = tempfile::tempdir().unwrap();
    let desk = disk.path().join("scenarios/desk");
    fs::create_dir_all(&desk).unwrap();
    fs::create_dir(disk.path().join(".git")).unwrap();
    for (name, text) in [("agent.yaml", AGENT), ("p.md", PROMPT), ("api.yaml", API)] {
        fs::write(desk.join(name), text).unwrap();
    }
    for number in 0..count {
        let folder = desk.join(format!("g{}", number / 500));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("s{number:05}.scenario.yaml")), text(number)).unwrap();
    }
    disk
}

fn numbered(number: usize) -> String {
    SCENARIO.replace("NNNNN", &format!("{number:05}"))
}

/// The binary with one scenario, beside the program `true`.
fn start_up(extent: &Extent) {
    let disk = project(1, numbered);
    let whole = best(|| each(extent.starts, || assert!(tested(disk.path()).0)));
    let nothing =
        best(|| each(extent.starts, || assert!(Command::new("true").status().unwrap().success())));
    println!("start-up with one scenario: {whole:.1?}, of `true` {nothing:.1?}");
}

fn best(mut measure: impl FnMut() -> Duration) -> Duration {
    (0..ROUNDS).map(|_| measure()).min().unwrap()
}

fn each(times: u32, mut what: impl FnMut()) -> Duration {
    let start = Instant::now();
    (0..times).for_each(|_| what());
    start.elapsed() / times
}

/// Whether `rehearsal test` passed in this folder, and its peak memory in KiB.
fn tested(folder: &Path) -> (bool, u64) {
    peak::of_binary(&["test"], folder)
}

/// Conversations of two turns with one call each, beside as many bare exchanges at once.
fn conversations(extent: &Extent) {
    let runtime = Runtime::new().unwrap();
    let disk = project(extent.talks, numbered);
    let plan = runtime.block_on(plan(disk.path()));
    let bare = runtime.block_on(Bare::start());
    for jobs in JOBS {
        let talks = best(|| runtime.block_on(play(&plan, jobs, None)));
        let exchanges = best(|| runtime.block_on(exchange(&bare, jobs, extent.talks)));
        let rate = |took: Duration| extent.talks as f64 / took.as_secs_f64();
        println!(
            "jobs {jobs:>2}: {:>6.0} conversations a second, bare {:>6.0}, ratio {:.2}",
            rate(talks),
            rate(exchanges),
            rate(talks) / rate(exchanges)
        );
    }
}

/// All scenarios of a project, in memory.
async fn plan(root: &Path) -> Arc<Vec<Planned>> {
    let shelf = Arc::new(AgentShelf::default());
    let stub = StubApi::start().await.unwrap();
    let desk = root.join("scenarios/desk");
    let agent = shelf.agent(&desk.join("agent.yaml")).unwrap();
    let venue = Venue::open(&agent, Reach::Stub, &Variables::default(), Some(&stub)).await;
    let venue = Arc::new(venue.unwrap());
    let company = Company { agent_folder: &desk, venue: &venue, shelf: None, course: 0 };
    let mut listing = Listing::new(Arc::clone(&shelf));
    for folder in fs::read_dir(&desk).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(folder.path()).unwrap() {
            let path = file.unwrap().path();
            listing.add(Some(&path), load_scenario_file(&path, &shelf).unwrap(), &company);
        }
    }
    Arc::new((0..listing.count()).map(|at| listing.planned(at).unwrap()).collect())
}

/// The wall time of a plan; everything must pass.
async fn play(plan: &Arc<Vec<Planned>>, jobs: usize, recast: Option<Arc<Recast>>) -> Duration {
    let setting = RunSetting {
        course: Course { seed: 1, pace: Pace::AtOnce, recast, judges: None, simulators: None },
        jobs,
        repeat: None,
        fail_fast: false,
        cancel: Default::default(),
    };
    let (sender, mut events) = mpsc::channel(32);
    let start = Instant::now();
    let played = run(Arc::clone(plan) as _, &setting, sender);
    let told = async {
        let mut passed = 0;
        while let Some(Ended(_, result)) = events.recv().await {
            assert_eq!(result.verdict, Verdict::Passed, "{result:#?}");
            passed += 1;
        }
        passed
    };
    let ((), passed) = tokio::join!(played, told);
    assert_eq!(passed, plan.len());
    start.elapsed()
}

async fn exchange(bare: &Bare, jobs: usize, count: usize) -> Duration {
    let start = Instant::now();
    let workers = (0..jobs).map(|worker| {
        let (bare, count) = (bare.clone(), count / jobs + usize::from(worker < count % jobs));
        tokio::spawn(async move {
            for _ in 0..count {
                bare.exchange().await;
            }
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await.unwrap();
    }
    start.elapsed()
}

/// Conversations with a slow model, 64 at once: their wall time over the ideal.
fn modelled(extent: &Extent) {
    const AT_ONCE: u32 = 64;
    let client = Runtime::new().unwrap();
    let uri = scripted::serve(LATENCY);
    let disk = project(extent.modelled as usize, |_| MODELLED.to_owned());
    let plan = client.block_on(plan(disk.path()));
    let recast = recast(&uri, &plan[0]);
    let first = Arc::new(plan[..plan.len().min(AT_ONCE as usize)].to_vec());
    // Connections are made before the clock runs.
    client.block_on(play(&first, AT_ONCE as usize, Some(Arc::clone(&recast))));
    let took = client.block_on(play(&plan, AT_ONCE as usize, Some(recast)));
    let rounds = extent.modelled.div_ceil(AT_ONCE);
    let ideal = LATENCY * CHAIN * extent.modelled / AT_ONCE;
    println!(
        "{} conversations with a model of {LATENCY:?}, {AT_ONCE} at once: {took:.2?}, ideal \
         {ideal:.2?}, ratio {:.3} (in whole rounds {:.2?}, ratio {:.3})",
        extent.modelled,
        took.as_secs_f64() / ideal.as_secs_f64(),
        LATENCY * CHAIN * rounds,
        took.as_secs_f64() / (LATENCY * CHAIN * rounds).as_secs_f64()
    );
}

fn recast(uri: &str, planned: &Planned) -> Arc<Recast> {
    let endpoint = Endpoint {
        base_url: uri.parse().unwrap(),
        key: None,
        model: "bench".into(),
        temperature: None,
        prices: Prices::default(),
    };
    let (patience, budget) = (Patience::default(), Budget::default());
    let model = OpenAiModel::new(planned.venue.agent(), &endpoint, patience, budget).unwrap();
    let model = Arc::new(model);
    Arc::new(move |_, conversation| {
        conversation.recast(Arc::clone(&model) as _, Arc::clone(&model) as _);
        Ok(())
    })
}

/// Peak memory and wall time of the binary for suites of several sizes.
fn memory(extent: &Extent) {
    for count in extent.suites {
        let disk = project(*count, numbered);
        let start = Instant::now();
        let (passed, peak) = tested(disk.path());
        let took = start.elapsed();
        assert!(passed);
        println!(
            "{count:>6} scenarios from disk: peak {:.1} MB, {took:.2?}, {:.0} a second",
            peak as f64 / 1024.0,
            *count as f64 / took.as_secs_f64()
        );
    }
}
