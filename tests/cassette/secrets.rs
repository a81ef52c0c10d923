use super::world::{PIN, PLANTED, World, answers, err, lines, turns};

/// A talk in which the API echoes its own credentials.
fn leaky() -> String {
    lines("ORD-77777").replace("48213", "99999")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_and_no_sensitive_value_stands_in_any_file() {
    let world = World::new(answers()).await;
    let recorded = world.live(&["--record"], &leaky()).await;
    assert_eq!(recorded.status.code(), Some(0), "{}", err(&recorded));
    let files = world.files();
    assert_eq!(files.len(), 5);
    for (path, text) in &files {
        for planted in PLANTED {
            assert!(!text.contains(planted), "{planted} stands in {path}: {text}");
        }
        // `desk:planted-password-22`, as basic authentication sends it.
        assert!(!text.contains("ZGVzazpwbGFudGVk"), "{path}: {text}");
        assert!(!text.contains(r#""authorization""#) && !text.contains("idempotency-key"));
    }
    let all: String = files.into_iter().map(|(_, text)| text).collect();
    for named in [
        "‹pin:number›",
        "PIN ‹pin› of",
        "‹agent_uuid›",
        "‹VERIFY_PASSWORD:basic›",
        "‹ORDERS_TOKEN›",
    ] {
        assert!(all.contains(named), "{named} in {all}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_api_echoes_is_masked_in_a_replay_as_it_was_live() {
    let mut world = World::new(answers()).await;
    let recorded = world.live(&["--record"], &leaky()).await;
    world.stop();
    let replayed = world.replay(&[], &leaky()).await;
    for output in [&recorded, &replayed] {
        let calls: String = turns(output).iter().map(|turn| turn["calls"].to_string()).collect();
        assert!(calls.contains("PIN •••• of") && calls.contains("Basic ••••"), "{calls}");
        assert!(!calls.contains(PIN) && !calls.contains('‹'), "{calls}");
    }
}
