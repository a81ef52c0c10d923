//! Whole dialogues as text files: what each says, the acts, the slots, the calls.
//!
//! A file holds the user's lines (`> …`, `(silence 8s)`), settings (`agent:`, `now:`, `contact:`,
//! `context:`) and, between turns, what the API does (`api: Action = 404 {…}` or a fault's name).
//! Everything else is what must happen. `UPDATE_DIALOGUES=1` writes it anew, to be read before it is kept.
#![expect(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rehearsal::{
    agent::ActionName,
    api::{Fault, Payload, Reply},
    dialogue::{SystemAct, UserAct},
    http::Variables,
    rehearse::{Clock, Reach, Setting, Stage, load},
    transcript::TurnRecord,
};
use serde_json::{Map, Value as Json};
use tokio_util::sync::CancellationToken;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// One line of a dialogue that is an input.
#[derive(Clone, Debug)]
enum Line {
    Says(String),
    Silence(Duration),
    Api { action: ActionName, answer: String },
}

struct Script {
    title: Vec<String>,
    settings: Vec<(String, String)>,
    lines: Vec<Line>,
}

fn read(text: &str) -> Script {
    let mut script = Script { title: Vec::new(), settings: Vec::new(), lines: Vec::new() };
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("> ") {
            script.lines.push(Line::Says(said.to_owned()));
        } else if let Some(time) = line.strip_prefix("(silence ") {
            let seconds = time.trim_end_matches("s)").parse().expect("seconds of silence");
            script.lines.push(Line::Silence(Duration::from_secs(seconds)));
        } else if let Some(rule) = line.strip_prefix("api: ") {
            let (action, answer) = rule.split_once(" = ").expect("api: ACTION = ANSWER");
            script
                .lines
                .push(Line::Api { action: ActionName::new(action), answer: answer.to_owned() });
        } else if let Some((key, value)) = setting(line) {
            script.settings.push((key.to_owned(), value.to_owned()));
        } else if script.settings.is_empty() {
            script.title.push(line.to_owned());
        }
    }
    script
}

fn setting(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(": ")?;
    ["agent", "now", "contact", "context"].contains(&key).then_some((key, value))
}

fn pairs(script: &Script, key: &str) -> Map<String, Json> {
    let mut map = Map::new();
    for (_, value) in script.settings.iter().filter(|(name, _)| name == key) {
        let (name, value) = value.split_once('=').expect("name=value");
        let json = serde_json::from_str(value).unwrap_or_else(|_| Json::from(value));
        map.insert(name.to_owned(), json);
    }
    map
}

async fn stage(script: &Script) -> Stage {
    let setting = |key: &str| {
        script.settings.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    };
    let agent = setting("agent").expect("agent: NAME");
    let loaded = load(&root().join("scenarios").join(agent)).expect("a sample agent");
    let zone = loaded.agent.as_ref().expect("a sound agent").timezone;
    let now = setting("now").unwrap_or("2026-03-02T10:00:00+01:00");
    let now = chrono::DateTime::parse_from_rfc3339(now).expect("RFC 3339").with_timezone(&zone);
    let setting = Setting {
        contact: pairs(script, "contact"),
        context: pairs(script, "context"),
        ..Setting::at(Clock::Virtual(now))
    };
    Stage::set(&loaded, (Reach::Stub, &Variables::default()), setting).await.expect("a stage")
}

fn answer(text: &str) -> Reply {
    let (status, body) = text.split_once(' ').unwrap_or((text, ""));
    match status.parse() {
        Ok(status) => {
            let mut reply = Reply::status(status);
            if let Ok(json) = serde_json::from_str(body) {
                reply.payload = Payload::Json(json);
            }
            reply
        }
        Err(_) => {
            let fault = Fault::parse(text).unwrap_or_else(|| panic!("no fault is called {text}"));
            Reply { fault: Some(fault), ..Reply::status(200) }
        }
    }
}

async fn play(script: &Script) -> String {
    let mut stage = stage(script).await;
    let cancel = CancellationToken::new();
    let mut text = script.title.join("\n").trim_end().to_owned();
    text.push_str("\n\n");
    for (key, value) in &script.settings {
        writeln!(text, "{key}: {value}").unwrap();
    }
    let greeting = stage.conversation.greet().await;
    writeln!(text, "\n< {}", greeting.reply).unwrap();
    for line in &script.lines {
        let turn = match line {
            Line::Api { action, answer: words } => {
                writeln!(text, "\napi: {action} = {words}").unwrap();
                let api = stage.api.as_ref().expect("the stub API");
                api.override_action(action.clone(), answer(words));
                continue;
            }
            Line::Says(said) => {
                writeln!(text, "\n> {said}").unwrap();
                stage.conversation.hear(said, &cancel, &|_| ()).await
            }
            Line::Silence(time) => {
                writeln!(text, "\n(silence {}s)", time.as_secs()).unwrap();
                stage.conversation.silence(*time, &cancel, &|_| ()).await
            }
        };
        show(&mut text, &turn);
    }
    text
}

