//! A model on loopback that understands an order number and says the line of the prompt it was sent.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use serde_json::{Value as Json, json};

/// What it does with a request.
#[derive(Clone, Copy, PartialEq)]
pub enum Mood {
    /// It answers.
    Well,
    /// It refuses every one.
    Overloaded,
}

pub struct Model {
    pub url: String,
    requests: Arc<Mutex<Vec<Json>>>,
}

impl Model {
    pub fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let requests = Arc::default();
        let kept = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || serve(stream, mood, &kept));
            }
        });
        Self { url, requests }
    }

    /// The requests since this was last asked.
    pub fn requests(&self) -> Vec<Json> {
        std::mem::take(&mut *self.requests.lock().unwrap())
    }

    /// The arguments that name it.
    pub fn arguments(&self) -> [&str; 4] {
        ["--model", "test-model", "--base-url", &self.url]
    }
}

/// One request; the connection is closed behind it.
fn serve(stream: TcpStream, mood: Mood, kept: &Mutex<Vec<Json>>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim().to_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(number) = line.strip_prefix("content-length:") {
            length = number.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body: Json = serde_json::from_slice(&body).ok()?;
    kept.lock().unwrap().push(body.clone());
    let (status, answer) = match mood {
        Mood::Well => ("200 OK", completion(&answer(&body))),
        Mood::Overloaded => ("503 Service Unavailable", json!({ "error": "overloaded" })),
    };
    let answer = answer.to_string();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n",
        answer.len()
    );
    (&stream).write_all([head, answer].concat().as_bytes()).ok()
}

fn completion(message: &Json) -> Json {
    json!({
        "id": "c", "object": "chat.completion", "created": 1, "model": "test-model",
        "choices": [{ "index": 0, "message": message, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110 },
    })
}

fn answer(body: &Json) -> Json {
    let last = body["messages"].as_array().and_then(|messages| messages.last());
    let last = last.and_then(|message| message["content"].as_str()).unwrap_or_default();
    if body.get("tools").is_some() {
        return understood(last);
    }
    let told: Json = serde_json::from_str(last).unwrap_or_default();
    let text = match told["result"][0]["outcome"].as_str() {
        Some("failure") => line_for(body, &told["result"][0]),
        Some(_) => "It is shipped, and the tracking number is 1Z999.".to_owned(),
        None => "Sorry, I can't answer that.".to_owned(),
    };
    json!({ "role": "assistant", "content": text })
}

fn understood(said: &str) -> Json {
    let number = said.find("ORD-").and_then(|at| said.get(at..at + 9));
    let arguments = number.map_or(json!({}), |number| json!({ "order_number": number }));
    let name = if said.contains("order") || number.is_some() {
        "lookup_order_status"
    } else {
        "other_talk"
    };
    let function = json!({ "name": name, "arguments": arguments.to_string() });
    let call = json!({ "id": "call_0", "type": "function", "function": function });
    json!({ "role": "assistant", "content": null, "tool_calls": [call] })
}

/// The sentence of the prompt for a failure.
fn line_for(body: &Json, result: &Json) -> String {
    let system = body["messages"][0]["content"].as_str().unwrap_or_default();
    let status = format!("- {}:", result["status"]);
    let is_slow = result["class"] == "timeout";
    let fits = |line: &&str| {
        line.starts_with(&status)
            || (is_slow && line.starts_with("- Timeout:"))
            || line.starts_with("- Any other error:")
    };
    let line = system.lines().find(fits).unwrap_or_default();
    line.split('"').nth(1).unwrap_or("Something went wrong.").to_owned()
}
