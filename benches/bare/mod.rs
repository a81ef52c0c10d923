//! The exchange that engine and executor are measured against.

use std::hint::black_box;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// A client and a server that do the least there is to do.
#[derive(Clone)]
pub struct Bare {
    client: reqwest::Client,
    url: String,
}

impl Bare {
    /// Starts the server.
    pub async fn start() -> Self {
        const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 39\r\n\r\n{\"status\":\"shipped\",\"tracking\":\"1Z999\"}";
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                stream.set_nodelay(true).unwrap();
                tokio::spawn(async move {
                    let mut buffer = [0; 4096];
                    while let Ok(1..) = stream.read(&mut buffer).await {
                        if stream.write_all(ANSWER).await.is_err() {
                            return;
                        }
                    }
                });
            }
        });
        let client =
            reqwest::Client::builder().no_proxy().tls_certs_only([]).http1_only().build().unwrap();
        Self { client, url: format!("http://127.0.0.1:{port}/orders?order_id=ORD-12345") }
    }

    /// One request and its answer, parsed.
    pub async fn exchange(&self) {
        let request = self.client.get(&self.url).header("authorization", "Bearer x");
        let answer = request.send().await.unwrap().bytes().await.unwrap();
        black_box(serde_json::from_slice::<serde_json::Value>(&answer).unwrap());
    }
}
