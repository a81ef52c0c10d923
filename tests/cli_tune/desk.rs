//! A project with two prompts, and runs of `tune` in it.

use std::fs;

use serde_json::Value as Json;

use crate::project::{AGENT, Ended, Project, ended, json};

/// The agent's own prompt.
pub const PROMPT: &str = r#"# Order desk

You help with the 'Lookup Order Status' tool. Be brief.

If the tool returns an error:
- 404: "I don't see an order with that number. Could you double-check?"
- 500: "Our system is down right now."
- Timeout: "That takes longer than it should."
- Any other error: "Something is not working. Please try again later."
"#;

/// Some cells of the matrix, few enough for a test.
pub const SOME: [&str; 12] = [
    "--caller",
    "one_by_one",
    "--cell",
    "*/ok",
    "--cell",
    "*/404",
    "--cell",
    "*/500",
    "--cell",
    "*/timeout",
    "--cell",
    "*/reset",
];

pub struct Desk {
    pub project: Project,
}

impl Desk {
    pub fn new() -> Self {
        let project = Project::new();
        project.write("scenarios/desk/p.md", PROMPT);
        let all: Vec<&str> = PROMPT.lines().collect();
        project.write("worse.md", all[..all.len() - 1].join("\n"));
        Self { project }
    }

    /// `rehearsal tune` of the agent.
    pub fn command(&self, arguments: &[&str]) -> std::process::Command {
        let all: Vec<&str> = ["scenarios/desk"].iter().chain(arguments).copied().collect();
        self.project.command_of("tune", &all)
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        ended(self.command(arguments), b"")
    }

    /// The JSON report of a run that ends so.
    #[track_caller]
    pub fn report(&self, status: i32, arguments: &[&str]) -> Json {
        let all: Vec<&str> =
            arguments.iter().copied().chain(["--report", "json=report.json"]).collect();
        self.run(&all).says(status, &[]);
        json(&self.project.path("report.json"))
    }

    pub fn agent(&self, change: impl Fn(&str) -> String) {
        self.project.write("scenarios/desk/agent.yaml", change(AGENT));
    }

    /// The lines of the journal that are whole.
    pub fn journal(&self) -> Vec<Json> {
        let file = self.project.path(".rehearsal/last-tuning.jsonl");
        let text = fs::read_to_string(file).unwrap_or_default();
        let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        whole.map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// How many cells a report holds, over all its variants.
    pub fn cells(report: &Json) -> usize {
        let variants = report["variants"].as_array().unwrap();
        let repeat = report["facts"]["repeat"].as_u64().unwrap() as usize;
        let scored = variants.iter().map(|variant| variant["scored"].as_array().unwrap().len());
        scored.sum::<usize>() / repeat
    }

    /// The cells in the journal, each with its variant, in the order in which they ended.
    pub fn ended_cells(&self) -> Vec<String> {
        let journal = self.journal();
        let cells = journal.iter().map(|line| &line["result"]["cell"]);
        let whole = cells.filter(|cell| cell["is_whole"] == true);
        whole.map(|cell| format!("{} {}", cell["variant"], cell["cell"])).collect()
    }
}

/// A report without what differs from run to run.
pub fn settled(mut report: Json) -> String {
    fn without_times(value: &mut Json) {
        match value {
            Json::Object(map) => {
                map.retain(|key, _| !matches!(key.as_str(), "ms" | "timings" | "started"));
                map.values_mut().for_each(without_times);
            }
            Json::Array(items) => items.iter_mut().for_each(without_times),
            _ => {}
        }
    }
    without_times(&mut report);
    serde_json::to_string_pretty(&report).unwrap()
}
