//! What a sound engine does is not flagged.

use std::fs;

use crate::player::{dialogues, play};

#[tokio::test]
async fn no_dialogue_of_the_engine_is_flagged() {
    let mut flagged = Vec::new();
    let paths = dialogues();
    assert!(paths.len() >= 50, "{}", paths.len());
    for path in paths {
        let played = play(&fs::read_to_string(&path).unwrap()).await;
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        for finding in played.findings(&[]) {
            flagged.push(format!(
                "{name} turn {:?}: {} {} got {:?}",
                finding.turn, finding.kind, finding.message, finding.got
            ));
        }
    }
    assert!(flagged.is_empty(), "{} flagged:\n{}", flagged.len(), flagged.join("\n"));
}

/// Debug builds are many times slower than what is shipped; this only keeps out what grows or compiles anew.
#[tokio::test]
async fn the_checks_of_a_talk_take_no_time_to_speak_of() {
    let played = play(&crate::player::script("all-at-once")).await;
    played.findings(&[]);
    let began = std::time::Instant::now();
    for _ in 0..50 {
        assert!(played.findings(&[]).is_empty());
    }
    let each = began.elapsed() / 50;
    assert!(each < std::time::Duration::from_millis(60), "{each:?}");
}
