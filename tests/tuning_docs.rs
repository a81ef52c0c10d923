//! The steps of docs/tuning.md do what the page says.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

/// A fenced block: the words behind the fence, and the text.
struct Block {
    kind: String,
    text: String,
}

fn blocks() -> Vec<Block> {
    let page = fs::read_to_string("docs/tuning.md").unwrap();
    let block = |fence: &str| {
        let (kind, text) = fence.split_once('\n').unwrap();
        Block { kind: kind.trim().to_owned(), text: text.to_owned() }
    };
    page.split("\n```").skip(1).step_by(2).map(block).collect()
}

/// The agent of the page in a project of its own, where reports may be written.
fn project() -> tempfile::TempDir {
    let disk = tempfile::tempdir().unwrap();
    let folder = disk.path().join("docs/tuning");
    fs::create_dir_all(&folder).unwrap();
    fs::write(disk.path().join("Cargo.toml"), "").unwrap();
    for file in fs::read_dir("docs/tuning").unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.join(file.file_name())).unwrap();
    }
    disk
}

/// Runs a line of shell, with the binary under test as `rehearsal` and no secrets set.
fn shell(line: &str, folder: &Path) -> (Option<i32>, String) {
    let binary = Path::new(env!("CARGO_BIN_EXE_rehearsal"));
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", binary.parent().unwrap().display());
    let mut command = Command::new("sh");
    command.env_clear().env("PATH", path).arg("-c").arg(line).current_dir(folder);
    let output = command.stdin(Stdio::null()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

/// What was printed, but for how long it took.
fn without_time(printed: &str) -> String {
    let line = |line: &str| match line.split_once(" · seed 1 · ") {
        Some((before, _)) => format!("{before} · seed 1"),
        None => line.to_owned(),
    };
    printed.trim_end().lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_step_prints_what_stands_below_it() {
    let (blocks, disk) = (blocks(), project());
    let mut ran = 0;
    for (block, next) in blocks.iter().zip(blocks.iter().skip(1)) {
        if block.kind != "sh" {
            continue;
        }
        assert_eq!(next.kind, "text", "{}", block.text);
        let (status, printed) = shell(block.text.trim(), disk.path());
        assert_eq!(status, Some(0), "{}", block.text);
        assert_eq!(without_time(&printed), without_time(&next.text), "{}", block.text);
        ran += 1;
    }
    assert_eq!(ran, 8);
    let gate = blocks.iter().find(|block| block.text.contains("--gate")).unwrap();
    let (alone, _) = gate.text.split_once(" | ").unwrap();
    assert_eq!(shell(alone, disk.path()).0, Some(1), "the gate is shut");
}

#[test]
fn every_line_of_a_prompt_stands_in_its_file() {
    let mut lines = 0;
    for block in blocks() {
        let Some(file) = block.kind.strip_prefix("md ") else { continue };
        let prompt = fs::read_to_string(Path::new("docs/tuning").join(file)).unwrap();
        for line in block.text.lines() {
            assert!(prompt.lines().any(|known| known == line), "{file}: {line}");
            lines += 1;
        }
    }
    assert_eq!(lines, 10);
}

#[test]
fn the_last_prompt_holds_and_nothing_is_found_in_it() {
    let disk = project();
    let line = "rehearsal tune docs/tuning --prompt docs/tuning/4-promise.md --caller all_at_once \
                --report json=-";
    let (status, printed) = shell(line, disk.path());
    assert_eq!(status, Some(0));
    let report: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let variant = &report["variants"][0];
    assert_eq!(variant["advice"].as_array().map(Vec::len).unwrap_or_default(), 0, "{variant:#}");
    let scored = variant["scored"].as_array().unwrap();
    assert!(scored.len() > 300 && scored.iter().all(|one| one["score"] == "held"));
}

#[test]
fn every_link_of_the_page_leads_somewhere() {
    let page = fs::read_to_string("docs/tuning.md").unwrap();
    let links = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    for link in links.filter(|link| !link.contains("://")) {
        assert!(Path::new("docs").join(link).exists(), "{link}");
    }
}
