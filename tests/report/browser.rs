//! A small driver for headless Chromium: its debugging protocol over a pair of pipes.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use serde_json::{Value as Json, json};

/// Names under which Chromium is installed.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// Places beside the search path.
const PLACES: [&str; 3] = ["/usr/bin", "/usr/local/bin", "/snap/bin"];

/// Longest wait for a word of the browser.
const PATIENCE: Duration = Duration::from_secs(60);

/// Chromium, where it is installed.
pub fn installed() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(PLACES.map(PathBuf::from));
    let mut found = folders.flat_map(|folder| NAMES.map(|name| folder.join(name)));
    found.find(|file| file.is_file())
}

/// A browser with one page open.
pub struct Browser {
    process: Child,
    input: ChildStdin,
    output: Receiver<Vec<u8>>,
    next: u64,
    session: Option<String>,
    /// Events that came while an answer was waited for.
    pub events: Vec<Json>,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts one with a window of this size; none, with a word on it, where there is no Chromium.
    pub fn start(width: u32, height: u32) -> Option<Self> {
        let Some(program) = installed() else {
            println!("skipped: no Chromium is installed (Debian: apt-get install chromium)");
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        // The protocol speaks over descriptors 3 and 4, which only a shell can set.
        let mut process = Command::new("sh")
            .args(["-c", r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null"#])
            .arg(program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"])
            .args(["--remote-debugging-pipe", "--disable-dev-shm-usage"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(format!("--window-size={width},{height}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = process.stdin.take().unwrap();
        let output = messages(process.stdout.take().unwrap());
        let events = Vec::new();
        let mut browser =
            Self { process, input, output, next: 0, session: None, events, _profile: profile };
        browser.open_page(width, height);
        Some(browser)
    }

    fn open_page(&mut self, width: u32, height: u32) {
        let target = self.ask("Target.createTarget", &json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = self.ask("Target.attachToTarget", &attach);
        self.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Network", "Log"] {
            self.ask(&format!("{domain}.enable"), &json!({}));
        }
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", &size);
    }

    /// Sends a command and waits for its answer.
    pub fn ask(&mut self, method: &str, parameters: &Json) -> Json {
        self.next += 1;
        let mut message = json!({ "id": self.next, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        let mut bytes = serde_json::to_vec(&message).unwrap();
        bytes.push(0);
        self.input.write_all(&bytes).unwrap();
        loop {
            let heard = self.hear();
            if heard["id"] == self.next {
                assert!(heard["error"].is_null(), "{method}: {}", heard["error"]);
                return heard["result"].clone();
            }
            self.events.push(heard);
        }
    }

    fn hear(&mut self) -> Json {
        let bytes = self.output.recv_timeout(PATIENCE).expect("the browser says nothing");
        serde_json::from_slice(&bytes).unwrap()
    }

    /// Opens a file and waits until it is read.
    pub fn open(&mut self, file: &Path, hash: &str) {
        // Another address of the same page would not be read anew.
        self.navigate("about:blank");
        self.navigate(&format!("file://{}{hash}", file.display()));
    }

    fn navigate(&mut self, url: &str) {
        self.events.clear();
        self.ask("Page.navigate", &json!({ "url": url }));
        while !self.events.iter().any(|event| event["method"] == "Page.loadEventFired") {
            let heard = self.hear();
            self.events.push(heard);
        }
    }

    /// What a piece of JavaScript comes to; promises are waited for.
    pub fn run(&mut self, script: &str) -> Json {
        let parameters = json!({
            "expression": script, "awaitPromise": true, "returnByValue": true, "userGesture": true,
        });
        let answer = self.ask("Runtime.evaluate", &parameters);
        assert!(answer["exceptionDetails"].is_null(), "{script}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// The text of what a selector finds first.
    pub fn text(&mut self, selector: &str) -> String {
        let script = format!("document.querySelector({selector:?})?.innerText ?? ''");
        self.run(&script).as_str().unwrap().to_owned()
    }

    /// Presses a key as a person does.
    pub fn press(&mut self, key: &str) {
        let text = if key.chars().count() == 1 { key } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let parameters = json!({ "type": kind, "key": key, "text": text });
            self.ask("Input.dispatchKeyEvent", &parameters);
        }
        self.settle();
    }

    /// Waits until the page has drawn.
    pub fn settle(&mut self) {
        self.run("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)))");
    }

    /// Makes the page dark or light.
    pub fn prefer(&mut self, scheme: &str) {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        self.ask("Emulation.setEmulatedMedia", &json!({ "features": [feature] }));
    }

    /// The events of this name so far.
    pub fn heard(&self, method: &str) -> Vec<&Json> {
        self.events.iter().filter(|event| event["method"] == method).collect()
    }
}

/// The messages that come through a pipe, each behind the other.
fn messages(pipe: ChildStdout) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for message in BufReader::new(pipe).split(0).map_while(Result::ok) {
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    receiver
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
