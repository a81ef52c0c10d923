//! `rehearsal chat` with piped input: the real binary, the sample agent, the stub API.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may")]

use std::{fs, path::Path};

use assert_cmd::Command;
use serde_json::Value as Json;

const NOW: &str = "2026-03-02T10:00:00+01:00";

fn chat(arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("rehearsal"));
    command.env_clear().args(["chat", "scenarios/order-desk", "--now", NOW]).args(arguments);
    command
}

fn said(arguments: &[&str], input: impl Into<Vec<u8>>) -> (Vec<String>, String, i32) {
    let output = chat(arguments).write_stdin(input).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    (text.lines().map(str::to_owned).collect(), errors, output.status.code().unwrap())
}

fn json(line: &str) -> Json {
    serde_json::from_str(line).unwrap()
}

#[test]
fn each_reply_is_a_line_and_the_greeting_comes_first() {
    let (lines, _, code) = said(
        &["--contact", "first_name=Ada"],
        "what's the status of my order?\n48213\n\n4821\nit's ord 12345",
    );
    assert_eq!(lines[0], "Hello Ada, how can I help?");
    assert_eq!(lines.len(), 5, "{lines:#?}");
    assert!(lines[4].contains("shipped") && lines[4].contains("1Z999AA10123456789"), "{lines:#?}");
    assert_eq!(code, 0);
}

#[test]
fn a_wrong_number_is_told_in_the_prompts_own_words_and_asked_again() {
    let (lines, _, _) = said(&["--json"], "order ORD-99999, customer 48213, PIN 4821\nORD-12345\n");
    let turn = json(&lines[1]);
    assert!(turn["reply"].as_str().unwrap().contains("double-check"), "{turn}");
    assert_eq!(turn["asks_for"], "order_number");
    let turn = json(&lines[2]);
    assert_eq!(turn["slots"]["order_number"]["value"], "ORD-12345");
    assert_eq!(turn["calls"][0]["outcome"]["class"], "success");
}

#[test]
fn json_turns_carry_no_secret_and_no_sensitive_value() {
    let (lines, _, code) =
        said(&["--json"], "where is order ORD-12345? customer 48213, PIN 4821\n/undo\n");
    assert_eq!((lines.len(), code), (2, 0));
    assert_eq!(json(&lines[0])["turn"], 0);
    let turn = json(&lines[1]);
    assert_eq!(turn["calls"].as_array().unwrap().len(), 2);
    assert_eq!(turn["calls"][1]["request"]["method"], "GET");
    assert!(!lines[1].contains("\"4821\"") && !lines[1].contains("PIN 4821"), "{turn}");
}

#[test]
fn the_same_talk_is_the_same_to_the_byte() {
    let talk = "where is order ORD-12345? customer 48213, PIN 4821\n/silence 8s\nbye\n";
    assert_eq!(said(&["--json"], talk), said(&["--json"], talk));
}

#[test]
fn a_talk_goes_on_from_its_state() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talk.json");
    let arguments = ["--json", "--state", path.to_str().unwrap()];
    let (first, _, _) = said(&arguments, "where is my order?");
    assert_eq!(first.len(), 2, "greeting and turn");
    for (utterance, asks_for) in [("48213", "pin"), ("4821", "order_number")] {
        let (lines, errors, code) = said(&arguments, utterance);
        assert_eq!((lines.len(), errors.as_str(), code), (1, "", 0));
        assert_eq!(json(&lines[0])["asks_for"], asks_for);
    }
    let (lines, _, _) = said(&arguments, "/undo 2\n48213");
    assert_eq!(json(&lines[0])["turn"], 2);
    assert_eq!(json(&lines[0])["asks_for"], "pin");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing temporary is left");
}

#[test]
fn what_the_api_was_set_to_is_kept_and_undone_with_the_talk() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talk.json");
    let arguments = ["--state", path.to_str().unwrap()];
    said(&arguments, "/api Lookup Order Status 500\n");
    let (lines, _, _) = said(&arguments, "where is order ORD-12345? customer 48213, PIN 4821\n");
    assert!(lines[0].contains("trouble"), "{lines:?}");
    let (lines, ..) = said(
        &arguments,
        "/undo\n/api \"Lookup Order Status\" rules\norder ORD-12345? customer 48213, PIN 4821\n",
    );
    assert!(lines.last().unwrap().contains("shipped"), "{lines:?}");
}

