//! A server that records every byte it is sent, and answers as told.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// Listens on a port of loopback until the test is over.
pub struct Recorder {
    pub port: u16,
    bytes: Arc<Mutex<Vec<u8>>>,
}

impl Recorder {
    /// Answers every request with these bytes, then closes.
    pub async fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let bytes = Arc::<Mutex<Vec<u8>>>::default();
        let (record, answer) = (Arc::clone(&bytes), answer.into());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (record, answer) = (Arc::clone(&record), answer.clone());
                tokio::spawn(async move {
                    record.lock().unwrap().extend(b"<connected>");
                    let mut buffer = [0; 4096];
                    let mut answered = false;
                    while let Ok(count @ 1..) = stream.read(&mut buffer).await {
                        record.lock().unwrap().extend(&buffer[..count]);
                        if !answered && record.lock().unwrap().windows(4).any(|w| w == b"\r\n\r\n")
                        {
                            answered = true;
                            let _ = stream.write_all(&answer).await;
                            let _ = stream.shutdown().await;
                        }
                    }
                });
            }
        });
        Self { port, bytes }
    }

    /// Answers with JSON.
    pub async fn json(json: &str) -> Self {
        let length = json.len();
        Self::answering(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{json}"
        ))
        .await
    }

    /// Redirects to another place.
    pub async fn redirecting(status: u16, location: &str) -> Self {
        Self::answering(format!(
            "HTTP/1.1 {status} Moved\r\nlocation: {location}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
        ))
        .await
    }

    /// Everything that came in; "<connected>" for each connection.
    pub fn heard(&self) -> String {
        String::from_utf8_lossy(&self.bytes.lock().unwrap()).into_owned()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}
