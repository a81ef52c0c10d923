use super::world::{World, answers, err, lines, out, turns};

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_prompt_is_a_miss_that_names_the_line() {
    let mut world = World::new(answers()).await;
    world.live(&["--record"], &lines("ORD-12345")).await;
    world.stop();
    let prompt = world.root().join("prompt.md");
    let changed = std::fs::read_to_string(&prompt).unwrap().replace("friendly", "unfriendly");
    std::fs::write(&prompt, changed).unwrap();
    let missed = world.replay(&[], &lines("ORD-12345")).await;
    assert_eq!(missed.status.code(), Some(2), "{}", out(&missed));
    let told = err(&missed);
    assert!(told.contains("no answer is recorded for this request to the model test-model"));
    assert!(told.contains("it differs in request.messages[0].content: recorded"), "{told}");
    assert!(told.contains("You are friendly") && told.contains("You are unfriendly"), "{told}");
    assert!(told.contains("record it with --record=model"), "{told}");
    let trouble = &turns(&missed)[1]["trouble"];
    assert!(trouble.is_null() || trouble["kind"] == "configuration", "{trouble}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_value_is_a_miss_of_the_api_and_nothing_is_sent() {
    let world = World::new(answers()).await;
    world.live(&["--record"], &lines("ORD-12345")).await;
    // Both servers still run: that nothing is asked is seen by the miss alone.
    let missed = world.replay(&[], &lines("ORD-12346")).await;
    assert_eq!(missed.status.code(), Some(2), "{}", out(&missed));
    let told = err(&missed);
    assert!(told.contains("for this request of Lookup Order Status (GET http://127.0.0.1"));
    assert!(
        told.contains(r#"request.query.order_id: recorded "ORD-12345", asked "ORD-12346""#),
        "{told}"
    );
    let last = turns(&missed).pop().unwrap();
    assert_eq!(last["calls"][0]["outcome"]["status"], serde_json::Value::Null, "{last}");
}

#[tokio::test(flavor = "multi_thread")]
async fn once_more_than_recorded_is_a_miss() {
    let mut world = World::new(answers()).await;
    world.live(&["--record"], &lines("ORD-12345")).await;
    world.stop();
    let longer =
        format!("{}I would like to know where my order ORD-12345 is\n", lines("ORD-12345"));
    let missed = world.replay(&["--replay=http"], &longer).await;
    assert_eq!(missed.status.code(), Some(2), "{}", err(&missed));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_context_that_is_not_recorded_keeps_the_talk_from_beginning() {
    let mut world = World::new(answers()).await;
    world.live(&["--record"], &lines("ORD-12345")).await;
    world.stop();
    for (path, text) in world.files() {
        if text.contains("/context") {
            std::fs::remove_file(world.root().join(path)).unwrap();
        }
    }
    let missed = world.replay(&[], "hello\n").await;
    assert_eq!((missed.status.code(), out(&missed)), (Some(2), String::new()));
    assert!(err(&missed).contains("no answer is recorded"), "{}", err(&missed));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_used_is_named_with_the_command_that_deletes_it() {
    let mut world = World::new(answers()).await;
    world.live(&["--record"], &lines("ORD-12345")).await;
    world.stop();
    let replayed = world.replay(&[], "I would like to know where my order is\n").await;
    let told = err(&replayed);
    assert!(told.contains("3 recordings were not used in this run"), "{told}");
    let command = told.split("project's root: ").nth(1).unwrap().trim();
    let files: Vec<&str> = command.strip_prefix("rm ").unwrap().split(' ').collect();
    assert_eq!(files.len(), 3);
    assert!(files.iter().all(|file| world.root().join(file).is_file()), "{files:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ci_records_nothing_without_force() {
    let world = World::new(answers()).await;
    let refused = world.chat(&["--record"], &[("CI", "true")], "hello\n").await;
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("--record=force"), "{}", err(&refused));
    assert_eq!(world.files(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_fixed_time_the_time_is_no_part_of_a_request() {
    let mut world = World::new(answers()).await;
    let input = lines("ORD-12345");
    let secrets = [("VERIFY_PASSWORD", "a1b2c3"), ("ORDERS_TOKEN", "d4e5f6"), ("BODY_KEY", "g7h8")];
    let live = ["--record", "--live", "--allow-host", "127.0.0.1"];
    let recorded = world.chat(&live, &secrets, &input).await;
    assert_eq!(recorded.status.code(), Some(0), "{}", err(&recorded));
    world.stop();
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let replayed = world.chat(&["--replay"], &[], &input).await;
    assert_eq!(replayed.status.code(), Some(0), "{}", err(&replayed));
    let replies = |output| turns(output).iter().map(|t| t["reply"].clone()).collect::<Vec<_>>();
    assert_eq!(replies(&replayed), replies(&recorded));
}
