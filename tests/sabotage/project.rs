//! A project in which every row has a copy of its agent, with one thing damaged.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value as Json;
use tempfile::TempDir;

/// One damage: a scenario that holds, a file, what is replaced there and by what; then what it must
/// come to: a failure's code, a diagnostic's code, or `inconclusive`; and words that say why.
pub type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// The program, without anything from the environment.
pub fn rehearsal() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    command.env_clear();
    command
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Copies of sample agents, each in a folder of its own.
pub struct Project {
    pub folder: TempDir,
}

impl Project {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["scenarios", "prompts"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Copies the agent of a scenario, and of its scenarios this one.
    pub fn add(&self, name: &str, scenario: &str) {
        let (agent, file) = scenario.split_once('/').unwrap();
        let from = root().join("scenarios").join(agent);
        let to = self.path().join("scenarios").join(name);
        let scenario = format!("{file}.scenario.yaml");
        for part in ["agent.yaml", "api.yaml", &scenario] {
            copy(&from.join(part), &to.join(part));
        }
        for shared in fs::read_dir(from.join("shared")).into_iter().flatten() {
            let shared = shared.unwrap().file_name();
            copy(&from.join("shared").join(&shared), &to.join("shared").join(&shared));
        }
        let prompt = format!("prompts/{agent}.md");
        copy(&root().join(&prompt), &self.path().join(format!("prompts/{name}.md")));
        self.edit(&format!("scenarios/{name}/agent.yaml"), &prompt, &format!("prompts/{name}.md"));
    }

    /// Replaces what stands exactly once in a file.
    pub fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from:?} in {file}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// Adds the agent of a row and does the damage.
    pub fn damage(&self, name: &str, (scenario, file, from, to, ..): &Row) {
        self.add(name, scenario);
        let (_, own) = scenario.split_once('/').unwrap();
        let file = match *file {
            "prompt" => format!("prompts/{name}.md"),
            "scenario" => format!("scenarios/{name}/{own}.scenario.yaml"),
            other => format!("scenarios/{name}/{other}"),
        };
        self.edit(&file, from, to);
    }

    /// Plays what is named and reads the report.
    pub fn test(&self, arguments: &[&str]) -> (Output, Json) {
        let report = self.path().join("report.json");
        let output = rehearsal()
            .current_dir(self.path())
            .arg("test")
            .args(arguments)
            .arg(format!("--report=json={}", report.display()))
            .output()
            .unwrap();
        let json = fs::read_to_string(&report).unwrap_or_else(|_| "{}".to_owned());
        (output, serde_json::from_str(&json).unwrap())
    }
}

fn copy(from: &PathBuf, to: &Path) {
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
}
