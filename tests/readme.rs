//! The commands of the README and of the documents do what stands below them.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use rehearsal::diagnostic::SourceFile;
use serde_json::Value as Json;

/// A fenced block: the word behind the fence, and the text.
struct Block {
    kind: String,
    text: String,
}

fn blocks(document: &str) -> Vec<Block> {
    let text = fs::read_to_string(document).unwrap();
    let fences = text.split("\n```").skip(1).step_by(2);
    let block = |fence: &str| {
        let (kind, text) = fence.split_once('\n').unwrap_or((fence, ""));
        Block { kind: kind.trim().to_owned(), text: text.to_owned() }
    };
    fences.map(block).collect()
}

fn block(document: &str, kind: &str) -> String {
    blocks(document).into_iter().find(|block| block.kind == kind).unwrap().text
}

/// Runs a line of shell in a folder, with the binary under test as `rehearsal` and no secrets set.
fn shell(script: &str, folder: &Path) -> (Option<i32>, String) {
    let binary = Path::new(env!("CARGO_BIN_EXE_rehearsal"));
    let path = format!("{}:{}", binary.parent().unwrap().display(), env!("PATH"));
    let script = script.replace("cargo run --release --", "rehearsal");
    let mut command = Command::new("sh");
    command.env_clear().env("PATH", path).arg("-c").arg(script).current_dir(folder);
    let output = command.stdin(Stdio::null()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether all that is documented was printed; what was printed may have more keys.
fn holds(documented: &Json, printed: &Json) -> bool {
    match (documented, printed) {
        (Json::Object(documented), Json::Object(printed)) => documented
            .iter()
            .all(|(key, value)| printed.get(key).is_some_and(|printed| holds(value, printed))),
        (Json::Array(documented), Json::Array(printed)) => {
            documented.len() == printed.len()
                && documented.iter().zip(printed).all(|(one, other)| holds(one, other))
        }
        (documented, printed) => documented == printed,
    }
}

fn values(text: &str) -> Vec<Json> {
    let values = serde_json::Deserializer::from_str(text).into_iter();
    values.collect::<Result<_, _>>().unwrap()
}

/// Runs every command of a document and compares it with the block below it; says how many it ran.
fn run_all(document: &str) -> usize {
    let blocks = blocks(document);
    let mut ran = 0;
    for (at, block) in blocks.iter().enumerate().filter(|(_, block)| block.kind == "sh") {
        let command = block.text.trim();
        if command == "cargo test" {
            continue;
        }
        let (status, printed) = shell(command, here());
        let next = blocks.get(at + 1);
        match next.map(|next| (next.kind.as_str(), next.text.as_str())) {
            Some(("text", documented)) => {
                assert_eq!(printed.trim(), documented.trim(), "{command}")
            }
            Some(("json", documented)) => {
                let (documented, printed) = (values(documented), values(&printed));
                let (one, other) = (Json::from(documented), Json::from(printed));
                assert!(holds(&one, &other), "{command}\ndocumented {one:#}\nprinted {other:#}");
            }
            _ => assert_eq!(status, Some(0), "{command}\n{printed}"),
        }
        ran += 1;
    }
    ran
}

#[test]
fn the_commands_of_the_readme_run() {
    assert_eq!(run_all("README.md"), 4);
    let first: Vec<Block> = blocks("README.md").into_iter().take(2).collect();
    assert_eq!(first[0].text.trim(), "cargo run --release -- chat scenarios/order-desk");
    assert_eq!(first[1].text.trim(), "cargo test");
}

#[test]
fn the_examples_of_the_interfaces_are_true() {
    assert_eq!(run_all("docs/interfaces.md"), 5);
}

#[test]
fn the_talk_of_the_readme_is_what_the_agent_says() {
    let talk = block("README.md", "talk");
    let said = talk.lines().filter_map(|line| line.strip_prefix("you    "));
    let said: Vec<String> = said.map(|line| format!("'{}'", line.replace('\'', r"'\''"))).collect();
    let score = talk.lines().find_map(|line| line.split("├ Lookup Order Status ").nth(1)).unwrap();
    let score = score.split(' ').next().unwrap();
    let (_, scored) =
        shell(&format!("rehearsal understand scenarios/order-desk {}", said[0]), here());
    assert!(
        scored.contains(&format!("  {score}  Lookup Order Status")),
        "mend README.md: {scored}"
    );
    let script = format!(
        "printf '%s\\n' {} | rehearsal chat scenarios/order-desk --now 2026-03-02T10:00",
        said.join(" ")
    );
    let (status, printed) = shell(&script, here());
    assert_eq!(status, Some(0));
    let mut replies: Vec<String> = Vec::new();
    let mut is_reply = false;
    for line in talk.lines() {
        match line.strip_prefix("agent  ") {
            Some(reply) => replies.push(reply.to_owned()),
            None if is_reply && line.starts_with("       ") && !line.contains(".md:") => {
                let reply = replies.last_mut().unwrap();
                *reply = format!("{reply} {}", line.trim());
            }
            None => {}
        }
        is_reply = line.starts_with("agent  ");
    }
    assert_eq!(replies, printed.lines().collect::<Vec<_>>());
}

#[test]
fn the_finding_of_the_readme_is_what_check_says() {
    let disk = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| {
        let path = disk.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let read = |name: &str| fs::read_to_string(here().join(name)).unwrap();
    let agent = read("scenarios/order-desk/agent.yaml");
    let url = "url: https://api.company.com/orders";
    write("Cargo.toml", String::new());
    write("prompts/order-desk.md", read("prompts/order-desk.md"));
    write(
        "scenarios/order-desk/agent.yaml",
        agent.replace(url, &format!("{url}/{{{{order_number}}}}")),
    );
    let (status, printed) = shell("rehearsal check scenarios/order-desk", disk.path());
    assert_eq!(status, Some(2));
    assert_eq!(printed.trim(), block("README.md", "check").trim());
}

#[test]
fn a_new_project_checks_and_chats_at_once() {
    let disk = tempfile::tempdir().unwrap();
    let (status, printed) = shell(
        "rehearsal init my-desk && rehearsal check --deny-warnings my-desk && echo hello | rehearsal chat my-desk/scenarios/table-desk",
        disk.path(),
    );
    assert_eq!(status, Some(0), "{printed}");
}

#[test]
fn every_link_of_the_readme_leads_somewhere() {
    let text = fs::read_to_string("README.md").unwrap();
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    for link in links.filter(|link| !link.contains("://")) {
        assert!(here().join(link).exists(), "{link}");
    }
}

#[test]
fn the_examples_of_the_stub_api_can_be_read() {
    let mut read = 0;
    for block in blocks("docs/stub-api.md").iter().filter(|block| block.kind == "yaml") {
        let names = block.text.lines().filter_map(|line| line.split_once(':'));
        let actions: String = names
            .map(|(name, _)| name)
            .filter(|name| name.starts_with(char::is_alphabetic))
            .map(|name| {
                format!("  - {{ name: {name}, description: Do this for the customer, method: GET, url: \"https://a.test\" }}\n")
            })
            .collect();
        let agent = agent_with(&actions);
        let source = SourceFile::new("api.yaml", block.text.as_str());
        let (_, found) = rehearsal::api::parse(&source, &agent);
        assert_eq!(found, [], "{}", block.text);
        read += 1;
    }
    assert_eq!(read, 2);
}

fn agent_with(actions: &str) -> rehearsal::agent::Agent {
    let agent = format!("name: a\nprompt: p.md\nactions:\n{actions}");
    let prompt = SourceFile::new("p.md", "Be kind.");
    let agent = SourceFile::new("agent.yaml", agent);
    rehearsal::agent::format::parse(&agent, Some(&prompt)).agent.unwrap()
}

#[test]
fn the_faults_of_a_scenario_in_the_documentation_can_be_read() {
    let agent = agent_with(
        "  - { name: Lookup Order Status, description: Do this for the customer, method: GET, \
         url: \"https://a.test\", query: { id: \"{{order_number}}\" }, variables: [{ name: order_number, \
         type: string, description: The number, example: ORD-1, required: true }] }\n",
    );
    let source = SourceFile::new("a.scenario.yaml", block("docs/stub-api.md", "yaml faults"));
    let (node, _) = rehearsal::yaml::read(&source);
    let (faults, found) = rehearsal::api::parse_faults(&source, &node.unwrap(), &agent);
    assert_eq!((faults.len(), found), (4, vec![]));
}

#[test]
fn the_schema_of_an_answer_in_the_documentation_can_be_read() {
    let response = block("docs/stub-api.md", "yaml response").replace('\n', "\n    ");
    let agent = agent_with(&format!(
        "  - name: Lookup Order Status\n    description: Do this for the customer\n    method: GET\n    \
         url: https://a.test\n    {response}\n",
    ));
    let schema = agent.actions[0].response.schema.clone().unwrap();
    assert_eq!(schema.properties.len(), 3);
    let fine = serde_json::json!({ "status": "open", "eta": null, "parcels": [{ "id": 1 }] });
    assert_eq!(rehearsal::api::breach(&schema, Some(&fine)), None);
    let broken = serde_json::json!({ "status": "gone" });
    assert!(rehearsal::api::breach(&schema, Some(&broken)).is_some());
}

#[test]
fn every_fault_is_documented() {
    let text = fs::read_to_string("docs/stub-api.md").unwrap();
    for (name, _) in rehearsal::api::Fault::ALL {
        assert!(text.contains(&format!("`{name}`")), "{name}");
    }
}
