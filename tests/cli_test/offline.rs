//! Without `--live` no request ever leaves the program.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use crate::project::{HOLDS, Project};

/// A server that answers everything, and counts.
fn recorder() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (port, seen) = (listener.local_addr().unwrap().port(), Arc::<AtomicUsize>::default());
    let count = Arc::clone(&seen);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            count.fetch_add(1, Ordering::SeqCst);
            // Whoever connects and says nothing has been counted.
            let _ = stream.read(&mut [0; 4096]);
            let body = r#"{"status":"from outside"}"#;
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
            let _ = write!(stream, "{head}content-length: {}\r\n\r\n{body}", body.len());
        }
    });
    (port, seen)
}

fn project(port: u16) -> Project {
    let project = Project::with(&[("a", HOLDS)]);
    let agent = project.read("scenarios/desk/agent.yaml");
    let context =
        format!("dynamic_context: {{ url: 'http://127.0.0.1:{port}/context' }}\nactions:");
    let agent = agent
        .replace("https://api.example.com", &format!("http://127.0.0.1:{port}"))
        .replace("actions:", &context);
    project.write("scenarios/desk/agent.yaml", agent);
    project
}

#[test]
fn without_live_the_agents_own_urls_are_never_connected_to() {
    let (port, seen) = recorder();
    let project = project(port);
    let here = format!("127.0.0.1:{port}");
    // Naming the host, proxies and secrets in the environment change nothing.
    let proxy = format!("http://{here}");
    let environment = [
        ("HTTP_PROXY", proxy.as_str()),
        ("HTTPS_PROXY", &proxy),
        ("ALL_PROXY", &proxy),
        ("http_proxy", &proxy),
        ("ORDERS_TOKEN", "secret"),
    ];
    project.run_with(&[], &environment).says(0, &["1 passed"]);
    project.run_with(&["--allow-host", "127.0.0.1"], &environment);
    assert_eq!(seen.load(Ordering::SeqCst), 0);
}

#[test]
fn with_live_they_are_and_only_where_the_user_named_the_host() {
    let (port, seen) = recorder();
    let project = project(port);
    let secret = [("ORDERS_TOKEN", "secret")];
    project.run_with(&["--live"], &secret).says(2, &["127.0.0.1"]);
    assert_eq!(seen.load(Ordering::SeqCst), 0, "a secret's host is not named");
    let named = ["--live", "--allow-host", "127.0.0.1"];
    project.run_with(&named, &secret).says(1, &["from outside"]);
    assert!(seen.load(Ordering::SeqCst) >= 2);
}
