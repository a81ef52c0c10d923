//! What the binary does with what it cannot use: a clear message, the right exit status, no panic.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{
    fmt::Write as _,
    fs,
    io::{Read, Write},
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const DESK: &str = "scenarios/order-desk";

/// How a run ended.
struct Ended {
    status: Option<i32>,
    out: String,
    err: String,
}

impl Ended {
    /// This status, and this among the errors.
    #[track_caller]
    fn says(self, status: i32, text: &str) -> Self {
        let Self { err, out, .. } = &self;
        assert_eq!(self.status, Some(status), "{err}\n{out}");
        assert!(err.contains(text) || out.contains(text), "no {text:?} in\n{err}\n{out}");
        self
    }
}

/// Runs the binary with nothing in its environment; whatever it prints steers no terminal.
fn run(arguments: &[&str], input: &[u8]) -> Ended {
    run_with(arguments, input, &[])
}

fn run_with(arguments: &[&str], input: &[u8], environment: &[(&str, &str)]) -> Ended {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    command.env_clear().envs(environment.iter().copied()).args(arguments);
    command.timeout(Duration::from_secs(30)).write_stdin(input);
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(!err.contains("panicked"), "{err}");
    let steers = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
    assert!(!out.contains(steers) && !err.contains(steers), "{out:?}\n{err:?}");
    Ended { status: output.status.code(), out, err }
}

/// A project with this agent.yaml and api.yaml.
fn project(agent: &[u8], api: &str) -> tempfile::TempDir {
    let disk = tempfile::tempdir().unwrap();
    fs::create_dir(disk.path().join(".rehearsal")).unwrap();
    fs::write(disk.path().join("p.md"), "Use 'Look Up'.\n").unwrap();
    fs::write(disk.path().join("agent.yaml"), agent).unwrap();
    fs::write(disk.path().join("api.yaml"), api).unwrap();
    disk
}

