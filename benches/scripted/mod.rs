//! A model that is a script: what it answers to the two turns that the benches play.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

use serde_json::json;

/// A model that takes so long and answers by what it is asked. A thread for each connection sleeps
/// as long as it says; a timer of the runtime would add up to two milliseconds.
pub fn serve(latency: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("http://{}/v1", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.unwrap();
            thread::spawn(move || answer(stream, latency));
        }
    });
    uri
}

fn answer(mut stream: TcpStream, latency: Duration) {
    stream.set_nodelay(true).unwrap();
    let (mut seen, mut buffer) = (Vec::new(), [0; 16 * 1024]);
    loop {
        let length = loop {
            if let Some(length) = request_length(&seen) {
                break length;
            }
            match stream.read(&mut buffer) {
                Ok(count) if count > 0 => seen.extend_from_slice(&buffer[..count]),
                Ok(_) | Err(_) => return,
            }
        };
        let body = reply_to(&String::from_utf8_lossy(&seen[..length]));
        seen.drain(..length);
        thread::sleep(latency);
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ";
        let whole = format!("{head}{}\r\n\r\n{body}", body.len());
        if stream.write_all(whole.as_bytes()).is_err() {
            return;
        }
    }
}

/// The bytes of the first request, once they are all there.
fn request_length(seen: &[u8]) -> Option<usize> {
    let end = seen.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&seen[..end]).ok()?.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?;
    let length = end + length.trim().parse::<usize>().ok()?;
    (seen.len() >= length).then_some(length)
}

fn reply_to(request: &str) -> String {
    let tool = |name: &str, arguments: &str| {
        json!({ "content": null, "tool_calls": [{ "id": "c", "type": "function",
            "function": { "name": name, "arguments": arguments } }] })
    };
    let is_second = request.contains("how are you people");
    let message = match (request.contains("\"tools\""), is_second) {
        (true, false) => tool("lookup_order_status", r#"{"order_number":"ORD-12345"}"#),
        (true, true) => tool("other_talk", "{}"),
        (false, false) => json!({ "content": "Good news, your order ORD-12345 was shipped." }),
        (false, true) => json!({ "content": "We are open from 9 to 18." }),
    };
    json!({ "choices": [{ "message": message, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 300, "completion_tokens": 20 } })
    .to_string()
}
