//! The session behind `rehearsal chat`, with a scripted cast: undo, branches, turns given up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may")]

mod support;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rehearsal::{
    agent::{ActionName, VariableName},
    cli::chat::{ApiAnswer, ApiMemory, Backstage, Play, Rehearsal, Talk},
    dialogue::{Call, DialogueState, UserAct},
    model::{BoxFuture, Heard, Listening, Understand, Understood, template::TemplateWording},
    rehearse::{Cast, Clock, Conversation, Event, Execute, Executed, Lead, Memory},
    request::{Body, Outcome},
    value::Reference,
};
use serde_json::json;
use tokio_util::sync::CancellationToken;

/// Understands `verify` as a request and numbers as the variable that is asked for.
struct Script;

impl Understand for Script {
    fn understand<'a>(
        &'a self,
        listening: Listening<'a>,
        utterance: &'a str,
    ) -> BoxFuture<'a, Heard> {
        let asked = listening.state.frames.last().map(|frame| frame.slots.len());
        let inform = |variable: &str| UserAct::Inform {
            variable: VariableName::new(variable),
            raw: utterance.to_owned(),
            span: 0..utterance.len(),
        };
        let act = match (utterance, asked) {
            ("verify", _) => UserAct::Request { action: ActionName::new("Verify Customer") },
            (_, Some(0)) => inform("customer_number"),
            (_, Some(_)) => inform("pin"),
            (_, None) => UserAct::Chat,
        };
        let understood = Understood { acts: vec![act], ..Understood::default() };
        Box::pin(std::future::ready(Ok(understood)))
    }
}

/// Counts calls; hangs while it is told to.
#[derive(Default)]
struct Api {
    calls: AtomicU64,
    hangs: Mutex<bool>,
}

impl Execute for Api {
    fn execute<'a>(
        &'a self,
        _: &'a Call,
        _: &'a DialogueState,
        _: Reference,
        _: &'a CancellationToken,
    ) -> BoxFuture<'a, Executed> {
        Box::pin(async {
            self.calls.fetch_add(1, Ordering::Relaxed);
            if *self.hangs.lock().unwrap() {
                std::future::pending::<()>().await;
            }
            let outcome =
                Outcome::Success { status: 200, body: Body::Json(json!({ "token": "s3cret" })) };
            let elapsed = Duration::from_millis(5);
            Executed {
                request: None,
                shown: outcome.clone(),
                outcome,
                elapsed,
                note: None,
                frozen: None,
                notes: vec![],
            }
        })
    }
}

/// The API's memory is its number of calls.
struct Counted(Arc<Api>);

impl Backstage for Counted {
    fn break_api(&self, _: &ActionName, _: ApiAnswer) -> Result<String, String> {
        Err("not here".to_owned())
    }

    fn snapshot(&self) -> ApiMemory {
        ApiMemory(self.0.calls.load(Ordering::Relaxed).into())
    }

    fn restore(&self, memory: &ApiMemory) {
        self.0.calls.store(memory.0.as_u64().unwrap(), Ordering::Relaxed);
    }

    fn title(&self) -> String {
        "Fixture".to_owned()
    }

    fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    fn redact(&self, text: &str) -> String {
        text.replace("s3cret", "(masked)")
    }
}

fn talk() -> (Talk, Arc<Api>) {
    let api = Arc::new(Api::default());
    let cast = Cast {
        agent: Arc::new(support::fixture_agent()),
        understand: Arc::new(Script),
        word: Arc::new(TemplateWording),
        execute: Arc::clone(&api) as Arc<dyn Execute>,
        lead: Lead::Engine,
    };
    let clock = Clock::Virtual(support::at().now);
    let memory = Memory { state: DialogueState::default(), clock };
    let backstage = Arc::new(Counted(Arc::clone(&api)));
    (
        Talk::new(Rehearsal {
            conversation: Conversation::new(cast, memory),
            backstage,
            casting: None,
        }),
        api,
    )
}

async fn say(talk: &mut Talk, utterance: &str) -> String {
    let play = Play::Utterance(utterance.to_owned());
    talk.play(&play, &CancellationToken::new(), &|_: Event| {}).await.reply
}

#[tokio::test]
async fn undo_takes_dialogue_clock_and_api_back() {
    let (mut talk, api) = talk();
    talk.play(&Play::Greeting, &CancellationToken::new(), &|_: Event| {}).await;
    let greeted = talk.now();
    for utterance in ["verify", "48213", "4821"] {
        say(&mut talk, utterance).await;
    }
    assert_eq!((api.calls.load(Ordering::Relaxed), talk.turns().len()), (1, 4));
    let done = talk.now();
    assert_eq!(talk.sensitive_values(), ["4821"]);
    assert_eq!(talk.undo(1), 1);
    assert_eq!(api.calls.load(Ordering::Relaxed), 0);
    say(&mut talk, "4821").await;
    assert_eq!(talk.now(), done, "undo, then the same, gives the same");
    assert_eq!(talk.undo(9), 3, "the greeting stays");
    assert_eq!(talk.now(), greeted);
    assert_eq!(talk.undo(1), 0);
}

#[tokio::test]
async fn branches_do_not_know_of_each_other() {
    let (mut talk, _) = talk();
    say(&mut talk, "verify").await;
    talk.fork("other").unwrap();
    let there = talk.now();
    say(&mut talk, "48213").await;
    let here = talk.now();
    talk.switch("main").unwrap();
    assert_eq!((talk.now(), talk.turns().len()), (there, 1));
    assert!(talk.switch("othr").unwrap_err().contains("did you mean `other`?"));
    assert!(talk.fork("other").is_err());
    talk.switch("other").unwrap();
    assert_eq!((talk.now(), talk.turns().len()), (here, 2));
    assert_eq!(talk.other_branches().collect::<Vec<_>>(), ["main"]);
}

#[tokio::test]
async fn a_turn_that_is_given_up_leaves_no_trace() {
    let (mut talk, api) = talk();
    say(&mut talk, "verify").await;
    say(&mut talk, "48213").await;
    let before = talk.now();
    *api.hangs.lock().unwrap() = true;
    let hanging = say(&mut talk, "4821");
    assert!(tokio::time::timeout(Duration::from_millis(20), hanging).await.is_err());
    talk.abandon();
    assert_eq!((talk.now(), talk.turns().len()), (before, 2));
    *api.hangs.lock().unwrap() = false;
    let reply = say(&mut talk, "4821").await;
    assert!(!reply.contains("s3cret"), "{reply}");
    talk.restart();
    assert_eq!((talk.turns().len(), talk.memory().state.turn), (0, 0));
}
