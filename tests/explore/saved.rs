//! What is found is written as a scenario that fails again for the same reason.

use std::{ops::ControlFlow, path::Path, sync::Arc};

use rehearsal::{
    agent::Agent,
    cli::explore::{Rehearsed, replay},
    dialogue::{DialogueState, Engine, Input, Step, SystemAct, UserAct, step},
    exploring::{Bounds, Event, Failing, Ground, breadth, script, shrink},
    http::Variables,
    rehearse::{
        Conversation, Reach, Venue, load,
        suite::{Planned, Recast},
    },
};

use crate::grounds::{ground_under, word};

async fn venue(name: &str) -> Arc<Venue> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    let loaded = load(&folder).unwrap();
    Arc::new(Venue::open(&loaded, Reach::Stub, &Variables::default(), None).await.unwrap())
}

/// Plays a scenario under an engine, as `rehearsal test` does.
async fn played(name: &str, text: &str, engine: Engine) -> Rehearsed {
    let recast: Arc<Recast> = Arc::new(move |_: &Planned, conversation: &mut Conversation| {
        conversation.decide_by(engine);
        Ok(())
    });
    let venue = venue(name).await;
    replay(&venue, &[text.to_owned()], Some(recast)).await.unwrap().remove(0)
}

fn shortest(ground: &Ground, law: &str) -> Failing {
    let bounds = Bounds { depth: 4, states: 20_000 };
    let found = breadth(ground, bounds, &mut |_| ControlFlow::Continue(()));
    let failing = found.failures.into_iter().find(|failing| failing.kind.name() == law).unwrap();
    shrink(ground, word, failing)
}

fn skips_gates(agent: &Agent, mut state: DialogueState, input: Input<'_>) -> Step {
    let all = agent.actions.iter().map(|action| action.name.clone());
    state.succeeded.extend(all);
    step(agent, state, input)
}

fn asks_forever(agent: &Agent, mut state: DialogueState, input: Input<'_>) -> Step {
    state.frames.iter_mut().for_each(|frame| frame.attempts.clear());
    step(agent, state, input)
}

fn drops_values(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    match &input {
        Input::Heard { acts: [UserAct::Inform { .. }], utterance, at } => {
            step(agent, state, Input::Heard { acts: &[UserAct::Chat], utterance, at: *at })
        }
        _ => step(agent, state, input),
    }
}

fn tells_success(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let mut stepped = step(agent, state, input);
    for act in &mut stepped.said {
        if let SystemAct::ReportFailure { action, .. } = act {
            let result = serde_json::json!({ "status": "shipped" });
            *act = SystemAct::Report { action: action.clone(), gate_for: None, result };
        }
    }
    stepped
}

#[tokio::test]
async fn a_saved_scenario_fails_again_for_the_same_reason_and_only_under_that_engine() {
    let rows: [(&str, &str, Engine, &str); 4] = [
        ("order-desk", "skipped-gate", skips_gates, "skipped-gate"),
        ("crm", "no-end", asks_forever, "ending"),
        ("crm", "dropped-value", drops_values, "slots"),
        ("crm", "false-success", tells_success, "acts"),
    ];
    for (name, law, engine, reason) in rows {
        let ground = ground_under(name, engine);
        let failing = shortest(&ground, law);
        let text = script(&ground, &failing, "schema.json").unwrap();
        let broken = played(name, &text, engine).await;
        let kinds: Vec<_> = broken.failures.iter().map(|failure| failure.kind.as_str()).collect();
        assert!(kinds.contains(&reason), "{law}: {kinds:?}\n{text}");
        let sound = played(name, &text, step).await;
        assert_eq!(sound.failures, [], "{law}\n{text}");
    }
}

#[test]
fn what_text_cannot_say_is_no_scenario() {
    let ground = ground_under("crm", step);
    let unsaid = ground.repertoire.while_listening.iter().find(|event| match event {
        Event::Heard(heard) => {
            ground.repertoire.utterance(heard).text == "as I told your colleague"
        }
        _ => false,
    });
    let why = String::new();
    let kind = rehearsal::exploring::Kind::Law(rehearsal::exploring::Law::UngroundedValue);
    let failing = Failing { kind, why, events: vec![unsaid.unwrap().clone()] };
    assert_eq!(script(&ground, &failing, "schema.json"), None);
}
