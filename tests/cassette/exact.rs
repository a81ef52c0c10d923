use std::time::{Duration, Instant};

use serde_json::Value as Json;

use super::world::{World, answers, assert_the_same, call, err, lines, out, text, turns};

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_without_servers_and_keys_is_the_same_to_the_byte() {
    let mut world = World::new(answers()).await;
    let input = lines("ORD-12345");
    let recorded = world.live(&["--record"], &input).await;
    assert_eq!(recorded.status.code(), Some(0), "{}", err(&recorded));
    assert!(out(&recorded).contains("Your order has been shipped."), "{}", out(&recorded));
    assert!(err(&recorded).contains("note: 5 answers are recorded"), "{}", err(&recorded));
    world.stop();
    // A played answer costs nothing.
    let replayed = world.replay(&["--max-calls", "0"], &input).await;
    assert_eq!(replayed.status.code(), Some(0), "{}", err(&replayed));
    assert_the_same(&replayed, &recorded);
    assert_eq!(err(&replayed).matches("not used").count(), 0, "{}", err(&replayed));
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_happen_again_with_the_time_they_took() {
    let mut world = World::new(vec![call("lookup_order_status", serde_json::json!({}))]).await;
    world.then(vec![text("I don't see an order with that number. Could you double-check?")]);
    world.then(vec![text("The system is taking longer than expected.")]);
    let input = format!("{}ORD-88888\n", lines("ORD-99999"));
    let began = Instant::now();
    let recorded = world.live(&["--record"], &input).await;
    let recording = began.elapsed();
    let calls: Vec<Json> = turns(&recorded)
        .iter()
        .flat_map(|turn| turn["calls"].as_array().unwrap().clone())
        .collect();
    let classes: Vec<_> = calls.iter().map(|call| call["outcome"]["class"].as_str()).collect();
    assert!(classes.contains(&Some("not_found")), "{classes:?} {}", out(&recorded));
    let late = calls.iter().find(|call| call["outcome"]["class"] == "timeout");
    assert!(late.unwrap()["ms"].as_u64().unwrap() >= 1000);
    world.stop();
    let began = Instant::now();
    let replayed = world.replay(&[], &input).await;
    assert_the_same(&replayed, &recorded);
    // Both timeouts of a second were waited for once, and are not again.
    assert!(began.elapsed() + Duration::from_secs(1) < recording, "{recording:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_in_trouble_is_in_trouble_again() {
    let answer = wiremock::ResponseTemplate::new(400)
        .set_body_json(serde_json::json!({ "error": { "message": "no such thing" } }));
    let mut world = World::new(vec![answer]).await;
    let recorded = world.live(&["--record"], "Where is my order?\n").await;
    world.stop();
    let replayed = world.replay(&[], "Where is my order?\n").await;
    assert!(out(&replayed).contains("no such thing"), "{}", out(&replayed));
    assert_the_same(&replayed, &recorded);
    assert_eq!(replayed.status.code(), recorded.status.code());
}

#[tokio::test(flavor = "multi_thread")]
async fn recording_twice_changes_no_file() {
    let world = World::new(answers()).await;
    world.live(&["--record"], &lines("ORD-12345")).await;
    let first = world.files();
    assert_eq!(first.len(), 5);
    world.then(answers());
    world.live(&["--record", "--seed", "7"], &lines("ORD-12345")).await;
    assert_eq!(world.files(), first, "another identity and other timings are no difference");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_kind_is_replayed_while_the_other_is_asked() {
    let world = World::new(answers()).await;
    let input = lines("ORD-12345");
    let recorded = world.live(&["--record=http"], &input).await;
    assert!(world.files().iter().all(|(path, _)| path.starts_with("cassettes/http/")));
    world.then(answers());
    let again = world.live(&["--replay=http"], &input).await;
    assert_the_same(&again, &recorded);
    world.then(answers());
    let model = world.live(&["--replay=http", "--record=model"], &input).await;
    assert_the_same(&model, &recorded);
    assert!(world.files().iter().any(|(path, _)| path.starts_with("cassettes/model/")));
}