fn sound(url: &str) -> String {
    format!(
        "name: Desk
prompt: p.md
greeting: Hi
timezone: Europe/Berlin
actions:
  - name: Look Up
    description: Look up where the parcel of the customer is
    method: GET
    url: {url}
    query: {{ id: \"{{{{id}}}}\" }}
    variables:
      - {{ name: id, type: string, description: The number of the parcel, example: A-1, required: true }}
"
    )
}

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn arguments_that_make_no_sense_are_misuse() {
    run(&[], b"").says(2, "Usage: rehearsal");
    run(&["chta"], b"").says(2, "similar subcommand");
    run(&["chat", DESK, "--jsno"], b"").says(2, "'--json'");
    run(&["chat"], b"").says(2, "<AGENT>");
    run(&["chat", DESK, "--now", "soon"], b"").says(2, "\"soon\" is no time");
    run(&["chat", DESK, "--contact", "Ada"], b"").says(2, "key=value");
    run(&["chat", DESK, "--seed", "x"], b"").says(2, "--seed");
    run(&["understand", DESK], b"").says(2, "<UTTERANCE>");
    run(&["explain", "url-placeholer"], b"").says(2, "did you mean `url-placeholder`?");
    run(&["schema", "chat-trun"], b"").says(2, "chat-turn");
    run(&["value", "dat", "today"], b"").says(2, "the types are");
    run(&["value", "integer", "1", "--timezone", "Berlin"], b"").says(2, "time zone");
}

#[test]
fn what_is_not_there_is_named() {
    for command in ["chat", "check"] {
        run(&[command, "no/such"], b"").says(2, "no/such does not exist");
        run(&[command, "prompts"], b"").says(2, "prompts holds no agent.yaml");
    }
    run(&["understand", "no/such", "hello"], b"").says(2, "no/such does not exist");
    run(&["call", "no/such", "Look Up"], b"").says(2, "no/such does not exist");
}

#[test]
fn a_call_of_what_the_agent_does_not_have_says_what_was_meant() {
    let call = |arguments: &[&str]| run(&[&["call", DESK], arguments].concat(), b"");
    call(&["Lookup Order Stats"]).says(2, "did you mean `Lookup Order Status`?");
    call(&["Zebra"]).says(2, "write one of: Verify Customer, Lookup Order Status");
    let order = "Lookup Order Status";
    call(&[order, "--set", "order_nmber=7"]).says(2, "order_number");
    call(&[order]).says(2, "order_number");
    call(&["Verify Customer", "--set", "customer_number=banana", "--set", "pin=4821"])
        .says(2, "customer_number");
}

#[test]
fn agent_files_that_are_no_agent_files_are_refused() {
    let bomb =
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]\n";
    let deep = format!("actions: {}", "[".repeat(100_000));
    let garbage: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    let huge = "# filler\n".repeat(5 * 1024 * 1024 / 9 + 1);
    let files: [(&[u8], &str); 8] = [
        (&garbage, "is not UTF-8 text"),
        (b"name: \xff\n", "is not UTF-8 text: byte 6 is wrong"),
        (huge.as_bytes(), "is larger than 4194304 bytes"),
        (bomb.as_bytes(), "yaml-alias"),
        (deep.as_bytes(), "nested-too-deep"),
        (b"", "empty-file"),
        (b"name: a\0b\n", "yaml-syntax"),
        (b"name: \x1b[2Jred\xe2\x80\xae\nprompt: \x1b]0;x\x07\n", "error["),
    ];
    for (file, text) in files {
        let disk = project(file, "");
        let folder = shown(disk.path());
        for command in ["chat", "check"] {
            let begun = Instant::now();
            run(&[command, folder], b"hello\n").says(2, text);
            assert!(begun.elapsed() < Duration::from_secs(10), "{text}");
        }
        run(&["call", folder, "Look Up"], b"").says(2, text);
        run(&["understand", folder, "hello"], b"").says(2, text);
    }
}

#[test]
fn a_prompt_outside_the_project_is_not_read() {
    let agent = sound("https://a.example.com");
    for path in ["/etc/passwd", "../../../etc/passwd"] {
        let disk = project(agent.replace("p.md", path).as_bytes(), "");
        for command in ["chat", "check"] {
            let ended = run(&[command, shown(disk.path())], b"").says(2, "path-outside-project");
            assert!(!ended.out.contains("root:") && !ended.err.contains("root:"));
        }
    }
}

#[test]
fn rules_of_the_stub_api_that_cannot_be_read_are_shown_before_the_talk() {
    let disk = project(sound("https://a.example.com").as_bytes(), "Look Up: { stauts: 200 }\n");
    for command in ["chat", "check"] {
        run(&[command, shown(disk.path())], b"hello\n").says(2, "did you mean `status`?");
    }
    run(&["call", shown(disk.path()), "Look Up", "--set", "id=A-1"], b"").says(2, "unknown-key");
}

#[test]
fn a_line_that_cannot_be_said_is_left_out_and_the_talk_goes_on() {
    let mut input = vec![b'a'; 1024 * 1024];
    input.extend_from_slice(b"\n\xff\xfe\nwhere is my order?\n");
    let ended = run(&["chat", DESK], &input).says(2, "line 1: the line was not said");
    assert!(ended.err.contains("line 2 was not said: it is not UTF-8 text"), "{}", ended.err);
    assert!(ended.out.ends_with("what is the customer number?\n"), "{}", ended.out);
    // Without a line end, too.
    run(&["chat", DESK], &vec![b'x'; 1024 * 1024]).says(2, "was not said");
    let zeros = run(&["chat", DESK, "--json"], b"\0\0\x01\x7f\n").says(0, "");
    assert_eq!(zeros.out.lines().count(), 2);
}

#[test]
fn a_megabyte_is_understood_or_refused_in_no_time() {
    let begun = Instant::now();
    let words = "where is my order ORD-12345 and 5 of them ".repeat(25_000);
    run(&["understand", DESK, "--batch"], words.as_bytes()).says(0, "\"acts\"");
    let mut question = String::new();
    write!(question, "{{\"type\":\"string\",\"text\":\"{words}\"}}").unwrap();
    run(&["value", "--batch"], question.as_bytes()).says(0, "\"error\"");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn neither_customer_nor_api_nor_file_steers_the_terminal() {
    let api =
        "Look Up: { json: { status: \"\\e[2J\\u009b31m\\u202egone\", \"\\u001b]0;k\": 1 } }\n";
    let disk = project(sound("https://a.example.com").as_bytes(), api);
    let folder = shown(disk.path());
    let talk = "where is my parcel \u{1b}[31m\nA-1\n\u{1b}]0;title\u{7}\u{202e}bye\n";
    for arguments in [&["chat", folder][..], &["chat", folder, "--json"]] {
        let ended = run(arguments, talk.as_bytes()).says(0, "gone");
        assert!(ended.out.contains("200") || ended.out.contains("gone"), "{}", ended.out);
    }
    run(&["chat", folder], "/calls\nwhere is my parcel\nA-1\n/calls\n/state\n/why\n".as_bytes())
        .says(0, "gone");
    let call = ["call", folder, "Look Up", "--set", "id=A-1\u{1b}[2J"];
    run(&call, b"").says(0, "gone");
    run(&[&call[..], &["--json"]].concat(), b"").says(0, "gone");
    run(&["call", folder, "\u{1b}[2J"], b"").says(2, "no action");
    run(&["understand", folder, "\u{1b}[2J where is \u{202e}A-1"], b"").says(0, "Look Up");
    run(&["understand", folder, "\u{1b}[2J", "--json"], b"").says(0, "acts");
    run(&["explain", "\u{1b}[2J"], b"").says(2, "no code");
    run(&["value", "string", "\u{1b}[2J\u{202e}"], b"");
    run(&["value", "\u{1b}[2J", "x"], b"").says(2, "types are");
    run(&["check", "\u{1b}[2J"], b"").says(2, "does not exist");
    run(&["chat", "\u{1b}[2J"], b"").says(2, "does not exist");
    run(&["chat", folder, "--now", "\u{1b}[2J"], b"").says(2, "no time");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let lines = "hello\n".repeat(2_000);
    let commands: [(&[&str], &str); 5] = [
        (&["chat", DESK], &lines),
        (&["chat", DESK, "--json"], &lines),
        (&["understand", DESK, "--batch"], &lines),
        (&["explain"], ""),
        (&["schema", "chat-turn"], ""),
    ];
    for (arguments, input) in commands {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
        command.env_clear().args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (mut stdin, input) = (child.stdin.take().unwrap(), input.to_owned());
        let mut stdout = child.stdout.take().unwrap();
        // It stops reading when nobody listens any more.
        let feeder = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
        if !input_is_empty(arguments) {
            stdout.read_exact(&mut [0; 8]).unwrap();
        }
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(!err.contains("panicked"), "{err}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?} {err}");
    }
}

/// Commands that write all at once are cut off before the first byte.
fn input_is_empty(arguments: &[&str]) -> bool {
    matches!(arguments[0], "explain" | "schema")
}

#[test]
fn colour_is_for_terminals_and_never_against_no_color() {
    let disk = project(b"nmae: Desk\n", "");
    let folder = shown(disk.path());
    run(&["check", folder], b"").says(2, "error[unknown-key]");
    run_with(&["check", folder], b"", &[("NO_COLOR", "1"), ("TERM", "xterm")]).says(2, "error[");
    run_with(&["--color", "never", "check", folder], b"", &[("CLICOLOR_FORCE", "1")])
        .says(2, "error[");
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    let always = command.env_clear().args(["--color", "always", "check", folder]).output().unwrap();
    assert!(String::from_utf8_lossy(&always.stdout).contains("\u{1b}["));
}

#[test]
fn trouble_on_the_way_to_an_api_is_neither_success_nor_misuse() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let disk = project(sound(&format!("http://127.0.0.1:{port}/x")).as_bytes(), "");
    let live = ["call", shown(disk.path()), "Look Up", "--set", "id=A-1", "--live"];
    run(&live, b"").says(2, "--allow-host");
    run(&[&live[..], &["--allow-host", "127.0.0.1"]].concat(), b"").says(3, "unreachable");
    for (fault, class) in [("timeout", "timeout"), ("malformed_json", "broken_answer")] {
        let api = format!("Look Up: {{ json: {{ a: 1 }}, fault: {fault} }}\n");
        let disk = project(sound("https://a.example.com").as_bytes(), &api);
        let call = ["call", shown(disk.path()), "Look Up", "--set", "id=A-1"];
        run(&call, b"").says(3, class);
    }
    let aborting = sound("https://a.example.com").replace(
        "actions:\n",
        "dynamic_context: { url: \"https://a.example.com/c\", on_failure: abort }\nactions:\n",
    );
    let disk = project(aborting.as_bytes(), "dynamic_context: { fault: reset }\n");
    run(&["chat", shown(disk.path())], b"hello\n").says(3, "on_failure: abort");
}

#[test]
fn a_state_that_is_none_is_left_as_it_is() {
    let disk = tempfile::tempdir().unwrap();
    let file = disk.path().join("talk.json");
    for (text, why) in [(&b"{"[..], "no state of a talk"), (b"\xff", "not UTF-8")] {
        fs::write(&file, text).unwrap();
        run(&["chat", DESK, "--state", shown(&file)], b"hello\n").says(2, why);
        assert_eq!(fs::read(&file).unwrap(), text);
    }
    run(&["chat", DESK, "--state", "/no/such/folder/talk.json"], b"hello\n").says(2, "written");
}

#[test]
fn a_talk_with_the_stub_api_connects_to_nobody() {
    let real = TcpListener::bind("127.0.0.1:0").unwrap();
    real.set_nonblocking(true).unwrap();
    let url = format!("http://localhost:{}", real.local_addr().unwrap().port());
    let agent = sound(&format!("{url}/parcels")).replace(
        "actions:\n",
        &format!("dynamic_context: {{ url: \"{url}/context\" }}\nactions:\n"),
    );
    let disk = project(agent.as_bytes(), "Look Up: { json: { status: shipped } }\n");
    let proxies = [("HTTP_PROXY", &*url), ("http_proxy", &*url), ("ALL_PROXY", &*url)];
    let talk = b"where is my parcel?\nA-1\n/api \"Look Up\" 503\nwhere is my parcel?\nA-2\nbye\n";
    run_with(&["chat", shown(disk.path())], talk, &proxies).says(0, "shipped");
    run_with(&["call", shown(disk.path()), "Look Up", "--set", "id=A-1"], b"", &proxies)
        .says(0, "shipped");
    let nobody = real.accept().map(|(_, peer)| peer);
    assert_eq!(nobody.unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}
