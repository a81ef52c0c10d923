use super::world::{World, answers, err, lines, out};

/// What a replay says of a project in which one recording of the API was changed.
async fn damaged(damage: impl Fn(&str) -> String) -> String {
    let mut world = World::new(answers()).await;
    world.live(&["--record"], &lines("ORD-12345")).await;
    world.stop();
    let (path, text) =
        world.files().into_iter().find(|(_, text)| text.contains("/orders")).unwrap();
    std::fs::write(world.root().join(&path), damage(&text)).unwrap();
    let output = world.replay(&[], &lines("ORD-12345")).await;
    assert_eq!((output.status.code(), out(&output)), (Some(2), String::new()), "{}", err(&output));
    let told = err(&output);
    assert!(told.contains(&path), "{path}: {told}");
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_written_file_is_told_with_its_place() {
    let told = damaged(|text| text[..text.len() / 2].to_owned()).await;
    assert!(told.contains("cassette-syntax") && told.contains("half written"), "{told}");
    let told = damaged(|_| String::new()).await;
    assert!(told.contains("cassette-syntax"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_of_two_branches_is_told_with_its_place() {
    let told = damaged(|text| text.replace("  \"answer\"", "<<<<<<< HEAD\n  \"answer\"")).await;
    assert!(told.contains("<<<<<<< HEAD"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_version_and_a_changed_request_are_told() {
    let told = damaged(|text| text.replace("\"version\": 1", "\"version\": 9")).await;
    assert!(told.contains("cassette-version") && told.contains("version 9"), "{told}");
    let told = damaged(|text| text.replace("ORD-12345", "ORD-12346")).await;
    assert!(told.contains("cassette-name") && told.contains("rename the file to http/"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_edited_by_hand_is_played_as_it_is() {
    let mut world = World::new(answers()).await;
    world.live(&["--record"], &lines("ORD-12345")).await;
    world.stop();
    for (path, text) in world.files() {
        std::fs::write(world.root().join(path), text.replace("\"shipped\"", "\"lost\"")).unwrap();
    }
    let output = world.replay(&["--replay=http"], &lines("ORD-12345")).await;
    assert!(out(&output).contains(r#""status":"lost""#), "{}", out(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_recorded_at_all_says_what_to_do_first() {
    let world = World::new(answers()).await;
    let output = world.replay(&[], "hello\n").await;
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("run the same command with --record first"), "{}", err(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn recordings_stay_below_the_project() {
    let world = World::new(answers()).await;
    let outside = tempfile::tempdir().unwrap();
    let elsewhere = outside.path().to_str().unwrap();
    let refused = world.live(&["--record", "--cassettes", elsewhere], "hello\n").await;
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("lies outside"), "{}", err(&refused));
    #[cfg(unix)]
    {
        std::fs::create_dir(world.root().join("cassettes")).unwrap();
        std::os::unix::fs::symlink(outside.path(), world.root().join("cassettes/http")).unwrap();
        let refused = world.live(&["--record=http"], &lines("ORD-12345")).await;
        assert_eq!(refused.status.code(), Some(3), "{}", err(&refused));
        assert!(err(&refused).contains("an answer could not be recorded"), "{}", err(&refused));
        assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
    }
}