#[test]
fn a_state_that_cannot_be_gone_on_with_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talk.json");
    let other = r#"{"format":1,"agent":"CRM","fingerprint":"0"}"#;
    for (text, tells) in
        [("{ broken", "no state"), (other, "another agent"), ("\u{1b}[2J", "no state")]
    {
        fs::write(&path, text).unwrap();
        let (lines, errors, code) = said(&["--state", path.to_str().unwrap()], "hello\n");
        assert_eq!((lines.len(), code), (0, 2), "{errors}");
        assert!(errors.contains(tells) && !errors.contains('\u{1b}'), "{errors:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    said(&["--state", folder.path().join("new.json").to_str().unwrap()], "hello\n");
    let kept = fs::read_to_string(folder.path().join("new.json")).unwrap();
    let changed = regex::Regex::new("\"fingerprint\":\"[0-9a-f]+\"").unwrap();
    fs::write(&path, changed.replace(&kept, "\"fingerprint\":\"0\"").as_ref()).unwrap();
    let (_, errors, code) = said(&["--state", path.to_str().unwrap()], "hello\n");
    assert!(errors.contains("have changed") && code == 2, "{errors}");
    let nowhere = folder.path().join("none/talk.json");
    let (_, errors, code) = said(&["--state", nowhere.to_str().unwrap()], "hello\n");
    assert!(errors.contains("cannot be written") && code == 2, "{errors}");
}

#[test]
fn what_cannot_be_said_is_told_and_the_talk_goes_on() {
    let mut input = b"where is my order?\n\xff\xfe binary\n".to_vec();
    input.extend(vec![b'x'; 1 << 20]);
    input.extend_from_slice(b"\n/stat\n48213\n");
    let (lines, errors, code) = said(&[], input);
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(errors.contains("line 2 was not said: it is not UTF-8 text"), "{errors}");
    assert!(errors.contains("line 3") && errors.contains("8192 characters"), "{errors}");
    assert!(errors.contains("did you mean `/state`?"), "{errors}");
    assert_eq!(code, 2);
}

#[test]
fn no_escape_of_a_user_or_an_api_gets_out() {
    let evil = "\\u001b]0;owned\\u0007\\u009b31m\\u202e";
    let input = format!(
        "hello \u{1b}[2J\u{9b}31m \u{202e}\n/api \"Lookup Order Status\" 200 {{\"status\": \"{evil}\"}}\n\
         where is order ORD-12345? customer 48213, PIN 4821\n/calls\n/why\n/state\n/nope\u{1b}[2J\n"
    );
    for arguments in [&[][..], &["--json"], &["--color", "always"]] {
        let output = chat(arguments).write_stdin(input.clone()).output().unwrap();
        let shown = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        let bad = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!shown.contains(bad), "{shown:?}");
        assert!(shown.contains("owned"), "{shown}");
    }
}

#[test]
fn a_transcript_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str| {
        let path = folder.path().join(name);
        let input = format!(
            "where is order ORD-12345? customer 48213, PIN 4821\n/transcript {0}\n/transcript {0}\n/transcript! {0}\n",
            path.display()
        );
        let (lines, errors, code) = said(&[], input);
        assert!(lines[2].starts_with("Wrote 2 turns") && lines[3].starts_with("Wrote 2 turns"));
        assert!(errors.contains("is there already"), "{errors}");
        assert_eq!(code, 2);
        fs::read_to_string(path).unwrap()
    };
    let text = write("talk.txt");
    assert!(text.contains("agent  Thank you. Your order has been shipped"), "{text}");
    assert!(text.contains("order_number = ORD-12345") && !text.contains("PIN 4821"), "{text}");
    let kept = json(&write("talk.json"));
    assert_eq!(kept["turns"].as_array().unwrap().len(), 2);
}

#[test]
fn branches_and_restarts_work_piped_too() {
    let (lines, errors, code) = said(
        &[],
        "where is my order?\n/fork wrong\n48213\n/switch main\n/switch\n/restart\n/quit\nnever said\n",
    );
    assert_eq!((errors.lines().count(), code), (1, 0), "{errors}");
    assert!(lines[3].contains("PIN"), "{lines:#?}");
    assert_eq!(
        &lines[4..6],
        ["Now on branch main. Last said:", "  Before I do that: what is the customer number?"]
    );
    assert_eq!(&lines[6..], ["* main", "  wrong", "Hello, how can I help?"]);
}

#[test]
fn the_talks_end_ends_the_session_and_a_finished_state_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talk.json");
    let arguments = ["--state", path.to_str().unwrap()];
    let (lines, _, code) = said(&arguments, "bye\nwhere is my order?\n");
    assert_eq!((lines.len(), code), (2, 0), "{lines:?}");
    let (lines, errors, code) = said(&arguments, "where is my order?\n");
    assert_eq!((lines.len(), code), (0, 2));
    assert!(errors.contains("the talk is over"), "{errors}");
    let (lines, _, code) = said(&arguments, "/restart\n");
    assert_eq!((lines.len(), code), (1, 0));
}

#[test]
#[cfg(unix)]
fn a_closed_output_is_no_error() {
    let binary = assert_cmd::cargo::cargo_bin!("rehearsal");
    let script = format!(
        "(while sleep 0.01; do echo hello; done | '{}' chat scenarios/order-desk; echo $? >&2) | head -n 1",
        Path::new(&binary).display()
    );
    let output = std::process::Command::new("bash").args(["-c", &script]).output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors.lines().last(), Some("0"), "{errors}");
}

#[test]
fn a_missing_agent_is_told() {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("rehearsal"));
    let output = command.args(["chat", "no/such/agent"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("does not exist"));
}
