//! On a terminal: a bar, colours, and playing again when a file is saved.

use std::{fs, process::Command, thread, time::Duration};

use expectrl::{Eof, Expect, Session, process::unix::WaitStatus, session::OsSession};

use crate::project::{FAILS, HOLDS, Project};

struct Terminal {
    session: OsSession,
    seen: String,
}

impl Terminal {
    fn open(command: Command) -> Self {
        let mut command = command;
        command.env("TERM", "xterm-256color");
        let mut session = Session::spawn(command).unwrap();
        session.set_expect_timeout(Some(Duration::from_secs(60)));
        Self { session, seen: String::new() }
    }

    fn sees(&mut self, text: &str) {
        match self.session.expect(text) {
            Ok(found) => self.seen.push_str(&String::from_utf8_lossy(found.as_bytes())),
            Err(error) => panic!("{text:?} did not come: {error}\n{}", self.seen),
        }
    }

    fn ends(mut self, status: i32) -> String {
        let rest = self.session.expect(Eof).unwrap();
        self.seen.push_str(&String::from_utf8_lossy(rest.as_bytes()));
        let ended = self.session.get_process().wait().unwrap();
        assert!(matches!(ended, WaitStatus::Exited(_, code) if code == status), "{ended:?}");
        self.seen
    }
}

fn slow() -> Project {
    let delayed =
        "api: { Lookup Order Status: { delay: 300ms, status: 200, json: { status: shipped } } }\n";
    let project = Project::with(&[("z", FAILS)]);
    for name in 0..5 {
        project.scenario(&format!("s{name}"), &format!("{delayed}{HOLDS}"));
    }
    project
}

#[test]
fn a_terminal_shows_a_bar_that_is_gone_at_the_end() {
    let project = slow();
    let mut terminal = Terminal::open(project.command(&["--real-time", "--jobs", "1"]));
    terminal.sees("/6 · ");
    terminal.sees("5 passed");
    let seen = terminal.ends(1);
    assert!(seen.contains("FAILED") && seen.contains("desk/z"), "{seen}");
    let last = seen.trim_end().lines().last().unwrap();
    assert!(last.contains("6 scenarios") && !last.contains("/6"), "{last}");
}

#[test]
fn without_a_terminal_there_are_plain_lines() {
    let ended = slow().run(&["--real-time"]).says(1, &[]);
    assert!(!ended.err.contains("/6"), "{}", ended.err);
    assert_eq!(ended.err.lines().count(), 1, "only what failed: {}", ended.err);
}

#[test]
fn a_saved_prompt_scenario_or_api_is_played_again_until_ctrl_c() {
    let project = Project::with(&[("a", HOLDS)]);
    let mut terminal = Terminal::open(project.command(&["--watch"]));
    terminal.sees("1 scenario");
    project.write("scenarios/desk/p.md", "Always use the 'Lookup Order Status' tool.\n");
    terminal.sees("p.md was saved; playing again");
    terminal.sees("1 scenario");
    thread::sleep(Duration::from_millis(300));
    project.scenario("a", FAILS);
    terminal.sees("a.scenario.yaml was saved; playing again");
    terminal.sees("FAILED  desk/a");
    terminal.sees("1 scenario");
    thread::sleep(Duration::from_millis(300));
    project.scenario("a", "turns: [");
    terminal.sees("a.scenario.yaml was saved; playing again");
    terminal.sees("error");
    thread::sleep(Duration::from_millis(300));
    fs::remove_file(project.path("scenarios/desk/a.scenario.yaml")).unwrap();
    terminal.sees("was saved; playing again");
    terminal.sees("no scenario was found");
    thread::sleep(Duration::from_millis(300));
    project.scenario("b", HOLDS);
    terminal.sees("b.scenario.yaml was saved; playing again");
    terminal.sees("1 scenario");
    terminal.session.send("\u{3}").unwrap();
    terminal.ends(130);
}