fn show(text: &mut String, turn: &TurnRecord) {
    let heard: Vec<_> = turn.user_acts.iter().map(user_act).collect();
    if turn.user.is_some() {
        writeln!(text, "  heard: {}", heard.join(", ")).unwrap();
    }
    for call in &turn.calls {
        let request = call.request.as_ref().expect("a request");
        let status = call.outcome.status.map_or(String::new(), |status| format!(" {status}"));
        let retry = if call.retry > 0 { " (again)" } else { "" };
        write!(text, "  calls: {} {}", request.method, request.url).unwrap();
        if let Some(body) = &request.body {
            write!(text, " {body}").unwrap();
        }
        writeln!(text, " -> {}{status}{retry}", call.outcome.class).unwrap();
    }
    let acts: Vec<_> = turn.system_acts.iter().map(system_act).collect();
    writeln!(text, "  does: {}", acts.join(", ")).unwrap();
    let slots: Vec<_> = turn
        .slots
        .iter()
        .map(|(name, slot)| format!("{name}={}", slot.value.to_string().trim_matches('"')))
        .collect();
    if !slots.is_empty() {
        writeln!(text, "  slots: {}", slots.join(", ")).unwrap();
    }
    for refused in &turn.refused {
        writeln!(text, "  left aside: {refused}").unwrap();
    }
    if let Some(ending) = &turn.ending {
        writeln!(text, "  ends: {}", serde_json::to_value(ending).unwrap()).unwrap();
    }
    writeln!(text, "< {}", turn.reply).unwrap();
}

fn user_act(act: &UserAct) -> String {
    match act {
        UserAct::Request { action } => format!("request {action}"),
        UserAct::Inform { variable, raw, .. } => format!("{variable} \"{raw}\""),
        UserAct::Correct { variable, raw, .. } => {
            format!("correct {variable} \"{}\"", raw.as_deref().unwrap_or("?"))
        }
        UserAct::Unclear { candidates } => {
            let names: Vec<_> = candidates.iter().map(ToString::to_string).collect();
            format!("unclear [{}]", names.join(" | "))
        }
        _ => name_of(&serde_json::to_value(act).unwrap()),
    }
}

fn system_act(act: &SystemAct) -> String {
    let json = serde_json::to_value(act).unwrap();
    let mut text = name_of(&json);
    for key in ["variable", "first", "class", "attempt"] {
        match &json[key] {
            Json::Null => {}
            Json::Number(number) if number.as_u64() == Some(0) => {}
            Json::String(word) => write!(text, " {word}").unwrap(),
            other => write!(text, " {other}").unwrap(),
        }
    }
    text
}

fn name_of(act: &Json) -> String {
    act["act"].as_str().unwrap_or_default().to_owned()
}

fn scripts() -> Vec<PathBuf> {
    let folder = root().join("tests/dialogues");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder of dialogues")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    paths.sort();
    paths
}

fn differs(path: &Path, played: &str, written: &str) -> String {
    let at = played.lines().zip(written.lines()).position(|(a, b)| a != b);
    let at = at.unwrap_or(played.lines().count().min(written.lines().count()));
    let line = |text: &str| text.lines().nth(at).unwrap_or("(nothing more)").to_owned();
    format!(
        "{}:{}\n  written  {}\n  played   {}",
        path.strip_prefix(root()).unwrap_or(path).display(),
        at + 1,
        line(written),
        line(played)
    )
}

#[tokio::test]
async fn every_dialogue_goes_as_written() {
    let update = std::env::var_os("UPDATE_DIALOGUES").is_some();
    let mut wrong = Vec::new();
    for path in scripts() {
        let written = fs::read_to_string(&path).expect("a dialogue");
        let played = play(&read(&written)).await;
        if update {
            fs::write(&path, &played).expect("the dialogue is written");
        } else if played != written {
            wrong.push(differs(&path, &played, &written));
        }
    }
    assert!(wrong.is_empty(), "{} dialogues went otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn there_are_at_least_forty_dialogues() {
    assert!(scripts().len() >= 40, "{}", scripts().len());
}

#[tokio::test]
async fn a_sensitive_value_said_again_later_is_masked_there_too() {
    let script = read("agent: order-desk\n");
    let mut stage = stage(&script).await;
    let cancel = CancellationToken::new();
    for said in ["where is my order?", "48213", "4821", "my pin is 4821, did you get the 4821?"] {
        let turn = stage.conversation.hear(said, &cancel, &|_| ()).await;
        let shown = turn.user.expect("the user spoke");
        let pins = shown.matches("4821").count() - shown.matches("48213").count();
        assert_eq!(pins, 0, "{shown}");
    }
}
