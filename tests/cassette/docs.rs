//! The commands of docs/cassettes.md end as they say, and its files are recordings.

use std::{fs, path::Path, process::Command};

use rehearsal::{cassette, diagnostic::SourceFile};

use super::shelf::complaint;

const DOCUMENT: &str = include_str!("../../docs/cassettes.md");

/// The fenced blocks whose first word is this, with the rest of their first line.
fn blocks(kind: &str) -> Vec<(&'static str, &'static str)> {
    let fences = DOCUMENT.split("\n```").skip(1).step_by(2);
    let heads = fences.filter_map(|fence| fence.split_once('\n'));
    heads.filter_map(|(head, text)| Some((head.strip_prefix(kind)?.trim(), text))).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &target),
            false => assert!(fs::copy(&path, target).is_ok()),
        }
    }
}

#[cfg(unix)]
#[test]
fn the_commands_end_as_the_document_says() {
    let disk = tempfile::tempdir().unwrap();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["scenarios/order-desk", "prompts"] {
        copy(&here.join(folder), &disk.path().join(folder));
    }
    fs::create_dir(disk.path().join(".rehearsal")).unwrap();
    let binary = Path::new(env!("CARGO_BIN_EXE_rehearsal")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), env!("PATH"));
    let commands = blocks("sh");
    assert!(commands.len() >= 4);
    for (head, script) in commands {
        let exit: i32 = head.strip_prefix("exit=").unwrap_or("0").parse().unwrap();
        let mut command = Command::new("sh");
        command.env_clear().env("PATH", &path).arg("-c").arg(script).current_dir(disk.path());
        let output = command.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(exit), "{script}\n{told}");
        for (of, said) in blocks("text") {
            if script.contains(of) {
                assert!(told.contains(said.trim()), "{script}\n{told}");
            }
        }
    }
}

#[test]
fn the_files_of_the_document_are_recordings() {
    let files = blocks("json");
    assert!(files.len() >= 2);
    for (_, text) in files {
        assert_eq!(complaint(&serde_json::from_str(text).unwrap()), None, "{text}");
        let read = cassette::parse(&SourceFile::new("a.json", text)).unwrap();
        assert_eq!(cassette::print(&read).unwrap().trim(), text.trim());
    }
}
