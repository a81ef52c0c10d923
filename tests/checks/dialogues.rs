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
