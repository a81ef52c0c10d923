//! One step; one offline conversation of two turns with a real loopback call, beside the same HTTP
//! exchange without an engine; and the start-up of the binary.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and may stop")]

mod bare;

use std::{
    hint::black_box,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use bare::Bare;
use chrono::TimeZone;
use rehearsal::{
    agent::{ActionName, Agent},
    dialogue::{DialogueState, Input, UserAct, step},
    http::Variables,
    rehearse::{Clock, Conversation, Memory, Reach, Setting, Stage, load},
    value::Reference,
};
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

const ROUNDS: usize = 5;
const TALKS: u32 = 2000;
const STARTS: u32 = 50;

fn main() {
    let runtime = Runtime::new().unwrap();
    let stage = runtime.block_on(stage());
    println!("step:         {:?}", best(|| one_step(stage.conversation.agent())));
    let bare = runtime.block_on(Bare::start());
    let exchange = best(|| each(&runtime, async || bare.exchange().await));
    let talk = best(|| each(&runtime, async || two_turns(&stage).await));
    println!("bare exchange: {exchange:?}");
    println!(
        "two turns:    {talk:?}, ratio {:.2}, {:.0} a second and core",
        talk.as_secs_f64() / exchange.as_secs_f64(),
        1.0 / talk.as_secs_f64()
    );
    println!("start-up:     {:?}, of true {:?}", best(|| start(&["--version"])), best(nothing));
}

fn best(mut measure: impl FnMut() -> Duration) -> Duration {
    (0..ROUNDS).map(|_| measure()).min().unwrap()
}

fn each(runtime: &Runtime, talk: impl AsyncFn()) -> Duration {
    runtime.block_on(async {
        let start = Instant::now();
        for _ in 0..TALKS {
            talk().await;
        }
        start.elapsed() / TALKS
    })
}

fn one_step(agent: &Agent) -> Duration {
    let now = agent.timezone.with_ymd_and_hms(2026, 3, 2, 10, 0, 0).unwrap();
    let at = Reference { now, region: agent.region };
    let acts = [UserAct::Request { action: ActionName::new("Check Stock") }];
    let start = Instant::now();
    for _ in 0..TALKS {
        let input = Input::Heard { acts: &acts, utterance: "", at };
        black_box(step(agent, DialogueState::default(), input));
    }
    start.elapsed() / TALKS
}

/// The agent without a gate, so that two turns make one call.
async fn stage() -> Stage {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/inventory");
    let loaded = load(&folder).unwrap();
    let zone = loaded.agent.as_ref().unwrap().timezone;
    let now = zone.with_ymd_and_hms(2026, 3, 2, 10, 0, 0).unwrap();
    let setting = Setting::at(Clock::Virtual(now));
    Stage::set(&loaded, (Reach::Stub, &Variables::default()), setting).await.unwrap()
}

async fn two_turns(stage: &Stage) {
    let begun = Memory { state: stage.beginning(), clock: stage.conversation.memory().clock };
    let mut talk = Conversation::new(stage.conversation.cast().clone(), begun);
    let cancel = CancellationToken::new();
    black_box(talk.hear("Is a product in stock?", &cancel, &|_| ()).await);
    let turn = talk.hear("PROD-12345", &cancel, &|_| ()).await;
    assert_eq!(turn.calls.len(), 1, "{turn:?}");
}

fn start(arguments: &[&str]) -> Duration {
    run(env!("CARGO_BIN_EXE_rehearsal"), arguments)
}

fn nothing() -> Duration {
    run("true", &[])
}

fn run(program: &str, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    for _ in 0..STARTS {
        black_box(Command::new(program).args(arguments).output().unwrap());
    }
    start.elapsed() / STARTS
}
