//! A talk that is saved as `/save` of the chat saves it replays and passes.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use rehearsal::{
    agent::Agent,
    cli::explore::{Rehearsed, replay},
    diagnostic::SourceFile,
    exploring::{talk_script, walk},
    http::{Variables, stub::Unruled},
    rehearse::{
        AgentShelf, Clock, Reach, Setting, Stage, Venue, load, load_scenario_file,
        suite::usual_time,
    },
    scenario::{
        Included, Scenario, Script, TurnEvent, parse,
        save::{Kept, save},
        user::{Move, Simulator},
    },
    transcript::PlayedTurn,
};
use tokio_util::sync::CancellationToken;

use crate::grounds::{SAMPLES, ground};

async fn venue(folder: &Path) -> Arc<Venue> {
    let loaded = load(folder).unwrap();
    Arc::new(Venue::open(&loaded, Reach::Stub, &Variables::default(), None).await.unwrap())
}

fn setting(scenario: &Scenario, agent: &Agent) -> Setting {
    let zone = agent.timezone;
    let now = scenario.now.map_or_else(|| usual_time(zone), |now| now.with_timezone(&zone));
    Setting {
        contact: scenario.contact.clone(),
        context: scenario.context.clone(),
        rules: scenario.api.clone(),
        faults: scenario.faults.clone(),
        unruled: Unruled::Miss,
        ..Setting::at(Clock::Virtual(now))
    }
}

async fn said(stage: &mut Stage, event: &TurnEvent) -> PlayedTurn {
    let never = CancellationToken::new();
    let record = match event {
        TurnEvent::Says(text) => stage.conversation.hear(text, &never, &|_| ()).await,
        TurnEvent::Silence(lasting) => stage.conversation.silence(*lasting, &never, &|_| ()).await,
    };
    stage.conversation.played(record)
}

/// The turns of a scenario as a person would have typed them in the chat.
async fn talked(venue: &Venue, scenario: &Scenario) -> Vec<PlayedTurn> {
    let mut stage = venue.stage(setting(scenario, venue.agent())).await.unwrap();
    let greeting = stage.conversation.greet().await;
    let mut turns = vec![stage.conversation.played(greeting)];
    let is_over = |turns: &[PlayedTurn]| turns.last().unwrap().record.ending.is_some();
    match &scenario.script {
        // No sample has a customer that a model plays.
        Script::Role(_) => {}
        Script::Turns(script) => {
            for turn in script {
                if !is_over(&turns) {
                    turns.push(said(&mut stage, &turn.event).await);
                }
            }
        }
        Script::User(user) => {
            let at = stage.conversation.reference();
            let mut simulator = Simulator::new(user, venue.agent(), 1, at);
            loop {
                let event = match simulator.next(&turns.last().unwrap().record) {
                    Move::Says { text, .. } => TurnEvent::Says(text),
                    Move::Silence(lasting) => TurnEvent::Silence(lasting),
                    Move::Done => break,
                };
                turns.push(said(&mut stage, &event).await);
            }
        }
    }
    turns
}

/// The text that `/save` writes of a scenario's talk.
async fn kept(venue: &Venue, scenario: &Scenario) -> String {
    let turns = talked(venue, scenario).await;
    let kept = Kept {
        agent: venue.agent(),
        contact: &scenario.contact,
        context: &scenario.context,
        turns: &turns,
        reference: None,
    };
    save(kept).text
}

/// The saved talks that do not pass, with their texts.
async fn failing(venue: &Arc<Venue>, texts: &[(String, String)]) -> Vec<String> {
    let saved: Vec<String> = texts.iter().map(|(_, text)| text.clone()).collect();
    let played = replay(venue, &saved, None).await.unwrap();
    assert_eq!(played.len(), saved.len());
    let is_red = |one: &&Rehearsed| !one.failures.is_empty() || one.reason.is_some();
    let told = |one: &Rehearsed| {
        let (name, text) = &texts[one.at];
        let why: Vec<_> = one
            .failures
            .iter()
            .map(|failure| format!("{}: {} {:?}", failure.kind, failure.message, failure.got))
            .collect();
        format!("{name}: {why:?} {:?}\n{text}", one.reason)
    };
    played.iter().filter(is_red).map(told).collect()
}

/// All scenarios below a folder, by the agent that they talk to.
fn samples() -> BTreeMap<String, Vec<(String, Scenario)>> {
    let shelf = AgentShelf::default();
    let mut found: BTreeMap<String, Vec<(String, Scenario)>> = BTreeMap::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(".scenario.yaml") {
                let loaded = load_scenario_file(&path, &shelf).unwrap();
                let agent = loaded.agent.unwrap().agent_path.display().to_string();
                let name = path.display().to_string();
                let named = loaded.scenarios.into_iter().map(|scenario| (name.clone(), scenario));
                found.entry(agent).or_default().extend(named);
            }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sample_talk_that_is_saved_passes() {
    let mut saved = 0;
    let mut wrong = Vec::new();
    for (agent, scenarios) in samples() {
        let venue = venue(Path::new(&agent)).await;
        let mut texts = Vec::new();
        // No talk of the chat begins with something done already.
        for (name, scenario) in scenarios.iter().filter(|(_, one)| one.start.is_none()) {
            texts.push((name.clone(), kept(&venue, scenario).await));
        }
        saved += texts.len();
        wrong.extend(failing(&venue, &texts).await);
    }
    assert!(saved > 60, "{saved}");
    assert!(wrong.is_empty(), "{} of {saved}\n{}", wrong.len(), wrong.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_talk_at_random_that_is_saved_passes() {
    let mut wrong = Vec::new();
    for name in SAMPLES {
        let ground = ground(name);
        let venue =
            venue(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)).await;
        let mut texts = Vec::new();
        for talk in 0..40 {
            let (events, _) = walk(&ground, 23, talk);
            let Some(text) = talk_script(&ground, &events, "at random") else { continue };
            let source = SourceFile::new("talk.scenario.yaml", &text);
            let (scenarios, found) = parse(&source, venue.agent(), &Included::default());
            let scenario = scenarios.first().unwrap_or_else(|| panic!("{found:?}\n{text}"));
            texts.push((format!("{name} {talk}"), kept(&venue, scenario).await));
        }
        assert!(texts.len() > 10, "{name}: {}", texts.len());
        wrong.extend(failing(&venue, &texts).await);
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n\n"));
}
