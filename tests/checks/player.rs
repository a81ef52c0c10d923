//! Plays the dialogues of `tests/dialogues` and keeps each turn as it really was.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rehearsal::{
    agent::{ActionName, Agent},
    api::{Fault, Payload, Reply},
    http::Variables,
    rehearse::{Clock, Reach, Setting, Stage, load},
    request::Redactor,
    scenario::{
        Finding,
        checks::{CheckName, Talk, Unused, check},
    },
    transcript::PlayedTurn,
    value::Reference,
};
use serde_json::{Map, Value as Json};
use tokio_util::sync::CancellationToken;

/// A talk with all that the checks want to know.
pub struct Played {
    pub agent: Agent,
    pub turns: Vec<PlayedTurn>,
    pub heard_at: Vec<Reference>,
    pub secrets: Redactor,
    pub runtime: BTreeMap<String, Json>,
}

impl Played {
    pub fn findings(&self, off: &[CheckName]) -> Vec<Finding> {
        check(&self.talk(), off)
    }

    pub fn talk(&self) -> Talk<'_> {
        Talk {
            agent: &self.agent,
            turns: &self.turns,
            secrets: &self.secrets,
            runtime: &self.runtime,
            began: self.heard_at[0],
            heard_at: &self.heard_at,
            unused: Unused::default(),
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All dialogues, by path.
pub fn dialogues() -> Vec<PathBuf> {
    let folder = fs::read_dir(root().join("tests/dialogues")).unwrap();
    let mut paths: Vec<_> = folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    paths.sort();
    paths
}

/// A dialogue by its name, as a script.
pub fn script(name: &str) -> String {
    fs::read_to_string(root().join(format!("tests/dialogues/{name}.md"))).unwrap()
}

fn setting<'t>(text: &'t str, key: &str) -> Vec<&'t str> {
    let prefix = format!("{key}: ");
    text.lines().filter_map(|line| line.strip_prefix(prefix.as_str())).collect()
}

fn pairs(text: &str, key: &str) -> Map<String, Json> {
    let read = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap();
        let json = serde_json::from_str(value).unwrap_or_else(|_| Json::from(value));
        (name.to_owned(), json)
    };
    setting(text, key).into_iter().map(read).collect()
}

fn answer(text: &str) -> Reply {
    let (status, body) = text.split_once(' ').unwrap_or((text, ""));
    let Ok(status) = status.parse() else {
        return Reply { fault: Some(Fault::parse(text).unwrap()), ..Reply::status(200) };
    };
    let mut reply = Reply::status(status);
    if let Ok(json) = serde_json::from_str(body) {
        reply.payload = Payload::Json(json);
    }
    reply
}

/// Plays the inputs of a dialogue.
pub async fn play(text: &str) -> Played {
    let folder = root().join("scenarios").join(setting(text, "agent")[0]);
    let loaded = load(&folder).unwrap();
    let declared = loaded.agent.clone().unwrap();
    let now = setting(text, "now").first().copied().unwrap_or("2026-03-02T10:00:00+01:00");
    let now = chrono::DateTime::parse_from_rfc3339(now).unwrap().with_timezone(&declared.timezone);
    let setting = Setting {
        contact: pairs(text, "contact"),
        context: pairs(text, "context"),
        ..Setting::at(Clock::Virtual(now))
    };
    let reach = (Reach::Stub, &Variables::default());
    let mut stage = Stage::set(&loaded, reach, setting).await.unwrap();
    let mut played = Played {
        agent: stage.conversation.agent().clone(),
        turns: Vec::new(),
        heard_at: vec![stage.conversation.reference()],
        secrets: stage.redactor.clone(),
        runtime: BTreeMap::new(),
    };
    let greeting = stage.conversation.greet().await;
    played.turns.push(stage.conversation.played(greeting));
    go_on(&mut stage, &mut played, text).await;
    played
}

async fn go_on(stage: &mut Stage, played: &mut Played, text: &str) {
    let cancel = CancellationToken::new();
    for line in text.lines() {
        let at = stage.conversation.reference();
        let record = if let Some(said) = line.strip_prefix("> ") {
            stage.conversation.hear(said, &cancel, &|_| ()).await
        } else if let Some(time) = line.strip_prefix("(silence ") {
            let seconds = time.trim_end_matches("s)").parse().unwrap();
            stage.conversation.silence(Duration::from_secs(seconds), &cancel, &|_| ()).await
        } else {
            if let Some((action, words)) =
                line.strip_prefix("api: ").and_then(|rule| rule.split_once(" = "))
            {
                stage.api.as_ref().unwrap().override_action(ActionName::new(action), answer(words));
            }
            continue;
        };
        played.heard_at.push(at);
        played.turns.push(stage.conversation.played(record));
    }
}
