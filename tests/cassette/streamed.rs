use std::sync::{Arc, Mutex};

use chrono::TimeZone;
use rehearsal::{
    agent::{Agent, format},
    diagnostic::SourceFile,
    dialogue::{DialogueState, SystemAct},
    model::{
        ModelFailure, OpenAiModel, Word, Wording,
        openai::{Budget, Endpoint, ModelEvent, Patience, Prices},
    },
    rehearse::{
        Project, Shelf,
        cassette::{Taping, Track},
    },
    value::Reference,
};
use serde_json::json;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

fn agent() -> Agent {
    let text = "name: Desk\nprompt: p.md\ngreeting: Hello\nactions: []\n";
    let source = SourceFile::new("agent.yaml", text);
    let prompt = SourceFile::new("p.md", "You deliver everywhere.");
    format::parse(&source, Some(&prompt)).agent.unwrap()
}

/// What a model on this tape words, and the sentences that a watcher saw.
async fn word(
    project: &Project,
    track: Track,
    uri: &str,
    is_watched: bool,
) -> (Result<String, ModelFailure>, Vec<String>) {
    let taping = Taping { model: track, ..Taping::default() };
    let shelf = Shelf::open(project, &project.root.join("cassettes"), taping).unwrap();
    let endpoint = Endpoint {
        base_url: uri.parse().unwrap(),
        key: None,
        model: "m".into(),
        temperature: None,
        prices: Prices::default(),
    };
    let agent = agent();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let model = OpenAiModel::new(&agent, &endpoint, Patience::default(), Budget::default());
    let model = model.unwrap().taped(shelf.reel(None, 1));
    let told = Arc::clone(&seen);
    let model = match is_watched {
        true => model.watched_by(Arc::new(move |event| {
            if let ModelEvent::Sentence(sentence) = event {
                told.lock().unwrap().push(sentence);
            }
        })),
        false => model,
    };
    let now = chrono_tz::Europe::Berlin.with_ymd_and_hms(2026, 3, 2, 10, 0, 0).unwrap();
    let wording = Wording {
        agent: &agent,
        state: &DialogueState::default(),
        acts: &[SystemAct::AnswerChat],
        utterance: "Do you deliver to the moon?",
        at: Reference { now, region: agent.region },
    };
    let worded = model.word(wording).await;
    let sentences = seen.lock().unwrap().clone();
    (worded, sentences)
}

async fn streaming(pieces: &[&str], finish: &str) -> MockServer {
    let piece = |text: &&str| {
        let piece = json!({ "choices": [{ "index": 0, "delta": { "content": text } }] });
        format!("data: {piece}\n\n")
    };
    let body: String = pieces.iter().map(piece).collect();
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_raw(body + finish, "text/event-stream");
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

const END: &str =
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

#[tokio::test]
async fn a_streamed_answer_is_joined_and_replayed_watched_or_not() {
    let disk = tempfile::tempdir().unwrap();
    std::fs::create_dir(disk.path().join(".rehearsal")).unwrap();
    let project = Project::around(disk.path()).unwrap();
    let server = streaming(&["We deliver ", "everywhere. ", "The moon", ", too."], END).await;
    let uri = server.uri();
    let (recorded, _) = word(&project, Track::Record, &uri, true).await;
    assert_eq!(recorded.as_deref(), Ok("We deliver everywhere. The moon, too."));
    drop(server);
    for is_watched in [true, false] {
        let (replayed, seen) = word(&project, Track::Replay, &uri, is_watched).await;
        assert_eq!(replayed, recorded);
        assert_eq!(seen.is_empty(), !is_watched, "{seen:?}");
    }
}

#[tokio::test]
async fn a_stream_that_broke_off_breaks_off_again() {
    let disk = tempfile::tempdir().unwrap();
    std::fs::create_dir(disk.path().join(".rehearsal")).unwrap();
    let project = Project::around(disk.path()).unwrap();
    let server = streaming(&["We deliver "], "").await;
    let uri = server.uri();
    let (recorded, _) = word(&project, Track::Record, &uri, true).await;
    assert!(recorded.as_ref().unwrap_err().message.contains("broke off"), "{recorded:?}");
    drop(server);
    let (replayed, _) = word(&project, Track::Replay, &uri, true).await;
    assert_eq!(replayed, recorded);
}
