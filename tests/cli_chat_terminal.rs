//! `rehearsal chat` on a terminal: a pseudo-terminal with keys, completion, Ctrl-C and resize.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may")]

use std::{process::Command, time::Duration};

use expectrl::{Eof, Expect, Session, process::unix::WaitStatus, session::OsSession};

const CTRL_C: &str = "\u{3}";
const CTRL_D: &str = "\u{4}";
const UP: &str = "\u{1b}[A";

/// A terminal with a talk on it.
struct Terminal {
    session: OsSession,
    seen: String,
}

impl Terminal {
    fn open(columns: u16, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("rehearsal"));
        command.args(["chat", "scenarios/order-desk", "--now", "2026-03-02T10:00:00+01:00"]);
        command.args(arguments).env_clear();
        command.envs([("TERM", "xterm-256color"), ("LANG", "C.UTF-8")]);
        command.envs(environment.iter().copied());
        // The size is set before the program starts: a shell waits for a line first.
        let mut shell = Command::new("sh");
        shell.args(["-c", "read go; exec \"$@\"", "sh"]).arg(command.get_program());
        shell.args(command.get_args()).env_clear();
        shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let mut session = Session::spawn(shell).unwrap();
        session.set_expect_timeout(Some(Duration::from_secs(60)));
        session.get_process_mut().set_window_size(columns, 40).unwrap();
        session.send_line("").unwrap();
        Self { session, seen: String::new() }
    }

    fn keys(&mut self, keys: &str) {
        self.session.send(keys).unwrap();
    }

    /// Types a line once the prompt is there, and waits for what comes of it.
    fn say(&mut self, line: &str, answer: &str) -> String {
        self.keys(&format!("{line}\r"));
        self.sees(answer)
    }

    /// Waits for this text and gives what came before and with it.
    fn sees(&mut self, text: &str) -> String {
        match self.session.expect(text) {
            Ok(found) => {
                let part = String::from_utf8_lossy(found.as_bytes()).into_owned();
                self.seen.push_str(&part);
                part
            }
            Err(error) => panic!("{text:?} did not come: {error}\n{}", self.seen),
        }
    }

    fn ends(mut self) -> String {
        let rest = self.session.expect(Eof).unwrap();
        self.seen.push_str(&String::from_utf8_lossy(rest.as_bytes()));
        let status = self.session.get_process().wait().unwrap();
        assert!(matches!(status, WaitStatus::Exited(_, 0)), "{status:?}\n{}", self.seen);
        self.seen
    }
}

#[test]
fn a_whole_talk_with_keys() {
    let mut terminal =
        Terminal::open(100, &["--color", "never", "--contact", "first_name=Ada"], &[]);
    terminal.sees("Order desk · offline model · stub API · 2026-03-02 10:00 Europe/Berlin");
    terminal.sees("agent  Hello Ada, how can I help?");
    terminal.sees("you    ");
    terminal.say("where is my order? it's ord 12345", "order_number = ORD-12345");
    terminal.sees("asks for customer_number");
    terminal.sees("you    ");
    terminal.say("four eight two one three, pin's 4821", "customer_number = 48213");
    terminal.sees("pin = ••••");
    terminal.sees("GET /orders?order_id=ORD-12345&include=tracking 200");
    terminal.sees("1Z999AA10123456789");
    terminal.sees("you    ");
    terminal.say("/why", "read as ••••");
    terminal.sees("you    ");
    terminal.say("/undo 2", "Took 2 turns back");
    terminal.sees("you    ");
    terminal.say("/stat", "did you mean `/state`?");
    terminal.sees("you    ");
    terminal.keys(CTRL_D);
    terminal.ends();
}

#[test]
fn tab_completes_commands_actions_and_faults() {
    let mut terminal = Terminal::open(100, &["--color", "never"], &[]);
    terminal.sees("you    ");
    terminal.keys("/ap\tlook\tmalf\t");
    terminal.sees("malformed_json");
    terminal.keys("\r");
    terminal.sees("From now on Lookup Order Status misbehaves (fault: malformed_json).");
    terminal.sees("you    ");
    terminal.keys("/qu\t\r");
    terminal.ends();
}

#[test]
fn a_sensitive_answer_is_not_offered_again() {
    let mut terminal = Terminal::open(100, &["--color", "never"], &[]);
    terminal.sees("you    ");
    terminal.say("where is my order?", "asks for customer_number");
    terminal.sees("you    ");
    terminal.say("48213", "asks for pin");
    terminal.sees("you    ");
    terminal.say("4821", "asks for order_number");
    terminal.sees("you    ");
    terminal.keys(UP);
    let offered = terminal.sees("where is my order?");
    assert!(!offered.contains("4821"), "{offered:?}");
    terminal.keys(CTRL_C);
    terminal.sees("you    ");
    terminal.say("now 48213 and pin 4821", "agent  ");
    terminal.sees("you    ");
    terminal.keys(UP);
    let offered = terminal.sees("where is my order?");
    assert!(!offered.contains("4821"), "{offered:?}");
    terminal.keys(CTRL_C);
    terminal.sees("you    ");
    terminal.keys(CTRL_D);
    terminal.ends();
}

