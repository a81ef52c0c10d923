//! A model on a terminal: its words as they come, and Ctrl-C.
#![cfg(unix)]

use std::{process::Command, time::Duration};

use expectrl::{Expect, Session, session::OsSession};
use serde_json::{Value as Json, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A server whose answers come word by word, half a second apart; the last one never ends.
async fn slow_server(answers: Vec<Vec<&'static str>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let last = answers.len() - 1;
        for (at, words) in answers.into_iter().enumerate() {
            let Ok((stream, _)) = listener.accept().await else { return };
            tokio::spawn(answer(stream, words, at == last));
        }
    });
    uri
}

async fn answer(mut stream: TcpStream, words: Vec<&'static str>, is_endless: bool) {
    let mut buffer = [0; 65536];
    let _ = stream.read(&mut buffer).await;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
        .to_owned();
    let _ = stream.write_all(head.as_bytes()).await;
    let event = |json: Json| format!("data: {json}\n\n");
    for word in words {
        let piece = event(json!({ "choices": [{ "delta": { "content": word } }] }));
        if stream.write_all(piece.as_bytes()).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    if is_endless {
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    let end = event(json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] }));
    let _ = stream.write_all(end.as_bytes()).await;
}

/// A terminal on which the order desk is led by this model.
fn open(uri: &str, policy: &str) -> OsSession {
    let mut shell = Command::new("sh");
    shell.args(["-c", "read go; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_rehearsal")]);
    shell.args(["chat", "scenarios/order-desk", "--color", "never", "--policy", policy]);
    shell.args(["--model", "test-model", "--base-url", uri]);
    shell.env_clear().envs([("TERM", "xterm-256color"), ("LANG", "C.UTF-8")]);
    let mut session = Session::spawn(shell).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(30)));
    session.get_process_mut().set_window_size(100, 40).unwrap();
    session.send_line("").unwrap();
    session
}

fn sees(session: &mut OsSession, text: &str) -> String {
    match session.expect(text) {
        Ok(found) => String::from_utf8_lossy(found.as_bytes()).into_owned(),
        Err(error) => panic!("{text:?} did not come: {error}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_shown_as_they_come_and_ctrl_c_stops_the_answer_and_keeps_the_talk() {
    let uri = slow_server(vec![
        vec!["Hello ", "to ", "you, ", "all ", "of ", "you."],
        vec!["I ", "will ", "never "],
    ])
    .await;
    let played = tokio::task::spawn_blocking(move || {
        let mut terminal = open(&uri, "free");
        sees(&mut terminal, "test-model leads (free policy)");
        sees(&mut terminal, "you    ");
        terminal.send("hi there\r").unwrap();
        sees(&mut terminal, "agent  Hello to");
        // The rest comes later, on the same line, and the whole reply is not printed once more.
        let rest = sees(&mut terminal, "test-model · ");
        assert!(rest.contains("you, all of you."), "{rest:?}");
        let state = sees(&mut terminal, "you    ");
        assert!(state.contains("tokens") && state.contains("first token"), "{state:?}");
        assert!(!state.contains("Hello to you"), "{state:?}");
        terminal.send("go on\r").unwrap();
        sees(&mut terminal, "I will");
        terminal.send("\u{3}").unwrap();
        sees(&mut terminal, "stopped; say it again to go on");
        sees(&mut terminal, "you    ");
        terminal.send("/undo\r").unwrap();
        sees(&mut terminal, "Took 1 turn back");
        sees(&mut terminal, "you    ");
        terminal.send("/model\r").unwrap();
        sees(&mut terminal, "test-model is in use");
        sees(&mut terminal, "you    ");
        terminal.send("\u{4}").unwrap();
    });
    played.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guarded_model_shows_that_it_is_asked_and_ctrl_c_stops_that() {
    let uri = slow_server(vec![vec!["nothing"]]).await;
    let played = tokio::task::spawn_blocking(move || {
        let mut terminal = open(&uri, "guarded");
        sees(&mut terminal, "test-model · stub API");
        sees(&mut terminal, "you    ");
        terminal.send("how are you today\r").unwrap();
        sees(&mut terminal, "asking the model");
        terminal.send("\u{3}").unwrap();
        sees(&mut terminal, "stopped; say it again to go on");
        sees(&mut terminal, "you    ");
        terminal.send("\u{4}").unwrap();
    });
    played.await.unwrap();
}
