use std::{path::Path, sync::Arc, time::Duration};

use rehearsal::{
    agent::{Action, ActionName, Auth, Confirmation, Method, ResponseRule},
    cassette::{Calling, ModelAnswer, Said, Text},
    http,
    model::openai,
    rehearse::{
        Project, Reel, Shelf,
        cassette::{ShelfError, Taping, Track},
    },
    request::{Body, FrozenRequest, Outcome},
};
use serde_json::{Value as Json, json};

fn both(track: Track) -> Taping {
    Taping { model: track, http: track }
}

fn project() -> (tempfile::TempDir, Project) {
    let disk = tempfile::tempdir().unwrap();
    std::fs::create_dir(disk.path().join(".rehearsal")).unwrap();
    let project = Project::around(disk.path()).unwrap();
    (disk, project)
}

fn open(project: &Project, track: Track) -> Result<Arc<Shelf>, ShelfError> {
    Shelf::open(project, &project.root.join("cassettes"), both(track))
}

fn action() -> Action {
    Action {
        name: ActionName::new("Lookup"),
        description: String::new(),
        examples: Vec::new(),
        method: Method::Get,
        url: "https://api.example.com/orders".parse().unwrap(),
        path: None,
        auth: Auth::None,
        headers: Vec::new(),
        query: Vec::new(),
        body: None,
        requires: Vec::new(),
        confirm: Confirmation::Never,
        variables: Vec::new(),
        response: ResponseRule::default(),
        timeout: Action::TIMEOUT,
        retries: 0,
        idempotency_header: None,
    }
}

fn request(order: &str) -> FrozenRequest {
    let url = format!("https://api.example.com/orders?order={order}").parse().unwrap();
    FrozenRequest { method: Method::Get, url, headers: Vec::new(), body: None }
}

/// Asks for an order and takes this status down.
fn record(reel: &Reel, order: &str, status: u16) {
    let http::Cue::Ask(ticket) = http::Tape::cue(reel, &action(), &request(order)) else {
        panic!("nothing is replayed");
    };
    let outcome = Outcome::Success { status, body: Body::Json(json!({ "order": order })) };
    http::Tape::keep(reel, ticket, &outcome, Duration::from_millis(u64::from(status)));
}

/// The status that is replayed, or what is said of the miss.
fn replay(reel: &Reel, order: &str) -> Result<u16, String> {
    match http::Tape::cue(reel, &action(), &request(order)) {
        http::Cue::Play(outcome, elapsed) => {
            let status = outcome.status().unwrap();
            assert_eq!(elapsed, Duration::from_millis(u64::from(status)));
            Ok(status)
        }
        http::Cue::Missing(miss) => Err(miss),
        http::Cue::Ask(_) => panic!("nothing may leave"),
    }
}

#[test]
fn the_same_request_has_an_answer_for_each_time_and_each_repeat() {
    let (_disk, project) = project();
    let shelf = open(&project, Track::Record).unwrap();
    for (repeat, statuses) in [(1, [200, 201]), (2, [202, 203])] {
        let reel = shelf.reel(None, repeat);
        for status in statuses {
            record(&reel, "A", status);
        }
    }
    let shelf = open(&project, Track::Replay).unwrap();
    for (repeat, statuses) in [(1, [200, 201]), (2, [202, 203])] {
        let reel = shelf.reel(None, repeat);
        assert_eq!(statuses.map(|_| replay(&reel, "A")), statuses.map(Ok));
        let miss = replay(&reel, "A").unwrap_err();
        assert!(miss.contains("for time 2 in a talk, and it is asked for time 3"), "{miss}");
    }
    let miss = replay(&shelf.reel(None, 3), "A").unwrap_err();
    assert!(miss.contains("recorded in repeat 2, and this is repeat 3"), "{miss}");
    assert_eq!(shelf.unused(), [""; 0]);
}

fn talks(shelf: &Arc<Shelf>, order: [(&str, u16); 3]) {
    for (talk, status) in order {
        record(&shelf.reel(Some(talk.into()), 1), "A", status);
    }
}

