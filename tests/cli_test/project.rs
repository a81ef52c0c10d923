//! A small project on disk, and runs of the binary in it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::Value as Json;

/// The agent of the project: one action, one variable.
pub const AGENT: &str = r#"name: Order desk
prompt: p.md
greeting: Hello, how can I help?
timezone: Europe/Berlin
region: DE
actions:
  - name: Lookup Order Status
    description: Look up the delivery status of a customer's order by its order number
    method: GET
    url: https://api.example.com/orders
    auth: { bearer: { secret: ORDERS_TOKEN } }
    query: { order: "{{order_number}}" }
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
    response: { keep: [status, tracking] }
"#;
const PROMPT: &str = "You help with the 'Lookup Order Status' tool.\n";
const API: &str =
    "Lookup Order Status: { status: 200, json: { status: shipped, tracking: 1Z999 } }\n";

/// A scenario that holds.
pub const HOLDS: &str = "description: holds
turns:
  - user: Where is my order ORD-12345?
    expect: { reply: { contains: shipped } }
";
/// A scenario that does not.
pub const FAILS: &str = "description: fails
turns:
  - user: Where is my order ORD-12345?
    expect: { reply: { contains: lost } }
";

pub struct Project {
    disk: tempfile::TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// This status, and these texts in what was printed.
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

impl Project {
    /// With the agent and no scenario.
    pub fn new() -> Self {
        let project = Self { disk: tempfile::tempdir().unwrap() };
        // It is a project of its own, wherever the temporary folder lies.
        fs::create_dir(project.path(".git")).unwrap();
        project.write("scenarios/desk/agent.yaml", AGENT);
        project.write("scenarios/desk/p.md", PROMPT);
        project.write("scenarios/desk/api.yaml", API);
        project
    }

    /// With these scenarios, by name.
    pub fn with(scenarios: &[(&str, &str)]) -> Self {
        let project = Self::new();
        scenarios.iter().for_each(|(name, text)| project.scenario(name, text));
        project
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.disk.path().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub fn scenario(&self, name: &str, text: &str) {
        self.write(&format!("scenarios/desk/{name}.scenario.yaml"), text);
    }

    /// `rehearsal test` at the root, with nothing in its environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.command_of("test", arguments)
    }

    /// Any command of `rehearsal` at the root, with nothing in its environment.
    pub fn command_of(&self, name: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
        command.current_dir(self.disk.path()).env_clear().arg(name).args(arguments);
        command.stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, &[])
    }

    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Ended {
        let mut command = self.command(arguments);
        command.envs(environment.iter().copied());
        ended(command, b"")
    }

    pub fn run_from(&self, folder: &str, arguments: &[&str]) -> Ended {
        let mut command = self.command(arguments);
        command.current_dir(self.path(folder));
        ended(command, b"")
    }

    pub fn run_piped(&self, arguments: &[&str], input: &str) -> Ended {
        ended(self.command(arguments), input.as_bytes())
    }

    /// The JSON report of a run that ends so.
    #[track_caller]
    pub fn report(&self, status: i32, arguments: &[&str]) -> Json {
        let file = self.path("report-of-test.json");
        let report = format!("json={}", file.display());
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--report", &report]).collect();
        self.run(&arguments).says(status, &[]);
        json(&file)
    }

    /// The ids that a run plays, in order.
    #[track_caller]
    pub fn played(&self, arguments: &[&str]) -> Vec<String> {
        ids(&self.report(0, arguments))
    }

    /// The ids that `--list` names.
    #[track_caller]
    pub fn listed(&self, arguments: &[&str]) -> Vec<String> {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--list"]).collect();
        let listed = self.run(&arguments).says(0, &[]).out;
        let first = |line: &str| line.split("  ").next().unwrap_or_default().to_owned();
        listed.lines().map(first).collect()
    }
}

pub fn json(path: &Path) -> Json {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

pub fn ids(report: &Json) -> Vec<String> {
    let scenarios = report["scenarios"].as_array().unwrap();
    scenarios.iter().map(|scenario| scenario["id"].as_str().unwrap().to_owned()).collect()
}

/// Runs a command to its end; nothing it prints may steer a terminal.
pub fn ended(command: Command, input: &[u8]) -> Ended {
    let mut command = assert_cmd::Command::from_std(command);
    let output = command.timeout(Duration::from_secs(120)).write_stdin(input).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(!err.contains("panicked"), "{err}");
    let steers = |c: char| c.is_control() && c != '\n' && c != '\t';
    assert!(!out.contains(steers) && !err.contains(steers), "{out:?}\n{err:?}");
    Ended { status: output.status.code(), out, err }
}
