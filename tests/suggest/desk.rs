//! A project with a weak prompt, and a model that proposes by a script.

use std::{
    collections::VecDeque,
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use rehearsal::tuning::{
    Cell,
    suggest::{BASELINE, Entry},
};
use serde_json::{Value as Json, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::method};

const AGENT: &str = r#"name: Order desk
prompt: p.md
greeting: Hello, how can I help?
timezone: Europe/Berlin
region: DE
actions:
  - name: Lookup Order Status
    description: Look up the delivery status of a customer's order by its order number
    method: GET
    url: https://api.example.com/orders
    query: { order: "{{order_number}}" }
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
    response: { keep: [status, tracking] }
"#;

/// A prompt with a line for one failure alone.
pub const PROMPT: &str = "You help with the 'Lookup Order Status' tool.

When using the 'Lookup Order Status' tool:

If the tool returns an error:
- 404: \"I can't find that order. Could you check the number?\"

Be brief.
";

/// A line for all the rest.
pub const GOOD: &str = "- Any other error: \"I can't look that up right now.\"";

pub struct Desk {
    disk: tempfile::TempDir,
}

pub struct Ended {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    #[track_caller]
    pub fn says(self, status: i32, texts: &[&str]) -> Self {
        let Self { out, err, .. } = &self;
        assert_eq!(self.status, Some(status), "{err}\n{out}");
        for text in texts {
            assert!(out.contains(text) || err.contains(text), "no {text:?} in\n{err}\n{out}");
        }
        self
    }
}

impl Desk {
    pub fn new() -> Self {
        let desk = Self { disk: tempfile::tempdir().unwrap() };
        // It is a project of its own, wherever the temporary folder lies.
        fs::create_dir(desk.path(".git")).unwrap();
        fs::create_dir_all(desk.path("desk")).unwrap();
        fs::write(desk.path("desk/agent.yaml"), AGENT).unwrap();
        fs::write(desk.path("desk/p.md"), PROMPT).unwrap();
        let api =
            "Lookup Order Status: { status: 200, json: { status: shipped, tracking: 1Z999 } }\n";
        fs::write(desk.path("desk/api.yaml"), api).unwrap();
        desk
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.disk.path().join(path)
    }

    pub fn prompt(&self) -> String {
        fs::read_to_string(self.path("desk/p.md")).unwrap()
    }

    /// `tune desk --suggest`, played by the offline model, over four outcomes.
    pub fn command(&self, model: Option<&Proposer>, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
        command.current_dir(self.disk.path()).env_clear().stdin(Stdio::null());
        command.args(["tune", "desk", "--suggest", "--model", "offline"]);
        if let Some(model) = model {
            let url = model.server.uri();
            command.args(["--proposer", "test-model", "--base-url", url.as_str()]);
        }
        if !more.contains(&"--cell") {
            for outcome in ["404", "500", "503", "timeout"] {
                command.args(["--cell", &format!("*/{outcome}/first")]);
            }
        }
        command.args(more);
        command
    }

    pub fn run(&self, model: Option<&Proposer>, more: &[&str]) -> Ended {
        let mut command = assert_cmd::Command::from_std(self.command(model, more));
        let output = command.timeout(Duration::from_secs(120)).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (out, err) = (text(output.stdout), text(output.stderr));
        assert!(!err.contains("panicked"), "{err}");
        Ended { status: output.status.code(), out, err }
    }

    /// What is kept of the runs so far, in one file.
    pub fn kept(&self) -> Vec<Entry> {
        let text = fs::read_to_string(self.journal()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub fn journal(&self) -> PathBuf {
        let files = fs::read_dir(self.path(".rehearsal")).unwrap().map(|it| it.unwrap().path());
        let mut journals: Vec<PathBuf> =
            files.filter(|path| path.extension().is_some_and(|end| end == "jsonl")).collect();
        assert_eq!(journals.len(), 1, "{journals:?}");
        journals.remove(0)
    }

    /// The cells that were played as the prompt is, and those that decided over proposals.
    pub fn cells(&self) -> (Vec<Cell>, Vec<Cell>) {
        let (mut all, mut held_out) = (Vec::new(), Vec::new());
        for entry in self.kept() {
            let Entry::Played { proposal, played } = entry else { continue };
            match proposal == BASELINE {
                true => all.push(played.cell),
                false => held_out.push(played.cell),
            }
        }
        (all, held_out)
    }
}

/// A model that proposes by a script, and keeps what it was asked.
pub struct Proposer {
    pub server: MockServer,
    runtime: tokio::runtime::Runtime,
    asked: Arc<Mutex<Vec<Json>>>,
}

impl Proposer {
    /// Answers with these texts in turn, then with trouble.
    pub fn of(answers: &[&str]) -> Self {
        let texts = answers.iter().map(|text| completion(text)).collect();
        Self::answering(texts)
    }

    /// Proposes these changes in turn.
    pub fn proposing(changes: &[Json]) -> Self {
        let texts: Vec<String> =
            changes.iter().map(|one| json!({ "changes": one, "why": "w" }).to_string()).collect();
        Self::of(&texts.iter().map(String::as_str).collect::<Vec<_>>())
    }

    pub fn answering(answers: VecDeque<ResponseTemplate>) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let asked: Arc<Mutex<Vec<Json>>> = Arc::default();
        let (kept, answers) = (Arc::clone(&asked), Mutex::new(answers));
        let server = runtime.block_on(async {
            let server = MockServer::start().await;
            let respond = move |request: &Request| {
                kept.lock().unwrap().push(serde_json::from_slice(&request.body).unwrap());
                let next = answers.lock().unwrap().pop_front();
                next.unwrap_or_else(|| ResponseTemplate::new(501).set_body_string("no more"))
            };
            Mock::given(method("POST")).respond_with(respond).mount(&server).await;
            server
        });
        Self { server, runtime, asked }
    }

    /// All that was asked, as it came.
    pub fn asked(&self) -> Vec<Json> {
        // The server answers on the runtime, which must live as long.
        let _guard = self.runtime.enter();
        self.asked.lock().unwrap().clone()
    }
}

pub fn completion(text: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "choices": [{ "message": { "role": "assistant", "content": text } }],
        "usage": { "prompt_tokens": 1000, "completion_tokens": 100 },
    }))
}

/// The change that adds a line after line 6.
pub fn add(text: &str) -> Json {
    json!([{ "after": 6, "text": text }])
}

/// The change of one line.
pub fn replace(line: usize, text: &str) -> Json {
    json!([{ "line": line, "text": text }])
}