#[test]
fn ctrl_c_stops_a_call_and_not_the_talk() {
    let mut terminal = Terminal::open(100, &["--color", "never", "--real-time"], &[]);
    terminal.sees("you    ");
    terminal.say("/api Lookup Order Status timeout", "does not answer");
    terminal.sees("you    ");
    terminal.keys("where is order ORD-12345? customer 48213, PIN 4821\r");
    terminal.sees("calling Lookup Order Status");
    terminal.sees("Ctrl-C stops it");
    terminal.keys(CTRL_C);
    terminal.sees("cancelled");
    terminal.sees("I stopped that request.");
    terminal.sees("you    ");
    // At the prompt it clears the line; again, it says how to leave.
    terminal.keys("half a line");
    terminal.sees("half a line");
    terminal.keys(CTRL_C);
    terminal.sees("you    ");
    terminal.keys(CTRL_C);
    terminal.sees("/quit or Ctrl-D ends the talk");
    terminal.sees("you    ");
    terminal.say("/undo", "Took 1 turn back");
    terminal.sees("you    ");
    terminal.keys("/quit\r");
    terminal.ends();
}

#[test]
fn a_resize_is_followed_and_narrow_terminals_wrap() {
    let mut terminal = Terminal::open(100, &["--color", "never"], &[]);
    terminal.sees("/help  /quit");
    terminal.sees("you    ");
    terminal.session.get_process_mut().set_window_size(40, 40).unwrap();
    terminal.keys("where is order ORD-12345? customer 48213, PIN 4821\r");
    terminal.sees("| Lookup".replace('|', "├").as_str());
    let shown = terminal.sees("you    ");
    for line in shown.lines().take_while(|line| !line.contains("you")) {
        assert!(line.trim_end().chars().count() <= 40, "{line:?}");
    }
    terminal.keys(CTRL_D);
    terminal.ends();
}

#[test]
fn without_unicode_and_colour_there_is_neither() {
    let environment = [("LC_ALL", "C"), ("NO_COLOR", "1")];
    let mut terminal = Terminal::open(100, &[], &environment);
    terminal.sees("you    ");
    terminal.say("where is order ORD-12345?", "| Lookup Order Status");
    terminal.sees("you    ");
    terminal.keys(CTRL_D);
    let seen = terminal.ends();
    assert!(seen.is_ascii(), "{seen:?}");
    assert!(!seen.contains("\u{1b}[1m") && !seen.contains("\u{1b}[3"), "{seen:?}");
}

#[test]
fn a_terminal_that_can_only_print_is_served_plainly() {
    let mut terminal = Terminal::open(80, &[], &[("TERM", "dumb")]);
    terminal.sees("you    ");
    terminal.session.send_line("bye").unwrap();
    terminal.sees("the talk is over: completed");
    terminal.sees("you    ");
    terminal.session.send_line("/quit").unwrap();
    let seen = terminal.ends();
    assert!(!seen.contains('\u{1b}'), "{seen:?}");
}

#[test]
fn no_escape_of_an_api_reaches_the_terminal() {
    let mut terminal = Terminal::open(100, &["--color", "never"], &[]);
    terminal.sees("you    ");
    let evil = r#"{"status": "\u001b]0;owned\u0007 \u009b31m \u202e"}"#;
    terminal.say(&format!("/api \"Lookup Order Status\" 200 {evil}"), "From now on");
    terminal.sees("you    ");
    terminal.say("where is order ORD-12345? customer 48213, PIN 4821", "agent  ");
    terminal.sees("you    ");
    terminal.say("/calls all", "owned");
    terminal.sees("you    ");
    terminal.keys(CTRL_D);
    let seen = terminal.ends();
    for harmful in ["\u{1b}]0;", "\u{7}", "\u{9b}", "\u{202e}"] {
        assert!(!seen.contains(harmful), "{harmful:?} in {seen:?}");
    }
}

#[test]
fn a_host_that_nobody_named_is_asked_for_and_a_yes_is_remembered() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().to_str().unwrap();
    let environment = [
        ("XDG_CONFIG_HOME", folder),
        ("ORDERS_TOKEN", "t0ken-one"),
        ("VERIFY_PASSWORD", "p4ss-one"),
    ];
    let mut terminal = Terminal::open(100, &["--live"], &environment);
    terminal.sees("Allow api.company.com from now on? [y/N]");
    terminal.keys("y\r");
    terminal.sees("how can I help?");
    // Before the prompt is there the line editor does not listen for keys yet.
    terminal.sees("you    ");
    terminal.keys(CTRL_D);
    terminal.ends();
    let hosts = std::fs::read_to_string(home.path().join("rehearsal/hosts")).unwrap();
    assert_eq!(hosts, "api.company.com\n");
    let mut again = Terminal::open(100, &["--live"], &environment);
    again.sees("how can I help?");
    again.sees("you    ");
    again.keys(CTRL_D);
    assert!(!again.ends().contains("Allow"));
}