fn files(project: &Project) -> Vec<(std::path::PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![project.root.join("cassettes")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => found.push((path.clone(), std::fs::read_to_string(path).unwrap())),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn talks_share_an_answer_until_one_gets_another() {
    let (_disk, project) = project();
    let first = open(&project, Track::Record).unwrap();
    talks(&first, [("a", 200), ("b", 404), ("c", 200)]);
    let kept = files(&project);
    assert_eq!(kept.len(), 2);
    let shelf = open(&project, Track::Replay).unwrap();
    for (talk, status) in [("a", 200), ("b", 404), ("c", 200)] {
        assert_eq!(replay(&shelf.reel(Some(talk.into()), 1), "A"), Ok(status), "{talk}");
    }
    // In another order, as many at once may come: nothing changes.
    talks(&open(&project, Track::Record).unwrap(), [("b", 404), ("c", 200), ("a", 200)]);
    assert_eq!(files(&project), kept);
}

#[test]
fn how_long_it_took_changes_no_file() {
    let (_disk, project) = project();
    let reel = |project: &Project| open(project, Track::Record).unwrap().reel(None, 1);
    record(&reel(&project), "A", 200);
    let kept = files(&project);
    let again = reel(&project);
    let http::Cue::Ask(ticket) = http::Tape::cue(&*again, &action(), &request("A")) else {
        panic!("nothing is replayed");
    };
    let outcome = Outcome::Success { status: 200, body: Body::Json(json!({ "order": "A" })) };
    http::Tape::keep(&*again, ticket, &outcome, Duration::from_millis(777));
    assert_eq!(files(&project), kept);
}

#[test]
fn what_no_talk_used_is_unused() {
    let (_disk, project) = project();
    let shelf = open(&project, Track::Record).unwrap();
    let reel = shelf.reel(None, 1);
    record(&reel, "A", 200);
    record(&reel, "B", 200);
    assert_eq!((shelf.recorded(), shelf.unused()), (2, vec![]));
    let shelf = open(&project, Track::Replay).unwrap();
    assert_eq!(replay(&shelf.reel(None, 1), "B"), Ok(200));
    let unused = shelf.unused();
    assert_eq!(unused.len(), 1);
    let text = std::fs::read_to_string(project.root.join(&unused[0])).unwrap();
    assert!(text.contains(r#""order": "A""#), "{text}");
    // A recording that is not taken down again is unused as well.
    let shelf = open(&project, Track::Record).unwrap();
    record(&shelf.reel(None, 1), "B", 200);
    assert_eq!(shelf.unused(), unused);
}

#[test]
fn what_cannot_be_written_is_told_and_leaves_no_half_file() {
    let (_disk, project) = project();
    std::fs::create_dir(project.root.join("cassettes")).unwrap();
    std::fs::write(project.root.join("cassettes/http"), "in the way").unwrap();
    let shelf = open(&project, Track::Record).unwrap();
    let reel = shelf.reel(None, 1);
    record(&reel, "A", 200);
    record(&reel, "A", 200);
    let troubles = shelf.troubles();
    assert!(troubles[0].contains("an answer could not be recorded"), "{troubles:?}");
    assert_eq!(files(&project).len(), 1);
}

#[test]
fn a_stopped_call_is_not_taken_down() {
    let (_disk, project) = project();
    let shelf = open(&project, Track::Record).unwrap();
    let reel = shelf.reel(None, 1);
    let http::Cue::Ask(ticket) = http::Tape::cue(&*reel, &action(), &request("A")) else {
        panic!("nothing is replayed");
    };
    let stopped = Outcome::Failure {
        class: rehearsal::request::FailureClass::Cancelled,
        status: None,
        body: Body::Empty,
        detail: "the call was stopped".into(),
        never_sent: false,
        retry_after_ms: None,
    };
    http::Tape::keep(&*reel, ticket, &stopped, Duration::ZERO);
    assert_eq!(shelf.recorded(), 0);
}

fn said(text: &str) -> ModelAnswer {
    ModelAnswer::Said(Said {
        text: Text(text.into()),
        calls: vec![Calling::new("look", "{\"a\": 1}")],
        finish: Some("stop".into()),
        usage: None,
    })
}

#[test]
fn how_an_answer_is_delivered_is_no_part_of_a_request_to_a_model() {
    let (_disk, project) = project();
    let whole = json!({ "model": "m", "messages": [{ "role": "user", "content": "hi" }] });
    let mut pieces = json!({ "stream": true, "stream_options": { "include_usage": true } });
    pieces.as_object_mut().unwrap().extend(whole.as_object().unwrap().clone());
    let shelf = open(&project, Track::Record).unwrap();
    let reel = shelf.reel(None, 1);
    let openai::Cue::Ask(ticket) = openai::Tape::cue(&*reel, &pieces) else {
        panic!("nothing is replayed");
    };
    openai::Tape::keep(&*reel, ticket, said("hello\nthere"));
    let reel = open(&project, Track::Replay).unwrap().reel(None, 1);
    assert_eq!(openai::Tape::cue(&*reel, &whole), openai::Cue::Play(said("hello\nthere")));
}

#[test]
fn every_file_keeps_the_published_schema_and_the_schema_is_closed() {
    let (_disk, project) = project();
    let shelf = open(&project, Track::Record).unwrap();
    let reel = shelf.reel(Some("a".into()), 1);
    record(&reel, "A", 200);
    record(&shelf.reel(Some("b".into()), 1), "A", 404);
    let request = json!({ "model": "m", "messages": [] });
    let failed = ModelAnswer::Failed(rehearsal::cassette::ModelFailing::Slow {
        waited_for: rehearsal::cassette::WaitedFor::FirstToken,
        seconds: 60,
    });
    for answer in [said("a\nb"), failed] {
        let openai::Cue::Ask(ticket) = openai::Tape::cue(&*reel, &request) else {
            panic!("nothing is replayed");
        };
        openai::Tape::keep(&*reel, ticket, answer);
    }
    let files = files(&project);
    assert_eq!(files.len(), 4);
    for (path, text) in files {
        let json: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(complaint(&json), None, "{}", path.display());
        let mut more = json.clone();
        more["surplus"] = 1.into();
        assert!(complaint(&more).is_some());
        let mut more = json;
        more["answer"]["surplus"] = 1.into();
        assert!(complaint(&more).is_some(), "{more:#}");
    }
}

/// What the published schema says of a recording; none when it is fine.
pub fn complaint(json: &Json) -> Option<String> {
    let schema = serde_json::from_str(rehearsal::cli::schema::CASSETTE).unwrap();
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("cassette.json", schema).unwrap();
    let index = compiler.compile("cassette.json", &mut schemas).unwrap();
    schemas.validate(json, index).err().map(|error| format!("{error:#}"))
}

#[test]
fn a_folder_outside_the_project_is_refused_before_anything_is_made() {
    let (disk, project) = project();
    let sibling = disk.path().parent().unwrap().join("rehearsal-cassettes-elsewhere");
    for folder in [sibling.as_path(), &project.root.join("../elsewhere"), Path::new("/")] {
        let opened = Shelf::open(&project, folder, both(Track::Record));
        assert!(matches!(opened, Err(ShelfError::Outside { .. })), "{}", folder.display());
    }
    assert!(!sibling.exists());
}
