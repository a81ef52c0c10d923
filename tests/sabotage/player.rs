//! Plays a sample scenario whose cast is damaged just before the greeting.

use std::{path::Path, sync::Arc};

use rehearsal::{
    http::{Variables, stub::StubApi},
    rehearse::{
        AgentShelf, Conversation, Pace, Reach, Venue, load_scenario_file,
        suite::{Course, Ended, Planned, RunSetting, Sources, run},
    },
    report::ScenarioResult,
};
use tokio_util::sync::CancellationToken;

/// Damages a conversation.
pub type Damage = Arc<dyn Fn(&mut Conversation) + Send + Sync>;

/// The scenarios of a file, ready to be played.
pub async fn planned(scenario: &str, stub: &StubApi) -> Vec<Planned> {
    let path = format!("scenarios/{scenario}.scenario.yaml");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let loaded = load_scenario_file(&path, &AgentShelf::default()).unwrap();
    let agent = loaded.agent.clone().unwrap();
    let variables = Variables::default();
    let venue = Venue::open(&agent, Reach::Stub, &variables, Some(stub)).await.unwrap();
    let own = loaded.sources.into_iter().map(Arc::new);
    let sources = Arc::new(Sources::of(own.chain(venue.sources.iter().cloned())));
    let venue = Arc::new(venue);
    let plan = |one: rehearsal::scenario::Scenario| Planned {
        id: one.name.clone(),
        path: scenario.to_owned(),
        line: 1,
        scenario: Arc::new(one),
        venue: Arc::clone(&venue),
        sources: Arc::clone(&sources),
        shelf: None,
    };
    loaded.scenarios.into_iter().map(plan).collect()
}

/// Plays the scenarios of a file with a damage.
pub async fn play(scenario: &str, damage: Damage) -> Vec<ScenarioResult> {
    let stub = StubApi::start().await.unwrap();
    let plan = planned(scenario, &stub).await;
    let recast = move |_: &Planned, conversation: &mut Conversation| {
        damage(conversation);
        Ok(())
    };
    let course = Course {
        seed: 1,
        pace: Pace::AtOnce,
        recast: Some(Arc::new(recast)),
        judges: None,
        simulators: None,
    };
    results(
        &plan,
        &RunSetting {
            course,
            jobs: 4,
            repeat: None,
            fail_fast: false,
            cancel: CancellationToken::new(),
        },
    )
    .await
}

/// What a run comes to, in the order in which it ended.
pub async fn results(plan: &[Planned], setting: &RunSetting) -> Vec<ScenarioResult> {
    let (sender, mut events) = tokio::sync::mpsc::channel(256);
    let listen = async {
        let mut ended = Vec::new();
        while let Some(Ended(_, result)) = events.recv().await {
            ended.push(*result);
        }
        ended
    };
    let ((), ended) = tokio::join!(run(Arc::new(plan.to_vec()), setting, sender), listen);
    ended
}
